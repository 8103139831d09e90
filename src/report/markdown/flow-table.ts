/** The flows and their steps as a table. */
import { asCode, asSentence, asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type FlowRow, flowNotes, flowRows } from '../view/flow-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { showFigure, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';
import { tailTitle } from './tables.ts';

/** A row a flow, and below it one for each of its steps; without rows where there is none. */
export function flowTable(report: Publication, where: string): Rows {
  const { titles, sections } = wordsFor(report);
  const { head, rows } = table(flowColumns(tailTitle(report), titles), flowRows(report));
  return {
    head: `### ${titles.sections.flows}\n\n${head}`,
    rows,
    foot: `<sub>${flowNotes(report)
      .map((note) => asSentence(note, 400))
      .join('<br>')}</sub>`,
    left: (count) => sections.leftOut(count, 'flow', where),
  };
}

function flowColumns(tail: string, titles: Words['titles']): readonly Column<FlowRow>[] {
  return [
    {
      title: titles.flowStep,
      align: 'left',
      cell: ({ method, name }) =>
        method === null ? `**${asCode(name)}**` : `↳&nbsp;${asText(method, 20)} ${asCode(name)}`,
    },
    {
      title: `${titles.share}<br><sub>${titles.ofBegun}</sub>`,
      align: 'right',
      cell: ({ share }) => showFigure(share),
    },
    { title: titles.walksRequests, align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: titles.notReached, align: 'right', cell: ({ notReached }) => showFigure(notReached) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: tail, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}
