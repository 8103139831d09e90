import { METRICS, type Metric } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { findScope, partOf } from '../../config/scope.ts';
import { figureOf, requestsBehind } from '../../evidence/figure-of.ts';
import { figuresNamed } from '../../evidence/find-named.ts';
import type { Figures, Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { RegressionResult } from '../../evidence/result/comparison.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Note } from '../../evidence/result/remarks.ts';
import { tooFewResponses } from '../limits/quantile.ts';
import { doubtBase } from '../regressions/doubt-speed.ts';
import { type JudgedRegression, type Opponent, openQuestion, type Scope } from '../row.ts';
import { FEWEST_PASSES } from '../statistics/few-passes.ts';
import type { PassChange } from './change.ts';
import { doubtPasses } from './doubt-passes.ts';
import { comparePasses, type PassesState, pairsOf } from './pass-gates.ts';

/** The base's passes, as what the target's are compared with. */
export function againstPasses(state: PassesState): Opponent {
  const { base } = state.evidence;
  return {
    figuresOf: (part) => {
      const figures = findFigures(base, part);
      // Of the base only its errors are asked for: its other figures are compared pass by pass.
      if (figures === undefined) return null;
      const { requests, errorRate } = figures;
      return { requests, ...(errorRate !== null && { errorRate }) };
    },
    compare: (metric, scope) => {
      const judged = judgePassChange(metric, scope, state);
      return METRICS[metric].kind === 'share' ? judged : doubtBase(metric, judged, scope);
    },
  };
}

function findFigures(
  measurement: Measurement,
  { endpoint, index }: Pick<Scope, 'endpoint' | 'index'>,
): Figures | undefined {
  if (index !== undefined) return measurement.stages[index]?.figures;
  return endpoint === null ? measurement.whole : figuresNamed(measurement, endpoint);
}

/** Holds one figure against the base's, once, after all passes: no interim analysis can end it early. */
function judgePassChange(metric: Metric, scope: Scope, state: PassesState): JudgedRegression {
  const row = { metric, ...partOf(scope) };
  const gate = findScope(state.gates, metric, scope);
  const change = gate ? gate.change : comparePasses(row, state);
  const shown = {
    ...(change
      ? { against: 'base' as const, change: change.change, interval: change.interval }
      : { against: null, change: null, interval: null }),
    baseline: change?.before ?? null,
    compared: change?.now ?? null,
    basis: METRICS[metric].kind === 'share' ? null : ('successes' as const),
  };
  if (!gate) return { ...shown, regression: null, notes: [], open: null };
  const pairs = pairsOf(state.evidence.blocks, scope, state.plan);
  const missing = findMissing(metric, scope, pairs, change);
  const finding = missing || change === null ? 'undecided' : change.finding;
  const regression: RegressionResult = {
    tolerance: gate.tolerance,
    finding,
    detectable: missing ? null : (change?.detectable ?? null),
    gates: true,
    passes: pairs.length,
    secondsMore: missing && 'secondsMore' in missing ? missing.secondsMore : null,
  };
  if (missing) return { ...shown, regression, notes: [missing], open: openQuestion(missing) };
  if (change === null) return { ...shown, regression, notes: [], open: null };
  const doubt = doubtPasses({ ...row, change, tolerance: gate.tolerance, passes: change.passes });
  return { ...shown, regression, notes: notesOn(change), open: doubt && openQuestion(doubt) };
}

/** Why too little was seen for anything but a fail. Of too few passes the run is asked as a whole. */
function findMissing(
  metric: Metric,
  scope: Scope,
  pairs: readonly Sides<Figures>[],
  change: PassChange | null,
): Cause | null {
  const row = { metric, ...partOf(scope) };
  if (change === null) {
    if (pairs.length < FEWEST_PASSES) return null;
    const [one, both] = (['target', 'base'] as const).filter((side) =>
      pairs.every((pair) => !figureOf(metric, pair[side])),
    );
    return { code: 'nothing-seen', ...row, without: both ? 'both' : (one ?? 'none') };
  }
  if (METRICS[metric].kind !== 'latency' || change.finding === 'regressed') return null;
  const [target = 0, base = 0] = (['target', 'base'] as const).map((side) =>
    pairs.reduce((sum, pair) => sum + requestsBehind(metric, pair[side]), 0),
  );
  const responses = Math.min(target, base);
  const needed = fewestResponses(metric);
  if (responses >= needed) return null;
  const more = (needed / Math.max(1, responses) - 1) * scope.seconds;
  return tooFewResponses(row, responses, more);
}

function notesOn({ finding, detectable, passes }: PassChange): Note[] {
  return finding === 'undecided' ? [{ code: 'none-shown', detectable, runs: null, passes }] : [];
}
