/** The tables of the comment and the summary as Markdown. Everything that isn't a word of ours is escaped here. */
import { isWhole, type MetricScope } from '../../config/scope.ts';
import { asCode, asSentence, asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import {
  basisNote,
  type ComparisonRow,
  comparisonRows,
  notesOf,
  roundsNote,
  type Titles,
  titlesOf,
} from '../view/comparison-table.ts';
import { type EndpointRow, endpointRows } from '../view/endpoint-table.ts';
import { type ErrorRow, errorRows } from '../view/error-table.ts';
import { gatingNote, loadTitle, type StageRow, stageRows } from '../view/stage-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { isStageNumber } from '../words/names.ts';
import { showFigure, showFigureOver, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';

/** More notes than this are for the result file. */
const NOTES = 8;

export function comparisonTable(report: Publication, where: string): Rows {
  const rows = comparisonRows(report);
  const notes = notesOf(rows);
  const words = wordsFor(report);
  const titles = titlesOf(report.result, words);
  const judged = rows.some(({ mark }) => mark !== null);
  return {
    ...table(
      [
        figureColumn(words),
        ...(titles ? comparedUnder(titles, words) : [nowUnder(words.titles.now)]),
        ...(judged ? [limitColumn(words), findingWith(notes, words)] : []),
      ],
      rows,
    ),
    foot: footnotes(notes, [basisNote(report.result, words), roundsNote(report.result, words)], words),
    left: (count) => words.sections.leftOut(count, 'figure', where),
  };
}

type Figures = Column<ComparisonRow>;

const figureColumn = (words: Words): Figures => ({
  title: words.titles.figure,
  align: 'left',
  cell: ({ expected, ...row }) => {
    const name = nameFigure(row, words);
    return expected === null ? name : `${name}<br><sub>${asSentence(expected, 200)}</sub>`;
  },
});

function nameFigure({ metric, endpoint, flow, stage }: MetricScope, words: Words): string {
  const { row } = words;
  const label = row.label(metric);
  if (stage !== undefined) return row.of(label, showStage(stage, words));
  if (endpoint === null) return `**${label}**`;
  return row[flow ? 'ofFlow' : 'of'](label, asCode(endpoint));
}

/** `stage 2`, or the name as code. */
function showStage(key: string, { row, nameStage }: Words): string {
  return isStageNumber(key) ? nameStage(key) : row.stage(asCode(key));
}

function nowUnder(title: string): Figures {
  return {
    title,
    align: 'right',
    cell: ({ now, ...row }) => (isWhole(row) ? `**${showFigure(now)}**` : showFigure(now)),
  };
}

function comparedUnder(
  { baseline, now, figures, change, interval }: Titles,
  { titles }: Words,
): readonly Figures[] {
  const of = figures === null ? '' : `<br><sub>${figures}</sub>`;
  return [
    { title: `${baseline}${of}`, align: 'right', cell: (row) => showFigure(row.baseline) },
    nowUnder(`${now}${of}`),
    {
      title: `${titles.change}<br><sub>${[change, interval].filter(Boolean).join(', ')}</sub>`,
      align: 'right',
      cell: (row) => showFigureOver(row.change, row.interval),
    },
  ];
}

const limitColumn = ({ titles }: Words): Figures => ({
  title: `${titles.limit}<br><sub>${titles.tolerance}</sub>`,
  align: 'right',
  cell: ({ limit, tolerance }) => showFigureOver(limit, tolerance),
});

function findingWith(notes: readonly string[], { titles }: Words): Figures {
  return {
    title: titles.finding,
    align: 'left',
    cell: ({ mark, note }) => {
      const number = note === null ? 0 : notes.indexOf(note) + 1;
      return number > 0 && number <= NOTES
        ? `${showFinding(mark)}&nbsp;<sup>${number}</sup>`
        : showFinding(mark);
    },
  };
}

function footnotes(notes: readonly string[], onAll: readonly (string | null)[], { sections }: Words): string {
  const lines = notes.slice(0, NOTES).map((note, i) => `<sup>${i + 1}</sup> ${asSentence(note, 240)}`);
  if (notes.length > NOTES) lines.push(sections.furtherNotes(notes.length - NOTES));
  for (const note of onAll) if (note !== null) lines.push(asSentence(note));
  return lines.length === 0 ? '' : `<sub>${lines.join('<br>')}</sub>`;
}

/** The rows that say something, and the others. */
export function endpointTables(
  report: Publication,
  where: string,
): { readonly loud: Rows; readonly quiet: Rows } {
  const rows = endpointRows(report);
  const words = wordsFor(report);
  const part = (quiet: boolean): Rows => ({
    ...table(
      requestColumns(tailTitle(report), words.titles),
      rows.filter((row) => row.quiet === quiet),
    ),
    foot: '',
    left: (count) => words.sections.leftOut(count, 'request', where),
  });
  return { loud: part(false), quiet: part(true) };
}

function requestColumns(p99Title: string, titles: Words['titles']): readonly Column<EndpointRow>[] {
  return [
    {
      title: titles.request,
      align: 'left',
      cell: ({ method, name }) => `${asText(method, 20)} ${asCode(name)}`,
    },
    { title: titles.share, align: 'right', cell: ({ share }) => showFigure(share) },
    { title: titles.requests, align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: p99Title, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}

/** A row a stage; without rows where the load has only one. */
export function stageTable(report: Publication, where: string): Rows {
  const note = gatingNote(report);
  const words = wordsFor(report);
  return {
    ...table(stageColumns(loadTitle(report), tailTitle(report), words.titles), stageRows(report)),
    foot: note === null ? '' : `<sub>${asSentence(note)}</sub>`,
    left: (count) => words.sections.leftOut(count, 'stage', where),
  };
}

/** Of requests, flows and stages, whose own P99 is shown with the base's before it. */
export function tailTitle(report: Publication): string {
  const { interleaved } = report.result;
  if (interleaved === null) return 'P99';
  return `P99<br><sub>${wordsFor(report).titles.bothSides[interleaved.passes ? 'passes' : 'rounds']}</sub>`;
}

function stageColumns(load: string, tail: string, titles: Words['titles']): readonly Column<StageRow>[] {
  return [
    {
      title: titles.stage,
      align: 'left',
      cell: ({ stage }) => (isStageNumber(stage) ? stage : asCode(stage)),
    },
    { title: load, align: 'right', cell: (row) => showFigure(row.load) },
    { title: titles.requests, align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: tail, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}

/** What of the judgement the pull request changed itself: a reviewer's to weigh, and nobody else's. */
export function changesTable(report: Publication, where: string): Rows {
  const { result, banner } = report;
  const { titles, sections } = wordsFor(report);
  const changes = result.changes ?? [];
  const { head, rows } = table(changeColumns(titles), changes);
  return {
    head: `### ${banner === null ? titles.sections.changes : titles.sections.changesOfThat}\n\n${head}`,
    rows,
    foot: `<sub>${sections.judgedBy}</sub>`,
    left: (count) => sections.leftOut(count, 'change', where),
  };
}

type Change = NonNullable<Publication['result']['changes']>[number];

const changeColumns = (titles: Words['titles']): readonly Column<Change>[] => [
  { title: titles.key, align: 'left', cell: ({ key }) => asCode(key, 120) },
  {
    title: titles.before,
    align: 'left',
    cell: ({ before }) => (before === null ? '–' : asCode(before, 160)),
  },
  { title: titles.now, align: 'left', cell: ({ after }) => (after === null ? '–' : asCode(after, 160)) },
];

export function errorTable(report: Publication, side: 'target' | 'base', where: string): Rows {
  const { titles, sections } = wordsFor(report);
  return {
    ...table(errorColumns(titles, sections.colon), errorRows(report, side)),
    foot: '',
    left: (count) => sections.leftOut(count, 'failing', where),
  };
}

const errorColumns = (titles: Words['titles'], colon: string): readonly Column<ErrorRow>[] => [
  { title: titles.request, align: 'left', cell: ({ name }) => asCode(name) },
  { title: titles.failed, align: 'right', cell: ({ share }) => showFigure(share) },
  { title: titles.how, align: 'left', cell: ({ kinds }) => asSentence(kinds, 200) },
  {
    title: titles.samples,
    align: 'left',
    cell: ({ samples }) =>
      samples
        .slice(0, 3)
        .map(
          ({ what, text }) => `${asSentence(what, 40)}${text === '' ? '' : `${colon} ${asCode(text, 160)}`}`,
        )
        .join('<br>') || '–',
  },
];
