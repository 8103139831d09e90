/** The steps of a search for the breaking point as a table. */
import { asSentence } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type StepRow, stepNote, stepRows, stepTitle } from '../view/search-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { showFigure, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';

/** A row a step of a search; without rows where the load is none. */
export function stepTable(report: Publication, where: string): Rows {
  const note = stepNote(report);
  const { titles, sections } = wordsFor(report);
  return {
    ...table(stepColumns(stepTitle(report), titles), stepRows(report)),
    foot: note === null ? '' : `<sub>${asSentence(note)}</sub>`,
    left: (count) => sections.leftOut(count, 'step', where),
  };
}

function stepColumns(load: string, titles: Words['titles']): readonly Column<StepRow>[] {
  return [
    { title: load, align: 'right', cell: (row) => showFigure(row.load) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => showFigure(perSecond) },
    { title: 'P99', align: 'right', cell: ({ p99 }) => showFigure(p99) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => showFigure(errors) },
    { title: titles.duration, align: 'right', cell: ({ seconds }) => showFigure(seconds) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
  ];
}
