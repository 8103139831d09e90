/** Which stage of a load is a spike, and what the stages after it can be held against. */
import type { Load, Stage } from '../plan.ts';

type Stages = Pick<Load, 'stages'>;

/**
 * The highest of the stages after which the load becomes less; of several as high, the last. Null where the load never
 * becomes less: what is measured aside is no part of it.
 */
export function findPeak({ stages }: Stages): number | null {
  let peak: number | null = null;
  stages.forEach((stage, index) => {
    const next = stages[index + 1];
    if (next === undefined || stage.aside || next.aside || compareLoads(next, stage) >= 0) return;
    if (peak === null || compareLoads(stage, stages[peak] as Stage) >= 0) peak = index;
  });
  return peak;
}

/**
 * The stages before one of them whose load is that of another: constant, with as many connections and at the same rate.
 *
 * @param before index: only stages before it
 * @returns indices, ascending
 */
export function counterpartsOf(stage: Stage, { stages }: Stages, before: number): number[] {
  return stages.flatMap((other, index) => (index < before && areSameLoad(stage, other) ? [index] : []));
}

/** By their ends: a ramp is as high as it comes. */
function compareLoads(one: Stage, other: Stage): number {
  const rates = (one.arrivals?.perSecond ?? 0) - (other.arrivals?.perSecond ?? 0);
  return rates === 0 ? one.connections - other.connections : rates;
}

function areSameLoad(one: Stage, other: Stage): boolean {
  return (
    isConstant(one) &&
    isConstant(other) &&
    one.connections === other.connections &&
    one.arrivals?.perSecond === other.arrivals?.perSecond &&
    one.arrivals?.kind === other.arrivals?.kind
  );
}

function isConstant({ connections, fromConnections = connections, arrivals }: Stage): boolean {
  const { perSecond = 0, fromPerSecond = perSecond } = arrivals ?? {};
  return fromConnections === connections && fromPerSecond === perSecond;
}
