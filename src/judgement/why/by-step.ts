/** Which steps carry what walks through a flow became longer by. */
import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked, ChanceRule, ComparedFlow, FlowShift, StepShift, WorseFigure } from './asked.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';

/** From this percentile on it is the slowest tenth of the walks that is asked about. */
const FROM_SLOWEST = 0.9;

/**
 * Of each flow with a figure that got worse, by the first of those. A walk takes as long as its steps together, so that
 * a mean of walks is the sum of the means of their steps, and so is a difference of two of them; a percentile of walks
 * is no sum of percentiles of steps. Flows whose mean is no longer tell nothing.
 */
export function shiftsOfFlows(
  worse: readonly WorseFigure[],
  flows: readonly ComparedFlow[],
  chance: Pick<ChanceRule, 'isLongerStep'>,
): readonly FlowShift[] {
  return flows.flatMap((flow): FlowShift[] => {
    const figure = worse.find((one) => one.flow && one.endpoint === flow.name);
    if (figure === undefined) return [];
    const of = figure.quantile < FROM_SLOWEST ? 'all' : 'slowest';
    const { base, target } = { base: flow.times.base[of], target: flow.times.target[of] };
    if (!(target.latencyMs > base.latencyMs)) return [];
    const names = [...new Set([...target.byName.keys(), ...base.byName.keys()])];
    const steps = names.map((name) => ({
      name,
      beforeMs: base.byName.get(name) ?? 0,
      afterMs: target.byName.get(name) ?? 0,
      isLonger: chance.isLongerStep(flow, name, of),
    }));
    const { latencyMs: beforeMs } = base;
    const { latencyMs: afterMs } = target;
    return [{ flow: flow.name, metric: figure.metric, of, beforeMs, afterMs, steps }];
  });
}

/** Steps that carry a part worth telling of what walks became longer by. */
export function explainByStep({ flows }: Pick<Asked, 'flows'>): Explanation[] {
  return flows.flatMap((shift) => {
    const { flow, metric, of, beforeMs, afterMs } = shift;
    const ofMs = afterMs - beforeMs;
    return carryingSteps(shift).map(({ step, ms, share }): Explanation => {
      const own = { beforeMs: step.beforeMs, afterMs: step.afterMs };
      return { kind: 'step', metric, flow, endpoint: step.name, of, share, ms, ofMs, ...own };
    });
  });
}

/** The most first. */
export function carryingSteps({ beforeMs, afterMs, steps }: FlowShift): readonly CarryingStep[] {
  const ofMs = afterMs - beforeMs;
  return steps
    .flatMap((step): CarryingStep[] => {
      const ms = step.afterMs - step.beforeMs;
      return step.isLonger && ms / ofMs >= LEAST_SHARE ? [{ step, ms, share: Math.min(1, ms / ofMs) }] : [];
    })
    .sort((a, b) => b.ms - a.ms)
    .slice(0, MOST_NAMED);
}

interface CarryingStep {
  readonly step: StepShift;
  readonly ms: number;
  /** Of what the walks became longer by. */
  readonly share: number;
}
