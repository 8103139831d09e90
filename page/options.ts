/** What uPlot is told of a chart. */
import uPlot from 'uplot';
import type { Axis, Chart, Line, View } from '../src/report/html/chart.ts';
import { colour } from './colours.ts';
import type { Write } from './write.ts';

const FONT = '12px system-ui, sans-serif';
const PERCENTILES = [1, 2, 4, 10, 20, 100, 1000, 10_000];
const STEPS = [1, 2, 5];
/** Of the y axis and the top of a chart. */
const MARGIN = 8;

/** All lines on one x axis: where a line has nothing, it is undefined, and where it has a gap, null. */
export function dataOf({ lines }: View): uPlot.AlignedData {
  const [first, ...others] = lines.map(({ x, y }): uPlot.AlignedData => [[...x], [...y]]);
  return first === undefined ? [[]] : others.length === 0 ? first : uPlot.join([first, ...others]);
}

/** The stretch of the x axis that is shown at first. */
export function wholeRange({ x }: Chart, data: uPlot.AlignedData): readonly [number, number] {
  const [xs] = data;
  const low = Math.min(x.least ?? Number.POSITIVE_INFINITY, xs[0] ?? 0);
  const high = Math.max(x.most ?? Number.NEGATIVE_INFINITY, xs.at(-1) ?? 1);
  return x.unit === 'block' ? [low - 0.5, high + 0.5] : low < high ? [low, high] : [low, low + 1];
}

interface Setting {
  readonly chart: Chart;
  readonly view: View;
  readonly width: number;
  readonly write: Write;
  readonly hooks: uPlot.Hooks.Arrays;
}

export function optionsOf({ chart, view, width, write, hooks }: Setting): uPlot.Options {
  const yUnit = view.unit ?? chart.y.unit;
  return {
    width,
    height: heightOf(chart, width),
    padding: [MARGIN, 26, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: false, distr: chart.x.scale === 'log' ? 3 : 1, range: (_, low, high) => [low, high] },
      y: {
        distr: chart.y.scale === 'log' ? 3 : 1,
        range: (_, low, high) => rangeOfY(chart.y, view, low, high),
      },
    },
    axes: [
      { ...axis(chart.x, (value) => write.onAxis(chart.x.unit, value)), size: 30 },
      {
        ...axis(chart.y, (value) => write.onAxis(yUnit, value)),
        side: 3,
        size: (_, values) => widthOf(values, chart.group !== undefined),
        space: 34,
      },
    ],
    series: [{}, ...view.lines.map(seriesOf)],
    cursor: {
      y: false,
      drag: { x: true, y: false, dist: 8 },
      points: { size: 7 },
      ...(chart.group && { sync: { key: chart.group, scales: ['x', null], setSeries: false } }),
      dataIdx: (u, series, index) => nearest(u, series, index),
    },
    hooks,
  };
}

export function heightOf({ isLow = false }: Chart, width: number): number {
  return Math.round(Math.min(isLow ? 190 : 320, Math.max(isLow ? 150 : 220, width * (isLow ? 0.26 : 0.42))));
}

function axis({ scale, unit }: Axis, write: (value: number) => string): uPlot.Axis {
  return {
    stroke: () => colour('soft'),
    font: FONT,
    grid: { stroke: () => colour('rule'), width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => (value === null ? '' : write(value))),
    ...(unit === 'percentile' && { splits: () => PERCENTILES, filter: keep }),
    ...(scale === 'log' && unit !== 'percentile' && { splits: logSplits, filter: keep }),
    ...(unit === 'block' && { incrs: [1, 2, 5, 10, 20, 50, 100] }),
    ...(unit === 'date' && { splits: dateSplits, filter: keep }),
    space: (u) => Math.min(90, Math.max(56, u.width / 9)),
  };
}

/** As wide as the longest of its figures; charts that go together begin at one place, unless one needs more. */
function widthOf(values: string[] | null, isOneOfMany: boolean): number {
  return Math.max(
    isOneOfMany ? 78 : 0,
    16 + 6.8 * Math.max(3, ...(values ?? []).map(({ length }) => length)),
  );
}

const keep = (_: uPlot, splits: number[]) => splits;

const DAY = 86_400;
/** Of days, then of months. */
const DAYS = [1, 2, 7, 14];
const MONTHS = [1, 2, 3, 6, 12, 24, 60];

/** Midnights, or first days of months, UTC: as many as have room. */
function dateSplits(u: uPlot, _: number, low: number, high: number): number[] {
  const most = Math.max(2, Math.floor(u.width / 110));
  const days = (high - low) / DAY;
  const step = DAYS.find((one) => days / one <= most);
  if (step !== undefined) {
    const first = Math.ceil(low / DAY);
    return Array.from({ length: Math.floor(days / step) + 1 }, (__, i) => (first + i * step) * DAY).filter(
      (at) => at <= high,
    );
  }
  const months = MONTHS.find((one) => days / 30.4 / one <= most) ?? 120;
  const start = new Date(low * 1000);
  const from = start.getUTCFullYear() * 12 + start.getUTCMonth();
  return Array.from({ length: Math.ceil(days / 30.4 / months) + 2 }, (__, i) => {
    const month = Math.ceil(from / months) * months + i * months;
    return Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000;
  }).filter((at) => at >= low && at <= high);
}

/** 1, 2 and 5 of each power of ten, or fewer where they would touch. */
function logSplits(u: uPlot, _: number, low: number, high: number): number[] {
  const powers = Math.log10(high / low);
  const room = u.width / 70;
  const steps = powers * 3 <= room ? STEPS : powers * 2 <= room ? [1, 3] : [1];
  const from = Math.floor(Math.log10(low));
  return Array.from({ length: Math.ceil(powers) + 2 }, (__, i) => from + i)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(3))))
    .filter((value) => value >= low && value <= high);
}

function rangeOfY({ least, most }: Axis, { bands = [] }: View, low: number, high: number): [number, number] {
  const known = [low, high].filter((value) => value !== null && Number.isFinite(value));
  const all = [...known, ...bands.flatMap(({ from, to }) => [from, to])];
  const bottom = Math.min(least ?? Number.POSITIVE_INFINITY, ...all);
  const top = most ?? Math.max(...all, bottom);
  const room = (top - bottom || 1) * 0.06;
  return [bottom < 0 ? bottom - room : bottom, most === undefined ? top + room : top];
}

function seriesOf({ name, colour: named, look }: Line): uPlot.Series {
  const stroke = () => colour(named);
  const isPoints = look === 'full-points' || look === 'hollow-points';
  const isRuns = look === 'runs';
  return {
    label: name,
    stroke,
    width: isRuns ? 1 : look === 'dashed' || look === 'thin' ? 1.25 : 2,
    ...(look === 'dashed' && { dash: [5, 4] }),
    ...(look === 'steps' && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    ...(isPoints && { paths: () => null }),
    ...(isRuns && { alpha: 0.75 }),
    points: isRuns
      ? { show: true, size: 4, stroke, fill: stroke, width: 0 }
      : isPoints
        ? {
            show: true,
            size: 8,
            stroke,
            width: 2,
            fill: () => colour(look === 'full-points' ? named : 'paper'),
          }
        : { show: false },
  };
}

/** Where a line has no figure of its own, that of the nearest one is read. */
export function nearest(u: uPlot, series: number, index: number): number {
  const values = u.data[series] ?? [];
  for (let reach = 0; reach < values.length; reach++) {
    if (values[index - reach] != null) return index - reach;
    if (values[index + reach] != null) return index + reach;
  }
  return index;
}
