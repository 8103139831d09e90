/** What tables of the report's page have in common. */
import type { Publication } from '../report.ts';
import type { FigureCells } from '../view/endpoint-table.ts';
import { wordsFor } from '../words/language.ts';
import { cellOfFigure, cellOfFinding } from './cells.ts';
import { type Content, el } from './escape-html.ts';
import type { PageColumn } from './table.ts';

type Title = PageColumn<unknown>['title'];

/** A title, and below it what belongs to it. */
export const titleOver = (title: string, small: string): Title =>
  small === '' ? title : [title, el('small', {}, small)];

/** What stands under a table. */
export function notesBelow(texts: readonly (string | null)[]): Content {
  return texts.flatMap((text) => (text === null ? [] : [el('p', { class: 'quiet note' }, text)]));
}

/** Rows to be noticed. */
export const isBadRow = ({ mark }: { readonly mark: FigureCells['mark'] }) => mark?.tone === 'bad';

/** What rows of requests, flows and stages have in common. */
export function figureColumns<T extends FigureCells>(report: Publication): readonly PageColumn<T>[] {
  const { titles } = wordsFor(report);
  const { interleaved } = report.result;
  const sides = interleaved === null ? '' : titles.bothSides[interleaved.passes ? 'passes' : 'rounds'];
  return [
    { title: 'P50', align: 'right', cell: ({ p50 }) => cellOfFigure(p50) },
    { title: titleOver('P99', sides), align: 'right', cell: ({ p99 }) => cellOfFigure(p99) },
    { title: titles.rate, align: 'right', cell: ({ perSecond }) => cellOfFigure(perSecond) },
    { title: titles.errors, align: 'right', cell: ({ errors }) => cellOfFigure(errors) },
    { title: titles.finding, align: 'left', cell: ({ mark }) => cellOfFinding(mark) },
  ];
}
