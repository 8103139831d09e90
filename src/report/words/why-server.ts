/** Sentences of what moved on the server's side. */
import type { Explanation } from '../../evidence/result/why.ts';
import { formatAmount } from './amounts.ts';
import { formatCount, formatMs } from './format.ts';

type OfKind<Kind> = Extract<Explanation, { kind: Kind }>;

/** As much of a statement as tells it from others in a line. */
const SHOWN = 76;
const HEAD = 22;

/** What a series is called, a statement's beginning and its first table, or a table. */
export function nameMoved(
  one: OfKind<'statement' | 'table' | 'resource'>,
  nameSeries: (series: string) => string,
): string {
  switch (one.kind) {
    case 'statement':
      return shorten(one.text);
    case 'table':
      return one.table;
    case 'resource':
      return nameSeries(one.series);
  }
}

/** `select coalesce(json_ag … from expenses where organization_id = …`: what it does, and where. */
function shorten(text: string): string {
  if ([...text].length <= SHOWN) return text;
  const at = text.search(/\b(?:from|into|update|join)\s+(?!\()[\w"]/i);
  const shown = at > HEAD ? `${text.slice(0, HEAD).trimEnd()} … ${text.slice(at)}` : text;
  return [...shown].length <= SHOWN ? shown : `${[...shown].slice(0, SHOWN - 2).join('')} …`;
}

export function tellStatement(one: OfKind<'statement'>): string {
  const { beforeMs, afterMs, callsBefore, callsAfter, isSlower, isOftener } = one;
  const calls = (value: number) => formatAmount(value, 'number');
  if (callsBefore === 0) {
    return `executed only by this side: ${calls(callsAfter)} times per request, ${formatMs(afterMs)} each in PostgreSQL`;
  }
  const often = `${calls(callsBefore)} → ${calls(callsAfter)} times per request`;
  const long = `${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  if (isSlower && isOftener)
    return `takes PostgreSQL longer (${long}), and is executed more often (${often})`;
  if (isSlower) return `takes PostgreSQL longer: ${long}, ${calls(callsAfter)} times per request`;
  return `is executed more often: ${often}, ${formatMs(afterMs)} each`;
}

export function tellTable(one: OfKind<'table'>): string {
  const { rowsBefore, rowsAfter, sizeBefore, sizeAfter, isScanned, isLarger } = one;
  const rows = (value: number) => (value === 0 ? 'none' : formatCount(value));
  const scanned = `is scanned without an index: ${rows(rowsBefore)} → ${rows(rowsAfter)} rows per request`;
  if (isScanned && isLarger)
    return `${scanned}; it has about ${rows(sizeAfter)} rows, the base’s ${rows(sizeBefore)}`;
  if (isScanned) return `${scanned}; it has about ${rows(sizeAfter)} rows`;
  return `is larger: about ${rows(sizeBefore)} → ${rows(sizeAfter)} rows`;
}

export function tellResource({ what, unit, before, after, msBefore, msAfter }: OfKind<'resource'>): string {
  const [from, to] = [before, after].map((value) => formatAmount(value, unit));
  const took =
    msBefore === null || msAfter === null ? '' : `${time(msBefore)} → ${time(msAfter)} per request`;
  switch (what) {
    case 'cpu':
      return `${from} → ${to}`;
    case 'memory':
    case 'longest-transaction':
      return `${from} → ${to} on average`;
    case 'collections':
      return `garbage collections ${from} → ${to}`;
    case 'collection':
      return `garbage collection took ${took}`;
    case 'pool-wait':
      return `waiting for a pool connection took ${took}`;
    case 'lock-wait':
      return `waiting for database locks took ${took}`;
    case 'database-wait':
      return `waiting within the database took ${took}`;
  }
}

function time(ms: number): string {
  return ms === 0 ? 'none' : formatMs(ms);
}
