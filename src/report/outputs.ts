import type { Metric } from '../config/plan.ts';
import { clean } from './escape.ts';
import type { Report } from './report.ts';

/**
 * The action's outputs that the report knows: plain numbers with a point, ms, successes per second and shares (0.0367 is
 * 3.67 %); changes are relative (0.198 is +19.8 %), that of the error rate a difference of shares. Empty where unknown.
 */
export function renderOutputs({ measurement, verdict }: Report): Record<string, string> {
  const changeOf = (metric: Metric): string =>
    plain(verdict.comparisons.find((row) => row.metric === metric && row.endpoint === null)?.change);
  const whole = measurement?.whole;
  const measured = whole !== undefined && whole.requests > 0;
  return {
    verdict: verdict.outcome,
    reason: clean(verdict.reason),
    'p99-ms': plain(whole?.latencyMs?.p99),
    'throughput-per-second': measured ? plain(whole.throughputPerSecond) : '',
    'error-rate': plain(whole?.errorRate),
    'p99-change': changeOf('p99'),
    'throughput-change': changeOf('throughput'),
    'error-rate-change': changeOf('errors'),
  };
}

export function plain(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? ''
    : String(Number(value.toFixed(6)));
}
