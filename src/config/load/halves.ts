import type { Load, Stage } from '../plan.ts';

/** Long enough for five batches and more once it has settled, and short beside what it belongs to. */
const HALF_MS = 15_000;

/**
 * The stage with as long as it takes at half of its connections before it and after it, aside: whether twice the
 * connections bring more tells whether the service is saturated. On both sides of it, so that what drifts meets both.
 *
 * @param stage closed, with at least two connections
 */
export function besideHalves(stage: Stage): Load['stages'] {
  const half = { ...stage, connections: Math.round(stage.connections / 2), durationMs: HALF_MS, aside: true };
  return [{ ...half, name: 'half' }, stage, { ...half, name: 'half again' }];
}

/** The load without what is measured aside. */
export function withoutAside(load: Load): Load {
  const [first, ...others] = countedStages(load);
  return first === undefined ? load : { ...load, stages: [first, ...others] };
}

/** The stages whose figures are those of the load. */
export function countedStages({ stages }: Pick<Load, 'stages'>): readonly Stage[] {
  return stages.filter(({ aside }) => !aside);
}
