import { METRIC_NAMES } from '../config/metrics.ts';
import type { MetricBounds, Plan } from '../config/plan.ts';
import { keyOfStage, type MetricScope, type Part, WHOLE } from '../config/scope.ts';

interface DeclaredRegression extends MetricScope {
  /** In the unit of the metric's changes. */
  readonly tolerance: number;
}

/** Every regression that the plan declares: of the whole, then of stages, requests and flows. */
export function listRegressions({ gate, load, scenario }: Pick<Plan, 'gate' | 'load' | 'scenario'>) {
  const parts: (readonly [Part, MetricBounds])[] = [
    [WHOLE, gate.whole],
    ...load.stages.flatMap((one, index) => {
      const stage = keyOfStage(one, index);
      return boundsUnder(gate.stages, stage).map((bounds) => [{ endpoint: null, stage }, bounds] as const);
    }),
    ...scenario.requests.flatMap(({ name }) =>
      boundsUnder(gate.endpoints, name).map((bounds) => [{ endpoint: name }, bounds] as const),
    ),
    ...(scenario.flows ?? []).flatMap(({ name }) =>
      boundsUnder(gate.flows ?? {}, name).map((bounds) => [{ endpoint: name, flow: true }, bounds] as const),
    ),
  ];
  return parts.flatMap(([part, bounds]) =>
    METRIC_NAMES.flatMap((metric): DeclaredRegression[] => {
      const tolerance = bounds[metric]?.regression ?? null;
      return tolerance === null ? [] : [{ metric, ...part, tolerance }];
    }),
  );
}

/** None, or one. Names are the user's words: `constructor` is one, and not a property of every object. */
export function boundsUnder(named: Readonly<Record<string, MetricBounds>>, name: string): MetricBounds[] {
  const bounds = Object.hasOwn(named, name) ? named[name] : undefined;
  return bounds ? [bounds] : [];
}
