import { METRICS, type Metric } from '../../config/metrics.ts';
import { findScope, scopeOf } from '../../config/scope.ts';
import type { BaselineFigures } from '../../evidence/baseline.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { figuresNamed } from '../../evidence/find-named.ts';
import type { ScopeFigures } from '../../evidence/interleaved.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { RegressionResult } from '../../evidence/result/comparison.ts';
import type { Note } from '../../evidence/result/remarks.ts';
import { doubtBase } from '../regressions/doubt-speed.ts';
import { type JudgedRegression, type Opponent, openQuestion, type Scope } from '../row.ts';
import { fromSize } from '../scale.ts';
import { effective } from '../statistics/errors-gate.ts';
import { median } from '../statistics/median.ts';
import { type Estimate, estimate } from './estimate.ts';
import { askFewResponses, askUndecided, liesBeyond } from './open-questions.ts';
import { blocksOf, errorBlock, type ScopeBlock, stepsOf } from './series.ts';
import type { InterleavedState, TrackedGate } from './tracked-gates.ts';

/** The base, measured in turn, as what the run's figures are compared with. */
export function againstBase(interleaved: InterleavedState): Opponent {
  const { base } = interleaved.evidence;
  return {
    figuresOf: ({ endpoint, index }) => {
      // Stages are not measured in blocks.
      if (index !== undefined) return null;
      const figures = endpoint === null ? base.whole : figuresNamed(base, endpoint);
      return figures ? errorsOf(figures) : null;
    },
    compare: (metric, scope) => {
      const judged = judgeInterleavedRegression(metric, scope, interleaved);
      return METRICS[metric].kind === 'share' ? judged : doubtBase(metric, judged, scope);
    },
  };
}

/** Of the base only its errors are asked for: its other figures are compared block by block. */
function errorsOf({ requests, errorRate }: Figures): BaselineFigures {
  return { requests, ...(errorRate !== null && { errorRate }) };
}

/** Holds one figure against the base's, block by block. */
function judgeInterleavedRegression(
  metric: Metric,
  scope: Scope,
  interleaved: InterleavedState,
): JudgedRegression {
  const gate = findScope(interleaved.gates, metric, scope);
  const blocks = gate?.steps ?? stepsOf(metric, blocksOf(interleaved.evidence, scope.endpoint));
  const seen = gate?.estimate ?? estimate(metric, blocks, interleaved.nmax);
  const { change, interval } = seen;
  const held =
    seen.seen.length > 0
      ? { against: 'base' as const, change, interval }
      : { against: null, change: null, interval: null };
  const shown = {
    ...held,
    baseline: typical(metric, blocks, 'base'),
    compared: typical(metric, blocks, 'target'),
    basis: METRICS[metric].kind === 'share' ? null : ('successes' as const),
  };
  if (!gate) return { ...shown, regression: null, notes: [], open: null };
  const few = askFewResponses(gate, scope, interleaved);
  const finding = few ? 'undecided' : findingOf(gate);
  const unseen = finding === 'undecided' ? nothingSeen(gate) : null;
  const missing = few?.cause ?? unseen;
  return {
    ...shown,
    regression: {
      tolerance: gate.tolerance,
      finding,
      detectable: few ? null : gate.detectable,
      gates: true,
      secondsMore: secondsMore(gate, interleaved),
    },
    notes: missing ? [missing] : notesOn(gate, seen, interleaved),
    open:
      few ?? (unseen && openQuestion(unseen)) ?? (finding === 'undecided' ? askUndecided(interleaved) : null),
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
  state,
  metric,
  tolerance,
  rule,
}: TrackedGate): Exclude<RegressionResult['finding'], 'not-comparable'> {
  if (state.decision === 'failed') return 'regressed';
  if (state.decision === 'undecided') return 'undecided';
  // At the level of the interval that is shown, for it accuses nobody: sessions that pass end before α's first interim
  // analysis.
  const { upper, estimate } = state;
  const better = upper < -rule.allowance && (estimate ?? 0) <= -fromSize(metric, tolerance);
  return better ? 'improved' : 'within';
}

/** No block that says something of the figure; a response that is no success is there, and of no use. */
function nothingSeen(gate: TrackedGate): CauseOf<'nothing-seen'> | null {
  const { metric, state, blocks } = gate;
  if (state.n > 0 || blocks.length === 0) return null;
  const isSeen = (block: ScopeBlock) =>
    block !== null && hasFigure(metric, block.target) && hasFigure(metric, block.base);
  if (blocks.some(isSeen)) return null;
  const [one, both] = (['target', 'base'] as const).filter(
    (side) =>
      blocks.some((block) => block !== null) &&
      blocks.every((block) => block === null || !hasFigure(metric, block[side])),
  );
  return { code: 'nothing-seen', ...scopeOf(gate), without: both ? 'both' : (one ?? 'none') };
}

function hasFigure(metric: Metric, figures: ScopeFigures): boolean {
  const figure = figureOf(metric, figures);
  return METRICS[metric].kind === 'rate' ? figure !== 0 : figure !== null;
}

function secondsMore({ blocksMore }: TrackedGate, { evidence }: InterleavedState): number | null {
  if (blocksMore === null) return null;
  const rounds = evidence.blocks.flatMap(({ base, target }) => base.measuredSeconds + target.measuredSeconds);
  return Math.ceil(blocksMore * median(rounds.sort((a, b) => a - b)));
}

function notesOn(gate: TrackedGate, { seen }: Estimate, interleaved: InterleavedState): Note[] {
  const { state, tolerance, detectable } = gate;
  if (state.decision === 'failed') return [];
  if (state.decision === 'passed') {
    if (state.shown !== 'worse') return [];
    return exceeds(gate)
      ? [{ code: 'later-blocks-worse', blocks: state.passedAt ?? seen.length }]
      : [{ code: 'worse-within', tolerance }];
  }
  if (liesBeyond(gate)) return [{ code: 'open-beyond', blocks: seen.length, blocksMore: gate.blocksMore }];
  const tells = interleaved.whole?.decision !== 'failed';
  return [
    { code: 'open-after', blocks: interleaved.evidence.blocks.length, detectable: tells ? detectable : null },
  ];
}

/** Whether a gate's change, as it is estimated now, is larger than it tolerates. */
function exceeds({ state, rule }: TrackedGate): boolean {
  return (state.estimate ?? 0) >= rule.tolerance;
}
