import { METRICS, type Metric } from '../../../config/metrics.ts';
import { fewestResponses } from '../../../config/responses.ts';
import { type MetricScope, partOf } from '../../../config/scope.ts';
import { figureOf, figureOfPart } from '../../../evidence/figure-of.ts';
import type { HistoryBasis, HistoryPoint, Regime } from '../../../evidence/history/basis.ts';
import { logErrorOf } from '../../../evidence/log-error.ts';
import type { Figures } from '../../../evidence/measurement.ts';
import type { Cause, CauseOf } from '../../../evidence/result/causes.ts';
import type { RegressionResult } from '../../../evidence/result/comparison.ts';
import type { Note } from '../../../evidence/result/remarks.ts';
import { inStages } from '../../in-stages.ts';
import { errorsDesignEffect } from '../../limits/errors.ts';
import { tooFewResponses } from '../../limits/quantile.ts';
import { type JudgedRegression, openQuestion, type Scope } from '../../row.ts';
import { stratifiedLogError } from '../../statistics/batch-means.ts';
import { ADVISES_FROM, GATES_FROM, useOf } from '../../statistics/history-limit.ts';
import type { Change } from '../change.ts';
import { judgeFew } from '../few-responses.ts';
import { isNearlyGone, withoutSpread } from '../nearly-gone.ts';
import { explainedBy, judgeSpeed, ownSpread } from './change.ts';
import { doubtChance } from './doubt-chance.ts';
import { judgeErrors } from './errors.ts';

const UNDECLARED = 0;
const NO_RUNS: Regime = { points: [], unsettled: [], earlier: 0 };

/**
 * Holds one figure against the last regime of its history: from 12 runs on it gates, from 8 on it only warns, and below
 * it can't be told.
 */
export function judgeHistory(metric: Metric, scope: Scope, history: HistoryBasis): JudgedRegression {
  const { figures, baseline, bounds } = scope;
  const tolerance = bounds[metric]?.regression ?? null;
  const regime = regimeOf(metric, scope, history);
  const { points } = regime;
  const use = useOf(points.length);
  const row = { metric, ...partOf(scope) };
  const now = figureOf(metric, figures);
  const before = baseline === null ? null : figureOf(metric, baseline);
  const seen = {
    against: before === null ? null : ('baseline' as const),
    baseline: before,
    compared: figures.requests > 0 ? now : null,
    basis: METRICS[metric].kind === 'share' ? null : ('successes' as const),
  };
  const result = (finding: RegressionResult['finding'], more?: Partial<RegressionResult>) =>
    tolerance === null
      ? null
      : {
          tolerance,
          finding,
          detectable: null,
          gates: use !== 'advises',
          runs: points.length,
          secondsMore: null,
          ...more,
        };
  const isDeclared = tolerance !== null;
  const leaveOpen = (cause: Cause): JudgedRegression => ({
    ...seen,
    change: null,
    interval: null,
    // No release goes out on what could not be compared, be the history long enough or not.
    regression: result('undecided', {
      secondsMore: 'secondsMore' in cause ? cause.secondsMore : null,
      ...(history.forRelease && { gates: true }),
    }),
    notes: isDeclared ? [cause] : [],
    open: isDeclared ? openQuestion(cause) : null,
  });

  if (use === 'not-enough') return leaveOpen(tooFewRuns(row, regime, history));
  if (now === null || figures.requests === 0) return leaveOpen({ code: 'nothing-to-compare', ...row });
  const responses = figures.latency.count;
  const isFew = METRICS[metric].kind === 'latency' && responses < fewestResponses(metric);
  const change =
    (isFew
      ? null
      : changeOf(metric, {
          now,
          before,
          figures,
          stages: scope.stages,
          regime,
          tolerance: tolerance ?? UNDECLARED,
        })) ?? (isDeclared ? shownByFew(metric, { now, figures, points, tolerance }) : null);
  if (change === null && isFew) {
    const more = (fewestResponses(metric) - responses) / (responses / scope.seconds);
    return leaveOpen(tooFewResponses(row, responses, more));
  }
  if (change === null) return leaveOpen({ code: 'no-spread', ...row, parts: figures.batches.length });
  const advises = tolerance !== null && use === 'advises';
  const doubt = advises || tolerance === null ? null : doubtChance({ ...row, change, tolerance, points });
  const { forRelease } = history;
  return {
    ...seen,
    against: 'baseline',
    change: change.change,
    interval: change.interval,
    regression: result(change.finding, {
      detectable: change.detectable,
      ...(advises && { advises }),
      ...(doubt && { doubted: true }),
    }),
    notes: isDeclared ? notesOn(change, points.length) : [],
    open: forRelease && doubt ? openQuestion(doubt) : null,
    ...(doubt && !forRelease && { warning: doubt }),
    ...(advises && {
      advising: openQuestion({
        code: 'advises-only',
        ...row,
        runs: points.length,
        gatesFrom: GATES_FROM,
        forRelease,
      }),
    }),
  };
}

/** Null where the run doesn't tell its own spread, and would have to. */
function changeOf(
  metric: Metric,
  run: {
    readonly now: number;
    readonly before: number | null;
    readonly figures: Figures;
    readonly stages: number;
    readonly regime: Regime;
    readonly tolerance: number;
  },
): Change | null {
  const { now, before, figures, stages, tolerance } = run;
  const { points } = run.regime;
  const { kind } = METRICS[metric];
  if (kind === 'share') {
    const { requests } = figures;
    return judgeErrors({
      share: now,
      requests,
      burst: errorsDesignEffect(figures, stages),
      points,
      tolerance,
    });
  }
  // Requests, but not one success: no logarithm, and no doubt either.
  if (now === 0) return { change: -1, interval: null, detectable: null, finding: 'regressed' };
  const { batches, searched } = figures;
  const values = batches.map(({ latency, throughputPerSecond }) =>
    figureOfPart(metric, { latency, perSecond: throughputPerSecond, errorRate: null }),
  );
  const standardError = searched
    ? logErrorOf(searched)
    : stratifiedLogError(inStages(values, figures, stages));
  const judge = (own: number): Change => judgeSpeed({ metric, now, points, ownSpread: own, tolerance });
  // A run that tells nothing of itself varies as those of its history do.
  if (figures.runs !== undefined) return judge(0);
  if (standardError !== null) return judge(ownSpread(standardError, figures.requests, points));
  const gone = kind === 'rate' && before !== null && isNearlyGone(batches, values, before, tolerance);
  return gone ? withoutSpread(judge(0)) : null;
}

/** What responses too few for a quantile, or in one part of the run alone, show of it all the same. */
function shownByFew(
  metric: Metric,
  {
    now,
    figures,
    points,
    tolerance,
  }: {
    readonly now: number;
    readonly figures: Figures;
    readonly points: readonly HistoryPoint[];
    readonly tolerance: number;
  },
): Change | null {
  if (METRICS[metric].kind !== 'latency') return null;
  const { before, shown } = explainedBy(points);
  const batches = figures.batches.map(({ latency }) => latency);
  return judgeFew({ metric, now, before, batches, shown, tolerance });
}

function regimeOf(
  metric: Metric,
  { endpoint, index }: Scope,
  { whole, endpoints, stages }: HistoryBasis,
): Regime {
  if (index !== undefined) return stages[index]?.[metric] ?? NO_RUNS;
  if (endpoint === null) return whole[metric] ?? NO_RUNS;
  return (Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint]?.[metric] : undefined) ?? NO_RUNS;
}

function tooFewRuns(
  row: MetricScope,
  { points, earlier }: Regime,
  { place }: HistoryBasis,
): CauseOf<'too-few-runs'> {
  const [first] = points;
  const since = earlier > 0 && first ? first.at.slice(0, 10) : null;
  return {
    code: 'too-few-runs',
    ...row,
    place,
    runs: points.length,
    since,
    advisesFrom: ADVISES_FROM,
    gatesFrom: GATES_FROM,
  };
}

function notesOn({ finding, detectable }: Change, runs: number): Note[] {
  const open = finding === 'undecided';
  if (useOf(runs) === 'advises')
    return [{ code: 'history-advises', runs, gatesFrom: GATES_FROM, detectable: open ? detectable : null }];
  return open ? [{ code: 'none-shown', detectable, runs }] : [];
}
