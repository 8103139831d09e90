import { METRICS, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { Explanation, Why } from '../../evidence/result/why.ts';
import { shiftOfQuantile } from '../statistics/quantile-shift.ts';
import type { Judgement, Verdict } from '../verdict.ts';
import type { Asked, ComparedEndpoint, FlowShift, WorseFigure } from './asked.ts';
import { findSlower } from './by-endpoint.ts';
import { shiftsOfFlows } from './by-step.ts';
import { chanceBetweenRuns } from './chance-between-runs.ts';
import { chanceInBlocks } from './chance-in-blocks.ts';
import { endpointsOfBlocks, endpointsOfRuns, flowsOfBlocks, flowsOfRuns } from './compared-endpoints.ts';
import { compareServers } from './compared-server.ts';
import { findEverywhere } from './everywhere.ts';
import { EVIDENCE } from './kinds.ts';
import { orderExplanations } from './order.ts';

interface Seen {
  readonly plan: Plan;
  readonly measurement: Measurement;
  readonly baseline: Baseline | null;
  readonly interleaved: InterleavedEvidence | null;
}

/**
 * Adds to a final verdict what moved with a latency that is shown to be worse than the base's, or than that of a stored
 * result with its histograms. Where nothing is shown to be worse nothing is looked for: chance is given no second try.
 */
export function withWhy(judged: Judgement, seen: Seen): Judgement {
  if (judged.wantsMore || judged.verdict.outcome === 'invalid') return judged;
  const why = explain(judged.verdict, seen);
  return why === null ? judged : { ...judged, verdict: { ...judged.verdict, why } };
}

function explain(verdict: Verdict, seen: Seen): Why | null {
  const allowance = verdict.interleaved?.allowance ?? 0;
  const worse = verdict.comparisons.flatMap((row) => worseFigureOf(row, allowance));
  if (worse.length === 0) return null;
  worse.sort((a, b) => Number(b.metric === TAIL) - Number(a.metric === TAIL));
  const compared = comparedIn(seen);
  if (compared === null) return null;
  const { against, endpoints, chance } = compared;
  const shift = shiftIn(endpoints, worse);
  const flows = shiftsOfFlows(worse, compared.flows, chance);
  const { measurement, interleaved } = seen;
  const server =
    interleaved &&
    compareServers(
      { base: interleaved.base.server, target: measurement.server },
      endpoints,
      seen.plan.gate.spread,
    );
  const everywhere = findEverywhere({ shift, endpoints });
  const seenSoFar = { worse, endpoints, shift, flows, chance, everywhere, server };
  const asked: Asked = { ...seenSoFar, slower: findSlower(seenSoFar) };
  const found: Explanation[] = EVIDENCE.flatMap((explainBy) => explainBy(asked));
  if (shift === undefined && flows.length === 0 && found.length === 0) return null;
  const { indistinct = [] } = server ?? {};
  return {
    against,
    ...(shift && { shift }),
    ...(flows.length > 0 && { flows: flows.map(writeShift) }),
    found: orderExplanations(found),
    ...(indistinct.length > 0 && { indistinct }),
  };
}

/** Of a request or a flow that is only shown, with a gate of its own or without, chance would have too many tries. */
function worseFigureOf(row: Comparison, allowance: number): WorseFigure[] {
  const { metric, endpoint, flow, stage, regression, interval } = row;
  const known = METRICS[metric];
  if (known.kind !== 'latency' || stage !== undefined) return [];
  const isShown = endpoint === null && interval !== null && interval[0] > allowance;
  if (regression?.finding !== 'regressed' && !isShown) return [];
  return [{ metric, quantile: known.quantile, endpoint, ...(flow && { flow }) }];
}

function comparedIn({ plan, measurement, baseline, interleaved }: Seen) {
  const ofRuns = chanceBetweenRuns(plan.gate.spread);
  if (interleaved !== null) {
    const isPasses = interleaved.blocks.some(({ passes }) => passes !== undefined);
    const chance = isPasses ? ofRuns : chanceInBlocks(interleaved);
    const flows = flowsOfBlocks(interleaved);
    return { against: 'base' as const, endpoints: endpointsOfBlocks(interleaved), flows, chance };
  }
  if (baseline === null) return null;
  const endpoints = endpointsOfRuns(measurement, baseline);
  if (endpoints === null) return null;
  return {
    against: 'baseline' as const,
    endpoints,
    flows: flowsOfRuns(measurement, baseline),
    chance: ofRuns,
  };
}

function writeShift({ steps, ...shift }: FlowShift): NonNullable<Why['flows']>[number] {
  const parts = steps.map(({ name, beforeMs, afterMs }) => ({ endpoint: name, ms: afterMs - beforeMs }));
  return { ...shift, parts };
}

function shiftIn(endpoints: readonly ComparedEndpoint[], worse: readonly WorseFigure[]): Why['shift'] {
  const figure = worse.find(({ endpoint }) => endpoint === null);
  const found =
    figure &&
    shiftOfQuantile(
      endpoints.map(({ latency }) => latency),
      figure.quantile,
    );
  // Of all that was measured, the figure may lie otherwise than block by block.
  if (!found || !(found.afterMs > found.beforeMs)) return undefined;
  const { beforeMs, afterMs, partsMs } = found;
  const parts = endpoints.map(({ name }, i) => ({ endpoint: name, ms: partsMs[i] as number }));
  return { metric: figure.metric, beforeMs, afterMs, parts };
}
