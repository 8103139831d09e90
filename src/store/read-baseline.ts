import type { HistorySource } from '../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Door } from '../config/overrides.ts';
import type { Plan } from '../config/plan.ts';
import type { Baseline } from '../evidence/baseline.ts';
import { asOf, sinceLastRelease } from '../evidence/history/as-of.ts';
import type { HistoryRecord } from '../evidence/history/record.ts';
import { readHistoryBaseline } from '../judgement/regressions/history/baseline.ts';
import type { HistoryStore } from './history/history-store.ts';
import { readBaselineFile } from './read-baseline-file.ts';

/** Runs up to the one that is named, with which no older ones are looked for. */
const ENOUGH = 100;

/** Where a door finds the history, and what it needs it for. */
export interface HistoryAccess {
  readonly store: HistoryStore;
  readonly suite: string;
  /** Tag of the release that is judged: then `history` is what the last release was. Null for any other run. */
  readonly release: string | null;
}

/** The baseline that the plan asks for, or null where it asks for none. Throws ConfigurationError, and the store's errors. */
export async function readBaselineOf(
  plan: Plan,
  workspace: string,
  door: Door,
  history: HistoryAccess | null,
): Promise<Baseline | null> {
  const { baseline: source } = plan;
  if (source === null) return null;
  if (source.kind === 'file') return readBaselineFile(source, workspace, door);
  if (history === null) {
    throw new ConfigurationError('there is no history here: name a file', { key: 'baseline' });
  }
  const { store, suite, release } = history;
  const sourceIn = (records: readonly HistoryRecord[]): HistorySource =>
    release === null ? source : sinceLastRelease(source, records, release);
  const stored = await store.read(suite, (records) => {
    const { ref } = sourceIn(records);
    return ref === null ? release === null : (asOf(records, ref)?.length ?? 0) >= ENOUGH;
  });
  const then = sourceIn(stored.records);
  const none =
    release !== null && then.ref === null
      ? ['No release that passed is recorded yet: this one is held against the whole history.']
      : [];
  const told = { ...stored, skipped: [...none, ...stored.skipped] };
  return readHistoryBaseline(plan, then, told, store.place, release !== null);
}
