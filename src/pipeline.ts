/**
 * The whole way of the data: rounds of load are seen and judged until nothing more is wanted, then the outcome is told.
 */
import type { Plan } from './config/plan.ts';
import type { Round } from './engine/round.ts';
import { blocksOfBudget, cappedBy, isBudgetSpent } from './engine/schedule.ts';
import { Unmeasurable } from './engine/unmeasurable.ts';
import type { Baseline } from './evidence/baseline.ts';
import { type Evidence, gather, NOTHING_SEEN } from './evidence/gather.ts';
import { accept, isAcceptable } from './judgement/acceptance.ts';
import { steady } from './judgement/interleaved/steady.ts';
import { judge } from './judgement/judge.ts';
import { invalid } from './judgement/validity/unmeasurable.ts';
import type { BlockProgress, Judgement, Verdict } from './judgement/verdict.ts';
import { measureNext } from './measure-next.ts';
import { tellCap } from './tell-cap.ts';
import type { World } from './world.ts';

export async function run(plan: Plan, world: World): Promise<Verdict> {
  const baseline = await world.readBaseline(plan);
  const { verdict: judged, ...seen } = await decide(plan, baseline, world).finally(() => world.close());
  const acceptance = judged.outcome === 'fail' ? await world.findAcceptance(isAcceptable(judged)) : null;
  const verdict = accept(judged, acceptance);
  await world.publish({ plan, baseline, ...seen, verdict, run: world.describe(plan) });
  return verdict;
}

async function decide(
  plan: Plan,
  baseline: Baseline | null,
  world: World,
): Promise<Evidence & { verdict: Verdict }> {
  const rounds: Round[] = [];
  let seen: Evidence = NOTHING_SEEN;
  let judged: Verdict | null = null;
  let told: BlockProgress | null = null;
  try {
    await world.prepare(plan);
    let look: Judgement;
    do {
      await measureNext(plan, rounds, world);
      const { measurement, interleaved } = gather(rounds, plan, {
        ...world,
        budgetBlocks: blocksOfBudget(plan, rounds),
        budgetSpent: isBudgetSpent(plan, rounds) || cappedBy(plan, rounds) !== null,
      });
      seen = { measurement, interleaved };
      look = judge(plan, measurement, baseline, interleaved);
      told = look.progress && steady(told, look.progress);
      if (told !== null) world.tell(told);
    } while (look.wantsMore && cappedBy(plan, rounds) === null);
    judged = look.verdict;
    const untold = await world.confirm(plan);
    const capped = tellCap(plan, rounds, look);
    return { ...seen, verdict: { ...judged, warnings: [...untold, ...capped, ...judged.warnings] } };
  } catch (error) {
    if (error instanceof Unmeasurable) return { ...seen, verdict: invalid(error, judged) };
    throw error;
  }
}
