import type { Publication } from '../report.ts';
import { changeTitle, serverNote, serverRows } from '../view/server-table.ts';
import { wordsFor } from '../words/language.ts';
import { type Cell, type TerminalColumn, terminalTable } from './columns.ts';
import { findingCell, furtherRows, indented, name, type TerminalOptions } from './tables.ts';

/** What is longer is in the result file. */
const SERVER_ROWS = 50;

/** A line a series of the server's side; none where no probe read any. */
export function serverLines(report: Publication, options: TerminalOptions): string[] {
  const rows = serverRows(report);
  if (rows.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  const compared = changeTitle(report) !== null;
  const judged = rows.some(({ mark }) => mark !== null);
  const only = <T>(wanted: boolean, ...cells: T[]): T[] => (wanted ? cells : []);
  const lines = terminalTable(
    [
      { title: titles.sections.server.toLowerCase(), align: 'left', shrinksTo: 12 },
      { title: titles.mean.toLowerCase(), align: 'right' },
      { title: titles.max.toLowerCase(), align: 'right' },
      { title: titles.last.toLowerCase(), align: 'right' },
      ...only<TerminalColumn>(compared, { title: titles.change.toLowerCase(), align: 'right' }),
      ...only<TerminalColumn>(
        judged,
        { title: titles.limit.toLowerCase(), align: 'left' },
        { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 12 },
      ),
    ],
    rows
      .slice(0, SERVER_ROWS)
      .map((row) => [
        { text: name(row.series) },
        { text: row.mean, style: 'bold' },
        { text: row.max ?? '–' },
        { text: row.last ?? '–' },
        ...only<Cell>(compared, { text: row.change ?? '–' }),
        ...only<Cell>(judged, { text: row.limit ?? '–' }, findingCell(row.mark, '')),
      ]),
    options,
  );
  return [
    ...lines,
    ...furtherRows(rows.length - SERVER_ROWS, 'series', sections),
    ...indented([serverNote(report)], options, 'dim'),
  ];
}
