import { SHORTEST_TREND_MS, trendStage, windowMsOf } from '../../config/load/trend-stage.ts';
import type { Load } from '../../config/plan.ts';
import type { ServerPoint, ServerSeries } from '../../evidence/server/server-figures.ts';
import { mean } from '../statistics/mean.ts';
import { RULED_OUT } from '../statistics/quantiles.ts';
import { type Point, timeTrend } from '../statistics/time-trend.ts';

/** With fewer windows, those that hang together leave so few blocks that hardly any growth could be shown. */
export const FEWEST_SERVER_WINDOWS = 30;

/** Part of the stretch, its beginning: heaps fill, or are swept after the start, and neither is a drift. */
const SETTLING = 0.1;

/** How a series went over the longest stage of a load, once it had settled, in its unit. */
export interface Growth {
  readonly perSecond: number;
  /** Length of the stretch, and what it comes to over that. */
  readonly seconds: number;
  readonly growth: number;
  /** Of the growth, each one-sided at that level. */
  bounds(level: number): { readonly lower: number; readonly upper: number };
  /** Of the growth, 90 % two-sided. */
  readonly interval: readonly [number, number];
}

/** There are too few windows with readings. */
interface UnknownGrowth {
  readonly windows: number;
  readonly secondsMore: number;
}

/** Null where the load has no stretch that could show it. */
export function measureGrowth(
  { points, everySeconds }: ServerSeries,
  load: Pick<Load, 'stages'>,
): Growth | UnknownGrowth | null {
  const found = trendStage(load);
  if (found === null || found.stage.durationMs < SHORTEST_TREND_MS) return null;
  const settlingSeconds = (SETTLING * found.stage.durationMs) / 1000;
  const seconds = found.stage.durationMs / 1000 - settlingSeconds;
  const windowSeconds = Math.max(windowMsOf(found.stage.durationMs) / 1000, 2 * everySeconds);
  const own = points.filter(({ stage }) => stage === found.index);
  const rounds = [...new Set(own.map(({ round }) => round))];
  const passes = rounds.map((round) => {
    const pass = own.filter((one) => one.round === round);
    const start = (pass[0]?.seconds ?? 0) + settlingSeconds;
    return windowsOf(
      pass.filter((one) => one.seconds >= start),
      windowSeconds,
    );
  });
  const windows = Math.max(0, ...passes.map(({ length }) => length));
  const level = passes.every((pass) => pass.every(({ value }) => value === passes[0]?.[0]?.value));
  // By their size: what readings differ by is small beside a leak, and by their ranks a smooth one could not be shown.
  const trend = windows < FEWEST_SERVER_WINDOWS ? null : level ? LEVEL : timeTrend(passes, 'values');
  if (trend === null) {
    return { windows, secondsMore: Math.ceil(Math.max(1, FEWEST_SERVER_WINDOWS - windows) * windowSeconds) };
  }
  const bounds = (at: number) => {
    const { lower, upper } = trend.bounds(at);
    return { lower: lower * seconds, upper: upper * seconds };
  };
  const { lower, upper } = bounds(RULED_OUT);
  return {
    perSecond: trend.slope,
    seconds,
    growth: trend.slope * seconds,
    bounds,
    interval: [finite(lower, trend.slope * seconds), finite(upper, trend.slope * seconds)],
  };
}

/** Whatever stays what it is, as a number of connections may, does not grow. */
const LEVEL = { slope: 0, bounds: () => ({ lower: 0, upper: 0 }) };

function finite(bound: number, otherwise: number): number {
  return Number.isFinite(bound) ? bound : otherwise;
}

function windowsOf(points: readonly ServerPoint[], windowSeconds: number): Point[] {
  const start = points[0]?.seconds ?? 0;
  const windows = new Map<number, ServerPoint[]>();
  for (const point of points) {
    const index = Math.floor((point.seconds - start) / windowSeconds);
    windows.set(index, [...(windows.get(index) ?? []), point]);
  }
  return [...windows.values()].map((own) => ({
    seconds: mean(own.map((one) => one.seconds)),
    value: mean(own.map(({ value }) => value)),
  }));
}
