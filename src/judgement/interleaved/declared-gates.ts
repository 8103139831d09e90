import { BETA, splitAlpha } from '../../config/gate/split-alpha.ts';
import { METRICS } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { MetricScope } from '../../config/scope.ts';
import { listRegressions } from '../declared-regressions.ts';
import { fromSize } from '../scale.ts';
import type { GateRule } from '../statistics/interleaved-gate.ts';
import { FIRST_BLOCK } from '../statistics/spending-plan.ts';

/** One regression that the plan declares, and how it is decided against the base. */
export interface DeclaredGate extends MetricScope {
  /** In the unit of the metric's changes. */
  readonly tolerance: number;
  readonly rule: GateRule;
  /** Chance of a false fail that is kept for the stall guard; 0 where the gate has none. */
  readonly stallAlpha: number;
}

/** Of a quantile's chance of a false fail, what is kept for stalls. */
const STALL_SHARE = 0.2;

/**
 * Every declared regression, of the whole and then of single requests. The chance of a false fail is split over these
 * alone: what is only shown costs nothing.
 *
 * @param allowance relative change that the surroundings of the two sides may explain
 * @param sliced blocks are cut into slices, which see less of rare stalls than long rounds
 */
export function declareGates(
  plan: Pick<Plan, 'gate' | 'load' | 'scenario' | 'shards'>,
  nmax: number,
  allowance: number,
  sliced: boolean,
): DeclaredGate[] {
  const declared = listRegressions(plan);
  const alphas = splitAlpha(declared.map(({ metric }) => metric));
  return declared.map((one, i) => {
    const { kind, scale } = METRICS[one.metric];
    const all = alphas[i] as number;
    const stallAlpha = sliced && kind === 'latency' ? STALL_SHARE * all : 0;
    return {
      ...one,
      stallAlpha,
      rule: {
        nmax,
        nmin: FIRST_BLOCK,
        ...(plan.shards !== undefined && { once: true }),
        alpha: all - stallAlpha,
        beta: BETA,
        tolerance: fromSize(one.metric, one.tolerance),
        // What is shown to be real and stays below the tolerance passes, with a note.
        floor: fromSize(one.metric, one.tolerance),
        // Another host is slower or faster; it makes no request fail.
        allowance: scale === 'log' ? Math.log1p(allowance) : 0,
      },
    };
  });
}
