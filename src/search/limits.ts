import { METRIC_NAMES, METRICS, type Metric } from '../config/metrics.ts';
import type { Gate } from '../config/plan.ts';
import type { StepPhase } from './step.ts';

/** What has to hold for a load to count as one that the service bears. */
export interface StepLimits {
  readonly latencies: readonly LatencyLimit[];
  readonly errors: { readonly metric: Metric; readonly share: number };
}

interface LatencyLimit {
  readonly metric: Metric;
  readonly limitMs: number;
  /** So many of all may be slower, 0…1: 0.01 for a P99. */
  readonly allowed: number;
}

/** Of all requests, where the gate declares no limit of errors. */
const USUAL_ERRORS = 0.05;

/** The limits that the gate declares of the whole: a search asks up to which load they hold. */
export function limitsOf({ whole }: Pick<Gate, 'whole'>): StepLimits {
  const latencies: LatencyLimit[] = [];
  let errors: StepLimits['errors'] | null = null;
  for (const metric of METRIC_NAMES) {
    const row = METRICS[metric];
    const limit = whole[metric]?.limit ?? null;
    if (row.kind === 'latency' && limit !== null)
      latencies.push({ metric, limitMs: limit, allowed: 1 - row.quantile });
    if (row.kind === 'share') errors = { metric, share: limit ?? USUAL_ERRORS };
  }
  if (errors === null) throw new RangeError('no metric is a share of errors');
  return { latencies, errors };
}

/** A rest says whether a service is back, by far fewer requests than a P99 takes. */
const ALLOWED_IN_REST = 0.1;

export function limitsIn(phase: StepPhase, { latencies, errors }: StepLimits): StepLimits {
  if (phase !== 'rest') return { latencies, errors };
  const atLeast = (share: number) => Math.max(share, ALLOWED_IN_REST);
  return {
    latencies: latencies.map((limit) => ({ ...limit, allowed: atLeast(limit.allowed) })),
    errors: { ...errors, share: atLeast(errors.share) },
  };
}
