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
import { type EndpointRow, endpointRows, type FigureCells } from '../view/endpoint-table.ts';
import { type ErrorRow, errorRows } from '../view/error-table.ts';
import { type FlowRow, flowNotes, flowRows } from '../view/flow-table.ts';
import { nameOf } from '../view/interleaved-facts.ts';
import { stepNote, stepRows, stepTitle } from '../view/search-table.ts';
import { changeTitle, serverNote, serverRows } from '../view/server-table.ts';
import { gatingNote, loadTitle, stageRows } from '../view/stage-table.ts';
import { wordsFor } from '../words/language.ts';
import { isStageNumber } from '../words/names.ts';
import { showFigure, showFigureOver, showFinding } from './cells.ts';
import { type Content, code, el, type Html } from './escape-html.ts';
import { type Column, table } from './table.ts';

type Title = Column<unknown>['title'];

const titleOver = (title: string, small: string): Title =>
  small === '' ? title : [title, el('small', {}, small)];

function notes(texts: readonly (string | null)[]): Content {
  return texts.flatMap((text) => (text === null ? [] : [el('p', { class: 'quiet note' }, text)]));
}

const isBad = ({ mark }: { readonly mark: FigureCells['mark'] }) => mark?.tone === 'bad';

export function comparisonTable(report: Publication): Content {
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
    table<ComparisonRow>(
      page.comparison,
      [
        {
          title: titles.figure,
          align: 'left',
          cell: (row) => showFigureOver(nameOf(row, words), row.expected),
        },
        ...(columns
          ? [
              {
                title: titleOver(columns.baseline, of),
                align: 'right' as const,
                cell: (row: ComparisonRow) => showFigure(row.baseline),
              },
            ]
          : []),
        {
          title: columns ? titleOver(columns.now, of) : titles.now,
          align: 'right',
          cell: ({ now }) => el('strong', {}, showFigure(now)),
        },
        ...(columns
          ? [
              {
                title: titleOver(
                  titles.change,
                  [columns.change, columns.interval].filter(Boolean).join(', '),
                ),
                align: 'right' as const,
                cell: (row: ComparisonRow) => showFigureOver(row.change, row.interval),
              },
            ]
          : []),
        ...only<Column<ComparisonRow>>(
          judged,
          {
            title: titleOver(titles.limit, titles.tolerance),
            align: 'right',
            cell: ({ limit, tolerance }) => showFigureOver(limit, tolerance),
          },
          {
            title: titles.finding,
            align: 'left',
            cell: ({ mark, note }) => [
              showFinding(mark),
              note === null ? null : el('sup', {}, String(told.indexOf(note) + 1)),
            ],
          },
        ),
      ],
      rows,
      isBad,
    ),
    told.length === 0
      ? null
      : el(
          'ol',
          { class: 'quiet note' },
          told.map((note) => el('li', {}, note)),
        ),
    notes([basisNote(report.result, words), roundsNote(report.result, words)]),
  ];
}

/** What rows of requests, flows and stages have in common. */
function figureColumns<T extends FigureCells>(report: Publication): readonly Column<T>[] {
  const { titles } = wordsFor(report);
  const { interleaved } = report.result;
  const sides = interleaved === null ? '' : titles.bothSides[interleaved.passes ? 'passes' : 'rounds'];
  return [
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: titleOver('P99', sides), align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}

export function requestsTable(report: Publication): Html | null {
  const { titles } = wordsFor(report);
  const rows = endpointRows(report);
  if (rows.length === 0) return null;
  return table<EndpointRow>(
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
    isBad,
  );
}

export function flowsTable(report: Publication): Content {
  const { titles } = wordsFor(report);
  const rows = flowRows(report);
  if (rows.length === 0) return null;
  return [
    table<FlowRow>(
      titles.sections.flows,
      [
        {
          title: titles.flowStep,
          align: 'left',
          cell: ({ method, name }) =>
            method === null ? el('strong', {}, name) : ['↳ ', name, el('small', {}, method)],
        },
        {
          title: titleOver(titles.share, titles.ofBegun),
          align: 'right',
          cell: ({ share }) => showFigure(share),
        },
        { title: titles.walksRequests, align: 'right', cell: ({ requests }) => requests },
        { title: titles.notReached, align: 'right', cell: ({ notReached }) => showFigure(notReached) },
        ...figureColumns<FlowRow>(report),
      ],
      rows,
      isBad,
    ),
    notes(flowNotes(report)),
  ];
}

export function stagesTable(report: Publication): Content {
  const { titles, nameStage } = wordsFor(report);
  const rows = stageRows(report).map((row) => ({ ...row, name: row.stage }));
  if (rows.length === 0) return null;
  return [
    table(
      titles.stage,
      [
        {
          title: titles.stage,
          align: 'left',
          cell: ({ stage }) => (isStageNumber(stage) ? nameStage(stage) : stage),
        },
        { title: loadTitle(report), align: 'right', cell: ({ load }) => load },
        { title: titles.requests, align: 'right', cell: ({ requests }) => requests },
        ...figureColumns<(typeof rows)[number]>(report),
      ],
      rows,
      isBad,
    ),
    notes([gatingNote(report)]),
  ];
}

export function stepsTable(report: Publication): Content {
  const { titles } = wordsFor(report);
  const rows = stepRows(report);
  if (rows.length === 0) return null;
  return [
    table(
      titles.stage,
      [
        { title: stepTitle(report), align: 'right', cell: ({ load }) => load },
        { title: titles.rate, align: 'right', cell: ({ perSecond }) => perSecond },
        { title: 'P99', align: 'right', cell: ({ p99 }) => showFigure(p99) },
        { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
        { title: titles.duration, align: 'right', cell: ({ seconds }) => seconds },
        { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
      ],
      rows,
      isBad,
    ),
    notes([stepNote(report)]),
  ];
}

export function serverTable(report: Publication): Content {
  const words = wordsFor(report);
  const { titles } = words;
  const rows = serverRows(report);
  if (rows.length === 0) return null;
  type Row = (typeof rows)[number];
  const change = changeTitle(report);
  const compared: Column<Row>[] =
    change === null ? [] : [{ title: change, align: 'right', cell: (row) => showFigure(row.change) }];
  const judged: Column<Row>[] = rows.some(({ mark }) => mark !== null)
    ? [
        { title: titles.limit, align: 'right', cell: ({ limit }) => showFigure(limit) },
        { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
      ]
    : [];
  return [
    table<Row>(
      titles.sections.server,
      [
        { title: titles.series, align: 'left', cell: ({ series }) => series },
        { title: titles.mean, align: 'right', cell: ({ mean }) => mean },
        { title: titles.max, align: 'right', cell: ({ max }) => showFigure(max) },
        { title: titles.last, align: 'right', cell: ({ last }) => showFigure(last) },
        ...compared,
        ...judged,
      ],
      rows,
      isBad,
    ),
    notes([serverNote(report)]),
  ];
}

/** Samples as they came: text in a page, whatever is in them. */
export function errorsTable(report: Publication, side: 'target' | 'base'): Html | null {
  const { titles, sections, quoteEnglish } = wordsFor(report);
  const rows = errorRows(report, side);
  if (rows.length === 0) return null;
  return table<ErrorRow>(
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
