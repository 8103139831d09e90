/** A figure of a few whole passes a side, against the other side's. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import { type BatchCount, stratifiedEffect } from '../../evidence/design-effect.ts';
import { figureOf, figureOfPart } from '../../evidence/figure-of.ts';
import type { Figures } from '../../evidence/measurement.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import { inStages } from '../in-stages.ts';
import { errorsDesignEffect } from '../limits/errors.ts';
import type { Change } from '../regressions/change.ts';
import { judgeDifference } from '../regressions/difference.ts';
import { judgeSpeedChange } from '../regressions/speed-change.ts';
import { stratifiedLogError } from '../statistics/batch-means.ts';
import { FEWEST_PASSES, reachOf } from '../statistics/few-passes.ts';
import { mean } from '../statistics/mean.ts';
import type { Proportion } from '../statistics/newcombe.ts';
import { RULED_OUT } from '../statistics/quantiles.ts';

export interface PassChange extends Change {
  /** Geometric means over the passes; of errors the shares of all their requests. */
  readonly now: number;
  readonly before: number;
  /** Of the fewer on either side. */
  readonly passes: number;
  /** The change in each pair, in their order; null where a pass has no such figure. */
  readonly changes: readonly (number | null)[];
}

interface Rule {
  /** In the unit of the metric's changes; 0 where none is declared. */
  readonly tolerance: number;
  /** One-sided, at which a change is shown. */
  readonly level: number;
  /** Standard deviation from pass to pass on the log scale that there is at least. */
  readonly spread: number;
  /** On the log scale: what the hosts may differ by. */
  readonly allowance: number;
}

/** Figures of passes, each of which has so many stages; of a stage alone, 1. */
interface PassRule extends Rule {
  readonly stages: number;
}

/** A rate of nothing has no logarithm: it counts as that of a service a thousand times slower. */
const SLOWEST = 1 / 1000;

/** Null where fewer than two passes of a side have such a figure. */
export function changeOfPasses(
  metric: Metric,
  pairs: readonly Sides<Figures>[],
  rule: PassRule,
): PassChange | null {
  return METRICS[metric].kind === 'share' ? changeOfShare(pairs, rule) : changeOfSpeed(metric, pairs, rule);
}

function changeOfSpeed(metric: Metric, pairs: readonly Sides<Figures>[], rule: PassRule): PassChange | null {
  const seen = (side: keyof Sides<Figures>) => pairs.map((pair) => figureOf(metric, pair[side]));
  const base = seen('base').map((figure) => (figure !== null && figure > 0 ? figure : null));
  const known = base.filter((figure) => figure !== null);
  const target = seen('target').map((figure) =>
    figure === 0 && METRICS[metric].kind === 'rate' ? SLOWEST * Math.max(...known) : figure,
  );
  const [now, before] = [logsOf(target), logsOf(base)];
  const passes = Math.min(now.length, before.length);
  if (passes < FEWEST_PASSES) return null;
  const logs = { target: now, base: before, within: varianceWithin(metric, pairs, rule.stages) };
  return {
    ...judgeLogs(metric, logs, rule),
    passes,
    changes: target.map((figure, i) => {
      const beside = base[i] ?? null;
      return figure === null || beside === null ? null : figure / beside - 1;
    }),
  };
}

/**
 * The logarithms of a figure, pass by pass, of at least two passes a side.
 *
 * @param logs with the variance that is known from within the passes
 */
export function judgeLogs(
  metric: Metric,
  logs: { readonly target: readonly number[]; readonly base: readonly number[]; readonly within: number },
  { level, spread, tolerance, allowance }: Rule,
): Pick<PassChange, keyof Change | 'now' | 'before'> {
  const values = { ...logs, spread };
  const means = { now: Math.exp(mean(logs.target)), before: Math.exp(mean(logs.base)) };
  const [shown, ruledOut] = [reachOf(values, level), reachOf(values, RULED_OUT)];
  return { ...judgeSpeedChange({ metric, ...means, shown, ruledOut, tolerance, allowance }), ...means };
}

function logsOf(figures: readonly (number | null)[]): number[] {
  return figures.flatMap((figure) => (figure === null ? [] : [Math.log(figure)]));
}

/** What the batches of each pass tell of its own figure, on average over those that tell it. */
function varianceWithin(metric: Metric, pairs: readonly Sides<Figures>[], stages: number): number {
  const variances = pairs.flatMap(({ target, base }) =>
    [target, base].flatMap((figures) => {
      const { batches } = figures;
      const values = batches.map(({ latency, throughputPerSecond }) =>
        figureOfPart(metric, { latency, perSecond: throughputPerSecond, errorRate: null }),
      );
      const error = stratifiedLogError(inStages(values, figures, stages));
      return error === null ? [] : [error ** 2];
    }),
  );
  return variances.length === 0 ? 0 : mean(variances);
}

/**
 * Shares are held against each other twice, and the wider of the two counts: all requests of either side (Newcombe, on
 * as many independent ones as they are worth), and the passes among themselves.
 */
function changeOfShare(pairs: readonly Sides<Figures>[], rule: PassRule): PassChange | null {
  const { tolerance, level, stages } = rule;
  const ofSide = (side: keyof Sides<Figures>) => pairs.map((pair) => pair[side]);
  const rates = { target: ofSide('target').flatMap(rateOf), base: ofSide('base').flatMap(rateOf) };
  const passes = Math.min(rates.target.length, rates.base.length);
  const now = effectiveOf(ofSide('target'), stages);
  const before = effectiveOf(ofSide('base'), stages);
  if (passes < FEWEST_PASSES || now === null || before === null) return null;
  const all = [...ofSide('target'), ...ofSide('base')];
  const values = { ...rates, within: mean(all.flatMap((pass) => varianceOf(pass, stages))), spread: 0 };
  const [shown, ruledOut] = [reachOf(values, level), reachOf(values, RULED_OUT)];
  const judged = judgeDifference(now, before, tolerance, level);
  const { change, interval } = judged;
  return {
    change,
    interval: [
      Math.min(interval?.[0] ?? change, change - ruledOut),
      Math.max(interval?.[1] ?? change, change + ruledOut),
    ],
    detectable: judged.detectable === null ? null : Math.max(judged.detectable, shown),
    finding: findOf(judged, { shown, ruledOut, tolerance }),
    now: now.share,
    before: before.share,
    passes,
    changes: pairs.map(({ target, base }) => {
      const [[rate], [beside]] = [rateOf(target), rateOf(base)];
      return rate === undefined || beside === undefined ? null : rate - beside;
    }),
  };
}

/** What all requests together show, as far as the passes among themselves agree. */
function findOf(
  { change, finding }: Change,
  {
    shown,
    ruledOut,
    tolerance,
  }: Pick<Rule, 'tolerance'> & { readonly shown: number; readonly ruledOut: number },
): Change['finding'] {
  const holds =
    finding === 'regressed'
      ? change > shown
      : finding === 'improved'
        ? -change > shown
        : change + ruledOut < tolerance;
  return holds ? finding : 'undecided';
}

function countsOf({ batches }: Figures): BatchCount[] {
  return batches.map(({ errors, requests }) => ({ hits: errors, n: requests }));
}

/** Over all passes of a side; null without a request. A stage's batches are those of all passes. */
function effectiveOf(passes: readonly Figures[], stages: number): Proportion | null {
  const ofPasses = passes.map((figures) => inStages(countsOf(figures), figures, stages));
  const strata = Array.from({ length: stages }, (_, stage) => ofPasses.flatMap((one) => one[stage] ?? []));
  const [share] = rateIn(strata.flat());
  const n = strata.flat().reduce((sum, batch) => sum + batch.n, 0);
  return share === undefined ? null : { share, n: n / stratifiedEffect(strata) };
}

/** Of one pass; empty where nothing was asked. */
function rateOf(figures: Figures): number[] {
  return rateIn(countsOf(figures));
}

function rateIn(batches: readonly BatchCount[]): number[] {
  const n = batches.reduce((sum, batch) => sum + batch.n, 0);
  return n === 0 ? [] : [batches.reduce((sum, batch) => sum + batch.hits, 0) / n];
}

/** Of the share of one pass, as far as its own requests explain it. */
function varianceOf(figures: Figures, stages: number): number[] {
  const n = figures.batches.reduce((sum, { requests }) => sum + requests, 0);
  return rateOf(figures).map((rate) => (rate * (1 - rate) * errorsDesignEffect(figures, stages)) / n);
}
