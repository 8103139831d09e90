import { scopeOf } from '../../config/scope.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { InterleavedGate, InterleavedSummary } from '../../evidence/result/interleaved.ts';
import { toChange } from '../scale.ts';
import { median } from '../statistics/median.ts';
import { countStalledRounds } from './stalled-rounds.ts';
import type { InterleavedState, TrackedGate } from './tracked-gates.ts';

const SIGNS = { target: 'T', base: 'B' } as const;

/** What the report tells of the interleaved measurement beside its rows. */
export function summariseInterleaved(target: Measurement, interleaved: InterleavedState): InterleavedSummary {
  const { evidence, allowance } = interleaved;
  const { base, budgetBlocks, sharedHost, seed } = evidence;
  return {
    blocks: evidence.blocks.length,
    budgetBlocks,
    roundSeconds: secondsOfRound(evidence),
    measuredSeconds: target.measuredSeconds + base.measuredSeconds,
    requests: { target: target.whole.requests, base: base.whole.requests },
    p99Ms: { target: target.whole.latencyMs?.p99 ?? null, base: base.whole.latencyMs?.p99 ?? null },
    stalledRounds: countStalledRounds(evidence),
    allowance,
    sharedHost,
    seed,
    order: writeOrder(evidence),
    gates: interleaved.gates.map(gateOf),
  };
}

/** `TB BT TB` */
export function writeOrder({ blocks }: InterleavedEvidence): string {
  return blocks.map(({ order }) => order.map((side) => SIGNS[side]).join('')).join(' ');
}

function gateOf(gate: TrackedGate): InterleavedGate {
  const { metric, tolerance, state, estimate } = gate;
  return {
    ...scopeOf(gate),
    state: state.decision,
    decidedAt: state.passedAt ?? state.failedAt,
    change: estimate.change,
    interval: estimate.interval,
    tolerance,
    detectable: gate.detectable,
    blocksMore: gate.blocksMore,
    changes: estimate.series.map((worse) => (worse === null ? null : toChange(metric, worse))),
  };
}

function secondsOfRound({ blocks }: InterleavedEvidence): number {
  const seconds = blocks.flatMap(({ base, target }) => [base.measuredSeconds, target.measuredSeconds]);
  return seconds.length > 0 ? median(seconds.sort((a, b) => a - b)) : 0;
}
