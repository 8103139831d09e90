import type { Publication } from '../report.ts';
import { stepNote, stepRows, stepTitle } from '../view/search-table.ts';
import { wordsFor } from '../words/language.ts';
import { terminalTable } from './columns.ts';
import { findingCell, furtherRows, indented, type TerminalOptions } from './tables.ts';

const STEP_ROWS = 50;

/** A line a step of a search; none where the load is none. */
export function stepLines(report: Publication, options: TerminalOptions): string[] {
  const rows = stepRows(report);
  if (rows.length === 0) return [];
  const { titles, sections } = wordsFor(report);
  const lines = terminalTable(
    [
      { title: stepTitle(report).toLowerCase(), align: 'right' },
      { title: titles.rate.toLowerCase(), align: 'right' },
      { title: 'P99', align: 'right' },
      { title: titles.errors.toLowerCase(), align: 'right' },
      { title: titles.duration.toLowerCase(), align: 'right' },
      { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 20 },
    ],
    rows
      .slice(0, STEP_ROWS)
      .map((row) => [
        { text: row.load },
        { text: row.perSecond },
        { text: row.p99 ?? '–' },
        { text: row.errors ?? '–' },
        { text: row.seconds },
        findingCell(row.mark, ''),
      ]),
    options,
  );
  return [
    ...lines,
    ...furtherRows(rows.length - STEP_ROWS, 'step', sections),
    ...indented([stepNote(report)], options, 'dim'),
  ];
}
