import type { StatementSeen } from './readings.ts';

/** Statements that took most of the time between two looks; the others are hardly why something is slow. */
const KEPT = 50;

/** What each statement came to between two looks at what the database counts; one that was reset since counts anew. */
export function movedStatements(
  before: ReadonlyMap<string, StatementSeen>,
  after: ReadonlyMap<string, StatementSeen>,
): readonly StatementSeen[] {
  return [...after]
    .flatMap(([id, now]): StatementSeen[] => {
      const then = before.get(id);
      const from = then !== undefined && then.calls <= now.calls ? then : NOTHING;
      const calls = now.calls - from.calls;
      if (calls <= 0) return [];
      const totalMs = Math.max(0, now.totalMs - from.totalMs);
      return [{ text: now.text, calls, totalMs, rows: Math.max(0, now.rows - from.rows) }];
    })
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, KEPT);
}

const NOTHING = { calls: 0, totalMs: 0, rows: 0 };
