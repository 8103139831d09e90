/** The steps of a search for the breaking point as a table. */
import { asText } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type StepRow, stepNote, stepRows, stepTitle } from '../view/search-table.ts';
import { showFigure, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';
import { leftOut } from './tables.ts';

/** A row a step of a search; without rows where the load is none. */
export function stepTable(report: Publication, where: string): Rows {
  const note = stepNote(report);
  return {
    ...table(stepColumns(stepTitle(report)), stepRows(report)),
    foot: note === null ? '' : `<sub>${asText(note)}</sub>`,
    left: (count) => leftOut(count, ['step', 'steps'], where),
  };
}

function stepColumns(load: string): readonly Column<StepRow>[] {
  return [
    { title: load, align: 'right', cell: (row) => showFigure(row.load) },
    { title: 'Rate', align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: 'P99', align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: 'Errors', align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: 'For', align: 'right', cell: ({ seconds }) => showFigure(seconds) },
    { title: 'Finding', align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}
