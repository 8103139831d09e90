import type { Plan } from '../../config/plan.ts';
import { compareConditions } from '../comparability.ts';
import type { ComparedConditions, Conditions } from '../result/conditions.ts';
import { summarise } from '../summarise.ts';
import type { HistoryRecord } from './record.ts';

interface SelectedRecords {
  /** Oldest first, each run once: by its newest attempt that isn't excluded. */
  readonly comparable: readonly HistoryRecord[];
  /** Not excluded, but measured under conditions that forbid a comparison. */
  readonly leftOut: readonly HistoryRecord[];
  readonly excluded: readonly HistoryRecord[];
}

/** The conditions of a run of the plan, before it: what forbids a comparison is known by then. */
export function planConditions(plan: Plan): Conditions {
  return summarise([], plan, { tool: '', machine: '' }).conditions;
}

/**
 * Sorts records by what they are good for. Conditions that differ without forbidding the comparison are no matter here.
 */
export function selectRecords(records: readonly HistoryRecord[], now: ComparedConditions): SelectedRecords {
  const usable = newestAttempts(records.filter((record) => record.excluded === null));
  const excluded = records.filter((record) => record.excluded !== null);
  const isComparable = ({ conditions }: HistoryRecord): boolean =>
    compareConditions(now, conditions).refused.length === 0;
  return {
    comparable: usable.filter(isComparable),
    leftOut: usable.filter((record) => !isComparable(record)),
    excluded,
  };
}

/** A run that is tried again is still one run: four attempts at a bad night are no four nights. */
function newestAttempts(records: readonly HistoryRecord[]): HistoryRecord[] {
  const newest = new Map<string, HistoryRecord>();
  for (const record of records) {
    const { id, attempt } = record.run;
    if (attempt > (newest.get(id)?.run.attempt ?? 0)) newest.set(id, record);
  }
  return records.filter((record) => newest.get(record.run.id) === record);
}

/** For a look at the history alone: comparable is what was measured as the newest run that isn't excluded. */
export function selectAsNewest(records: readonly HistoryRecord[]): SelectedRecords {
  const newest = records.findLast(({ excluded }) => excluded === null);
  if (newest === undefined) return { comparable: [], leftOut: [], excluded: records };
  return selectRecords(records, newest.conditions);
}
