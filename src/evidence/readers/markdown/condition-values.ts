import { secondsIn } from '../metric-values.ts';
import { readNumber } from '../numbers.ts';
import { isRemark } from '../tails.ts';
import { readScale } from '../units.ts';

/** What was read of a condition's text; null where it wasn't. */
export type ReadCondition<T> = {
  readonly value: T;
  /** Where the text says that there may be more. */
  readonly isLeast?: true;
} | null;

/** What connections are called, or said to be, behind their number. */
const NOUNS =
  /^(?:\s*(?:concurrent(?:e?s)?|simultaneous|simultan[eé]e?s?|parallel|open|ouvertes?|persistent|persistantes?|keep-?alive|tcp|https?|http\/[\d.]+|tls|virtual|connections?|connexions?|clients?|users?|vus?|utilisateurs?|sockets?))+(?![\p{L}\d])/iu;

/** `10`, `10 connections`, `50 (keep-alive)`, `1k`; not `9 (1-2 active)` of a database, nor a range. */
export function connectionsIn(text: string): ReadCondition<number> {
  const figure = readNumber(text, 'figure', null);
  const scale = figure ? readScale(text.slice(figure.length)) : null;
  const number = scale ? figure : readNumber(text, 'count', null);
  if (!number) return null;
  const value = Number((number.value * (scale?.factor ?? 1)).toPrecision(12));
  const rest = text.slice(number.length + (scale?.length ?? 0));
  const isMore = /^\s?\+(?!\s?[\d/])/u.test(rest);
  const tail = rest.replace(/^\s?\+/u, isMore ? '' : '+').replace(NOUNS, '');
  if (!scale && number.decimals > 0) return null;
  if (!Number.isSafeInteger(value) || value <= 0 || !isRemark(tail, 'condition')) return null;
  return isMore ? { value, isLeast: true } : { value };
}

/** @param unitMs of a bare number, from its name */
export function durationIn(text: string, unitMs: number | null): ReadCondition<number> {
  return asRead(secondsIn(text, null, unitMs));
}

export function asRead<T>(value: T | null): ReadCondition<T> {
  return value === null ? null : { value };
}
