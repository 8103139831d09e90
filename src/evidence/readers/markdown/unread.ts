/** What a table says of a figure without its being read. */
import type { BaselineFigures } from '../../baseline.ts';
import { fold } from '../fold.ts';
import type { TableCell } from './table-columns.ts';

/** Cells named; more would not be read. */
const NAMED = 4;
const LONGEST_QUOTE = 60;
/** Words before a number that make it an estimate or a bound. */
const ESTIMATE =
  /^(?:about|approx\w*|ca|circa|around|env(?:iron)?|roughly|nearly|almost|between|entre|from|de|less than|more than|moins de|plus de|over|under|max|min|avg|p\d+)(?![a-z])[^a-z]{0,3}\d/u;
const FIGURE = /\d\s?(?:[nu\u00b5\u03bcm]?s|m?secs?|min|%|\u2030|req\w*|rps|[kM])(?![a-z])/u;

/** Named as a figure and beginning like one, and yet nothing came of it. */
export function isUnread({ metric, nearly, values, objective, text }: TableCell): boolean {
  const isFigure = metric !== null ? values.length === 0 && !objective : nearly === 'latency';
  return isFigure && beginsLikeFigure(text);
}

/** `line 5: P99: 101 has no unit`. */
export function tellUnread(cells: readonly TableCell[]): string[] {
  const told = cells
    .slice(0, NAMED)
    .map(
      (cell) => `line ${cell.line}: ${cell.name}: ${quoted(cell.text)} ${whyUnread(cell) ?? 'is not read'}`,
    );
  return cells.length > NAMED ? [...told, `${cells.length - NAMED} more were not read`] : told;
}

/** What a run says and isn't read, each as what it does: `says "P99: ~101 ms" in line 5, which was …`. */
export function doubtsAbout(cells: readonly TableCell[], metrics: BaselineFigures): string[] {
  const unread = cells.filter(
    (cell) =>
      isUnread(cell) ||
      (cell.nearly !== null && !isKnown(cell.nearly, metrics) && /\d/u.test(cell.text)) ||
      (cell.metric !== null && cell.values.length === 0 && (cell.objective || holdsFigure(cell.text))),
  );
  const told = unread.slice(0, NAMED).map((cell) => doubt(cell.name, cell.text, cell.line, whyUnread(cell)));
  return unread.length > NAMED
    ? [...told, `says ${unread.length - NAMED} more figures that were not read`]
    : told;
}

/** @param why `has no unit`; null where the text itself shows it */
export function doubt(name: string, text: string, line: number, why: string | null): string {
  return `says "${quoted(name)}: ${quoted(text)}" in line ${line}, which was not read${why === null ? '' : `: it ${why}`}`;
}

/** Where the whole is known, a part of it is no loss. */
function isKnown(kind: NonNullable<TableCell['nearly']>, metrics: BaselineFigures): boolean {
  switch (kind) {
    case 'errors':
    case 'success-rate':
      return metrics.errorRate !== undefined;
    case 'responses-per-second':
    case 'successes-per-second':
      return (metrics.responsesPerSecond ?? metrics.throughputPerSecond) !== undefined;
    default:
      return false;
  }
}

function whyUnread({ metric, text, objective }: TableCell): string | null {
  if (objective) return 'is a bound or an objective';
  if (!/^\d[\d.,'’ \u00a0]*$/u.test(text)) return null;
  if (metric?.kind === 'latency') return 'has no unit';
  return metric?.kind === 'errors' || metric?.kind === 'success-rate' ? 'has no %' : null;
}

function beginsLikeFigure(text: string): boolean {
  return /^[^\p{L}]*\d/u.test(text);
}

function holdsFigure(text: string): boolean {
  return ESTIMATE.test(fold(text)) || FIGURE.test(text);
}

/** In one line, and cut. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE - 1)}…` : line;
}
