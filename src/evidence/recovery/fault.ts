/** What a fault on purpose did to the requests, and which of them have nothing to do with it. */
import { modelOf } from '../../config/load/whole-load.ts';
import type { Load } from '../../config/plan.ts';
import type { FaultTaken, FaultTrouble } from '../../engine/fault/fault-taken.ts';
import { sum } from '../figures.ts';
import { Histogram } from '../histogram.ts';
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
  /** Of a closed model, those that would have come on the connections that waited for a timeout. */
  readonly missed: number;
  /** Share of the requests, and of the missed, that did not succeed; null without either. */
  readonly errorRate: number | null;
  readonly troubles: readonly FaultTrouble[];
  /** Requests that ended before the fault, or after the recovery from it: of each stage that has some. */
  readonly beside: readonly CountsOfStage[];
}

interface CountsOfStage {
  /** Index into the plan's `load.stages`. */
  readonly stage: number;
  readonly requests: number;
  readonly errors: number;
}

type WaitingLoad = Pick<Load, 'stages' | 'timeoutMs'>;

/** Its stretch of the load; null where it was never begun, or never ended. */
export function stretchOfFault({ startMs, overMs }: FaultTaken): Disturbance | null {
  return startMs === null || overMs === null
    ? null
    : { fromSeconds: startMs / 1000, toSeconds: overMs / 1000 };
}

/**
 * How far the fault reaches: to the recovery from it. A service that was not back has no excuse from its end on.
 */
export function untilRecovered(fault: Disturbance, recovery: Recovery | null): Disturbance {
  return { ...fault, toSeconds: fault.toSeconds + (recovery?.seconds ?? 0) };
}

/** @param timeline of the pass that it was in */
export function seeFault(
  { startMs, overMs, troubles }: FaultTaken,
  timeline: Timeline,
  recovery: Recovery | null,
  load: WaitingLoad,
): FaultSeen {
  const fromSeconds = startMs === null ? null : startMs / 1000;
  const toSeconds = overMs === null ? null : overMs / 1000;
  const shape = { fromSeconds, toSeconds, troubles };
  if (fromSeconds === null)
    return {
      ...shape,
      requests: 0,
      errors: 0,
      missed: 0,
      errorRate: null,
      beside: byStage(timeline, [], load),
    };
  // What was not undone lasts to the load's end.
  const lasted = { fromSeconds, toSeconds: toSeconds ?? Number.POSITIVE_INFINITY };
  const reach = untilRecovered(lasted, recovery);
  const isBeside = (moment: Moment) => !overlaps(moment, reach);
  const within = timeline.filter((moment) => liesIn(moment, lasted));
  const later = timeline.filter((moment) => liesIn(moment, sentIn(lasted, load)));
  const late = timeOutsIn(later, load);
  const { requests, errors } = countsOf(within);
  const missed = Math.round((timeOutsIn(within, load) + late) * (standsFor(timeline, fromSeconds, load) - 1));
  const all = requests + late + missed;
  return {
    ...shape,
    requests: requests + late,
    errors: errors + late,
    missed,
    errorRate: all === 0 ? null : (errors + late + missed) / all,
    beside: byStage(timeline.filter(isBeside), later, load),
  };
}

/** When what was sent in the fault may time out after it. */
function sentIn({ toSeconds }: Disturbance, { timeoutMs }: WaitingLoad): Disturbance {
  return { fromSeconds: toSeconds, toSeconds: toSeconds + timeoutMs / 1000 };
}

/** A timeout counts with at least its limit, and no response with more; a bucket is up to 0.1 % wide. */
function timeOutsIn(moments: readonly Moment[], { timeoutMs }: WaitingLoad): number {
  const timedOut = ({ latency }: Pick<Moment, 'latency'>) =>
    latency.shareAboveMs(timeoutMs * (1 - 0.002)).above;
  return sum(allIn(moments), timedOut);
}

/**
 * Requests that a timeout stands for. In a closed model a connection asks nothing while it waits, so that ten that
 * hang are few requests among thousands (Tene's “coordinated omission”); users come all the same: as many as it would
 * have had answered meanwhile.
 */
function standsFor(timeline: Timeline, fromSeconds: number, load: WaitingLoad): number {
  if (modelOf(load) === 'open') return 1;
  const before = timeline.filter((moment) => endOf(moment) <= fromSeconds);
  const usualMs = Histogram.merge(...before.map(({ latency }) => latency)).meanMs;
  return usualMs === null ? 1 : Math.max(1, load.timeoutMs / usualMs);
}

function countsOf(moments: readonly Moment[]): { readonly requests: number; readonly errors: number } {
  const all = allIn(moments);
  return { requests: sum(all, ({ requests }) => requests), errors: sum(all, ({ errors }) => errors) };
}

/** In whichever stage they were sent: a fault knows nothing of stages. */
function allIn(moments: readonly Moment[]): readonly Pick<Moment, 'requests' | 'errors' | 'latency'>[] {
  return moments.flatMap((moment) => (moment.carried ? [moment, moment.carried] : [moment]));
}

/** @param later those of which the timeouts belong to the fault */
function byStage(
  moments: readonly Moment[],
  later: readonly Moment[],
  load: WaitingLoad,
): readonly CountsOfStage[] {
  return [...new Set(moments.map(({ stage }) => stage))].map((stage) => {
    const own = moments.filter((moment) => moment.stage === stage);
    const { requests, errors } = countsOf(own);
    const late = timeOutsIn(
      own.filter((moment) => later.includes(moment)),
      load,
    );
    return { stage, requests: requests - late, errors: errors - late };
  });
}

/** By its middle: a moment that is partly within belongs to where most of it lies. */
function liesIn({ fromSeconds, seconds }: Moment, within: Disturbance): boolean {
  const middle = fromSeconds + seconds / 2;
  return middle >= within.fromSeconds && middle < within.toSeconds;
}

function overlaps(moment: Moment, { fromSeconds, toSeconds }: Disturbance): boolean {
  return endOf(moment) > fromSeconds && moment.fromSeconds < toSeconds;
}
