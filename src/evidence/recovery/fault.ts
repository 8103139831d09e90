/** What a fault on purpose did to the requests, and which of them have nothing to do with it. */
import type { FaultTaken, FaultTrouble } from '../../engine/fault/fault-taken.ts';
import { sum } from '../figures.ts';
import type { Moment, Timeline } from '../timeline.ts';
import { endOf } from './find-recovery.ts';
import type { Disturbance, Recovery } from './recovery.ts';

export interface FaultSeen {
  /** When its command was begun, since the start of the load; null where the load ended before. */
  readonly fromSeconds: number | null;
  /** When it was over: when what undoes it had ended; null where it hadn't. */
  readonly toSeconds: number | null;
  /** That ended while it lasted, and those that were sent meanwhile and timed out later. */
  readonly requests: number;
  readonly errors: number;
  /** Null without a request. */
  readonly errorRate: number | null;
  readonly troubles: readonly FaultTrouble[];
  /** Requests that ended before the fault, or after the recovery from it. */
  readonly beside: { readonly requests: number; readonly errors: number };
}

/** Its stretch of the load; null where it was never begun, or never ended. */
export function stretchOfFault({ startMs, overMs }: FaultTaken): Disturbance | null {
  return startMs === null || overMs === null
    ? null
    : { fromSeconds: startMs / 1000, toSeconds: overMs / 1000 };
}

/**
 * How far the fault reaches: to the recovery from it. A service that was not back has no excuse from its end on.
 */
export function reachOf(fault: Disturbance, recovery: Recovery | null): Disturbance {
  return { ...fault, toSeconds: fault.toSeconds + (recovery?.seconds ?? 0) };
}

/** @param timeline of the pass that it was in */
export function seeFault(
  taken: FaultTaken,
  timeline: Timeline,
  recovery: Recovery | null,
  timeoutMs: number,
): FaultSeen {
  const { startMs, overMs, troubles } = taken;
  const fromSeconds = startMs === null ? null : startMs / 1000;
  const toSeconds = overMs === null ? null : overMs / 1000;
  const shape = { fromSeconds, toSeconds, troubles };
  if (fromSeconds === null)
    return { ...shape, requests: 0, errors: 0, errorRate: null, beside: countsOf(timeline) };
  // Cut short: until the load's end.
  const lasted = { fromSeconds, toSeconds: toSeconds ?? Number.POSITIVE_INFINITY };
  const { requests, errors } = countsOf(timeline.filter((moment) => liesIn(moment, lasted)));
  const late = timedOutIn(timeline, lasted.toSeconds, timeoutMs);
  const reach = reachOf(lasted, recovery);
  const disturbed = timeline.filter((moment) => overlaps(moment, reach));
  const left = countsOf(timeline.filter((moment) => !disturbed.includes(moment)));
  const lateBeside = timedOutIn(
    timeline.filter((moment) => !disturbed.includes(moment)),
    lasted.toSeconds,
    timeoutMs,
  );
  return {
    ...shape,
    requests: requests + late,
    errors: errors + late,
    errorRate: requests + late === 0 ? null : (errors + late) / (requests + late),
    beside: { requests: left.requests - lateBeside, errors: left.errors - lateBeside },
  };
}

/** What came in up to one time-out later and had waited for all of it was sent before. */
function timedOutIn(timeline: Timeline, fromSeconds: number, timeoutMs: number): number {
  const toSeconds = fromSeconds + timeoutMs / 1000;
  const moments = timeline.filter((moment) => liesIn(moment, { fromSeconds, toSeconds }));
  // A time-out counts with at least its limit, and no response with more; a bucket is up to 0.1 % wide.
  return sum(moments, ({ latency }) => latency.shareAboveMs(timeoutMs * (1 - 0.002)).above);
}

function countsOf(moments: readonly Moment[]): { readonly requests: number; readonly errors: number } {
  return { requests: sum(moments, ({ requests }) => requests), errors: sum(moments, ({ errors }) => errors) };
}

/** By its middle: a moment that is partly within belongs to where most of it lies. */
function liesIn({ fromSeconds, seconds }: Moment, within: Disturbance): boolean {
  const middle = fromSeconds + seconds / 2;
  return middle >= within.fromSeconds && middle < within.toSeconds;
}

function overlaps(moment: Moment, { fromSeconds, toSeconds }: Disturbance): boolean {
  return endOf(moment) > fromSeconds && moment.fromSeconds < toSeconds;
}
