/** The steps of a search for the breaking point: what is asked of one, and what was seen of it. Plain data. */
import type { Metric } from '../config/metrics.ts';

/**
 * `climb` goes up until something breaks, `close` narrows down where it did, and after a step that broke `rest` waits
 * at a low load until the service answers as before.
 */
export type StepPhase = 'climb' | 'close' | 'rest';

/** What one step asks of the service. */
export interface SearchStep {
  readonly phase: StepPhase;
  /** Connections that are kept busy or, where the search is for a rate, requests per second. */
  readonly load: number;
  readonly ms: number;
}

/** What a step broke, or what keeps anybody from telling whether it did. */
export type StepBreak =
  /** A limit of the gate, or the one for errors that holds where none is declared. */
  | { readonly what: 'limit'; readonly metric: Metric }
  /** Requests came in faster than they were answered: latency grew all the time. */
  | { readonly what: 'queue' }
  /** Nothing came back for a while. */
  | { readonly what: 'silence' }
  /** A rate limiter turned requests away. */
  | { readonly what: 'limiter' }
  /** The load generator was late, so that nobody knows whose limit it was. */
  | { readonly what: 'generator' };

/** What came of a step. */
export interface SeenStep {
  readonly phase: StepPhase;
  readonly load: number;
  /** For so long was it sent. */
  readonly seconds: number;
  /** With the wait for its last responses. */
  readonly elapsedMs: number;
  /** Successes. */
  readonly throughputPerSecond: number;
  /** What broke; null where all limits held. */
  readonly broke: StepBreak | null;
  /** Whether it was ended before its time. */
  readonly cut: boolean;
}

/** What tells where the limits hold: neither rests, nor what somebody else's limit broke. */
export function trialsOf(steps: readonly SeenStep[]): readonly SeenStep[] {
  return steps.filter(
    ({ phase, broke }) => phase !== 'rest' && broke?.what !== 'limiter' && broke?.what !== 'generator',
  );
}

export function hasHeld({ broke }: SeenStep): boolean {
  return broke === null;
}
