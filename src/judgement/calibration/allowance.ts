import { canRegress, HEADLINE_METRICS, METRICS } from '../../config/metrics.ts';
import { type ScopeBlock, worseningsOf } from '../interleaved/series.ts';
import { signedRankBounds } from '../statistics/signed-rank.ts';
import type { AllowanceAdvice } from './calibration.ts';

/** Each end of an interval that holds in 95 of 100 calibrations. */
const EACH_END = 0.025;
/** An allowance is written in half percents. */
const STEP = 0.005;

interface Offset {
  /** On the scale of the series. */
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** How much the target's side is worse than the base's, though their code is the same; null before the sixth block. */
export function offsetOf(values: readonly number[]): Offset | null {
  if (values.length === 0) return null;
  const { estimate, lower, upper } = signedRankBounds(values, EACH_END, EACH_END);
  return Number.isFinite(lower) && Number.isFinite(upper) ? { estimate, lower, upper } : null;
}

/**
 * What two environments with the same code differ by at most, rounded up: in P99 and throughput of the whole. On one
 * host it is 0, unless the two are shown to differ all the same.
 */
export function adviseAllowance(
  whole: readonly ScopeBlock[],
  isOpen: boolean,
  sharedHost: boolean,
): AllowanceAdvice {
  const metrics = HEADLINE_METRICS.filter(
    (metric) => METRICS[metric].scale === 'log' && canRegress(metric, isOpen ? 'open' : 'closed'),
  );
  const offsets = metrics.flatMap(
    (metric) => offsetOf(worseningsOf(metric, whole).filter((d) => d !== null)) ?? [],
  );
  const counted = sharedHost ? offsets.filter(({ lower, upper }) => lower > 0 || upper < 0) : offsets;
  const largest = (size: (offset: Offset) => number, among: readonly Offset[]): number =>
    Math.expm1(Math.max(0, ...among.map(size)));
  const atMost = ({ lower, upper }: Offset): number => Math.max(Math.abs(lower), Math.abs(upper));
  return {
    allowance: STEP * Math.max(0, Math.ceil(largest(atMost, counted) / STEP - 1e-9)),
    estimate: largest(({ estimate }) => Math.abs(estimate), offsets),
    atMost: largest(atMost, offsets),
    sharedHost,
  };
}
