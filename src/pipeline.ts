/**
 * The whole way of the data. Everything outside (load, clock, GitHub, disk) is the World's: the action, the terminal
 * and the tests differ only in the World that they build.
 */
import type { Plan } from './config/plan.ts';
import type { Round } from './engine/round.ts';
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
  /** One round of load; its sequence number starts at 0. Throws Unmeasurable. */
  measure(plan: Plan, sequence: number): Promise<Round>;
  /** Tool and machine, for the conditions. */
  readonly machine: { readonly tool: string; readonly machine: string };
  describe(plan: Plan): RunContext;
  /** Writes files, comment, summary, outputs. A failure to publish never changes the verdict. */
  publish(report: Report): Promise<void>;
}

export async function run(plan: Plan, world: World): Promise<Verdict> {
  const baseline = await world.readBaseline(plan);
  const { measurement, verdict } = await decide(plan, baseline, world);
  await world.publish({ plan, baseline, measurement, verdict, run: world.describe(plan) });
  return verdict;
}

async function decide(
  plan: Plan,
  baseline: Baseline | null,
  world: World,
): Promise<{ measurement: Measurement | null; verdict: Verdict }> {
  const rounds: Round[] = [];
  let measurement: Measurement | null = null;
  try {
    await world.prepare(plan);
    let look: Look;
    do {
      rounds.push(await world.measure(plan, rounds.length));
      measurement = summarise(rounds, plan, world.machine);
      look = judge(plan, measurement, baseline);
    } while (look.wantsMore);
    return { measurement, verdict: look.verdict };
  } catch (error) {
    if (error instanceof Unmeasurable) return { measurement, verdict: invalid(error) };
    throw error;
  }
}
