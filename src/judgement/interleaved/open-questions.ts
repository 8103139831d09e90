/** What an interleaved comparison leaves open, and what would decide it. */

import { METRICS, worsening } from '../../config/metrics.ts';
import { fewestResponses, responsesOfStep } from '../../config/responses.ts';
import { scopeOf } from '../../config/scope.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { type OpenQuestion, openQuestion, type Scope } from '../row.ts';
import { firstAnalysis } from '../statistics/spending-plan.ts';
import type { InterleavedState, TrackedGate } from './tracked-gates.ts';

type Undecided = CauseOf<'undecided'>;

/** Steps of the blocks: with fewer, a gate takes more than twice as long as its blocks do. */
const THIN = 0.5;

/** A quantile of fewer responses than a gate on it takes at all, on either side; null where there are enough. */
export function askFewResponses(
  gate: TrackedGate,
  scope: Scope,
  interleaved: InterleavedState,
): OpenQuestion | null {
  const { metric, blocks, state } = gate;
  if (METRICS[metric].kind !== 'latency') return null;
  if (state.decision === 'failed') return null;
  const needed = fewestResponses(metric);
  const base = blocks.reduce((sum, block) => sum + (block?.base.latency.count ?? 0), 0);
  const target = blocks.reduce((sum, block) => sum + (block?.target.latency.count ?? 0), 0);
  const responses = Math.min(base, target);
  // Of none at all it is told which side has them not.
  if (responses === 0 || responses >= needed) return null;
  const neededSeconds = Math.ceil(scope.seconds * (needed / Math.max(1, responses)));
  return {
    cause: { code: 'too-few-responses-a-side', ...scopeOf(gate), responses, needed, neededSeconds },
    // More blocks bring more responses, so it is worth going on.
    extendable: interleaved.evidence.blocks.length < interleaved.nmax,
  };
}

/**
 * Whether a gate that isn't decided has its whole interval beyond the tolerance: 95 % sure that it is worse by so much,
 * and a fail takes more.
 */
export function liesBeyond({ metric, tolerance, state, estimate: { interval } }: TrackedGate): boolean {
  if (state.decision !== 'undecided' || interval === null) return false;
  return interval.every((end) => worsening(metric, end) >= tolerance);
}

/** All undecided gates together are one question. */
export function askUndecided({ gates, evidence, nmax, budgetSeconds }: InterleavedState): OpenQuestion {
  const open = gates.filter(({ state }) => state.decision === 'undecided');
  return openQuestion({
    code: 'undecided',
    scopes: open.map(scopeOf),
    beyond: open.filter(liesBeyond).map(scopeOf),
    blocks: evidence.blocks.length,
    budgetBlocks: nmax,
    budgetSeconds,
    detectable: open.flatMap((gate) =>
      gate.detectable === null ? [] : [{ ...scopeOf(gate), size: gate.detectable }],
    ),
    blocksMore: Math.max(0, ...open.map(({ blocksMore }) => blocksMore ?? 0)),
    tooShort: findTooShort(open, nmax),
    aboutSpeed: gates.some(({ metric }) => METRICS[metric].scale === 'log'),
    thin: open.flatMap(findThin),
  });
}

/**
 * The blocks of the budget can be too few for any pass, or for a fail, which takes more; null where they are enough.
 */
function findTooShort(open: readonly TrackedGate[], nmax: number): Undecided['tooShort'] {
  const passes = Math.max(...open.map(({ rule }) => firstAnalysis(rule.nmax, rule.beta, rule.nmin)));
  const fails = open.map(({ rule }) => firstAnalysis(rule.nmax, rule.alpha, rule.nmin));
  const most = Math.max(passes, ...fails);
  if (most <= nmax) return null;
  return { passes, fails: most, scopes: open.filter((_, i) => (fails[i] ?? 0) > nmax).map(scopeOf) };
}

/** Where a block has too few responses, several make a step, and more of the same are the long way. */
function findThin(gate: TrackedGate): Undecided['thin'] {
  const { metric, blocks, steps } = gate;
  const seen = blocks.filter((block) => block !== null);
  const made = steps.filter((step) => step !== null).length;
  if (seen.length === 0 || made > THIN * seen.length) return [];
  const responses = seen.reduce((sum, { base, target }) => sum + base.requests + target.requests, 0);
  return [
    {
      ...scopeOf(gate),
      responses: Math.round(responses / seen.length),
      wanted: responsesOfStep(metric),
    },
  ];
}
