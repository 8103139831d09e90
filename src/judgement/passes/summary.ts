import { TAIL } from '../../config/metrics.ts';
import { scopeOf } from '../../config/scope.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { InterleavedGate, InterleavedSummary } from '../../evidence/result/interleaved.ts';
import { writeOrder } from '../interleaved/summary.ts';
import { mean } from '../statistics/mean.ts';
import type { PassesState, PassGate } from './pass-gates.ts';

/** What the report tells of passes in turn beside its rows. */
export function summarisePasses(target: Measurement, state: PassesState): InterleavedSummary {
  const { evidence, most, allowance, gates, plan } = state;
  const { base, blocks, sharedHost, seed } = evidence;
  const seconds = blocks.flatMap((block) => [block.base.measuredSeconds, block.target.measuredSeconds]);
  return {
    passes: { spread: plan.gate.spread },
    blocks: blocks.length,
    budgetBlocks: most,
    roundSeconds: seconds.length > 0 ? mean(seconds) : 0,
    measuredSeconds: target.measuredSeconds + base.measuredSeconds,
    requests: { target: target.whole.requests, base: base.whole.requests },
    p99Ms: { target: figureOf(TAIL, target.whole), base: figureOf(TAIL, base.whole) },
    // Of a handful of passes none is usual.
    stalledRounds: { target: 0, base: 0 },
    allowance,
    sharedHost,
    seed,
    order: writeOrder(evidence),
    gates: gates.map(gateOf),
  };
}

function gateOf(gate: PassGate): InterleavedGate {
  const { tolerance, change } = gate;
  const states = {
    regressed: 'failed',
    within: 'passed',
    improved: 'passed',
    undecided: 'undecided',
  } as const;
  return {
    ...scopeOf(gate),
    state: change ? states[change.finding] : 'undecided',
    decidedAt: null,
    change: change?.change ?? null,
    interval: change?.interval ?? null,
    tolerance,
    detectable: change?.detectable ?? null,
    blocksMore: null,
    changes: change?.changes ?? [],
  };
}
