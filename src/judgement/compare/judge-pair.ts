/** What two runs, one of each environment, show of how they differ. */

import { canRegress, HEADLINE_METRICS, METRIC_NAMES, METRICS, type Metric } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import { compareConditions } from '../../evidence/comparability.ts';
import type { ComparedRun } from '../../evidence/compare/compared-run.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { Difference } from '../../evidence/result/differences.ts';
import type { Change } from '../regressions/change.ts';
import { judgeDifference } from '../regressions/difference.ts';
import { judgeRatio } from '../regressions/ratio.ts';
import { fromSize, toChange } from '../scale.ts';

/** Assumed run-to-run standard deviation on the log scale: one run of each can't tell it. As gate.spread has it. */
export const ASSUMED_SPREAD = 0.1;
/** Error rates further apart than this answer different questions: one percentage point. */
const SAME_ERRORS = 0.01;

export interface JudgedFigure {
  readonly metric: Metric;
  readonly before: number;
  readonly now: number;
  /** Relative; on a linear scale the difference. */
  readonly change: number;
  /** in-doubt: the one that looks better fails more often. too-few: responses for that percentile. */
  readonly finding: 'better' | 'worse' | 'not-shown' | 'in-doubt' | 'too-few';
  /** Changes from which on one run each would show one; null where that can't be said. */
  readonly detectable: { readonly worse: number; readonly better: number | null } | null;
}

export type PairVerdict = 'better' | 'worse' | 'mixed' | 'none-shown' | 'not-comparable';

export interface RunPair {
  readonly before: ComparedRun;
  readonly now: ComparedRun;
  /** What makes their figures answers to different questions. */
  readonly refused: readonly Difference[];
  /** For the reader to weigh. */
  readonly noted: readonly Difference[];
  /** Those whose own verdict is invalid. */
  readonly invalid: readonly ComparedRun[];
  /** Empty where they can't be compared. */
  readonly figures: readonly JudgedFigure[];
  readonly verdict: PairVerdict;
}

/** Holds `now` against `before`: better and worse are said of `now`. */
export function judgePair(before: ComparedRun, now: ComparedRun): RunPair {
  const { refused, noted } = compareConditions(now.result.conditions, before.result.conditions);
  const invalid = [before, now].filter(({ result }) => result.verdict === 'invalid');
  const isComparable = refused.length === 0 && invalid.length === 0;
  const figures = isComparable ? METRIC_NAMES.flatMap((metric) => judgeFigure(metric, before, now)) : [];
  return {
    before,
    now,
    refused,
    noted,
    invalid,
    figures,
    verdict: isComparable ? sumUp(figures) : 'not-comparable',
  };
}

/** By the figures that every report leads with; the others are for the table. */
function sumUp(figures: readonly JudgedFigure[]): PairVerdict {
  const found = figures.filter(({ metric }) => HEADLINE_METRICS.includes(metric));
  const is = (finding: JudgedFigure['finding']) => found.some((one) => one.finding === finding);
  if (is('better')) return is('worse') ? 'mixed' : 'better';
  return is('worse') ? 'worse' : 'none-shown';
}

function judgeFigure(metric: Metric, before: ComparedRun, now: ComparedRun): JudgedFigure[] {
  const [then, present] = [figureOf(metric, before.metrics), figureOf(metric, now.metrics)];
  if (then === null || present === null || !canRegress(metric, now.result.conditions.model)) return [];
  const { scale } = METRICS[metric];
  const row = { metric, before: then, now: present };
  if (scale === 'linear') return [{ ...row, ...judgeShares(metric, before, now) }];
  if (!(then > 0) || !(present > 0)) return [];
  const judged = judgeRatios(metric, { before: then, now: present }, before, now);
  return [
    {
      ...row,
      ...(isFew(metric, before, now) ? { ...judged, finding: 'too-few', detectable: null } : judged),
    },
  ];
}

function isFew(metric: Metric, ...runs: readonly ComparedRun[]): boolean {
  return runs.some(({ metrics }) => metrics.successes + metrics.errors.timeout < fewestResponses(metric));
}

type Found = Pick<JudgedFigure, 'change' | 'finding' | 'detectable'>;

function judgeShares(metric: Metric, before: ComparedRun, now: ComparedRun): Found {
  const proportion = ({ metrics }: ComparedRun) => ({
    share: metrics.errorRate ?? 0,
    n: Math.max(1, metrics.requests) / Math.max(1, metrics.spread[metric] ?? 1),
  });
  const [first, second] = [proportion(before), proportion(now)];
  const judged = judgeDifference(second, first, 0);
  const mirrored = judgeDifference(first, second, 0);
  // Each way by its own rule, as the exact test of few requests is for what is worse.
  const finding =
    judged.finding === 'regressed' ? 'worse' : mirrored.finding === 'regressed' ? 'better' : 'not-shown';
  return {
    change: judged.change,
    finding,
    detectable: judged.detectable === null ? null : { worse: judged.detectable, better: null },
  };
}

/** Of a figure, or of a figure for each unit of money, whose price is known to the cent. */
export function judgeRatios(
  metric: Metric,
  values: { readonly before: number; readonly now: number },
  before: ComparedRun,
  now: ComparedRun,
): Found {
  const errors = [before, now].map(({ metrics }) => metrics.spread[metric]);
  const [ofBefore, ofNow] = errors.map((one, i) => one ?? errors[1 - i] ?? 0) as [number, number];
  const judged = judgeRatio({
    metric,
    ...values,
    standardErrorBefore: ofBefore,
    standardErrorNow: ofNow,
    spread: ASSUMED_SPREAD,
    tolerance: 0,
  });
  const finding = findingOf(judged, before, now);
  return { change: judged.change, finding, detectable: bothWays(metric, judged) };
}

/** Failures are often faster than successes: what looks better by failing is not shown to be. */
function findingOf({ finding }: Change, before: ComparedRun, now: ComparedRun): JudgedFigure['finding'] {
  if (finding !== 'improved' && finding !== 'regressed') return 'not-shown';
  const more = (now.metrics.errorRate ?? 0) - (before.metrics.errorRate ?? 0);
  const ofBetter = finding === 'improved' ? more : -more;
  if (ofBetter > SAME_ERRORS) return 'in-doubt';
  return finding === 'improved' ? 'better' : 'worse';
}

/** On the log scale one shows as soon as the other. */
function bothWays(metric: Metric, { detectable }: Change): JudgedFigure['detectable'] {
  if (detectable === null) return null;
  const shown = fromSize(metric, detectable);
  return { worse: toChange(metric, shown), better: toChange(metric, -shown) };
}
