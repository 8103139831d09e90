/** What a history leaves out of a comparison, and why. */
import { METRIC_NAMES } from '../../../config/metrics.ts';
import type { MetricBounds, Plan } from '../../../config/plan.ts';
import { keyOfStage, type MetricScope, type Part } from '../../../config/scope.ts';
import type { HistoryBasis, Regime } from '../../../evidence/history/basis.ts';
import type { Remark } from '../../../evidence/result/remarks.ts';
import { SETTLED_FROM } from './regimes.ts';

export function warnOfHistory(history: HistoryBasis, { gate, load }: Pick<Plan, 'gate' | 'load'>): Remark[] {
  const { leftOut, otherMachines, runs: comparable, skipped, whole, endpoints } = history;
  const others: Remark[] = leftOut > 0 && comparable > 0 ? [{ code: 'runs-left-out', runs: leftOut }] : [];
  const warnOf = (part: Part & { readonly endpoint: string }, bounds: MetricBounds) =>
    METRIC_NAMES.flatMap((metric) => {
      const known = Object.hasOwn(endpoints, part.endpoint) ? endpoints[part.endpoint]?.[metric] : undefined;
      return bounds[metric]?.regression ? warnOfUnsettled({ metric, ...part }, known) : [];
    });
  const declared = [
    ...Object.entries(gate.endpoints).flatMap(([endpoint, bounds]) => warnOf({ endpoint }, bounds)),
    ...Object.entries(gate.flows ?? {}).flatMap(([endpoint, bounds]) =>
      warnOf({ endpoint, flow: true }, bounds),
    ),
  ];
  const ofStages = load.stages.flatMap((one, index) => {
    const stage = keyOfStage(one, index);
    const bounds = Object.hasOwn(gate.stages, stage) ? gate.stages[stage] : undefined;
    return METRIC_NAMES.flatMap((metric) =>
      bounds?.[metric]?.regression
        ? warnOfUnsettled({ metric, endpoint: null, stage }, history.stages[index]?.[metric])
        : [],
    );
  });
  return [
    ...others,
    ...(otherMachines ? [{ code: 'other-machines' as const, ...otherMachines, runs: comparable }] : []),
    ...METRIC_NAMES.flatMap((metric) => warnOfUnsettled({ metric, endpoint: null }, whole[metric])),
    ...ofStages,
    ...declared,
    ...skipped.map((detail): Remark => ({ code: 'record-skipped', detail })),
  ];
}

function warnOfUnsettled(scope: MetricScope, regime: Regime | undefined): Remark[] {
  const runs = regime?.unsettled.length ?? 0;
  return runs === 0 ? [] : [{ code: 'runs-unsettled', ...scope, runs, settledFrom: SETTLED_FROM }];
}
