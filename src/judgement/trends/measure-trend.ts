import { FEWEST_WINDOWS, windowMsOf } from '../../config/load/trend-stage.ts';
import { METRICS, type Metric, worsening } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { figureOfPart } from '../../evidence/figure-of.ts';
import type { Timeline } from '../../evidence/timeline.ts';
import { type Point, timeTrend } from '../statistics/time-trend.ts';
import { joinMoments, type Window, windowsOf } from './windows.ts';

/** How long the beginning and the end are that are told beside each other, and which part of the stretch at most. */
const END_SECONDS = 300;
const END_SHARE = 1 / 6;
/** Of the responses that a window should have: with fewer its figure is left out. */
const THIN = 0.5;
/** A clock that is a hair short of the plan makes no window less. */
const ALMOST = 0.999;

/** On the scale of judgement/scale.ts: logs, of shares differences; worse is above 0. */
export interface MeasuredTrend {
  readonly metric: Metric;
  /** From the beginning of the stretch to its end. */
  readonly rise: number;
  /** Of the rise, each one-sided at that level. */
  bounds(level: number): { readonly lower: number; readonly upper: number };
  /** Length of the stretch. */
  readonly seconds: number;
  /** Figures of its first and last `endSeconds`, in the metric's unit. */
  readonly first: number | null;
  readonly last: number | null;
  readonly endSeconds: number;
  readonly windows: number;
  readonly windowSeconds: number;
  readonly blockSeconds: number;
}

/** Too few windows with enough responses. */
interface UnknownTrend {
  readonly metric: Metric;
  readonly windows: number;
  /** Load that would bring the windows that are missing. */
  readonly secondsMore: number;
}

/** @param passes the stretch that is looked at, once for each time that the load was run */
export function measureTrend(metric: Metric, passes: readonly Timeline[]): MeasuredTrend | UnknownTrend {
  const seconds = Math.max(0, ...passes.map(lengthOf));
  const windowSeconds = Math.max(windowMsOf(1000 * seconds) / 1000, secondsOfEnough(metric, passes.flat()));
  const fewest = THIN * responsesOf(metric);
  const series = passes.map((pass) =>
    windowsOf(pass, windowSeconds)
      .filter(({ latency }) => latency.count >= fewest)
      .flatMap((window): Point[] => {
        const value = worseValueOf(metric, window);
        return value === null ? [] : [{ seconds: window.atSeconds, value }];
      }),
  );
  const windows = Math.max(0, ...series.map(({ length }) => length));
  const found =
    windows < FEWEST_WINDOWS ? null : timeTrend(series, METRICS[metric].scale === 'log' ? 'ranks' : 'values');
  if (found === null) {
    const missing = FEWEST_WINDOWS * windowSeconds - ALMOST * seconds;
    const secondsMore = Math.ceil(Math.max(missing, (FEWEST_WINDOWS - windows) * windowSeconds, 1));
    return { metric, windows, secondsMore };
  }
  const endSeconds = Math.min(END_SECONDS, END_SHARE * seconds);
  return {
    metric,
    rise: found.slope * seconds,
    bounds(level) {
      const { lower, upper } = found.bounds(level);
      return { lower: lower * seconds, upper: upper * seconds };
    },
    seconds,
    first: figureIn(metric, joinMoments(passes.flatMap((pass) => beginningOf(pass, endSeconds)))),
    last: figureIn(metric, joinMoments(passes.flatMap((pass) => endOf(pass, endSeconds)))),
    endSeconds,
    windows,
    windowSeconds,
    blockSeconds: found.block * windowSeconds,
  };
}

/** Responses without which a figure is none; any number where it is no quantile. */
function responsesOf(metric: Metric): number {
  return METRICS[metric].kind === 'latency' ? fewestResponses(metric) : 0;
}

/** Load that brings so many; 0 where it brought none at all, of which nothing can be said. */
function secondsOfEnough(metric: Metric, moments: Timeline): number {
  const count = moments.reduce((sum, { latency }) => sum + latency.count, 0);
  return count === 0 ? 0 : (responsesOf(metric) * lengthOf(moments)) / count;
}

function lengthOf(moments: Timeline): number {
  return moments.reduce((sum, { seconds }) => sum + seconds, 0);
}

function worseValueOf(metric: Metric, window: Window): number | null {
  const figure = figureIn(metric, window);
  if (figure === null) return null;
  return worsening(metric, METRICS[metric].scale === 'log' ? Math.log(figure) : figure);
}

function figureIn(metric: Metric, { latency, successes, seconds, errors, requests }: Window): number | null {
  const perSecond = seconds > 0 ? successes / seconds : 0;
  return figureOfPart(metric, { latency, perSecond, errorRate: requests > 0 ? errors / requests : null });
}

function beginningOf(pass: Timeline, seconds: number): Timeline {
  const start = pass[0]?.fromSeconds ?? 0;
  return pass.filter((moment) => moment.fromSeconds + moment.seconds / 2 < start + seconds);
}

function endOf(pass: Timeline, seconds: number): Timeline {
  const last = pass.at(-1);
  const end = last ? last.fromSeconds + last.seconds : 0;
  return pass.filter((moment) => moment.fromSeconds + moment.seconds / 2 > end - seconds);
}
