/** All requests at a glance: the course of each, and its last change. */
import type { SeriesData } from '../../src/report/html/history/history-data.ts';
import type { HISTORY_PAGE_WORDS } from '../../src/report/words/history-page.ts';
import { make } from '../elements.ts';
import type { Write } from '../write.ts';
import { lastChange, levelAt, type Suite } from './suite.ts';

const WIDTH = 220;
const HEIGHT = 30;
const MARGIN = 3;
/** Share of the runs at either end that a small picture cuts off. */
const EDGE = 0.02;
const SVG = 'http://www.w3.org/2000/svg';

interface Asked {
  readonly suite: Suite;
  readonly figure: number;
  readonly first: number;
  /** In names, whatever their case. */
  readonly find: string;
  readonly onlyChanged: boolean;
  readonly chosen: SeriesData | null;
  readonly words: typeof HISTORY_PAGE_WORDS;
  readonly write: Write;
  readonly choose: (series: SeriesData) => void;
}

export function overviewTable(asked: Asked): Node {
  const { suite, figure, first, find, onlyChanged, words } = asked;
  const wanted = find.trim().toLowerCase();
  const rows = suite.series.filter((series) => {
    const part = suite.parts[series.part];
    if (series.figure !== figure || part === undefined) return false;
    if (onlyChanged && lastChange(series, first) === null) return false;
    return part.name.toLowerCase().includes(wanted);
  });
  if (rows.length === 0) return make('p', { class: 'quiet' }, words.none);
  const head = [words.request, words.course, words.typical, words.lastChange, words.newest];
  return make(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': words.overview },
    make(
      'table',
      { class: 'overview' },
      make('caption', { class: 'unseen' }, words.overview),
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          ...head.map((title, i) => make('th', { scope: 'col', class: i > 1 ? 'right' : '' }, title)),
        ),
      ),
      make('tbody', {}, ...rows.map((series) => row(series, asked))),
    ),
  );
}

function row(series: SeriesData, { suite, first, chosen, words, write, choose }: Asked): Node {
  const part = suite.parts[series.part];
  const figure = suite.figures[series.figure];
  const unit = figure?.unit ?? 'number';
  const values = suite.valuesOf(series);
  const last = values.findLastIndex((value) => value !== null);
  const level = series.levels.filter(([strand]) => strand === 0).at(-1);
  const change = lastChange(series, first);
  const kind = part ? words.kinds[part.kind] : '';
  const name = make('button', { type: 'button', class: 'choose' }, part?.name ?? '');
  name.addEventListener('click', () => choose(series));
  const cell = (...contents: (Node | string)[]) => make('td', { class: 'right' }, ...contents);
  return make(
    'tr',
    series === chosen ? { 'aria-current': 'true' } : {},
    make('th', { scope: 'row' }, name, ...(kind === '' ? [] : [make('small', {}, kind)])),
    make('td', {}, spark(suite, series, first)),
    cell(level ? write(unit, level[3]) : '–'),
    cell(...(change ? told(change, suite, series, write) : [words.noChange])),
    cell(last < 0 ? '–' : write(unit, values[last] ?? 0)),
  );
}

function told(
  [, from, , , , change]: NonNullable<ReturnType<typeof lastChange>>,
  suite: Suite,
  { figure }: SeriesData,
  write: Write,
): Node[] {
  const { scale, worse, smallest } = suite.figures[figure] ?? { scale: 'log', worse: null, smallest: 0 };
  const by = change ?? 0;
  const tone =
    worse === null || Math.abs(by) < smallest
      ? ''
      : by > 0 === (worse === 'higher')
        ? 'mark bad'
        : 'mark good';
  return [
    make('span', { class: tone }, write(scale === 'log' ? 'change' : 'points', by)),
    make('small', {}, write('date', suite.at[from] ?? 0)),
  ];
}

/** Its runs as a line, with the steps of what is typical: a picture of what the other cells say. */
function spark(suite: Suite, series: SeriesData, first: number): Element {
  const values = suite.valuesOf(series);
  const nights = suite.at.flatMap((_, night) =>
    night >= first && values[night] != null && levelAt(suite, series, night) !== null ? [night] : [],
  );
  const known = nights.map((night) => values[night] ?? 0);
  const [low, high] = rangeOf(known);
  const [start, end] = [suite.at[first] ?? 0, suite.at.at(-1) ?? 1];
  const x = (night: number) =>
    MARGIN + ((WIDTH - 2 * MARGIN) * ((suite.at[night] ?? 0) - start)) / (end - start || 1);
  const y = (value: number) =>
    high > low ? HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * (value - low)) / (high - low) : HEIGHT / 2;
  const point = (night: number, value: number) => `${x(night).toFixed(1)} ${y(value).toFixed(1)}`;
  const image = document.createElementNS(SVG, 'svg');
  for (const [name, value] of Object.entries({
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: 'spark',
    'aria-hidden': 'true',
  }))
    image.setAttribute(name, value);
  const path = (d: string, look: string) => {
    const drawn = document.createElementNS(SVG, 'path');
    drawn.setAttribute('d', d);
    drawn.setAttribute('class', look);
    image.append(drawn);
  };
  // Strands lie beside one another: a line each.
  suite.strandNights.forEach((own, strand) => {
    const mine = nights.filter((night) => suite.strandOf.get(night) === strand);
    if (own.length === 0 || mine.length === 0) return;
    path(
      `M${mine.map((night) => point(night, clamp(values[night] ?? 0, low, high))).join('L')}`,
      strand === 0 ? 'runs' : 'runs other',
    );
  });
  for (const [strand, from, to, typical] of series.levels)
    if (to >= first && strand === 0)
      path(
        `M${point(Math.max(first, from), clamp(typical, low, high))}L${point(to, clamp(typical, low, high))}`,
        'typical',
      );
  return image;
}

/** Without the few that would flatten all others. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const edge = Math.floor(sorted.length * EDGE);
  return [sorted[edge] ?? 0, sorted[sorted.length - 1 - edge] ?? 0];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
