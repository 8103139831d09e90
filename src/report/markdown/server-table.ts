import { asCode, asSentence } from '../escape.ts';
import type { Publication } from '../report.ts';
import { changeTitle, type ServerRow, serverNote, serverRows } from '../view/server-table.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { showFigure, showFinding } from './cells.ts';
import type { Rows } from './fit.ts';
import { type Column, table } from './pieces.ts';

/** A row a series of the server's side; without rows where no probe read any. */
export function serverTable(report: Publication, where: string): Rows {
  const rows = serverRows(report);
  const note = serverNote(report);
  const { titles, sections } = wordsFor(report);
  const { head, rows: lines } = table(serverColumns(rows, changeTitle(report), titles), rows);
  return {
    head: `### ${titles.sections.server}\n\n${head}`,
    rows: lines,
    foot: note === null ? '' : `<sub>${asSentence(note, 400)}</sub>`,
    left: (count) => sections.leftOut(count, 'series', where),
  };
}

function serverColumns(
  rows: readonly ServerRow[],
  change: string | null,
  titles: Words['titles'],
): readonly Column<ServerRow>[] {
  const compared: readonly Column<ServerRow>[] =
    change === null ? [] : [{ title: change, align: 'right', cell: (row) => showFigure(row.change) }];
  const judged: readonly Column<ServerRow>[] = rows.some(({ mark }) => mark !== null)
    ? [
        { title: titles.limit, align: 'right', cell: ({ limit }) => showFigure(limit) },
        { title: titles.finding, align: 'left', cell: ({ mark }) => showFinding(mark) },
      ]
    : [];
  return [
    { title: titles.series, align: 'left', cell: ({ series }) => asCode(series, 120) },
    { title: titles.mean, align: 'right', cell: ({ mean }) => showFigure(mean) },
    { title: titles.max, align: 'right', cell: ({ max }) => showFigure(max) },
    { title: titles.last, align: 'right', cell: ({ last }) => showFigure(last) },
    ...compared,
    ...judged,
  ];
}
