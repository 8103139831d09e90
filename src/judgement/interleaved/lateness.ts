/**
 * What a late generator does to a comparison. It meets both sides alike, and coins decide which one when: what is shown
 * to be worse is worse, unless the target alone kept the generator busy. But the more of a tail is the generator's own,
 * the less of a regression is left to be seen in it.
 */
import { METRICS, TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { Block, InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { interleavedGate } from '../statistics/interleaved-gate.ts';
import { median } from '../statistics/median.ts';
import { headsAtLeast } from '../statistics/sign-test.ts';
import { describeGenerator, findLateBlocks, SMALLEST_DELAY_MS } from '../validity/generator.ts';
import type { InterleavedState, TrackedGate } from './tracked-gates.ts';

type Late = CauseOf<'generator-late'>;

/** From here on more of a tail may be the generator's than the service's. */
export const MOST_OWN = 0.5;
/** That the target keeps the generator busier than the base, by chance. */
const BUSIER = 0.01;

export interface BlockLateness {
  readonly late: Late;
  /** Share of the tail, 0…1, that may be the generator's own. */
  readonly own: number;
}

/** By the tail of either side, the median over the blocks. */
export function latenessOfBlocks(evidence: InterleavedEvidence): BlockLateness {
  const late = findLateBlocks(evidence) ?? describeGenerator(evidence.base);
  const shares = evidence.blocks.flatMap((block) => ownShare(block) ?? []).sort((a, b) => a - b);
  return { late, own: shares.length > 0 ? Math.min(1, median(shares)) : 0 };
}

/** Mean delay beside the tail, and how many delays are as long as half of it, per one in a hundred. */
function ownShare({ base, target }: Block): number | null {
  const tails = [base, target].flatMap(({ whole }) => figureOf(TAIL, whole) ?? []);
  const tailMs = Math.min(...tails);
  const delays = Histogram.of(base.generator.loopDelay, target.generator.loopDelay);
  if (tails.length === 0 || !(tailMs > 0) || delays.count === 0) return null;
  const { above, count } = delays.shareAboveMs(Math.max(SMALLEST_DELAY_MS, tailMs / 2));
  return (delays.meanMs ?? 0) / tailMs + Math.min(1, above / count / 0.01);
}

/** The tolerance below which a quantile's bound has to be, on the scale of the series. */
export function passesBelow(tolerance: number, { own }: BlockLateness): number {
  if (own === 0) return Math.log1p(tolerance);
  return own < MOST_OWN ? Math.log1p(tolerance * (1 - own)) : Number.NEGATIVE_INFINITY;
}

/** Whether the verdict hangs on the generator: then it is invalid. Null where it doesn't. */
export function findHanging(interleaved: InterleavedState): Late | null {
  const { lateness, gates, evidence, whole } = interleaved;
  if (whole === null) return null;
  if (whole.decision === 'failed')
    return whole.failed.every((gate) => isGeneratorsOwn(gate, evidence)) ? lateness.late : null;
  const open = gates.filter(({ state }) => state.decision === 'undecided');
  // Each of them has only this against it.
  const wouldPass =
    open.length > 0 &&
    open.every(({ state, rule }) => rule.passBelow !== undefined && state.upper < rule.tolerance);
  const isOver = evidence.budgetSpent || evidence.blocks.length >= interleaved.nmax;
  return wouldPass && (isOver || lateness.own >= MOST_OWN) ? lateness.late : null;
}

/** The target alone kept the generator so busy that what is left of the change doesn't fail. */
function isGeneratorsOwn({ metric, rule, estimate }: TrackedGate, { blocks }: InterleavedEvidence): boolean {
  if (METRICS[metric].kind === 'share') return false;
  const use = blocks.map(
    ({ base, target }) => [base.generator.utilisation, target.generator.utilisation] as const,
  );
  const differing = use.filter(([onBase, onTarget]) => onBase !== onTarget);
  const busier = differing.filter(([onBase, onTarget]) => onTarget > onBase).length;
  if (headsAtLeast(busier, differing.length) >= BUSIER) return false;
  const corrected = estimate.series.map((slowdown, i) => {
    const [onBase, onTarget] = use[i] ?? [0, 0];
    return slowdown === null ? null : slowdown + Math.log(free(onTarget)) - Math.log(free(onBase));
  });
  return interleavedGate(corrected, rule).decision !== 'failed';
}

function free(utilisation: number): number {
  return Math.max(1e-3, 1 - utilisation);
}
