/** What both doors compare with: the store reads it, and of recorded runs the judgement says what they come to. */
import { ConfigurationError } from './config/configuration-error.ts';
import type { Door } from './config/overrides.ts';
import type { Plan } from './config/plan.ts';
import { describeMachine } from './engine/machine.ts';
import type { Baseline } from './evidence/baseline.ts';
import { readHistoryBaseline } from './judgement/regressions/history/baseline.ts';
import { type HistoryAccess, readHistory } from './store/history/read-history.ts';
import { readBaselineFile } from './store/read-baseline-file.ts';

/**
 * The baseline that the plan asks for, or null where it asks for none. Throws ConfigurationError, and the store's
 * errors.
 */
export async function readBaselineOf(
  plan: Plan,
  workspace: string,
  door: Door,
  history: HistoryAccess | null,
): Promise<Baseline | null> {
  if (plan.baseline === null) return null;
  if (plan.baseline.kind === 'file') return readBaselineFile(plan.baseline, workspace, door);
  if (history === null) {
    throw new ConfigurationError('there is no history here: name a file', { key: 'baseline' });
  }
  const { source, stored } = await readHistory(plan.baseline, history);
  const { store, release } = history;
  return readHistoryBaseline(plan, source, stored, store.place, release !== null, describeMachine());
}
