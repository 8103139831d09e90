import { Histogram } from '../../evidence/histogram.ts';
import type { Moment, Timeline } from '../../evidence/timeline.ts';

/** A stretch of one stage. */
export interface Window {
  /** Since the start of the pass, at its middle. */
  readonly atSeconds: number;
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly successes: number;
  /** Of successes and timeouts. */
  readonly latency: Histogram;
}

/** Of a window: with less of its time, it is none. */
const WHOLE = 0.5;

/** A stage in windows of equal length, in order; a rest of less than half of one is left out. */
export function windowsOf(moments: Timeline, windowSeconds: number): readonly Window[] {
  const start = moments[0]?.fromSeconds ?? 0;
  const parts: Moment[][] = [];
  for (const moment of moments) {
    // By its middle: where the clock says half a second and a hair, the next window does not begin a moment later.
    const index = Math.floor((moment.fromSeconds + moment.seconds / 2 - start) / windowSeconds);
    const part = parts[index];
    if (part) part.push(moment);
    else parts[index] = [moment];
  }
  return parts.map(joinMoments).filter(({ seconds }) => seconds >= WHOLE * windowSeconds);
}

/** One window of all of them. */
export function joinMoments(moments: readonly Moment[]): Window {
  const seconds = sum(moments, (moment) => moment.seconds);
  const at = sum(moments, (moment) => moment.seconds * (moment.fromSeconds + moment.seconds / 2));
  return {
    atSeconds: seconds > 0 ? at / seconds : 0,
    seconds,
    requests: sum(moments, ({ requests }) => requests),
    errors: sum(moments, ({ errors }) => errors),
    successes: sum(moments, ({ successes }) => successes),
    latency: Histogram.merge(...moments.map(({ latency }) => latency)),
  };
}

function sum(moments: readonly Moment[], value: (moment: Moment) => number): number {
  return moments.reduce((total, moment) => total + value(moment), 0);
}
