import { METRICS, type Metric } from '../../config/metrics.ts';
import type { JudgedLimit, Scope } from '../row.ts';
import { nameRow } from '../wording.ts';
import { judgeErrorsLimit } from './errors.ts';
import { unknown } from './outcome.ts';
import { judgeQuantileLimit } from './quantile.ts';
import { judgeThroughputLimit } from './throughput.ts';

const JUDGES = { latency: judgeQuantileLimit, rate: judgeThroughputLimit, share: judgeErrorsLimit } as const;

/** Holds one figure against its limit; null where none is declared. */
export function judgeLimit(
  metric: Metric,
  { endpoint, figures, bounds, seconds }: Scope,
): JudgedLimit | null {
  const limit = bounds[metric]?.limit ?? null;
  if (limit === null) return null;
  const name = nameRow({ metric, endpoint });
  // A throughput of nothing asked would be 0 /s, far below every limit.
  if (figures.requests === 0) return unknown(METRICS[metric].bound, limit, name, 'no request was made');
  return JUDGES[METRICS[metric].kind](metric, name, figures, limit, seconds);
}
