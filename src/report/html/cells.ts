/** What stands in the cells of a page's tables. */
import type { Mark } from '../view/badges.ts';
import { type Content, el } from './escape-html.ts';

export function cellOfFigure(text: string | null): Content {
  return text ?? '–';
}

/** A figure, and below it what belongs to it. */
export function cellOfFigureOver(text: string | null, small: string | null): Content {
  return small === null ? cellOfFigure(text) : [cellOfFigure(text), el('small', {}, small)];
}

/** Shape and words tell it, the colour does once more. */
export function cellOfFinding(mark: Mark | null): Content {
  if (mark === null) return '–';
  return el(
    'span',
    { class: `mark ${mark.tone}` },
    el('i', { 'aria-hidden': 'true' }, mark.shape),
    mark.words,
  );
}
