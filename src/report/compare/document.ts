/** A report for no medium yet: what is written as Markdown, and printed in a terminal. Nothing in it is escaped. */

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
}

export type Piece =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'verdict'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | {
      readonly is: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    };

export function heading(level: 1 | 2 | 3, text: string): Piece {
  return { is: 'heading', level, text };
}

export function paragraph(sentence: string): Piece {
  return { is: 'text', text: sentence };
}

/** Empty where there is nothing to list. */
export function list(items: readonly string[]): Piece[] {
  return items.length === 0 ? [] : [{ is: 'list', items }];
}

/** Names stand left, figures right. Empty without a row. */
export function grid(
  names: readonly string[],
  figures: readonly string[],
  rows: readonly (readonly string[])[],
): Piece[] {
  if (rows.length === 0) return [];
  const left = names.map((title) => ({ title, align: 'left' as const }));
  const right = figures.map((title) => ({ title, align: 'right' as const }));
  return [{ is: 'table', columns: [...left, ...right], rows }];
}

/** A section and its heading; nothing where it is empty. */
export function chapter(level: 1 | 2 | 3, title: string, blocks: readonly Piece[]): Piece[] {
  return blocks.length === 0 ? [] : [heading(level, title), ...blocks];
}
