/** Changes with their intervals, a row each on one scale: a table, with a drawing in each row. */
import { METRICS, TAIL, worsening } from '../../config/metrics.ts';
import { fewestResponses } from '../../config/responses.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { Result } from '../../evidence/result/schema.ts';
import { normalQuantile } from '../../judgement/statistics/quantiles.ts';
import { type Mark, markOf } from '../view/badges.ts';
import { titlesOf } from '../view/comparison-table.ts';
import { nameOf } from '../view/interleaved-facts.ts';
import type { Words } from '../words/language.ts';
import { cellOfFinding } from './cells.ts';
import { el, type Html } from './escape-html.ts';
import { htmlTable } from './table.ts';

const WIDTH = 260;
const HEIGHT = 22;
const MARGIN = 8;

interface ForestRow {
  readonly name: string;
  /** As worse or better, in what the scale is in. */
  readonly at: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly change: string;
  readonly interval: string | null;
  readonly mark: Mark | null;
}

/** All that is declared and was compared, in tolerances: so one band is that of every row. Null where there is none. */
export function gatesForest(result: Result, words: Words): Html | null {
  const { comparisons, interleaved } = result;
  const rows = comparisons.flatMap((row): ForestRow[] => {
    const tolerance = row.regression?.tolerance ?? 0;
    if (row.change === null || tolerance <= 0) return [];
    const scaled = (change: number) => worsening(row.metric, change) / tolerance;
    const ends = intervalOf(row, interleaved)?.map(scaled) ?? null;
    return [
      {
        name: nameOf(row, words),
        at: scaled(row.change),
        low: ends && Math.min(...ends),
        high: ends && Math.max(...ends),
        change: words.formatChange(row.metric, row.change),
        interval: row.interval && words.formatInterval(row.metric, row.interval),
        mark: markOf(row, words),
      },
    ];
  });
  const interval = titlesOf(result, words)?.interval ?? words.titles.interval;
  return rows.length === 0
    ? null
    : draw(
        words.page.gates,
        { first: words.titles.figure, interval },
        rows,
        [-1, 1],
        { better: -2, worse: 3.5 },
        words,
      );
}

function intervalOf(row: Comparison, interleaved: Result['interleaved']): readonly [number, number] | null {
  if (row.interval !== null) return row.interval;
  const gate = interleaved?.gates.find(
    (one) => one.metric === row.metric && one.endpoint === row.endpoint && one.stage === row.stage,
  );
  return row.against === 'base' ? (gate?.interval ?? null) : null;
}

/** The P99 of every request beside the base's, worst first, whether it is gated or not. Null without a base. */
export function requestsForest(result: Result, words: Words): Html | null {
  const { endpoints, interleaved, comparisons } = result;
  if (interleaved === null || result.search !== undefined) return null;
  const gate = comparisons.find(({ metric, endpoint, stage }) => metric === TAIL && !endpoint && !stage);
  const tolerance = gate?.regression?.tolerance ?? METRICS[TAIL].usualTolerance;
  const rows = endpoints.flatMap(({ name, metrics: now }): ForestRow[] => {
    const before = interleaved.endpoints.find((one) => one.name === name)?.metrics;
    const [p99, p99Before] = [now.latencyMs?.p99, before?.latencyMs?.p99];
    if (!before || p99 === undefined || p99Before === undefined) return [];
    if (Math.min(now.successes, before.successes) < fewestResponses(TAIL)) return [];
    const ratio = p99 / p99Before;
    const errors = [now.spread[TAIL], before.spread[TAIL]];
    const [ofNow, ofBefore] = errors;
    if (!(ratio > 0) || ofNow === undefined || ofBefore === undefined) return [];
    // Both are standard errors on the log scale, of two sides that don't hang together: 90 % two-sided.
    const reach = normalQuantile(0.95) * Math.hypot(ofNow, ofBefore);
    const [low, high] = [ratio * Math.exp(-reach) - 1, ratio * Math.exp(reach) - 1] as const;
    return [
      {
        name,
        at: ratio - 1,
        low,
        high,
        change: words.formatChange(TAIL, ratio - 1),
        interval: words.formatInterval(TAIL, [low, high]),
        mark: null,
      },
    ];
  });
  if (rows.length < 2) return null;
  const sorted = rows.sort((a, b) => b.at - a.at);
  const reach = Math.min(2, Math.max(4 * tolerance, ...sorted.map(({ high }) => high ?? 0)));
  const scale = { better: -Math.min(0.95, reach), worse: reach };
  return draw(
    words.page.byRequest,
    { first: words.titles.request, interval: words.titles.interval },
    sorted,
    [-tolerance, tolerance],
    scale,
    words,
  );
}

interface Scale {
  readonly better: number;
  readonly worse: number;
}

function draw(
  caption: string,
  { first, interval: of }: { readonly first: string; readonly interval: string },
  rows: readonly ForestRow[],
  band: readonly [number, number],
  scale: Scale,
  words: Words,
): Html {
  const { titles, page } = words;
  const judged = rows.some(({ mark }) => mark !== null);
  return htmlTable(
    caption,
    [
      { title: first, align: 'left', cell: ({ name }) => name },
      { title: page.scale, align: 'left', cell: (row) => bar(row, band, scale) },
      { title: titles.change, align: 'right', cell: ({ change }) => change },
      { title: of, align: 'right', cell: ({ interval }) => interval ?? '–' },
      ...(judged
        ? [
            {
              title: titles.finding,
              align: 'left' as const,
              cell: ({ mark }: ForestRow) => cellOfFinding(mark),
            },
          ]
        : []),
    ],
    rows,
    ({ mark }) => mark?.tone === 'bad',
  );
}

/** An interval and its estimate; an arrow where it leaves the scale. What it shows stands beside it in figures. */
function bar(row: ForestRow, [from, to]: readonly [number, number], { better, worse }: Scale): Html {
  const place = (at: number): number => {
    const within = Math.min(worse, Math.max(better, at));
    return Number((MARGIN + ((within - better) / (worse - better)) * (WIDTH - 2 * MARGIN)).toFixed(1));
  };
  const middle = HEIGHT / 2;
  const line = (name: string, x1: number, y1: number, x2: number, y2: number) =>
    el('line', { class: name, x1, y1, x2, y2 });
  const ends = row.low === null || row.high === null ? null : ([row.low, row.high] as const);
  return el(
    'svg',
    {
      class: `forest ${row.mark?.tone ?? 'none'}`,
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      'aria-hidden': 'true',
      'data-at': Number(row.at.toPrecision(6)),
      ...(ends && {
        'data-low': Number(ends[0].toPrecision(6)),
        'data-high': Number(ends[1].toPrecision(6)),
      }),
    },
    el('rect', { class: 'band', x: place(from), y: 0, width: place(to) - place(from), height: HEIGHT }),
    line('none', place(0), 0, place(0), HEIGHT),
    ends && [
      line('interval', place(ends[0]), middle, place(ends[1]), middle),
      end(ends[0] < better, place(ends[0]), middle, -1),
      end(ends[1] > worse, place(ends[1]), middle, 1),
    ],
    el('circle', { class: 'estimate', cx: place(row.at), cy: middle, r: 4.5 }),
  );
}

function end(isBeyond: boolean, x: number, y: number, way: 1 | -1): Html {
  return isBeyond
    ? el('path', { class: 'beyond', d: `M${x} ${y - 5}L${x + 6 * way} ${y}L${x} ${y + 5}Z` })
    : el('line', { class: 'interval', x1: x, y1: y - 4, x2: x, y2: y + 4 });
}
