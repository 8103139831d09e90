import { METRICS, type Metric } from '../../config/metrics.ts';
import type { Gate } from '../../config/plan.ts';
import { fewestResponses } from '../../config/responses.ts';
import { partOf } from '../../config/scope.ts';
import { logErrorOf } from '../../evidence/log-error.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { RegressionResult } from '../../evidence/result/comparison.ts';
import type { Note } from '../../evidence/result/remarks.ts';
import { inStages } from '../in-stages.ts';
import { errorsDesignEffect } from '../limits/errors.ts';
import { tooFewResponses } from '../limits/quantile.ts';
import { type JudgedRegression, type Opponent, openQuestion, type Scope } from '../row.ts';
import { logStandardError, stratifiedLogError } from '../statistics/batch-means.ts';
import { normalQuantile, SHOWN } from '../statistics/quantiles.ts';
import type { Change } from './change.ts';
import type { ComparisonBasis } from './comparison-basis.ts';
import { judgeDifference } from './difference.ts';
import { judgeFew } from './few-responses.ts';
import { judgeHistory } from './history/judge-history.ts';
import { isNearlyGone, withoutSpread } from './nearly-gone.ts';
import { type Pair, pairFigures } from './pair-figures.ts';
import { judgeRatio } from './ratio.ts';
import { judgeRuns } from './runs.ts';

/** Where no tolerance is declared the change is only shown; the tolerance then plays no part in what is kept. */
const UNDECLARED = 0;

/** Holds one figure against the baseline's. */
function judgeRegression(metric: Metric, scope: Scope, basis: ComparisonBasis, gate: Gate): JudgedRegression {
  const history = basis.baseline?.history;
  if (history && !basis.refused) return judgeHistory(metric, scope, history);
  const tolerance = scope.bounds[metric]?.regression ?? null;
  // What the gate says of one stored number says nothing of a history.
  const gates = (gate.stored === 'gate' || history !== undefined) && !basis.unasked;
  const { figures, baseline } = scope;
  const row = { metric, ...partOf(scope) };
  const pair = baseline && pairFigures(metric, figures, baseline);
  const seen = {
    against: pair ? ('baseline' as const) : null,
    baseline: pair?.before ?? null,
    compared: figures.requests > 0 ? (pair?.now ?? null) : null,
    basis: pair?.basis ?? null,
  };
  const unknown = { ...seen, change: null, interval: null };
  const result = (finding: RegressionResult['finding'], more?: Partial<RegressionResult>) =>
    tolerance === null ? null : { tolerance, finding, detectable: null, gates, secondsMore: null, ...more };
  const isDeclared = tolerance !== null;
  const cannotCompare = (cause: Cause): JudgedRegression => ({
    ...unknown,
    regression: result('not-comparable'),
    notes: isDeclared ? [cause] : [],
    open: isDeclared ? openQuestion(cause) : null,
  });
  const leaveOpen = (cause: Cause): JudgedRegression => ({
    ...unknown,
    regression: result('undecided', { secondsMore: 'secondsMore' in cause ? cause.secondsMore : null }),
    notes: isDeclared ? [cause] : [],
    open: isDeclared ? openQuestion(cause) : null,
  });

  if (basis.unasked) {
    const notes: Note[] = isDeclared ? [{ code: 'no-baseline' }] : [];
    return { ...unknown, regression: result('not-comparable'), notes, open: null };
  }
  if (basis.refused) return cannotCompare(basis.refused);
  const source = basis.baseline?.source ?? '';
  if (!pair || (METRICS[metric].scale === 'log' && !(pair.before > 0))) {
    return cannotCompare({ code: 'missing-figure', ...row, source });
  }
  if (pair.now === null || figures.requests === 0) return leaveOpen({ code: 'nothing-to-compare', ...row });
  const enough = METRICS[metric].kind === 'latency' ? fewestResponses(metric) : 0;
  const isFew = pair.count < enough && pair.count > 0;
  const change =
    (isFew ? null : changeOf(metric, pair, scope, gate, tolerance ?? UNDECLARED)) ??
    (isDeclared ? shownByFew(metric, pair, scope, gate, tolerance) : null);
  if (!change && isFew) {
    const more = (enough - pair.count) / (pair.count / scope.seconds);
    return leaveOpen(tooFewResponses(row, pair.count, more));
  }
  if (!change) return leaveOpen({ code: 'no-spread', ...row, parts: figures.batches.length });
  return {
    ...seen,
    against: 'baseline',
    change: change.change,
    interval: change.interval,
    regression: result(change.finding, { detectable: change.detectable }),
    notes: isDeclared ? notesOn(change) : [],
    open: null,
  };
}

/** Null where the run doesn't tell its own spread. */
function changeOf(metric: Metric, pair: Pair, scope: Scope, gate: Gate, tolerance: number): Change | null {
  const { now, before, count } = pair;
  const { figures, baseline, stages } = scope;
  if (now === null) return null;
  const { kind } = METRICS[metric];
  if (kind === 'share') {
    if (count === 0) return null;
    const burst = errorsDesignEffect(figures, stages);
    const n = baseline?.requests || count;
    const burstBefore = Math.max(1, baseline?.spread?.[metric] ?? burst);
    return judgeDifference(
      { share: now, n: count / burst },
      { share: before, n: n / burstBefore },
      tolerance,
    );
  }
  // Requests, but not one success: no logarithm, and no doubt either.
  if (kind === 'rate' && now === 0)
    return { change: -1, interval: null, detectable: null, finding: 'regressed' };
  if (figures.runs !== undefined)
    return judgeRuns({ metric, now, before, values: pair.batches, spread: gate.spread, tolerance });
  const standardErrorNow = figures.searched
    ? logErrorOf(figures.searched)
    : stratifiedLogError(inStages(pair.batches, figures, stages));
  const judge = (own: number): Change =>
    judgeRatio({
      metric,
      now,
      before,
      standardErrorNow: own,
      standardErrorBefore: baseline?.spread?.[metric] ?? own,
      spread: gate.spread,
      tolerance,
    });
  if (standardErrorNow !== null) return judge(standardErrorNow);
  const gone = kind === 'rate' && isNearlyGone(figures.batches, pair.batches, before, tolerance);
  return gone ? withoutSpread(judge(0)) : null;
}

/** What responses too few for a quantile, or in one part of the run alone, show of it all the same. */
function shownByFew(
  metric: Metric,
  { now, before, batches, latencies }: Pair,
  { baseline }: Scope,
  { spread }: Gate,
  tolerance: number,
): Change | null {
  if (METRICS[metric].kind !== 'latency' || now === null) return null;
  const ofBaseline = baseline?.spread?.[metric] ?? logStandardError(batches) ?? 0;
  const shown = normalQuantile(SHOWN) * Math.sqrt(ofBaseline ** 2 + 2 * spread ** 2);
  return judgeFew({ metric, now, before, batches: latencies, shown, tolerance });
}

function notesOn({ finding, detectable }: Change): Note[] {
  return finding === 'undecided' ? [{ code: 'none-shown', detectable, runs: null }] : [];
}

/** A stored baseline as what the run's figures are compared with. */
export function againstStored(basis: ComparisonBasis, gate: Gate): Opponent {
  const { baseline } = basis;
  return {
    figuresOf: ({ endpoint, index }) => {
      if (baseline === null) return null;
      // Its stages may have other names, or none: what is the same is their order.
      if (index !== undefined) return baseline.stages?.[index] ?? null;
      if (endpoint === null) return baseline.whole;
      return (Object.hasOwn(baseline.endpoints, endpoint) && baseline.endpoints[endpoint]) || null;
    },
    compare: (metric, scope) => judgeRegression(metric, scope, basis, gate),
  };
}
