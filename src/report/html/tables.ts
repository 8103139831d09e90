/** The tables of the report's page: the rows are those of the comment. */
import type { Publication } from '../report.ts';
import {
  basisNote,
  type ComparisonRow,
  comparisonRows,
  notesOf,
  roundsNote,
  titlesOf,
} from '../view/comparison-table.ts';
import { type EndpointRow, endpointRows } from '../view/endpoint-table.ts';
import { type ErrorRow, errorRows } from '../view/error-table.ts';
import { nameOf } from '../view/interleaved-facts.ts';
import { wordsFor } from '../words/language.ts';
import { cellOfFigure, cellOfFigureOver, cellOfFinding } from './cells.ts';
import { type Content, code, el, type Html } from './escape-html.ts';
import { figureColumns, isBadRow, notesBelow, titleOver } from './figure-columns.ts';
import { htmlTable, type PageColumn } from './table.ts';

export function tableOfComparisons(report: Publication): Content {
  const rows = comparisonRows(report);
  if (rows.length === 0) return null;
  const words = wordsFor(report);
  const { titles, page } = words;
  const told = notesOf(rows);
  const columns = titlesOf(report.result, words);
  const of = columns?.figures ?? '';
  const judged = rows.some(({ mark }) => mark !== null);
  const only = <T>(wanted: boolean, ...some: T[]): T[] => (wanted ? some : []);
  return [
    htmlTable<ComparisonRow>(
      page.comparison,
      [
        {
          title: titles.figure,
          align: 'left',
          cell: (row) => cellOfFigureOver(nameOf(row, words), row.expected),
        },
        ...(columns
          ? [
              {
                title: titleOver(columns.baseline, of),
                align: 'right' as const,
                cell: (row: ComparisonRow) => cellOfFigure(row.baseline),
              },
            ]
          : []),
        {
          title: columns ? titleOver(columns.now, of) : titles.now,
          align: 'right',
          cell: ({ now }) => el('strong', {}, cellOfFigure(now)),
        },
        ...(columns
          ? [
              {
                title: titleOver(
                  titles.change,
                  [columns.change, columns.interval].filter(Boolean).join(', '),
                ),
                align: 'right' as const,
                cell: (row: ComparisonRow) => cellOfFigureOver(row.change, row.interval),
              },
            ]
          : []),
        ...only<PageColumn<ComparisonRow>>(
          judged,
          {
            title: titleOver(titles.limit, titles.tolerance),
            align: 'right',
            cell: ({ limit, tolerance }) => cellOfFigureOver(limit, tolerance),
          },
          {
            title: titles.finding,
            align: 'left',
            cell: ({ mark, note }) => [
              cellOfFinding(mark),
              note === null ? null : el('sup', {}, String(told.indexOf(note) + 1)),
            ],
          },
        ),
      ],
      rows,
      isBadRow,
    ),
    told.length === 0
      ? null
      : el(
          'ol',
          { class: 'quiet note' },
          told.map((note) => el('li', {}, note)),
        ),
    notesBelow([basisNote(report.result, words), roundsNote(report.result, words)]),
  ];
}

export function tableOfRequests(report: Publication): Html | null {
  const { titles } = wordsFor(report);
  const rows = endpointRows(report);
  if (rows.length === 0) return null;
  return htmlTable<EndpointRow>(
    titles.sections.requests,
    [
      {
        title: titles.request,
        align: 'left',
        cell: ({ method, name, path }) => [
          el('span', { class: 'name' }, name),
          el('small', {}, `${method} ${path}`),
        ],
      },
      { title: titles.share, align: 'right', cell: ({ share }) => share },
      { title: titles.requests, align: 'right', cell: ({ requests }) => requests },
      ...figureColumns<EndpointRow>(report),
    ],
    rows,
    isBadRow,
  );
}

/** Samples as they came: text in a page, whatever is in them. */
export function tableOfErrors(report: Publication, side: 'target' | 'base'): Html | null {
  const { titles, sections, quoteEnglish } = wordsFor(report);
  const rows = errorRows(report, side);
  if (rows.length === 0) return null;
  return htmlTable<ErrorRow>(
    side === 'target' ? titles.sections.errors : titles.sections.baseErrors,
    [
      { title: titles.request, align: 'left', cell: ({ name }) => name },
      { title: titles.failed, align: 'right', cell: ({ share }) => share },
      { title: titles.how, align: 'left', cell: ({ kinds }) => kinds },
      {
        title: titles.samples,
        align: 'left',
        cell: ({ samples }) =>
          samples.length === 0
            ? '–'
            : el(
                'ul',
                { class: 'samples' },
                samples
                  .slice(0, 5)
                  .map(({ what, text, isOurs }) =>
                    el(
                      'li',
                      {},
                      what,
                      text === ''
                        ? null
                        : [`${sections.colon} `, code(isOurs ? quoteEnglish(text) : text, 400)],
                    ),
                  ),
              ),
      },
    ],
    rows,
  );
}
