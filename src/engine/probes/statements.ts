/** What a database counted between two looks at it. */
import type { DatabaseSeen, StatementSeen, TableSeen } from './readings.ts';

/** A look: what each statement and each table stands at, by their ids. */
export interface DatabaseLook {
  readonly statements: ReadonlyMap<string, StatementSeen> | null;
  readonly place: string;
  readonly tables: ReadonlyMap<string, TableSeen>;
}

/** Statements that took most of the time between two looks; the others are hardly why something is slow. */
const KEPT = 50;

/** @param requests that the side was sent meanwhile */
export function countedBetween(before: DatabaseLook, after: DatabaseLook, requests: number): DatabaseSeen {
  return {
    place: after.place,
    requests,
    statements: before.statements && after.statements && movedStatements(before.statements, after.statements),
    tables: movedTables(before.tables, after.tables),
  };
}

/** One that was reset since counts anew. */
function movedStatements(
  before: ReadonlyMap<string, StatementSeen>,
  after: ReadonlyMap<string, StatementSeen>,
): readonly StatementSeen[] {
  return [...after]
    .flatMap(([id, now]): StatementSeen[] => {
      const then = before.get(id);
      const from = then !== undefined && then.calls <= now.calls ? then : NOTHING;
      const calls = now.calls - from.calls;
      if (calls <= 0) return [];
      return [
        {
          text: now.text,
          calls,
          totalMs: Math.max(0, now.totalMs - from.totalMs),
          squaresMs: Math.max(0, now.squaresMs - from.squaresMs),
          rows: Math.max(0, now.rows - from.rows),
        },
      ];
    })
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, KEPT);
}

const NOTHING = { calls: 0, totalMs: 0, squaresMs: 0, rows: 0 };

/** Those that both looks tell: of one that is new nobody knows what it stood at. */
function movedTables(
  before: ReadonlyMap<string, TableSeen>,
  after: ReadonlyMap<string, TableSeen>,
): readonly TableSeen[] {
  return [...after]
    .flatMap(([id, now]): TableSeen[] => {
      const then = before.get(id);
      if (then === undefined) return [];
      const sequentialRows = Math.max(0, now.sequentialRows - then.sequentialRows);
      const sequentialScans = Math.max(0, now.sequentialScans - then.sequentialScans);
      return [{ ...now, sequentialRows, sequentialScans }];
    })
    .sort((a, b) => b.sequentialRows - a.sequentialRows || b.rows - a.rows)
    .slice(0, KEPT);
}
