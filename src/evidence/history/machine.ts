/** Which machine measured a run, and which runs another machine's may be held against. */
import type { HistoryRecord } from './record.ts';

/** The load's machine as a condition describes it, without the version of Node: it changes every few weeks. */
export function nameMachine(description: string): string {
  return description.replace(/, Node v?\d\S*$/, '');
}

export function machineOf({ conditions }: HistoryRecord): string {
  return nameMachine(conditions.machine);
}

/**
 * Whether runs are measured now on one machine, now on another, as on hosted runners: then one of them came back after
 * another. A move from one to another, once, is none: it is a change like others, and is told as one.
 *
 * @param records oldest first
 */
function areMixed(records: readonly HistoryRecord[]): boolean {
  const stays = records.map(machineOf).filter((name, i, all) => name !== all[i - 1]);
  return new Set(stays).size < stays.length;
}

/** The records as the histories that they are: one, or one for each machine where machines are mixed. */
export function historiesOf(records: readonly HistoryRecord[]): readonly (readonly HistoryRecord[])[] {
  if (!areMixed(records)) return [records];
  const names = [...new Set(records.map(machineOf))];
  return names.map((name) => records.filter((record) => machineOf(record) === name));
}

interface OwnRecords {
  /** Those of the machine where machines are mixed, else all. */
  readonly records: readonly HistoryRecord[];
  /** Those that are left out for the sake of their machine. */
  readonly others: number;
}

/** @param machine as a condition describes it; null for whichever */
export function recordsOfMachine(records: readonly HistoryRecord[], machine: string | null): OwnRecords {
  if (machine === null || !areMixed(records)) return { records, others: 0 };
  const name = nameMachine(machine);
  const own = records.filter((record) => machineOf(record) === name);
  return { records: own, others: records.length - own.length };
}
