import { fewestResponses, METRICS, type Metric } from '../../../config/metrics.ts';
import { figureOf, figureOfPart } from '../../../evidence/figure-of.ts';
import type { HistoryBasis, Regime } from '../../../evidence/history/basis.ts';
import type { Figures } from '../../../evidence/measurement.ts';
import { formatChangeSize } from '../../format.ts';
import { errorsDesignEffect } from '../../limits/errors.ts';
import { askForAnswers } from '../../limits/quantile.ts';
import type { JudgedRegression, OpenQuestion, Scope } from '../../row.ts';
import { logStandardError } from '../../statistics/batch-means.ts';
import { useOf } from '../../statistics/history-limit.ts';
import type { RegressionResult } from '../../verdict.ts';
import { beginSentence, nameRow } from '../../wording.ts';
import type { Change } from '../change.ts';
import { askIncomparable } from '../incomparable.ts';
import { isNearlyGone, tellNoSpread, withoutSpread } from '../nearly-gone.ts';
import { judgeSpeed, ownSpread } from './change.ts';
import { doubtChance } from './doubt-chance.ts';
import { judgeErrors } from './errors.ts';
import { adviseTooFew, askForRelease, askTooFew, noteAdvising } from './wording.ts';

const UNDECLARED = 0;
const NO_RUNS: Regime = { points: [], unsettled: [], earlier: 0 };

/**
 * Holds one figure against the last regime of its history: from 12 runs on it gates, from 8 on it only warns, and below
 * it can't be told.
 */
export function judgeHistory(metric: Metric, scope: Scope, history: HistoryBasis): JudgedRegression {
  const { endpoint, figures, baseline, bounds } = scope;
  const tolerance = bounds[metric]?.regression ?? null;
  const regime = regimeOf(metric, endpoint, history);
  const { points } = regime;
  const use = useOf(points.length);
  const name = nameRow({ metric, endpoint });
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
      : { tolerance, finding, detectable: null, gates: use !== 'advises', secondsMore: null, ...more };
  const leaveOpen = (open: OpenQuestion): JudgedRegression => ({
    ...seen,
    change: null,
    interval: null,
    // No release goes out on what could not be compared, be the history long enough or not.
    regression: result('undecided', {
      secondsMore: open.secondsMore,
      ...(history.forRelease && { gates: true }),
    }),
    note: tolerance === null ? null : open.note,
    open: tolerance === null ? null : open,
  });

  if (use === 'not-enough') return leaveOpen(askTooFew(name, regime, history));
  if (now === null || figures.requests === 0)
    return leaveOpen(askIncomparable(name, 'nothing came back to compare'));
  const answers = figures.latency.count;
  if (METRICS[metric].kind === 'latency' && answers < fewestResponses(metric)) {
    const more = (fewestResponses(metric) - answers) / (answers / scope.seconds);
    return leaveOpen(askForAnswers(metric, name, answers, more, false));
  }
  const change = changeOf(metric, { now, before, figures, regime, tolerance: tolerance ?? UNDECLARED });
  if (change === null) return leaveOpen(askIncomparable(name, tellNoSpread(figures.batches)));
  const advises = tolerance !== null && use === 'advises';
  const note = noteOn(metric, change, points.length);
  const doubt =
    advises || tolerance === null ? null : doubtChance({ metric, endpoint, change, tolerance, points, note });
  return {
    ...seen,
    change: change.change,
    interval: change.interval,
    regression: result(change.finding, {
      detectable: change.detectable,
      ...(advises && { advises }),
      ...(doubt && { doubted: true }),
    }),
    note: tolerance === null ? null : note,
    open: history.forRelease ? doubt : null,
    ...(doubt && !history.forRelease && { warning: `${beginSentence(doubt.why)}.` }),
    ...(advises && { advising: (history.forRelease ? askForRelease : adviseTooFew)(name, points.length) }),
  };
}

/** Null where the run doesn't tell its own spread, and would have to. */
function changeOf(
  metric: Metric,
  run: {
    readonly now: number;
    readonly before: number | null;
    readonly figures: Figures;
    readonly regime: Regime;
    readonly tolerance: number;
  },
): Change | null {
  const { now, before, figures, tolerance } = run;
  const { points } = run.regime;
  const { kind } = METRICS[metric];
  if (kind === 'share') {
    const { requests } = figures;
    return judgeErrors({ share: now, requests, burst: errorsDesignEffect(figures), points, tolerance });
  }
  // Requests, but not one success: no logarithm, and no doubt either.
  if (now === 0) return { change: -1, interval: null, detectable: null, finding: 'regressed' };
  const { batches } = figures;
  const values = batches.map(({ latency, throughputPerSecond }) =>
    figureOfPart(metric, { latency, perSecond: throughputPerSecond, errorRate: null }),
  );
  const standardError = logStandardError(values);
  const judge = (own: number): Change => judgeSpeed({ metric, now, points, ownSpread: own, tolerance });
  if (standardError !== null) return judge(ownSpread(standardError, figures.requests, points));
  const gone = kind === 'rate' && before !== null && isNearlyGone(batches, values, before, tolerance);
  return gone ? withoutSpread(judge(0)) : null;
}

function regimeOf(metric: Metric, endpoint: string | null, { whole, endpoints }: HistoryBasis): Regime {
  if (endpoint === null) return whole[metric] ?? NO_RUNS;
  return (Object.hasOwn(endpoints, endpoint) ? endpoints[endpoint]?.[metric] : undefined) ?? NO_RUNS;
}

function noteOn(metric: Metric, { finding, detectable }: Change, runs: number): string | null {
  const advising = useOf(runs) === 'advises' ? noteAdvising(runs) : null;
  if (finding !== 'undecided') return advising;
  const size = detectable === null ? null : formatChangeSize(metric, detectable);
  if (advising !== null)
    return size === null ? advising : `${advising}; a change of ${size} would have shown`;
  if (size === null) return 'no regression shown; too few requests to show any';
  return `no regression shown; against ${runs} runs of history this run can only show ≥ ${size}`;
}
