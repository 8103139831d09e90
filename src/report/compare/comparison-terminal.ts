/** A comparison for a terminal: aligned tables, no Markdown, colours only where wanted. */
import { cleanKept } from '../escape.ts';
import { paint, terminalTable, wrap } from '../terminal/columns.ts';
import type { Piece } from './document.ts';

interface TerminalOptions {
  readonly colour: boolean;
  readonly width: number;
}

/** To fewer cells no column is cut, however wide the table is. */
const LEAST = 14;

/** Many lines, without a final newline. */
export function renderComparisonTerminal(blocks: readonly Piece[], options: TerminalOptions): string {
  return blocks.map((block) => render(block, options).join('\n')).join('\n\n');
}

function render(block: Piece, { colour, width }: TerminalOptions): readonly string[] {
  const indented = (text: string, first = '  ', rest = first) =>
    wrap(cleanKept(text), width - first.length).map((line, i) => `${i === 0 ? first : rest}${line}`);
  switch (block.is) {
    case 'heading':
      return [paint(cleanKept(block.level < 3 ? block.text.toUpperCase() : block.text), 'bold', colour)];
    case 'text':
      return indented(block.text);
    case 'verdict':
      return indented(block.text).map((line) => paint(line, 'bold', colour));
    case 'list':
      return block.items.flatMap((item) => indented(item, '  · ', '    '));
    case 'table': {
      // Where it is too wide, its columns share what there is.
      const shrinksTo = Math.max(LEAST, Math.floor(width / block.columns.length) - 2);
      return terminalTable(
        block.columns.map(({ title, align }) => ({ title: cleanKept(title), align, shrinksTo })),
        block.rows.map((row) => row.map((cell) => ({ text: cleanKept(cell) }))),
        { colour, width },
      );
    }
  }
}
