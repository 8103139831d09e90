import { METRICS, type Metric } from '../../config/metrics.ts';
import { partOf } from '../../config/scope.ts';
import type { JudgedLimit, Scope } from '../row.ts';
import { judgeAttemptsLimit } from './attempts.ts';
import { judgeCapacityLimit } from './capacity.ts';
import { judgeErrorsLimit } from './errors.ts';
import { judgeFaultErrorsLimit } from './fault-errors.ts';
import { unknown } from './outcome.ts';
import { judgeQuantileLimit } from './quantile.ts';
import { judgeRecoveryLimit } from './recovery.ts';
import { judgeThroughputLimit } from './throughput.ts';

const JUDGES = {
  latency: judgeQuantileLimit,
  rate: judgeThroughputLimit,
  share: judgeErrorsLimit,
  capacity: judgeCapacityLimit,
  ratio: judgeAttemptsLimit,
  time: judgeRecoveryLimit,
  part: judgeFaultErrorsLimit,
} as const;

/** Holds one figure against its limit; null where none is declared. */
export function judgeLimit(metric: Metric, scope: Scope): JudgedLimit | null {
  const { figures, bounds } = scope;
  const limit = bounds[metric]?.limit ?? null;
  if (limit === null) return null;
  const limited = { metric, ...partOf(scope), limit };
  // A throughput of nothing asked would be 0 /s, far below every limit.
  if (figures.requests === 0) return unknown(limited, 'requests');
  return JUDGES[METRICS[metric].kind](limited, scope);
}
