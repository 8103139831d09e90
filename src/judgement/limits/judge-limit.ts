import type { Metric } from '../../config/plan.ts';
import type { JudgedLimit, Scope } from '../row.ts';
import { nameRow } from '../wording.ts';
import { judgeErrorsLimit } from './errors.ts';
import { unknown } from './outcome.ts';
import { judgeP99Limit } from './p99.ts';
import { judgeThroughputLimit } from './throughput.ts';

const JUDGES = { p99: judgeP99Limit, throughput: judgeThroughputLimit, errors: judgeErrorsLimit } as const;

/** Holds one figure against its limit; null where none is declared. */
export function judgeLimit(
  metric: Metric,
  { endpoint, figures, bounds, seconds }: Scope,
): JudgedLimit | null {
  const limit = bounds[metric]?.limit ?? null;
  if (limit === null) return null;
  const name = nameRow({ metric, endpoint });
  // A throughput of nothing asked would be 0 /s, far below every limit.
  if (figures.requests === 0)
    return unknown(metric === 'throughput' ? 'min' : 'max', limit, name, 'no request was made');
  return JUDGES[metric](name, figures, limit, seconds);
}
