import { plainText } from './plain-text.ts';

/** Columns beyond these are not read: no table of figures is as wide. */
const MOST_COLUMNS = 100;

/** The plain texts of a table row's cells. A pipe after a backslash is part of its cell. */
export function splitRow(line: string): string[] {
  const cells: string[] = [];
  let cell = '';
  for (let i = 0; i < line.length && cells.length <= MOST_COLUMNS; i++) {
    if (line[i] === '\\' && line[i + 1] === '|') {
      cell += '|';
      i += 1;
    } else if (line[i] === '|') {
      cells.push(cell);
      cell = '';
    } else {
      cell += line[i];
    }
  }
  cells.push(cell);
  const texts = cells.map(plainText);
  if (line.trim().startsWith('|')) texts.shift();
  if (/(?<!\\)\|\s*$/u.test(line)) texts.pop();
  return texts;
}

/** Whether the line is what stands under a table's header: `|---|:--:|`. */
export function isDelimiterRow(line: string): boolean {
  return (
    line.includes('-') &&
    line.includes('|') &&
    line.split('|').every((cell) => /^\s*(?::?-+:?)?\s*$/u.test(cell))
  );
}
