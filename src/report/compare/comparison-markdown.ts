/** A comparison as Markdown. Everything is escaped, whoever wrote it. */
import { asCell, asSentence } from '../escape.ts';
import { table } from '../markdown/pieces.ts';
import type { Piece } from './document.ts';

/** Without a final newline. */
export function renderComparisonMarkdown(blocks: readonly Piece[]): string {
  return blocks.map(render).join('\n\n');
}

function render(block: Piece): string {
  switch (block.is) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${asSentence(block.text)}`;
    case 'text':
      return asSentence(block.text, 2000);
    case 'verdict':
      return `**${asSentence(block.text)}**`;
    case 'list':
      return block.items.map((item) => `- ${asSentence(item)}`).join('\n');
    case 'table': {
      const columns = block.columns.map(({ title, align }, i) => ({
        title: asCell(title),
        align,
        cell: (row: readonly string[]) => asCell(row[i] ?? ''),
      }));
      const { head, rows } = table(columns, block.rows);
      return [head, ...rows].join('\n');
    }
  }
}
