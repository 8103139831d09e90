/**
 * What an environment would carry at another share of its processors: the rate that was measured, times the share over
 * the peak that was seen at it. That supposes that each request costs the same at any rate, and that processors are
 * what ends first. It is a projection, and no measurement.
 */
import type { CpuShare } from './cpu-share.ts';

/** Shares of the processors to which it is projected: with a margin, and about as far as anybody should go. */
export const PROJECTED_SHARES = { careful: 0.5, most: 0.8 } as const;

/** Beyond so many times what was measured a projection says nothing any more. */
const FAR = 4;
/** A projection further from what was measured than this is told to be off. */
const OFF = 0.2;
/** How much more traffic one asks about. */
const GROWTH = [0, 0.5, 1, 1.5] as const;

export interface Projection {
  readonly cpu: CpuShare;
  /** Responses per second that were measured. */
  readonly perSecond: number;
  /** Responses per second at these shares of the processors. */
  readonly careful: number;
  readonly most: number;
  /** Set where `most` is more than four times what was measured. */
  readonly isFar: boolean;
}

/** Requests per second at which all limits hold, as a search for the breaking point measured it. */
export interface MeasuredCapacity {
  readonly perSecond: number;
  readonly low: number;
  /** Null where nothing broke: it may bear any more. */
  readonly high: number | null;
}

/** Null where nothing was answered, or the processors were idle. */
export function projectCapacity(perSecond: number, cpu: CpuShare | null): Projection | null {
  if (cpu === null || !(perSecond > 0) || !(cpu.max > 0)) return null;
  const [careful, most] = [PROJECTED_SHARES.careful, PROJECTED_SHARES.most].map(
    (share) => (perSecond * share) / cpu.max,
  ) as [number, number];
  return { cpu, perSecond, careful, most, isFar: most > FAR * perSecond };
}

interface Growth {
  /** 0.5 is half as much again. */
  readonly more: number;
  readonly perSecond: number;
  /** Of the processors, at its peak; above 1 there are too few of them. */
  readonly share: number;
}

/** The same the other way round: what so much more traffic would take. */
export function projectGrowth({ cpu, perSecond }: Projection): readonly Growth[] {
  return GROWTH.map((more) => ({ more, perSecond: perSecond * (1 + more), share: cpu.max * (1 + more) }));
}

/**
 * How far the projection to most of the processors is from what was measured: 0.3 is 30 % more than measured. Null
 * where the two agree within a fifth, or where the measurement only says that it is more than the projection.
 */
export function offMeasured({ most }: Projection, { perSecond, high }: MeasuredCapacity): number | null {
  if (!(perSecond > 0)) return null;
  const off = most / perSecond - 1;
  if (Math.abs(off) <= OFF || (high === null && off > 0)) return null;
  return off;
}
