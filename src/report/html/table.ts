/** Tables that can be read by eye and by ear. */
import { type Content, el, type Html } from './escape-html.ts';

export interface PageColumn<T> {
  readonly title: Content;
  readonly align: 'left' | 'right';
  readonly cell: (row: T) => Content;
}

/**
 * The first column names its row. It scrolls by itself where it is wider than the page, with the keyboard, too.
 *
 * @param caption what it is, for those who hear it
 * @param isBad rows to be noticed
 */
export function htmlTable<T>(
  caption: string,
  columns: readonly PageColumn<T>[],
  rows: readonly T[],
  isBad: (row: T) => boolean = () => false,
): Html {
  const head = columns.map(({ title, align }) => el('th', { scope: 'col', class: align }, title));
  const body = rows.map((row) =>
    el(
      'tr',
      { class: isBad(row) ? 'bad' : null },
      columns.map(({ align, cell }, i) =>
        i === 0 ? el('th', { scope: 'row', class: align }, cell(row)) : el('td', { class: align }, cell(row)),
      ),
    ),
  );
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': caption },
    el(
      'table',
      {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, head)),
      el('tbody', {}, body),
    ),
  );
}

/** Closed at first, but for print. */
export function foldAway(summary: Content, ...contents: readonly Content[]): Html {
  return el('details', {}, el('summary', {}, summary), contents);
}

/** Labels, each with what there is to say. */
export function definitions(rows: readonly (readonly [string, Content])[]): Html {
  return el(
    'dl',
    {},
    rows.map(([label, says]) => el('div', {}, el('dt', {}, label), el('dd', {}, says))),
  );
}
