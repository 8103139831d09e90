import type { Plan } from './config/plan.ts';
import type { Round } from './engine/round.ts';
import { cappedBy, hasBudgetLeft } from './engine/schedule.ts';
import { sentIn } from './engine/sent-in.ts';
import type { RemarkOf } from './evidence/result/remarks.ts';
import { warnOfCap } from './judgement/capped.ts';
import type { Judgement } from './judgement/verdict.ts';

/** What a cap of the load kept from being measured, after the last judgement. */
export function tellCap(
  plan: Plan,
  rounds: readonly Round[],
  { verdict, wantsMore }: Judgement,
): readonly RemarkOf<'capped'>[] {
  const by = cappedBy(plan, rounds);
  if (by === null) return [];
  // A comparison that a cap ends is judged for good, and asks for nothing any more.
  const couldGoOn = verdict.outcome === 'inconclusive' && hasBudgetLeft(plan, rounds);
  return warnOfCap(plan, rounds, { by, sent: sentIn(rounds), wantedMore: wantsMore || couldGoOn });
}
