/** Where the shards of a load meet before it, so that all of them begin at one moment. Types only. */
import type { Shard } from '../config/shard.ts';

/** How this machine's clock stands to the one that all shards start by. */
export interface ClockOffset {
  /** What to add to this machine's `Date.now()` to have the common clock, in ms. */
  readonly offsetMs: number;
  /** By how much that may be wrong, in ms. */
  readonly uncertaintyMs: number;
  /** Whose clock is the common one: GitHub's, the first machine's; or each its own, taken for right. */
  readonly source: 'github' | 'coordinator' | 'own';
}

export interface Start {
  /** When the load begins with its warm-up, by this machine's `Date.now()`. */
  readonly atMs: number;
  readonly clock: ClockOffset;
  /**
   * What names this meeting: the same for all of its shards, and another one for every other run or attempt, such as
   * `run 1234567 attempt 2`. Every random choice that the shards make alike comes from it. At most 200 characters.
   */
  readonly run: string;
}

/**
 * Waits until all shards are there.
 *
 * @throws Unmeasurable `shards-missing` where they don't come, naming who is missing
 */
export type Meet = (shard: Shard, signal: AbortSignal) => Promise<Start>;
