import { METRICS, type Metric } from '../../config/metrics.ts';

/** Relative: what tailgate.yml takes from 5 % on. */
const OF_SPEED = [...Array.from({ length: 16 }, (_, i) => (5 + i) / 100), 0.25, 0.3, 0.4, 0.5, 0.6, 0.75];
/** Percentage points, as shares. */
const OF_SHARES = [0.005, 0.01, 0.015, 0.02, 0.03, 0.05];

/**
 * Tolerances that may be recommended, the smallest first.
 *
 * @param allowance relative; a tolerance has to be more than twice as large
 * @param declared in the file: one of them, too
 */
export function tolerancesFor(
  metric: Metric,
  { allowance, declared }: { allowance: number; declared: number | null },
): readonly number[] {
  const isRelative = METRICS[metric].scale === 'log';
  const usual = isRelative ? OF_SPEED : OF_SHARES;
  const all = [...new Set([...usual, ...(declared === null ? [] : [declared])])].sort((a, b) => a - b);
  if (!isRelative) return all;
  return all.filter((tolerance) => tolerance > 2 * allowance + 1e-9);
}
