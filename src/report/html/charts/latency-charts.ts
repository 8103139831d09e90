/** The distribution of latencies, over percentiles and as shares, of the histograms that a result holds. */

import { METRIC_NAMES, METRICS } from '../../../config/metrics.ts';
import { isWhole } from '../../../config/scope.ts';
import { Histogram } from '../../../evidence/histogram.ts';
import type { Result } from '../../../evidence/result/schema.ts';
import type { Words } from '../../words/language.ts';
import { type Chart, type Line, shorten, type View } from '../chart.ts';

/** To P99.99, as many points for each nine. */
const FARTHEST = 10_000;
const POINTS_A_NINE = 14;
const POINTS_OF_SHARES = 60;

/** 1 / (1 − share), from P0 to P99.99, evenly spread on a log scale. */
export const TAILS: readonly number[] = Array.from({ length: 4 * POINTS_A_NINE + 1 }, (_, i) =>
  Number((10 ** (i / POINTS_A_NINE)).toPrecision(6)),
);

/** What is drawn of one run, or of one side of it, by request name. */
export interface DrawnRun {
  readonly name: string;
  readonly colour: Line['colour'];
  readonly whole: Histogram;
  readonly byName: ReadonlyMap<string, Histogram>;
}

/** A side's histograms; null where the file has none, as those of before, or none that can be read. */
export function histogramsOf(
  { rounds }: Pick<Result, 'rounds'>,
  side: 'target' | 'base',
): Pick<DrawnRun, 'whole' | 'byName'> | null {
  const own = rounds
    .filter((round) => round.side === side)
    .flatMap(({ histograms }) => Object.entries(histograms));
  const read = own.flatMap(([name, { latency }]) => {
    const histogram = readHistogram(latency);
    return histogram === null ? [] : [[name, histogram] as const];
  });
  const whole = Histogram.merge(...read.map(([, histogram]) => histogram));
  return whole.count === 0 ? null : { whole, byName: new Map(read) };
}

function readHistogram(text: string): Histogram | null {
  try {
    return Histogram.fromBase64(text);
  } catch {
    return null;
  }
}

/** @param names of requests, in the order in which they can be chosen */
export function distributionChart(
  drawn: readonly DrawnRun[],
  names: readonly string[],
  known: Line | null,
  { page }: Words,
): Chart | null {
  const [whole, ...views] = viewsOf(drawn, names, page.allRequests, percentileLine);
  if (whole === undefined) return null;
  const first: View = known === null ? whole : { ...whole, lines: [...whole.lines, known] };
  return {
    id: 'latency-distribution',
    ...page.distribution,
    x: { label: page.percentile, unit: 'percentile', scale: 'log', least: 1, most: FARTHEST },
    y: { label: page.latency, unit: 'ms', scale: 'linear', least: 0 },
    views: [first, ...views],
  };
}

export function sharesChart(
  drawn: readonly DrawnRun[],
  names: readonly string[],
  { page }: Words,
): Chart | null {
  const [first, ...views] = viewsOf(drawn, names, page.allRequests, shareLine);
  if (first === undefined) return null;
  return {
    id: 'latency-shares',
    ...page.shares,
    x: { label: page.latency, unit: 'ms', scale: 'log' },
    y: { label: page.shareOfRequests, unit: 'share', scale: 'linear', least: 0, most: 1 },
    views: [first, ...views],
  };
}

type Draw = (histogram: Histogram, all: readonly Histogram[]) => Pick<Line, 'x' | 'y'>;

function viewsOf(drawn: readonly DrawnRun[], names: readonly string[], ofAll: string, draw: Draw): View[] {
  const view = (name: string, of: (one: DrawnRun) => Histogram | undefined): View[] => {
    const parts = drawn.flatMap((one) => {
      const histogram = of(one);
      return histogram === undefined || histogram.count === 0 ? [] : [{ ...one, histogram }];
    });
    const all = parts.map(({ histogram }) => histogram);
    const lines = parts.map(({ name: whose, colour, histogram }) => ({
      name: whose,
      colour,
      ...draw(histogram, all),
    }));
    return lines.length === 0 ? [] : [{ name, lines }];
  };
  const own = names.length < 2 ? [] : names.flatMap((name) => view(name, ({ byName }) => byName.get(name)));
  return [...view(ofAll, ({ whole }) => whole), ...own];
}

/** As far as there are requests beyond. */
function percentileLine(histogram: Histogram): Pick<Line, 'x' | 'y'> {
  const x = TAILS.filter((tail) => tail <= histogram.count);
  return { x, y: x.map((tail) => shorten(histogram.percentileMs(100 * (1 - 1 / tail)))) };
}

/** All of a view at the same latencies, so that they can be read beside one another. */
function shareLine(histogram: Histogram, all: readonly Histogram[]): Pick<Line, 'x' | 'y'> {
  const lowest = Math.min(...all.map((one) => one.percentileMs(0) ?? 0));
  const highest = Math.max(...all.map((one) => one.maxMs ?? 0));
  const from = Math.log(Math.max(0.001, lowest));
  const step = (Math.log(Math.max(0.0011, highest)) - from) / (POINTS_OF_SHARES - 1);
  const x = Array.from({ length: POINTS_OF_SHARES }, (_, i) =>
    i === POINTS_OF_SHARES - 1 ? highest : Number(Math.exp(from + i * step).toPrecision(4)),
  );
  return {
    x,
    y: x.map((ms) => shorten(1 - histogram.shareAboveMs(ms).above / histogram.count)),
  };
}

/** What a stored baseline tells of all requests: single percentiles. */
export function knownPercentiles({ comparisons }: Result, { titles }: Words): Line | null {
  const known = METRIC_NAMES.flatMap((metric) => {
    const row = METRICS[metric];
    const found = comparisons.find(
      (one) => one.metric === metric && isWhole(one) && one.against === 'baseline' && one.baseline !== null,
    );
    return row.kind === 'latency' && found && found.baseline !== null && row.quantile < 1
      ? [[1 / (1 - row.quantile), found.baseline] as const]
      : [];
  }).sort(([a], [b]) => a - b);
  if (known.length === 0) return null;
  return {
    name: titles.baseline,
    colour: 'base',
    x: known.map(([tail]) => Number(tail.toPrecision(6))),
    y: known.map(([, ms]) => ms),
    look: 'hollow-points',
  };
}
