import type { Side } from './round.ts';

type Phase = 'ready' | 'login' | 'warm-up' | 'measure' | 'rest' | 'drain';

/** What is going on, about once a second and at each change of phase. */
export interface Progress {
  readonly phase: Phase;
  readonly side: Side;
  /** Sequence number of the round, from 0. */
  readonly round: number;
  /** Name of the stage that is under way, where the load has several, or the load of a search's step. */
  readonly stage?: string;
  readonly elapsedMs: number;
  /** Planned length of the phase; 0 where it has none. */
  readonly totalMs: number;
  /** Successes in the last second. */
  readonly perSecond: number;
  /** P99 of the measured time so far; null before the first response. */
  readonly p99Ms: number | null;
  readonly requests: number;
  readonly errors: number;
  /** What is being waited for, where there is something to say. */
  readonly note: string | null;
}
