/** Pieces of GitHub's Markdown. What goes in is escaped already; nothing here knows a report. */
import type { Rows } from './fit.ts';

export interface Column<T> {
  readonly title: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: T) => string;
}

export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): Pick<Rows, 'head' | 'rows'> {
  return {
    head: [
      line(columns.map(({ title }) => title)),
      line(columns.map(({ align }) => (align === 'right' ? '--:' : ':--'))),
    ].join('\n'),
    rows: rows.map((row) => line(columns.map(({ cell }) => cell(row)))),
  };
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A block quote with a colour. */
export function alert(kind: 'CAUTION' | 'WARNING', paragraphs: readonly string[]): string {
  return [`> [!${kind}]`, paragraphs.map((paragraph) => `> ${paragraph}`).join('\n>\n')].join('\n');
}

/** Folded away under its summary. The empty lines make GitHub read Markdown inside. */
export function details(summary: string, rows: Rows): Rows {
  return {
    ...rows,
    head: `<details><summary>${summary}</summary>\n\n${rows.head}`,
    foot: rows.foot === '' ? '</details>' : `${rows.foot}\n\n</details>`,
  };
}

export function foldText(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

/** A link to a page of ours; null where it does not look like one. */
export function link(words: string, url: string | null): string | null {
  return url !== null && /^https?:\/\/[\w.:/?=&%#~+,;@!*$-]+$/.test(url) ? `[${words}](${url})` : null;
}

const NO_BREAK = '\u00a0';

/** Joined so that no line ends between the parts: a figure and its unit, a sign and its word. */
export function keepTogether(...parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(NO_BREAK).replaceAll(' ', NO_BREAK);
}
