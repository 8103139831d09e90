/** Text in the cells of a terminal: as wide as it looks, aligned, and coloured only where that is wanted. */
import { cutTo, widthOf } from '../text-width.ts';
import type { Tone } from '../view/badges.ts';

type Style = Tone | 'bold' | 'dim';

const CODES: Readonly<Record<Style, string>> = {
  bad: '1;31',
  warn: '33',
  unsure: '33',
  good: '32',
  calm: '',
  bold: '1',
  dim: '2',
};

export function paint(text: string, style: Style, colour: boolean): string {
  return colour && CODES[style] !== '' && text !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/** Lines of at most so many cells, broken at spaces; a longer word is broken where it has to be. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    let rest = word;
    const line = lines.at(-1) ?? '';
    if (line !== '' && widthOf(`${line} ${rest}`) <= width) {
      lines[lines.length - 1] = `${line} ${rest}`;
      continue;
    }
    if (line !== '') lines.push('');
    while (widthOf(rest) > width) {
      let head = '';
      for (const point of rest) {
        if (head !== '' && widthOf(head + point) > width) break;
        head += point;
      }
      lines[lines.length - 1] = head;
      lines.push('');
      rest = rest.slice(head.length);
    }
    lines[lines.length - 1] = rest;
  }
  return lines;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style | undefined;
}

export interface TerminalColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where the table is too wide, the column may be cut to so many cells, the last columns first. */
  readonly shrinksTo?: number;
}

const GAP = '  ';

/**
 * Lines of a table, indented by two cells and at most `width` wide where its shrinking columns allow. A row of a single
 * cell spans them all.
 */
export function terminalTable(
  columns: readonly TerminalColumn[],
  rows: readonly (readonly Cell[])[],
  { colour, width }: { readonly colour: boolean; readonly width: number },
): string[] {
  const head = columns.map(({ title }): Cell => ({ text: title, style: 'dim' }));
  const full = [head, ...rows.filter((row) => row.length > 1)];
  const widths = columns.map((_, i) => Math.max(...full.map((row) => widthOf(row[i]?.text ?? ''))));
  for (let i = columns.length - 1; i >= 0; i--) {
    const over = widths.reduce((sum, cells) => sum + cells + GAP.length, 0) - width;
    const least = columns[i]?.shrinksTo ?? Number.POSITIVE_INFINITY;
    const now = widths[i] ?? 0;
    if (over > 0 && now > least) widths[i] = Math.max(least, now - over);
  }
  return [head, ...rows].map((row) => {
    const [only, ...others] = row;
    if (only !== undefined && others.length === 0) {
      return GAP + paint(cutTo(only.text, width - GAP.length), only.style ?? 'calm', colour);
    }
    return columns
      .map((column, i) => GAP + align(row[i], column, widths[i] ?? 0, colour))
      .join('')
      .trimEnd();
  });
}

function align(cell: Cell | undefined, column: TerminalColumn, room: number, colour: boolean): string {
  const shown = cutTo(cell?.text ?? '', room);
  const pad = ' '.repeat(Math.max(0, room - widthOf(shown)));
  const painted = paint(shown, cell?.style ?? 'calm', colour);
  return column.align === 'right' ? pad + painted : painted + pad;
}
