import type { Round } from '../engine/round.ts';
import { Histogram } from './histogram.ts';

/** What came in during about half a second of a pass. */
export interface Moment {
  /** Index into the plan's `load.stages`. */
  readonly stage: number;
  /** Since the pass began. */
  readonly fromSeconds: number;
  readonly seconds: number;
  /** Outcomes of requests that were sent in this stage. */
  readonly requests: number;
  readonly errors: number;
  /** Successes, whenever they were sent. */
  readonly successes: number;
  /** Successes and timeouts among `requests`. */
  readonly latency: Histogram;
  /** The same of requests that were sent in an earlier stage, under its load; absent where none came in. */
  readonly carried?: Pick<Moment, 'requests' | 'errors' | 'latency'>;
}

/** The moments of one pass, ascending, without a gap. */
export type Timeline = readonly Moment[];

/**
 * @param rounds of one side, in their order: a pass is a round of each stage
 * @returns one a pass; none where nothing was recorded
 */
export function timelinesOf(rounds: readonly Round[]): readonly Timeline[] {
  const timelines: Moment[][] = [];
  let [last, beforeMs] = [Number.POSITIVE_INFINITY, 0];
  for (const { stage, ticks = [], measuredMs } of rounds) {
    if (stage <= last) {
      timelines.push([]);
      beforeMs = 0;
    }
    const startMs = beforeMs;
    timelines.at(-1)?.push(
      ...ticks.map(({ fromMs, ms, requests, errors, successes, latency, carried }) => ({
        stage,
        fromSeconds: (startMs + fromMs) / 1000,
        seconds: ms / 1000,
        requests,
        errors,
        successes,
        latency: Histogram.of(latency),
        ...(carried && { carried: { ...carried, latency: Histogram.of(carried.latency) } }),
      })),
    );
    last = stage;
    beforeMs += measuredMs;
  }
  return timelines.some((moments) => moments.length > 0) ? timelines : [];
}
