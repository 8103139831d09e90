/**
 * The whole way of the data. Everything outside (load, clock, GitHub, disk) is the World's: the action, the terminal
 * and the tests differ only in the World that they build.
 */
import type { Plan } from './config/plan.ts';
import type { Round, RoundOrder } from './engine/round.ts';
import { nextRounds } from './engine/schedule.ts';
import { Unmeasurable } from './engine/unmeasurable.ts';
import type { Baseline } from './evidence/baseline.ts';
import type { Measurement } from './evidence/measurement.ts';
import { summarise } from './evidence/summarise.ts';
import { invalid } from './judgement/invalid.ts';
import { judge } from './judgement/judge.ts';
import type { Look, Verdict } from './judgement/verdict.ts';
import type { Report, RunContext } from './report/report.ts';

export interface World {
  /** The baseline that the plan asks for; throws a ConfigurationError where it can't be read. Before any request. */
  readBaseline(plan: Plan): Promise<Baseline | null>;
  /** Waits until the target is ready and logs in; throws Unmeasurable. */
  prepare(plan: Plan): Promise<void>;
  /** One round of load. Throws Unmeasurable. */
  measure(plan: Plan, order: RoundOrder): Promise<Round>;
  /** Ends the load's connections. */
  close(): Promise<void>;
  /** Tool and machine, for the conditions. */
  readonly machine: { readonly tool: string; readonly machine: string };
  /** What every random choice of the run comes from; reported, so that it can be repeated. */
  readonly seed: string;
  describe(plan: Plan): RunContext;
  /** Writes files, comment, summary, outputs. A failure to publish never changes the verdict. */
  publish(report: Report): Promise<void>;
}

export async function run(plan: Plan, world: World): Promise<Verdict> {
  const baseline = await world.readBaseline(plan);
  const { measurement, verdict } = await decide(plan, baseline, world).finally(() => world.close());
  await world.publish({ plan, baseline, measurement, verdict, run: world.describe(plan) });
  return verdict;
}

async function decide(plan: Plan, baseline: Baseline | null, world: World): Promise<Decided> {
  const rounds: Round[] = [];
  let measurement: Measurement | null = null;
  try {
    await world.prepare(plan);
    let look: Look;
    do {
      for (const order of nextRounds(plan, rounds, world.seed)) rounds.push(await world.measure(plan, order));
      measurement = summarise(rounds, plan, world.machine);
      look = judge(plan, measurement, baseline);
    } while (look.wantsMore);
    return { measurement, verdict: look.verdict };
  } catch (error) {
    if (error instanceof Unmeasurable) return { measurement, verdict: invalid(error) };
    throw error;
  }
}

type Decided = Pick<Report, 'measurement' | 'verdict'>;
