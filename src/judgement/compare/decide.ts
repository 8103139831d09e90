/** Which of several environments is better, question by question: as far as one run of each can show it. */
import { canRegress, HEADLINE_METRICS, type Metric, metricsOf } from '../../config/metrics.ts';
import type { ComparedRun } from '../../evidence/compare/compared-run.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { judgePair, judgeRatios, type RunPair } from './judge-pair.ts';
import { type LoadLevel, loadLevels } from './load-levels.ts';
import { perHour, perMillion } from './price.ts';

/**
 * one: better than each of the others. several: nobody is shown to be better than these. none: no difference is shown.
 * not-comparable: at most one of them answers the question under the first one's conditions. unknown: one doesn't say.
 */
export type Answer =
  | { readonly is: 'one'; readonly of: readonly [number] }
  | { readonly is: 'several'; readonly of: readonly number[] }
  | { readonly is: 'none' | 'not-comparable' | 'unknown'; readonly of: readonly [] };

export interface AnsweredQuestion {
  readonly question: Metric | 'headroom' | 'price' | 'cost-per-request';
  /** The figure of each run, in the unit of the question; null where it has none. */
  readonly values: readonly (number | null)[];
  readonly answer: Answer;
}

export interface Comparing {
  readonly runs: readonly ComparedRun[];
  /** Each of the others held against the first. */
  readonly pairs: readonly RunPair[];
  readonly decisions: readonly AnsweredQuestion[];
  readonly levels: readonly LoadLevel[];
  /** Of all prices; null where there are none, or several. */
  readonly currency: string | null;
}

/** Shares of the processors that are closer than this are alike. */
const SAME_HEADROOM = 0.05;

/** @param runs at least two */
export function compareRuns(runs: readonly ComparedRun[]): Comparing {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) throw new RangeError('at least two runs are compared');
  const pairs = others.map((other) => judgePair(first, other));
  const currency = currencyOf(runs);
  const prices = runs.map(({ result: { cost } }) => (cost && currency !== null ? perHour(cost) : null));
  const able = [0, ...pairs.flatMap(({ verdict }, i) => (verdict === 'not-comparable' ? [] : [i + 1]))];
  return {
    runs,
    pairs,
    currency,
    levels: loadLevels(runs, able, prices),
    decisions: [
      ...HEADLINE_METRICS.filter((metric) => canRegress(metric, first.result.conditions.model)).map(
        (metric) => byFigure(metric, runs, able),
      ),
      ...byHeadroom(runs, able),
      ...byPrice(runs, prices, able),
    ],
  };
}

function byFigure(metric: Metric, runs: readonly ComparedRun[], able: readonly number[]): AnsweredQuestion {
  const known = new Set<number>();
  const better = new Map<string, boolean | null>();
  for (const i of able) {
    for (const j of able) {
      if (j <= i) continue;
      const pair = judgePair(runs[i] as ComparedRun, runs[j] as ComparedRun);
      const found = pair.figures.find((one) => one.metric === metric)?.finding;
      if (found === undefined) continue;
      known.add(i).add(j);
      better.set(`${j} ${i}`, found === 'better' || (found === 'worse' ? false : null));
    }
  }
  const isBetter = (a: number, b: number) => better.get(`${a} ${b}`) ?? negate(better.get(`${b} ${a}`));
  return {
    question: metric,
    values: runs.map(({ metrics }) => figureOf(metric, metrics)),
    answer: answerOf(
      able.filter((i) => known.has(i)),
      able,
      isBetter,
    ),
  };
}

function negate(is: boolean | null | undefined): boolean | null {
  return is === null || is === undefined ? null : !is;
}

/** Those that nobody is shown to be better than; null is not shown either way. */
function answerOf(
  known: readonly number[],
  able: readonly number[],
  isBetter: (a: number, b: number) => boolean | null,
): Answer {
  if (known.length < 2) return { is: able.length < 2 ? 'not-comparable' : 'unknown', of: [] };
  const best = known.filter((i) => known.every((j) => j === i || isBetter(j, i) !== true));
  const winner = best.find((i) => known.every((j) => j === i || isBetter(i, j) === true));
  if (winner !== undefined) return { is: 'one', of: [winner] };
  const isShown = known.some((i) => known.some((j) => j !== i && isBetter(i, j) === true));
  return isShown ? { is: 'several', of: best } : { is: 'none', of: [] };
}

/** Nothing where no server was watched. */
function byHeadroom(runs: readonly ComparedRun[], able: readonly number[]): AnsweredQuestion[] {
  const values = runs.map(({ cpu }) => (cpu === null ? null : 1 - cpu.max));
  return values.every((value) => value === null) ? [] : [exact('headroom', values, able, SAME_HEADROOM)];
}

/** @param of indices of those that are asked */
function exact(
  question: 'headroom' | 'price',
  values: readonly (number | null)[],
  of: readonly number[],
  same: number,
): AnsweredQuestion {
  const known = of.filter((i) => values[i] !== null);
  const sign = question === 'headroom' ? 1 : -1;
  const isBetter = (a: number, b: number) => {
    const more = sign * ((values[a] ?? 0) - (values[b] ?? 0));
    return Math.abs(more) <= same ? null : more > 0;
  };
  const answer: Answer = known.length < of.length ? { is: 'unknown', of: [] } : answerOf(known, of, isBetter);
  return { question, values, answer };
}

/** Nothing where nobody says what anything costs. */
function byPrice(
  runs: readonly ComparedRun[],
  prices: readonly (number | null)[],
  able: readonly number[],
): AnsweredQuestion[] {
  if (runs.every(({ result: { cost } }) => cost === undefined)) return [];
  return [exact('price', prices, [...runs.keys()], 0), byCostPerRequest(runs, prices, able)];
}

/** Whoever gets more for the money is told by the same rule as whoever does more: a price has no spread. */
function byCostPerRequest(
  runs: readonly ComparedRun[],
  prices: readonly (number | null)[],
  able: readonly number[],
): AnsweredQuestion {
  const [rate] = metricsOf('rate');
  const values = runs.map(({ metrics, result: { cost } }, i) =>
    cost && prices[i] !== null ? perMillion(cost, metrics.throughputPerSecond) : null,
  );
  const known = able.filter((i) => values[i] !== null);
  const isBetter = (a: number, b: number): boolean | null => {
    const [one, other] = [runs[a], runs[b]];
    if (one === undefined || other === undefined || rate === undefined) return null;
    const bought = { before: 1 / (values[b] ?? 0), now: 1 / (values[a] ?? 0) };
    const { finding } = judgeRatios(rate, bought, other, one);
    return finding === 'better' ? true : finding === 'worse' ? false : null;
  };
  const answer: Answer =
    known.length < able.length ? { is: 'unknown', of: [] } : answerOf(known, able, isBetter);
  return { question: 'cost-per-request', values, answer };
}

function currencyOf(runs: readonly ComparedRun[]): string | null {
  const found = new Set(runs.flatMap(({ result: { cost } }) => (cost ? [cost.currency] : [])));
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 ? only : null;
}
