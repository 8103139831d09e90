/** What has moved and stayed there, as the drift issue tells it, and what was committed around that. */
import { partOf } from '../../../config/scope.ts';
import type { Shift } from '../../../judgement/drift/find-shifts.ts';
import type { CommitRange } from '../../history/drift-issue.ts';
import type { Words } from '../../words/language.ts';
import { beginSentence } from '../../words/names.ts';
import { anchor, type Content, code, el, type Html } from '../escape-html.ts';
import { foldAway, htmlTable, type PageColumn } from '../table.ts';
import type { NamedSuite } from './history-page.ts';
import { shiftsOf } from './shifts-of.ts';

interface DriftRow {
  readonly suite: NamedSuite;
  readonly shift: Shift;
}

export function driftsPart(suites: readonly NamedSuite[], repository: string | null, words: Words): Content {
  const { historyPage } = words;
  if (suites.length === 0) return null;
  const rows = suites.flatMap((suite) => shiftsOf(suite).map((shift): DriftRow => ({ suite, shift })));
  return [
    el('p', { class: 'quiet' }, rows.length === 0 ? historyPage.noDrifts : historyPage.driftsAbout),
    rows.length === 0 ? null : driftTable(rows, suites.length > 1, repository, words),
    suites.map(({ ranges }) => ranges.map((range) => rangePart(range, words))),
  ];
}

function driftTable(
  rows: readonly DriftRow[],
  areMany: boolean,
  repository: string | null,
  words: Words,
): Html {
  const { historyPage, formatFigure, formatChange, formatInterval } = words;
  const hasIssue = rows.some(({ suite }) => suite.issue !== null);
  const columns: PageColumn<DriftRow>[] = [
    { title: historyPage.figure, align: 'left', cell: (row) => figureCell(row, areMany, words) },
    { title: historyPage.before, align: 'right', cell: ({ shift }) => formatFigure(shift.metric, shift.was) },
    {
      title: historyPage.now,
      align: 'right',
      cell: ({ shift }) => el('strong', {}, formatFigure(shift.metric, shift.is)),
    },
    {
      title: historyPage.change,
      align: 'right',
      cell: ({ shift: { metric, change, interval, direction } }) => [
        el(
          'span',
          { class: direction === 'worse' ? 'mark bad' : 'mark good' },
          `${formatChange(metric, change)} ${historyPage[direction]}`,
        ),
        el('small', {}, formatInterval(metric, interval)),
      ],
    },
    {
      title: historyPage.since,
      align: 'left',
      cell: ({ shift }) => [shift.since.at.slice(0, 10), el('small', {}, historyPage.runs(shift.runs))],
    },
    {
      title: historyPage.commits,
      align: 'left',
      cell: ({ shift }) => commitsBetween(shift.before.commit, shift.since.commit, repository),
    },
    ...(hasIssue
      ? [
          {
            title: historyPage.issue,
            align: 'left' as const,
            cell: ({ suite: { issue } }: DriftRow) =>
              issue === null ? '–' : anchor(historyPage.issueOf(issue.isOpen), issue.url),
          },
        ]
      : []),
  ];
  return htmlTable(historyPage.drifts, columns, rows, ({ shift }) => shift.direction === 'worse');
}

/** Its name leads to its chart. */
function figureCell({ suite, shift }: DriftRow, areMany: boolean, words: Words): Content {
  const { metric, machine } = shift;
  const { nameRow, historyPage, page } = words;
  const row = beginSentence(nameRow({ metric, ...partOf(shift) }));
  const name = shift.endpoint === null ? historyPage.chartTitle(row, page.allRequests) : row;
  return [
    el('a', { href: `#${addressOf(suite, shift)}`, class: 'name' }, name),
    areMany ? el('small', {}, suite.name) : null,
    machine === null ? null : el('small', {}, historyPage.fromMachine(machine)),
  ];
}

/** As the page's script reads it. */
export function addressOf({ suite }: Pick<NamedSuite, 'suite'>, { metric, endpoint }: Shift): string {
  return String(new URLSearchParams({ suite, figure: metric, request: endpoint ?? '' }));
}

function commitsBetween(from: string | null, to: string | null, repository: string | null): Content {
  if (from === null || to === null) return '–';
  const span = el('code', {}, from === to ? from.slice(0, 7) : `${from.slice(0, 7)} … ${to.slice(0, 7)}`);
  if (repository === null || from === to || !isAddress(repository)) return span;
  return el('a', { href: `${repository}/compare/${from}...${to}`, rel: 'noreferrer' }, span);
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[\w.:/-]+$/.test(text);
}

function rangePart({ from, to, total, commits, why }: CommitRange, { historyPage }: Words): Content {
  const [first, last] = [from.slice(0, 7), to.slice(0, 7)];
  if (from === to) return el('p', { class: 'note quiet' }, historyPage.sameCommit(first));
  const items = commits.map(({ sha, title, url }) =>
    el('li', {}, anchor(sha.slice(0, 7), url), ' ', code(title, 120)),
  );
  const rest = total - commits.length;
  return foldAway(
    historyPage.commitsOf(`${first} … ${last}`, total),
    el(
      'ul',
      { class: 'note' },
      items,
      why === null ? null : el('li', {}, historyPage.notListed(why)),
      why === null && rest > 0 ? el('li', {}, historyPage.moreCommits(rest)) : null,
    ),
  );
}
