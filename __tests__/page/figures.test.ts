/** The figures of the charts, against what they are made of, computed in another way. */
import { decodeFromCompressedBase64, type JsHistogram } from 'hdr-histogram-js';
import { METRICS } from '../../src/config/metrics.ts';
import { TAILS } from '../../src/report/html/charts/latency-charts.ts';
import * as cases from '../report/cases.ts';
import * as interleaved from '../report/interleaved-cases.ts';
import * as server from '../report/server-cases.ts';
import * as stages from '../report/stage-cases.ts';
import { chartIn, dataIn, pageOf, published } from './pages.ts';

const publication = published(interleaved.interleavedFail);
const page = pageOf(publication);

/** HdrHistogram's own, of the file's text. */
function histogramOf(side: 'target' | 'base', name: string | null) {
  const round = publication.result.rounds.find((one) => one.side === side);
  const texts = Object.entries(round?.histograms ?? {}).filter(([own]) => name === null || own === name);
  const [first, ...others] = texts.map(
    ([, { latency }]) => decodeFromCompressedBase64(latency) as JsHistogram,
  );
  if (first === undefined) throw new Error(`no histogram of ${name}`);
  for (const other of others) first.add(other);
  return first;
}

const SIDES = [
  ['Target', 'target'],
  ['Base', 'base'],
] as const;

test.each(
  SIDES,
)('percentiles of the %s are HdrHistogram’s, to as many nines as there are requests', (label, side) => {
  const chart = chartIn(page, 'latency-distribution');
  for (const { name, lines } of chart?.views ?? []) {
    const histogram = histogramOf(side, name === 'All requests' ? null : name);
    const line = lines.find((one) => one.name === label);
    expect(line?.x).toEqual(TAILS.filter((tail) => tail <= histogram.totalCount));
    line?.x.forEach((tail, i) => {
      const ms = histogram.getValueAtPercentile(100 * (1 - 1 / tail)) / 1000;
      // Both read a bucket at its end, and the page keeps four digits.
      expect(Math.abs((line.y[i] ?? 0) / ms - 1)).toBeLessThan(0.0025);
    });
  }
  expect(chart?.views.length).toBe(publication.result.endpoints.length + 1);
});

test.each(SIDES)('the shares of the %s are counts of what the histogram recorded', (label, side) => {
  for (const { name, lines } of chartIn(page, 'latency-shares')?.views ?? []) {
    const histogram = histogramOf(side, name === 'All requests' ? null : name);
    const line = lines.find((one) => one.name === label);
    line?.x.forEach((ms, i) => {
      const share = sharesOf(histogram, ms);
      expect(Math.abs((line.y[i] ?? 0) - share)).toBeLessThan(0.0006);
    });
    expect(line?.y.at(-1)).toBe(1);
  }
});

/** Adds up the buckets one by one. */
function sharesOf(histogram: ReturnType<typeof histogramOf>, limitMs: number): number {
  let count = 0;
  for (let i = 0; i < histogram.countsArrayLength; i++) {
    const found = histogram.getCountAtIndex(i);
    if (found > 0 && histogram.highestEquivalentValue(histogram.valueFromIndex(i)) / 1000 <= limitMs)
      count += found;
  }
  return count / histogram.totalCount;
}

test('each block has its change where the coin put it', () => {
  const chart = chartIn(page, 'blocks');
  const { gates, order } = publication.result.interleaved ?? { gates: [], order: '' };
  expect(chart?.views).toHaveLength(gates.length);
  gates.forEach((gate, at) => {
    const view = chart?.views[at];
    const told = (view?.lines ?? []).flatMap(({ name, x, y }) =>
      x.map((block, i) => ({ block, first: name === 'target first' ? 'T' : 'B', change: y[i] })),
    );
    const known = gate.changes.map((change, i) => ({
      block: i + 1,
      first: order.split(' ')[i]?.[0],
      change: change === null ? null : Number(change.toPrecision(4)),
    }));
    expect(told.toSorted((a, b) => a.block - b.block)).toEqual(known);
    const isLower = METRICS[gate.metric].worse === 'lower';
    expect(view?.bands).toEqual([
      { from: isLower ? -gate.tolerance : 0, to: isLower ? 0 : gate.tolerance, name: 'tolerance' },
    ]);
  });
});

test('the gates’ forest holds each change and interval in tolerances, worse above 0', () => {
  const [, section = ''] = /<section id="changes".*?<tbody>(.*?)<\/tbody>/s.exec(page) ?? [];
  const drawn = [...section.matchAll(/data-at="([^"]*)"(?: data-low="([^"]*)" data-high="([^"]*)")?/g)];
  const rows = publication.result.comparisons.filter(
    ({ change, regression }) => change !== null && regression,
  );
  expect(drawn).toHaveLength(rows.length);
  rows.forEach(({ metric, change, interval, regression }, i) => {
    const way = METRICS[metric].worse === 'lower' ? -1 : 1;
    const scale = (value: number) => (way * value) / (regression?.tolerance ?? 1);
    expect(Number(drawn[i]?.[1])).toBeCloseTo(scale(change ?? 0), 4);
    const ends = interval?.map(scale).toSorted((a, b) => a - b);
    if (ends)
      expect([drawn[i]?.[2], drawn[i]?.[3]].map(Number)).toEqual(ends.map((end) => expect.closeTo(end, 4)));
  });
});

test('the P99 of every request with enough responses is beside its base’s, with the interval of both spreads', () => {
  const [, table = ''] = /<h3>P99 of each request<\/h3>.*?<tbody>(.*?)<\/tbody>/s.exec(page) ?? [];
  const drawn = [
    ...table.matchAll(/<th[^>]*>([^<]*)<.*?data-at="([^"]*)" data-low="([^"]*)" data-high="([^"]*)"/gs),
  ];
  expect(drawn.length).toBeGreaterThan(4);
  for (const [, name = '', at, low, high] of drawn) {
    const now = publication.result.endpoints.find((one) => one.name === name)?.metrics;
    const before = publication.result.interleaved?.endpoints.find((one) => one.name === name)?.metrics;
    const log = Math.log((now?.latencyMs?.p99 ?? 0) / (before?.latencyMs?.p99 ?? 1));
    const reach = 1.6449 * Math.sqrt((now?.spread.p99 ?? 0) ** 2 + (before?.spread.p99 ?? 0) ** 2);
    expect(Number(at)).toBeCloseTo(Math.exp(log) - 1, 4);
    expect(Number(low)).toBeCloseTo(Math.exp(log - reach) - 1, 3);
    expect(Number(high)).toBeCloseTo(Math.exp(log + reach) - 1, 3);
  }
  const sizes = drawn.map(([, , at]) => Number(at));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});

test('the load’s charts hold the course of each side, on one clock and one scale', () => {
  const charts = dataIn(page).charts.filter(({ group }) => group === 'course');
  expect(charts.map(({ id }) => id)).toEqual(['course-latency', 'course-throughput']);
  const [latency, throughput] = charts;
  for (const { side, points } of publication.result.course ?? []) {
    const of = (name: string) => latency?.views[0].lines.find((one) => one.name === name);
    const label = side === 'target' ? 'Target' : 'Base';
    expect(of(`${label} P99`)?.y).toEqual(points.map(({ p99Ms }) => expect.closeTo(p99Ms ?? 0, 1)));
    expect(of(`${label} P50`)?.y).toEqual(points.map(({ p50Ms }) => expect.closeTo(p50Ms ?? 0, 1)));
    expect(of(`${label} P99`)?.x).toEqual(
      points.map(({ fromSeconds, seconds }) => expect.closeTo(fromSeconds + seconds / 2, 1)),
    );
    const rate = throughput?.views[0].lines.find(({ name }) => name === label);
    expect(rate?.y).toEqual(points.map(({ throughputPerSecond: per }) => expect.closeTo(per, 0)));
  }
  expect(new Set(charts.map(({ x }) => x.most)).size).toBe(1);
});

test('stages are shaded as they followed one another', () => {
  const of = published(stages.stagesFail);
  const shades = chartIn(pageOf(of), 'course-latency')?.shades ?? [];
  const seconds = (of.result.stages ?? []).map(({ durationSeconds }) => durationSeconds);
  expect(shades).toHaveLength(seconds.length);
  let from = 0;
  shades.forEach((shade, i) => {
    expect(shade.from).toBeCloseTo(from, 0);
    from += seconds[i] ?? 0;
    expect(shade.to).toBeCloseTo(from, 0);
  });
});

test('each unit of the server’s side has a chart with the samples of its series', () => {
  const of = published(server.serverFail());
  const charts = dataIn(pageOf(of)).charts.filter(({ id }) => id.startsWith('course-server'));
  const series = of.result.server?.series ?? [];
  expect(charts).toHaveLength(new Set(series.map(({ unit }) => unit)).size);
  for (const { key, unit, samples } of series) {
    const chart = charts.find(({ y }) => y.unit === unit);
    const line = chart?.views[0].lines.find(({ name }) => name === key);
    expect(line?.x).toEqual(samples.map(([seconds]) => seconds));
    expect(line?.y).toEqual(samples.map(([, value]) => Number(value.toPrecision(4))));
  }
});

test('a stored baseline’s P99 stands in the distribution of a run without a base', () => {
  const chart = chartIn(pageOf(published(cases.slow)), 'latency-distribution');
  const known = chart?.views[0].lines.find(({ name }) => name === 'Baseline');
  expect(known).toMatchObject({ x: expect.arrayContaining([100]), look: 'hollow-points' });
  expect(known?.y[known.x.indexOf(100)]).toBe(93.84);
});
