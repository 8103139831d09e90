/** Which stretch of a load can have a trend, and into which windows it is cut. */
import type { Load, Stage } from '../plan.ts';

/** With fewer, those that hang together leave so few blocks that a trend could hardly be shown, however large. */
export const FEWEST_WINDOWS = 60;
/** More make a line no surer, and hold fewer responses. */
const MOST_WINDOWS = 180;
/** A shorter one is made by single pauses. */
const SHORTEST_WINDOW_MS = 5000;

/** The shortest stretch that has a trend: 5 minutes. */
export const SHORTEST_TREND_MS = FEWEST_WINDOWS * SHORTEST_WINDOW_MS;

/** 5 s in a load of up to a quarter of an hour, 10 s in one of half an hour. */
export function windowMsOf(durationMs: number): number {
  return Math.max(SHORTEST_WINDOW_MS, durationMs / MOST_WINDOWS);
}

interface TrendStage {
  /** Index into the load's stages. */
  readonly index: number;
  readonly stage: Stage;
}

/**
 * The longest stage, which has to be constant: what a ramp asks for changes by itself. Null where it is none, and
 * where several are as long, for neither of them is what the load is about.
 */
export function trendStage({ stages }: Pick<Load, 'stages'>): TrendStage | null {
  const longestMs = Math.max(...stages.map(({ durationMs }) => durationMs));
  const [first, ...others] = stages.flatMap((stage, index) =>
    stage.durationMs === longestMs ? [{ index, stage }] : [],
  );
  if (first === undefined || others.length > 0) return null;
  const { fromConnections, arrivals } = first.stage;
  return fromConnections === undefined && arrivals?.fromPerSecond === undefined ? first : null;
}
