import type { Publication } from '../report.ts';
import { flowNotes, flowRows } from '../view/flow-table.ts';
import { type Cell, type TerminalColumn, terminalTable } from './columns.ts';
import { findingCell, furtherRows, indented, name, type TerminalOptions } from './tables.ts';

const FLOW_ROWS = 50;

/** A line a flow, and below it one for each of its steps; none without flows. */
export function flowLines(report: Publication, options: TerminalOptions): string[] {
  const rows = flowRows(report);
  if (rows.length === 0) return [];
  // Most often each step is reached, and names have little room.
  const misses = rows.some(({ notReached }) => notReached !== null && notReached !== '0');
  const missed = <T>(cell: T): T[] => (misses ? [cell] : []);
  const lines = terminalTable(
    [
      { title: 'flow, step', align: 'left', shrinksTo: 12 },
      { title: 'requests', align: 'right' },
      ...missed<TerminalColumn>({ title: 'not reached', align: 'right' }),
      { title: 'P50', align: 'right' },
      { title: 'P99', align: 'right' },
      { title: 'rate', align: 'right' },
      { title: 'errors', align: 'right' },
      { title: 'finding', align: 'left', shrinksTo: 16 },
    ],
    rows
      .slice(0, FLOW_ROWS)
      .map((row) => [
        row.method === null ? { text: name(row.name), style: 'bold' } : { text: `· ${name(row.name)}` },
        { text: row.method === null ? `${row.requests} walks` : row.requests },
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
    ...furtherRows(rows.length - FLOW_ROWS, 'line'),
    ...indented([...flowNotes(report)], options, 'dim'),
  ];
}
