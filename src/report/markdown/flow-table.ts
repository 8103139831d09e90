/** The flows and their steps as a table. */
import { asCode, asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type FlowRow, flowNotes, flowRows } from '../view/flow-table.ts';
import { leftOut, showFigure, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';
import { tailTitle } from './tables.ts';

/** A row a flow, and below it one for each of its steps; without rows where there is none. */
export function flowTable(report: Publication, where: string): Rows {
  const { head, rows } = table(flowColumns(tailTitle(report)), flowRows(report));
  return {
    head: `### Flows\n\n${head}`,
    rows,
    foot: `<sub>${flowNotes(report)
      .map((note) => asText(note, 400))
      .join('<br>')}</sub>`,
    left: (count) => leftOut(count, ['flow or step', 'flows and steps'], where),
  };
}

function flowColumns(tail: string): readonly Column<FlowRow>[] {
  return [
    {
      title: 'Flow, step',
      align: 'left',
      cell: ({ method, name }) =>
        method === null ? `**${asCode(name)}**` : `↳&nbsp;${asText(method, 20)} ${asCode(name)}`,
    },
    {
      title: 'Share<br><sub>of what users begin</sub>',
      align: 'right',
      cell: ({ share }) => showFigure(share),
    },
    { title: 'Walks, requests', align: 'right', cell: ({ requests }) => showFigure(requests) },
    { title: 'Not reached', align: 'right', cell: ({ notReached }) => showFigure(notReached) },
    { title: 'P50', align: 'right', cell: ({ p50 }) => showFigure(p50) },
    { title: tail, align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: 'Rate', align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: 'Errors', align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: 'Finding', align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}
