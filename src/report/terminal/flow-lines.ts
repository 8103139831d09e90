import type { Publication } from '../report.ts';
import { flowNotes, flowRows } from '../view/flow-table.ts';
import { wordsFor } from '../words/language.ts';
import { type Cell, type TerminalColumn, terminalTable } from './columns.ts';
import { findingCell, furtherRows, indented, name, type TerminalOptions } from './tables.ts';

const FLOW_ROWS = 50;

/** A line a flow, and below it one for each of its steps; none without flows. */
export function flowLines(report: Publication, options: TerminalOptions): string[] {
  const rows = flowRows(report);
  if (rows.length === 0) return [];
  const { titles, sections, notes } = wordsFor(report);
  // Most often each step is reached, and names have little room.
  const misses = rows.some(({ notReached }) => notReached !== null && notReached !== '0');
  const missed = <T>(cell: T): T[] => (misses ? [cell] : []);
  const lines = terminalTable(
    [
      { title: titles.flowStep.toLowerCase(), align: 'left', shrinksTo: 12 },
      { title: titles.requests.toLowerCase(), align: 'right' },
      ...missed<TerminalColumn>({ title: titles.notReached.toLowerCase(), align: 'right' }),
      { title: 'P50', align: 'right' },
      { title: 'P99', align: 'right' },
      { title: titles.rate.toLowerCase(), align: 'right' },
      { title: titles.errors.toLowerCase(), align: 'right' },
      { title: titles.finding.toLowerCase(), align: 'left', shrinksTo: 16 },
    ],
    rows
      .slice(0, FLOW_ROWS)
      .map((row) => [
        row.method === null ? { text: name(row.name), style: 'bold' } : { text: `· ${name(row.name)}` },
        { text: row.method === null ? notes.walks(row.requests) : row.requests },
        ...missed<Cell>({ text: row.notReached ?? '–' }),
        { text: row.p50 ?? '–' },
        { text: row.p99 ?? '–' },
        { text: row.perSecond ?? '–' },
        { text: row.errors ?? '–' },
        findingCell(row.mark, ''),
      ]),
    options,
  );
  return [
    ...lines,
    ...furtherRows(rows.length - FLOW_ROWS, 'flow', sections),
    ...indented([...flowNotes(report)], options, 'dim'),
  ];
}
