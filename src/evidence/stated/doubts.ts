import type { Round } from '../../engine/round.ts';

/** What runs of somebody else's load generator leave out of their figures, alike but for how much. */
export interface StatedDoubt {
  readonly tool: string;
  /** Of the first of them, as what it does: `leaves 3 requests without a response out of its latencies`. */
  readonly does: string;
  /** How many say so. */
  readonly runs: number;
}

/**
 * Of each kind once, in the order in which they came: each of twenty runs leaves another number out, and says more or
 * less of it. A kind is known by its first two words: `leaves 3`.
 */
export function statedDoubtsOf(rounds: readonly Pick<Round, 'stated' | 'doubts'>[]): readonly StatedDoubt[] {
  const kinds = new Map<string, StatedDoubt>();
  for (const { stated, doubts = [] } of rounds)
    for (const does of doubts) {
      const kind = does
        .split(' ', 2)
        .join(' ')
        .replace(/\d[\d.,]*/gu, '0');
      const known = kinds.get(kind) ?? { tool: stated?.tool ?? '', does, runs: 0 };
      kinds.set(kind, { ...known, runs: known.runs + 1 });
    }
  return [...kinds.values()];
}
