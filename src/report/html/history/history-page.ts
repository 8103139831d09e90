/** A history as one page: what has moved, every figure run by run, and releases. Nothing is fetched by it. */
import type { Language } from '../../../config/language.ts';
import type { ReadRecords } from '../../../evidence/history/read-records.ts';
import type { Result } from '../../../evidence/result/schema.ts';
import { clean } from '../../escape.ts';
import type { CommitRange } from '../../history/drift-issue.ts';
import { type Words, wordsIn } from '../../words/language.ts';
import { type Content, el, type Html } from '../escape-html.ts';
import { chartWords } from '../report-page.ts';
import { pageSection } from '../sections.ts';
import { type PageAssets, renderPage } from '../shell.ts';
import { addressOf, driftsPart } from './drifts-part.ts';
import type { HistoryData, SuiteData } from './history-data.ts';
import { releasesPart } from './releases-part.ts';
import { shiftsOf } from './shifts-of.ts';
import { showResult } from './shown-result.ts';
import { metricsIn, suiteData } from './suite-data.ts';

/** A suite as a page tells of it. */
export interface PageSuite extends ReadRecords {
  /** Its folder's name. */
  readonly suite: string;
  /** Its drift issue's page; null where there is none, or nobody asked. */
  readonly issue: { readonly url: string; readonly isOpen: boolean } | null;
  /** What was committed around its changes, as far as that was asked for. */
  readonly ranges: readonly CommitRange[];
}

export interface HistoryPage {
  readonly language: Language;
  /** In the order in which they are shown. */
  readonly suites: readonly PageSuite[];
  /** For the text: `the branch tailgate-history`. */
  readonly place: string;
  /** Address of the repository, for links to commits and runs; null where nobody said. */
  readonly repository: string | null;
  /** What is shown against the histories of its scenario; null for nothing. */
  readonly shown: { readonly result: Result; readonly file: string } | null;
  readonly version: string;
  /** When it is made, ISO 8601 in UTC. */
  readonly now: string;
}

/** Bytes are few: figures have three significant digits, and columns are packed. */
export function renderHistoryPage(page: HistoryPage, assets: PageAssets): string {
  const { language, place, repository, version, now } = page;
  const words = wordsIn(language);
  const { historyPage } = words;
  const suites = namedSuites(page.suites);
  const [moved] = suites.flatMap((suite) =>
    shiftsOf(suite)
      .slice(0, 1)
      .map((shift) => addressOf(suite, shift)),
  );
  const data: HistoryData = {
    words: { language, ...chartWords(words) },
    repository,
    opening: moved ?? '',
    suites: suites.map(({ suite, name, records }) => {
      const own = suiteData(suite, name, records, words);
      const { shown } = page;
      const metrics = metricsIn(records);
      const isMeant = shown !== null && records.at(-1)?.name === shown.result.name;
      const against = isMeant
        ? showResult(shown.result, shown.file, own, records, (figure) => metrics[figure] ?? null)
        : null;
      return { ...own, shown: against } satisfies SuiteData;
    }),
  };
  const title = titleOf(suites, words);
  const body: Content[] = [
    header(title, suites, words),
    pageSection('drifts', historyPage.drifts, driftsPart(suites, repository, words)),
    // The script fills it: what it shows depends on what is chosen.
    suites.length > 0 ? el('section', { id: 'explore' }, el('h2', {}, historyPage.explore)) : null,
    pageSection('releases', historyPage.releases, releasesPart(suites, words)),
    pageSection('notes', historyPage.notes, notesPart(suites, words)),
    el('footer', { class: 'quiet' }, `Tailgate ${version} · ${place} · ${now}`),
  ];
  return renderPage(
    { language, title: `${title} · Tailgate`, body, data, noScript: words.page.noScript },
    assets,
  );
}

export type NamedSuite = PageSuite & { readonly name: string };

/** Scenarios of one name are told apart by their folders. */
function namedSuites(suites: readonly PageSuite[]): readonly NamedSuite[] {
  const some = suites.filter(({ records }) => records.length > 0);
  const names = some.map(({ suite, records }) => {
    const { name, commentKey } = records.at(-1) ?? {};
    return [clean(name ?? '') || suite, commentKey].filter(Boolean).join(' · ');
  });
  return some.map((suite, i) => {
    const name = names[i] ?? suite.suite;
    const isAlone = names.filter((other) => other === name).length === 1;
    return { ...suite, name: isAlone ? name : `${name} (${suite.suite})` };
  });
}

function titleOf(suites: readonly NamedSuite[], { historyPage }: Words): string {
  const [first] = suites;
  if (first === undefined) return historyPage.title;
  return suites.length === 1 ? historyPage.titleOf(first.name) : historyPage.titleOfMany(suites.length);
}

function header(title: string, suites: readonly NamedSuite[], { historyPage }: Words): Html {
  const records = suites.flatMap((suite) => suite.records);
  const days = records.map(({ at }) => at.slice(0, 10)).toSorted();
  const releases = records.filter(({ release }) => release !== null).length;
  const counts = historyPage.counts(records.length, releases, days[0] ?? '', days.at(-1) ?? '');
  return el(
    'header',
    { class: 'verdict' },
    el('p', { class: 'kicker' }, 'Tailgate'),
    el('h1', {}, title),
    el('p', { class: 'reason' }, records.length === 0 ? historyPage.noRuns : counts),
  );
}

/** More are in the log of whatever reads the history. */
const MOST_NOTES = 20;

function notesPart(suites: readonly NamedSuite[], { historyPage, quoteEnglish }: Words): Content {
  const notes = suites.flatMap(({ name, skipped, unread = 0 }) =>
    [
      ...skipped.slice(0, MOST_NOTES).map(quoteEnglish),
      ...(unread > 0 ? [historyPage.unread(unread)] : []),
    ].map((says) => (suites.length > 1 ? `${name}: ${says}` : says)),
  );
  if (notes.length === 0) return null;
  return el(
    'ul',
    { class: 'note' },
    notes.map((says) => el('li', {}, says)),
  );
}
