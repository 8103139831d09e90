/** What was counted → operations, and what of it is asked. */
import { decodeSafely } from '../classify.ts';
import { encodePart, singular, variableName } from '../literal.ts';
import type { Operation, Parameter, Segment } from '../operation.ts';
import { envTemplate } from '../vault.ts';
import { byCount, type Entry, VALUE } from './entry.ts';

const STATIC = /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|avif|woff2?|ttf|eot|mp4|webm|txt|xml)$/i;

/** @param lacksBodies whether the source tells no body, as a log does */
export function operationsOf(
  { good, bad }: { readonly good: readonly Entry[]; readonly bad: readonly Entry[] },
  lacksBodies: boolean,
): Operation[] {
  const isAllStatic = good.every(({ segments }) => isStatic(segments));
  const read = (entry: Entry) => operationOf(entry, { lacksBodies, keepsStatic: isAllStatic });
  return [...good, ...bad].map(read).sort((a, b) => b.count - a.count);
}

function isStatic(segments: Entry['segments']): boolean {
  return STATIC.test(segments.at(-1) ?? '');
}

function operationOf(
  entry: Entry,
  { lacksBodies, keepsStatic }: { readonly lacksBodies: boolean; readonly keepsStatic: boolean },
): Operation {
  const { method, count, good } = entry;
  const usual = byCount(entry.statuses)[0] ?? null;
  const isRedirect = good * 2 < count && usual !== null && usual >= 300 && usual < 400 && usual !== 304;
  return {
    method,
    name: null,
    segments: segmentsOf(entry),
    query: splitQuery(byCount(entry.queries)[0] ?? ''),
    headers: {},
    body: null,
    lacksBody: lacksBodies && (method === 'POST' || method === 'PUT' || method === 'PATCH'),
    count,
    expect: isRedirect ? [usual] : null,
    leftOut: leftOut(entry, usual, isRedirect, keepsStatic),
  };
}

function leftOut(
  entry: Entry,
  usual: number | null,
  isRedirect: boolean,
  keepsStatic: boolean,
): string | null {
  if (isStatic(entry.segments) && !keepsStatic) return 'a static file';
  if (isRedirect || entry.good * 2 >= entry.count) return null;
  return `mostly answered ${usual}`;
}

function splitQuery(query: string): [string, string][] {
  if (query === '') return [];
  return query.split('&').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
  });
}

function segmentsOf({ segments, tuples }: Entry): Segment[] {
  const known = byCount([...tuples.values()].map(({ values, count }) => [values, count] as const));
  const places = segments.filter((segment) => segment === VALUE).length;
  let at = 0;
  return segments.map((segment, i) => {
    if (segment !== VALUE) return encodePart(segment);
    const place = at++;
    // Of several places, only values that came together fit each other.
    const tellable = places === 1 ? known : known.slice(0, 1);
    const values = tellable.flatMap((tuple) => tuple[place] ?? []).map(decodeSafely);
    return parameterOf(values, segments[i - 1] ?? null);
  });
}

function parameterOf(values: readonly string[], before: string | null): Parameter {
  const own = before === null ? 'id' : `${singular(variableName(before))}_id`;
  const isHidden = values.length === 0;
  return {
    name: null,
    values,
    template: isHidden ? envTemplate(own) : null,
    listed: null,
    comment: null,
  };
}
