import { ofMetric, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Suspect } from '../../evidence/result/interleaved.ts';
import { toChange } from '../scale.ts';
import { benjaminiHochberg } from '../statistics/benjamini-hochberg.ts';
import { hodgesLehmann } from '../statistics/signed-rank.ts';
import { signedRankPValue } from '../statistics/signed-rank-test.ts';
import { blocksOf, stepsOf, worseningsOf } from './series.ts';
import type { InterleavedState } from './tracked-gates.ts';

/**
 * Requests and flows whose P99 has no gate and stands out beyond the allowance: at most 5 % of those named, on average,
 * wrongly.
 */
export function findSuspects({ scenario }: Plan, interleaved: InterleavedState): Suspect[] {
  const gated = new Set(ofMetric(interleaved.gates, TAIL).map(({ endpoint }) => endpoint));
  const allowance = Math.log1p(interleaved.allowance);
  const { requests, flows = [] } = scenario;
  const named = [
    ...requests.map(({ name }) => ({ name })),
    ...flows.map(({ name }) => ({ name, flow: true as const })),
  ];
  const tested = named.flatMap(({ name, ...flow }): Suspect[] => {
    if (gated.has(name)) return [];
    const series = worseningsOf(TAIL, stepsOf(TAIL, blocksOf(interleaved.evidence, name))).filter(
      (value) => value !== null,
    );
    if (series.length === 0) return [];
    const p = oneSided(series.map((slowdown) => slowdown - allowance));
    return [{ endpoint: name, ...flow, change: toChange(TAIL, hodgesLehmann(series)), p }];
  });
  const shown = benjaminiHochberg(tested.map(({ p }) => p));
  return tested.filter(({ change }, i) => shown[i] && change > 0).sort((a, b) => a.p - b.p);
}

/** P(so large a sum of ranks on the worse side or a larger one). */
function oneSided(values: readonly number[]): number {
  const half = signedRankPValue(values) / 2;
  return hodgesLehmann(values) > 0 ? half : 1 - half;
}
