/** What is known of one run: in short beside the pointer, in full below the chart. */
import type { SeriesData } from '../../src/report/html/history/history-data.ts';
import type { HISTORY_PAGE_WORDS } from '../../src/report/words/history-page.ts';
import { make } from '../elements.ts';
import type { Write } from '../write.ts';
import { levelAt, type Suite } from './suite.ts';

interface Meant {
  readonly suite: Suite;
  readonly series: SeriesData;
  readonly words: typeof HISTORY_PAGE_WORDS;
  readonly write: Write;
  readonly repository: string | null;
}

type Fact = readonly [label: string, says: Node | string];

/** The night that began then, the newest of several; null for another moment. */
export function nightAt({ at }: Suite, x: number): number | null {
  const night = at.lastIndexOf(x);
  return night < 0 ? null : night;
}

/** What a reader who points at a run wants to know first. */
export function tipOf(meant: Meant, night: number): Node[] {
  const { suite, words } = meant;
  const change = againstTypical(meant, night);
  const settings = suite.nights.settings[suite.setting[night] ?? -1] ?? [];
  const rows = [
    verdictOf(meant, night),
    ...(change === null ? [] : [`${words.againstTypical}: ${change}`]),
    `${words.commit} ${suite.commits[night] || words.commitUnknown}`,
    ...settings.map(([, value]) => value),
    ...(suite.reasons.has(night) ? [`${words.reason}: ${suite.reasons.get(night)}`] : []),
  ];
  return [make('div', { class: 'conditions' }, make('ul', {}, ...rows.map((row) => make('li', {}, row))))];
}

function verdictOf({ suite, words }: Meant, night: number): string {
  const letter = suite.nights.verdicts[night] as keyof typeof words.verdicts;
  return words.verdicts[letter] ?? '';
}

function againstTypical({ suite, series, write }: Meant, night: number): string | null {
  const value = suite.valuesOf(series)[night];
  const level = levelAt(suite, series, night);
  const figure = suite.figures[series.figure];
  if (value == null || level === null || figure === undefined) return null;
  const [, , , typical] = level;
  if (figure.scale === 'linear') return write('points', value - typical);
  return typical > 0 ? write('change', value / typical - 1) : null;
}

/** All of it. */
export function nightFacts(meant: Meant, night: number): Node[] {
  const { suite, series, words, write } = meant;
  const value = suite.valuesOf(series)[night];
  const figure = suite.figures[series.figure];
  const change = againstTypical(meant, night);
  const release = suite.releases.get(night);
  const reason = suite.reasons.get(night);
  const isAside = reason === undefined && value != null && levelAt(suite, series, night) === null;
  const settings = suite.nights.settings[suite.setting[night] ?? -1] ?? [];
  const facts: Fact[] = [
    ...(value != null && figure ? [[figure.label, write(figure.unit, value)] as Fact] : []),
    ...(change === null ? [] : [[words.againstTypical, change] as Fact]),
    [words.verdict, verdictOf(meant, night)],
    ...(release === undefined ? [] : [[words.release, release] as Fact]),
    [words.commit, commitOf(meant, night)],
    [words.sinceLast, sinceLast(meant, night)],
    [words.run, runOf(meant, night)],
    ...settings.map(([label, says]): Fact => [label, says]),
    ...(reason === undefined ? [] : [[words.reason, reason] as Fact]),
    ...(isAside ? [[words.aside, words.asideBecause] as Fact] : []),
  ];
  const moment = new Date((suite.at[night] ?? 0) * 1000).toISOString();
  return [
    make('h3', {}, words.night(`${moment.slice(0, 10)} ${moment.slice(11, 16)}`)),
    make(
      'dl',
      {},
      ...facts.map(([label, says]) => make('div', {}, make('dt', {}, label), make('dd', {}, says))),
    ),
  ];
}

function commitOf({ suite, words, repository }: Meant, night: number): Node | string {
  const commit = suite.commits[night] ?? '';
  if (commit === '') return words.commitUnknown;
  return linked(make('code', {}, commit), repository, `commit/${commit}`);
}

/** What was committed since the last run before that is known of. */
function sinceLast({ suite, words, repository }: Meant, night: number): Node | string {
  const commit = suite.commits[night] ?? '';
  const before = suite.commits.slice(0, night).findLast((one) => one !== '');
  if (commit === '' || before === undefined) return '–';
  if (commit === before) return words.same;
  const span = words.compareCommits(before.slice(0, 7), commit.slice(0, 7));
  return linked(make('code', {}, span), repository, `compare/${before}...${commit}`);
}

function runOf({ suite, words, repository }: Meant, night: number): Node | string {
  const [id = '', attempt = '1'] = (suite.runs[night] ?? '').split('-');
  const text = words.attempt(id, attempt);
  // Outside of workflows, a run's id is a date.
  return linked(
    document.createTextNode(text),
    /^\d+$/.test(id) ? repository : null,
    `actions/runs/${id}/attempts/${attempt}`,
  );
}

/** Paths are made of digits and letters of our own. */
function linked(what: Node, repository: string | null, path: string): Node {
  if (repository === null) return what;
  return make('a', { href: `${repository}/${path}`, rel: 'noreferrer' }, what);
}
