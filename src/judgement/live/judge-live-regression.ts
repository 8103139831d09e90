import { findScope, METRICS, type Metric, type MetricRow } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { ScopeFigures } from '../../evidence/live.ts';
import { formatChangeSize, formatCount } from '../format.ts';
import type { JudgedRegression, OpenQuestion, Scope } from '../row.ts';
import { effective } from '../statistics/errors-gate.ts';
import { median } from '../statistics/signed-rank.ts';
import type { RegressionResult } from '../verdict.ts';
import { nameRow } from '../wording.ts';
import { askFewAnswers, askUndecided } from './ask-live.ts';
import { type Estimate, estimate } from './estimate.ts';
import { fromSize } from './scale.ts';
import { blocksOf, errorBlock, type ScopeBlock } from './series.ts';
import type { LiveStanding, StandingGate } from './standing.ts';

/** Holds one figure against the base's, block by block. */
export function judgeLiveRegression(metric: Metric, scope: Scope, live: LiveStanding): JudgedRegression {
  const gate = findScope(live.gates, metric, scope.endpoint);
  const blocks = gate?.blocks ?? blocksOf(live.evidence, scope.endpoint);
  const seen = gate?.estimate ?? estimate(metric, blocks, live.nmax);
  const shown = {
    against: seen.seen.length > 0 ? ('base' as const) : null,
    baseline: typical(metric, blocks, 'base'),
    compared: typical(metric, blocks, 'target'),
    basis: METRICS[metric].kind === 'share' ? null : ('successes' as const),
    change: seen.change,
    interval: seen.interval,
  };
  if (!gate) return { ...shown, regression: null, note: null, open: null };
  const few = askFewAnswers(gate, scope, live);
  const finding = few ? 'undecided' : findingOf(gate);
  const unseen = finding === 'undecided' ? nothingSeen(gate) : null;
  return {
    ...shown,
    regression: {
      tolerance: gate.tolerance,
      finding,
      detectable: few ? null : gate.detectable,
      gates: true,
      secondsMore: few?.secondsMore ?? secondsMore(gate, live),
    },
    note: few?.note ?? unseen?.note ?? noteOn(gate, seen, live),
    open: few ?? unseen ?? (finding === 'undecided' ? askUndecided(live) : null),
  };
}

/** The median of a side's rounds; of errors, which most rounds may have none of, the share over all rounds. */
function typical(metric: Metric, blocks: readonly ScopeBlock[], side: 'target' | 'base'): number | null {
  if (METRICS[metric].kind === 'share')
    return effective(blocks.map((block) => errorBlock(block)[side]))?.share ?? null;
  const figures = blocks.flatMap((block) => (block ? (figureOf(metric, block[side]) ?? []) : []));
  return figures.length > 0 ? median(figures.sort((a, b) => a - b)) : null;
}

function findingOf({
  standing,
  metric,
  tolerance,
  rule,
}: StandingGate): Exclude<RegressionResult['finding'], 'not-comparable'> {
  if (standing.state === 'failed') return 'regressed';
  if (standing.state === 'undecided') return 'undecided';
  // At the level of the interval that is shown, for it accuses nobody: sessions that pass end before α's first look.
  const { upper, estimate } = standing;
  const better = upper < -rule.allowance && (estimate ?? 0) <= -fromSize(metric, tolerance);
  return better ? 'improved' : 'within';
}

/** No block that says something of the figure; an answer that is no success is there, and of no use. */
function nothingSeen({ metric, endpoint, standing, blocks }: StandingGate): OpenQuestion | null {
  if (standing.n > 0 || blocks.length === 0) return null;
  const what = COUNTED[METRICS[metric].kind];
  const without = (['target', 'base'] as const).filter(
    (side) =>
      blocks.some((block) => block !== null) &&
      blocks.every((block) => block === null || !hasFigure(metric, block[side])),
  );
  const [one, both] = without;
  const why = both
    ? `neither side has a ${what} in any block`
    : one
      ? `the ${one} has no ${what} in any block`
      : `no block has a ${what} on both sides`;
  const answers = one && !both ? `the ${one} answers` : 'base and target answer';
  return {
    why: `${nameRow({ metric, endpoint })} can't be compared: ${why}`,
    note: why,
    secondsMore: null,
    advice: `See what ${answers} to these requests: the path, the login or their expect may be wrong.`,
    beyondLimit: false,
  };
}

const COUNTED: Readonly<Record<MetricRow['kind'], string>> = {
  latency: 'success (or time-out)',
  rate: 'success',
  share: 'request',
};

function hasFigure(metric: Metric, figures: ScopeFigures): boolean {
  const figure = figureOf(metric, figures);
  return METRICS[metric].kind === 'rate' ? figure !== 0 : figure !== null;
}

function secondsMore({ blocksMore }: StandingGate, { evidence }: LiveStanding): number | null {
  if (blocksMore === null) return null;
  const rounds = evidence.blocks.flatMap(({ base, target }) => base.measuredSeconds + target.measuredSeconds);
  return Math.ceil(blocksMore * median(rounds.sort((a, b) => a - b)));
}

function noteOn(gate: StandingGate, { seen }: Estimate, live: LiveStanding): string | null {
  const { metric, standing, tolerance, detectable } = gate;
  if (standing.state === 'failed') return null;
  if (standing.state === 'passed') {
    if (standing.shown !== 'worse') return null;
    return exceeds(gate)
      ? `within the tolerance after ${standing.passedAt} blocks; the later ones speak against it`
      : `real, but below the tolerance of ${formatChangeSize(metric, tolerance)}`;
  }
  const after = `undecided after ${formatCount(seen.length)} ${seen.length === 1 ? 'block' : 'blocks'}`;
  if (live.whole?.state === 'failed' || detectable === null) return after;
  return `${after}; a change of ${formatChangeSize(metric, detectable)} would probably have shown`;
}

/** Whether a gate's change, as it is estimated now, is larger than it tolerates. */
function exceeds({ standing, rule }: StandingGate): boolean {
  return (standing.estimate ?? 0) >= rule.tolerance;
}
