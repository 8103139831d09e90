/** The script of a history's page: what is chosen, and the chart, the run and the table that follow from it. */
import type { HistoryData, SeriesData } from '../../src/report/html/history/history-data.ts';
import { HISTORY_PAGE_IN_FRENCH } from '../../src/report/words/french/history-page.ts';
import { HISTORY_PAGE_WORDS } from '../../src/report/words/history-page.ts';
import { onNewColours } from '../colours.ts';
import { type Drawing, drawChart } from '../drawing.ts';
import { make } from '../elements.ts';
import { writerIn } from '../write.ts';
import { nightChart } from './night-chart.ts';
import { nightAt, nightFacts, tipOf } from './night-facts.ts';
import { overviewTable } from './overview.ts';
import { openSuite, type Suite } from './suite.ts';

const PAPER_WIDTH = 660;
const DAY = 86_400;
const PERIODS = { all: Number.POSITIVE_INFINITY, year: 365, quarter: 90, month: 30 } as const;
type Period = keyof typeof PERIODS;

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as HistoryData;
const { language } = data.words;
const words = language === 'fr' ? HISTORY_PAGE_IN_FRENCH : HISTORY_PAGE_WORDS;
const write = writerIn(language);
// An address of our own making, but the page may have been made by hand.
const repository = /^https?:\/\//.test(data.repository ?? '') ? data.repository : null;

const opened = new Map<number, Suite>();
function suiteAt(index: number): Suite | null {
  const known = data.suites[index];
  if (known === undefined) return null;
  const suite = opened.get(index) ?? openSuite(known);
  opened.set(index, suite);
  return suite;
}

const state = { suite: 0, figure: 0, part: 0, period: 'all' as Period, find: '', onlyChanged: false };
let drawing: Drawing | null = null;

const place = document.getElementById('explore');
const figure = make('figure', { class: 'chart', id: 'night-chart' });
const night = make('div', { class: 'night', 'aria-live': 'polite' });
const overview = make('div', {});
const selects = {
  suite: make('select', {}),
  figure: make('select', {}),
  part: make('select', {}),
  period: make('select', {}),
};
const find = make('input', { type: 'search', autocomplete: 'off' });
const onlyChanged = make('input', { type: 'checkbox' });

let fields = 0;

function field(label: string, control: HTMLElement): HTMLElement {
  control.id = `field-${++fields}`;
  return make('div', { class: 'field' }, make('label', { for: control.id }, label), control);
}

function options(
  select: HTMLSelectElement,
  names: readonly (readonly [value: string, name: string])[],
): void {
  select.replaceChildren(...names.map(([value, name]) => make('option', { value }, name)));
}

/** The series that is chosen, or the whole's first figure where there is none of the two. */
function chosenSeries(suite: Suite): SeriesData | null {
  const { figure: wanted, part } = state;
  return (
    suite.series.find((one) => one.figure === wanted && one.part === part) ??
    suite.series.find((one) => one.figure === wanted) ??
    suite.series[0] ??
    null
  );
}

function firstNight({ at }: Suite): number {
  const since = (at.at(-1) ?? 0) - PERIODS[state.period] * DAY;
  return Math.max(
    0,
    at.findIndex((one) => one >= since),
  );
}

function show(): void {
  const suite = suiteAt(state.suite);
  const series = suite && chosenSeries(suite);
  if (!suite || !series) return;
  [state.figure, state.part] = [series.figure, series.part];
  tellChoices(suite);
  const first = firstNight(suite);
  const chart = nightChart({ suite, series, first, words, write });
  drawing?.end();
  figure.replaceChildren(
    make('figcaption', {}, make('h3', {}, chart.title), make('p', { class: 'quiet' }, chart.about)),
  );
  const meant = { suite, series, words, write, repository };
  drawing = drawChart(figure, chart, {
    words: data.words,
    write,
    groupOf: () => [],
    more(x) {
      const at = nightAt(suite, x);
      return at === null ? [] : tipOf(meant, at);
    },
    choose(x) {
      const at = nightAt(suite, x);
      if (at !== null) night.replaceChildren(...nightFacts(meant, at));
    },
  });
  // For whoever wants to know what is drawn: tests, and people with a console.
  Object.assign(figure, { drawing });
  night.replaceChildren(make('p', { class: 'quiet' }, words.nightHint));
  showOverview();
}

function showOverview(): void {
  const suite = suiteAt(state.suite);
  if (!suite) return;
  overview.replaceChildren(
    overviewTable({
      suite,
      figure: state.figure,
      first: firstNight(suite),
      find: state.find,
      onlyChanged: state.onlyChanged,
      chosen: chosenSeries(suite),
      words,
      write,
      choose(series) {
        state.part = series.part;
        remember();
        show();
        figure.scrollIntoView({ block: 'nearest' });
      },
    }),
  );
}

function tellChoices(suite: Suite): void {
  options(
    selects.figure,
    suite.figures.map(({ label }, i) => [String(i), label]),
  );
  const of = suite.series.filter((one) => one.figure === state.figure);
  options(
    selects.part,
    of.map(({ part }) => {
      const { name = '', kind = 'request' } = suite.parts[part] ?? {};
      const more = words.kinds[kind];
      return [String(part), more === '' ? name : `${name} (${more})`];
    }),
  );
  selects.suite.value = String(state.suite);
  selects.figure.value = String(state.figure);
  selects.part.value = String(state.part);
  selects.period.value = state.period;
}

/** So that what is chosen has an address, which also works from disk. */
function remember(): void {
  const suite = suiteAt(state.suite);
  if (!suite) return;
  const part = suite.parts[state.part];
  const query = new URLSearchParams({
    suite: suite.id,
    figure: suite.figures[state.figure]?.key ?? '',
    request: part?.kind === 'whole' ? '' : (part?.name ?? ''),
    ...(state.period !== 'all' && { period: state.period }),
  });
  history.replaceState(null, '', `#${query}`);
}

function recall(address: string): boolean {
  const query = new URLSearchParams(address);
  if (!query.has('suite') && !query.has('figure')) return false;
  const index = data.suites.findIndex(({ id }) => id === query.get('suite'));
  if (index >= 0) state.suite = index;
  const suite = suiteAt(state.suite);
  const wanted = query.get('request') ?? '';
  const part = suite?.parts.findIndex(({ name, kind }) =>
    wanted === '' ? kind === 'whole' : name === wanted,
  );
  const of = suite?.figures.findIndex(({ key }) => key === query.get('figure'));
  state.part = Math.max(0, part ?? 0);
  state.figure = Math.max(0, of ?? 0);
  const period = query.get('period') ?? 'all';
  state.period = Object.hasOwn(PERIODS, period) ? (period as Period) : 'all';
  return true;
}

function begin(at: HTMLElement): void {
  options(
    selects.suite,
    data.suites.map(({ name }, i) => [String(i), name]),
  );
  options(selects.period, Object.entries(words.periods));
  const chosen = () => {
    remember();
    show();
  };
  selects.suite.addEventListener('change', () => {
    Object.assign(state, { suite: Number(selects.suite.value), figure: 0, part: 0 });
    chosen();
  });
  selects.figure.addEventListener('change', () => {
    state.figure = Number(selects.figure.value);
    chosen();
  });
  selects.part.addEventListener('change', () => {
    state.part = Number(selects.part.value);
    chosen();
  });
  selects.period.addEventListener('change', () => {
    state.period = selects.period.value as Period;
    chosen();
  });
  find.addEventListener('input', () => {
    state.find = find.value;
    showOverview();
  });
  onlyChanged.addEventListener('change', () => {
    state.onlyChanged = onlyChanged.checked;
    showOverview();
  });
  at.append(
    make(
      'div',
      { class: 'filters' },
      ...(data.suites.length > 1 ? [field(words.scenario, selects.suite)] : []),
      field(words.figure, selects.figure),
      field(words.request, selects.part),
      field(words.period, selects.period),
    ),
    figure,
    night,
    make('h3', { class: 'overview-title' }, words.overview),
    make('p', { class: 'quiet' }, words.overviewAbout),
    make(
      'div',
      { class: 'filters' },
      field(words.find, find),
      make('label', { class: 'tick' }, onlyChanged, words.onlyChanged),
    ),
    overview,
  );
  if (!recall(location.hash.slice(1))) recall(data.opening);
  show();
}

/** The text can be read, and is painted, before it. */
function drawAll(): void {
  if (place) begin(place);
  performance.mark('drawn');
  document.documentElement.dataset.drawn = '';
}

requestAnimationFrame(() => setTimeout(drawAll));

addEventListener('hashchange', () => {
  if (!recall(location.hash.slice(1))) return;
  show();
  figure.scrollIntoView({ block: 'nearest' });
});
onNewColours(() => drawing?.redraw());
addEventListener('beforeprint', () => {
  document.documentElement.dataset.paper = '';
  drawing?.resize(PAPER_WIDTH);
  drawing?.redraw();
});
addEventListener('afterprint', () => {
  delete document.documentElement.dataset.paper;
  drawing?.resize(drawing.plot.root.parentElement?.clientWidth ?? 0);
  drawing?.redraw();
});
