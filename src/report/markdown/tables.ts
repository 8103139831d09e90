/** The tables of the comment and the summary as Markdown. Everything that isn't a word of ours is escaped here. */

import { METRICS } from '../../config/metrics.ts';
import { isWhole, type MetricScope } from '../../config/scope.ts';
import { asCode, asText } from '../escape.ts';
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
import { isStageNumber, nameStage } from '../words/names.ts';
import { leftOut, showFigure, showFigureOver, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';

/** More notes than this are for the result file. */
const NOTES = 8;

export function comparisonTable(report: Publication, where: string): Rows {
  const rows = comparisonRows(report);
  const notes = notesOf(rows);
  const titles = titlesOf(report.result);
  const judged = rows.some(({ mark }) => mark !== null);
  return {
    ...table(
      [
        ...FIGURE,
        ...(titles ? comparedUnder(titles) : [nowUnder('Now')]),
        ...(judged ? [LIMIT, findingWith(notes)] : []),
      ],
      rows,
    ),
    foot: footnotes(notes, [basisNote(report.result), roundsNote(report.result)]),
    left: (count) => leftOut(count, ['figure', 'figures'], where),
  };
}

type Figures = Column<ComparisonRow>;

const FIGURE: readonly Figures[] = [
  {
    title: 'Figure',
    align: 'left',
    cell: ({ expected, ...row }) => {
      const name = nameFigure(row);
      return expected === null ? name : `${name}<br><sub>${asText(expected, 200)}</sub>`;
    },
  },
];

function nameFigure({ metric, endpoint, flow, stage }: MetricScope): string {
  const { label } = METRICS[metric];
  if (stage !== undefined) return `${label} of ${showStage(stage)}`;
  return endpoint === null ? `**${label}**` : `${label} of ${flow ? 'the flow ' : ''}${asCode(endpoint)}`;
}

/** `stage 2`, or the name as code. */
function showStage(key: string): string {
  return isStageNumber(key) ? nameStage(key) : `the stage ${asCode(key)}`;
}

function nowUnder(title: string): Figures {
  return {
    title,
    align: 'right',
    cell: ({ now, ...row }) => (isWhole(row) ? `**${showFigure(now)}**` : showFigure(now)),
  };
}

function comparedUnder({ baseline, now, figures, change, interval }: Titles): readonly Figures[] {
  const of = figures === null ? '' : `<br><sub>${figures}</sub>`;
  return [
    { title: `${baseline}${of}`, align: 'right', cell: (row) => showFigure(row.baseline) },
    nowUnder(`${now}${of}`),
    {
      title: `Change<br><sub>${[change, interval].filter(Boolean).join(', ')}</sub>`,
      align: 'right',
      cell: (row) => showFigureOver(row.change, row.interval),
    },
  ];
}

const LIMIT: Figures = {
  title: 'Limit<br><sub>tolerance</sub>',
  align: 'right',
  cell: ({ limit, tolerance }) => showFigureOver(limit, tolerance),
};

function findingWith(notes: readonly string[]): Figures {
  return {
    title: 'Finding',
    align: 'left',
    cell: ({ mark, note }) => {
      const number = note === null ? 0 : notes.indexOf(note) + 1;
      return number > 0 && number <= NOTES
        ? `${showFinding(mark)}&nbsp;<sup>${number}</sup>`
        : showFinding(mark);
    },
  };
}

function footnotes(notes: readonly string[], onAll: readonly (string | null)[]): string {
  const lines = notes.slice(0, NOTES).map((note, i) => `<sup>${i + 1}</sup> ${asText(note, 240)}`);
  if (notes.length > NOTES) lines.push(`${notes.length - NOTES} further notes are in the result file.`);
  for (const note of onAll) if (note !== null) lines.push(asText(note));
  return lines.length === 0 ? '' : `<sub>${lines.join('<br>')}</sub>`;
}

/** The rows that say something, and the others. */
export function endpointTables(
  report: Publication,
  where: string,
): { readonly loud: Rows; readonly quiet: Rows } {
  const rows = endpointRows(report);
  const part = (quiet: boolean): Rows => ({
    ...table(
      requestColumns(tailTitle(report)),
      rows.filter((row) => row.quiet === quiet),
    ),
    foot: '',
    left: (count) => leftOut(count, ['request', 'requests'], where),
  });
  return { loud: part(false), quiet: part(true) };
}

function requestColumns(p99Title: string): readonly Column<EndpointRow>[] {
  return [
    { title: 'Request', align: 'left', cell: ({ method, name }) => `${asText(method, 20)} ${asCode(name)}` },
    { title: 'Share', align: 'right', cell: ({ share }) => showFigure(share) },
    { title: 'Requests', align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: p99Title, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: 'Rate', align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: 'Errors', align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: 'Finding', align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}

/** A row a stage; without rows where the load has only one. */
export function stageTable(report: Publication, where: string): Rows {
  const note = gatingNote(report);
  return {
    ...table(stageColumns(loadTitle(report), tailTitle(report)), stageRows(report)),
    foot: note === null ? '' : `<sub>${asText(note)}</sub>`,
    left: (count) => leftOut(count, ['stage', 'stages'], where),
  };
}

/** Of requests, flows and stages, whose own P99 is shown with the base's before it. */
export function tailTitle({ result: { interleaved } }: Publication): string {
  if (interleaved === null) return 'P99';
  return `P99<br><sub>base → target, all ${interleaved.passes ? 'passes' : 'rounds'} together</sub>`;
}

function stageColumns(load: string, tail: string): readonly Column<StageRow>[] {
  return [
    {
      title: 'Stage',
      align: 'left',
      cell: ({ stage }) => (isStageNumber(stage) ? stage : asCode(stage)),
    },
    { title: load, align: 'right', cell: (row) => showFigure(row.load) },
    { title: 'Requests', align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: tail, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: 'Rate', align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: 'Errors', align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: 'Finding', align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}

/** What of the judgement the pull request changed itself: a reviewer's to weigh, and nobody else's. */
export function changesTable({ result, banner }: Publication, where: string): Rows {
  const changes = result.changes ?? [];
  const { head, rows } = table(CHANGES, changes);
  return {
    head: `### Changed in this pull request${banner === null ? '' : ', according to that run'}\n\n${head}`,
    rows,
    foot: '<sub>It was judged by what is written now.</sub>',
    left: (count) => leftOut(count, ['change', 'changes'], where),
  };
}

const CHANGES: readonly Column<NonNullable<Publication['result']['changes']>[number]>[] = [
  { title: 'Key', align: 'left', cell: ({ key }) => asCode(key, 120) },
  { title: 'Before', align: 'left', cell: ({ before }) => (before === null ? '–' : asCode(before, 160)) },
  { title: 'Now', align: 'left', cell: ({ after }) => (after === null ? '–' : asCode(after, 160)) },
];

export function errorTable(report: Publication, side: 'target' | 'base', where: string): Rows {
  return {
    ...table(ERRORS, errorRows(report, side)),
    foot: '',
    left: (count) => leftOut(count, ['request with errors', 'requests with errors'], where),
  };
}

const ERRORS: readonly Column<ErrorRow>[] = [
  { title: 'Request', align: 'left', cell: ({ name }) => asCode(name) },
  { title: 'Failed', align: 'right', cell: ({ share }) => showFigure(share) },
  { title: 'How', align: 'left', cell: ({ kinds }) => asText(kinds, 200) },
  {
    title: 'Samples, redacted',
    align: 'left',
    cell: ({ samples }) =>
      samples
        .slice(0, 3)
        .map(({ what, text }) => `${asText(what, 40)}${text === '' ? '' : `: ${asCode(text, 160)}`}`)
        .join('<br>') || '–',
  },
];
