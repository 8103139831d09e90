/** A search for the breaking point in lines and rows, in words and for no medium yet. */
import { METRICS, TAIL_QUANTILE } from '../../config/metrics.ts';
import type { OneSearch, SearchFigures, StepFigures } from '../../evidence/result/search.ts';
import type { Publication } from '../report.ts';
import {
  formatCount,
  formatMs,
  formatPerSecond,
  formatShare,
  formatTenths,
  plural,
} from '../words/format.ts';
import {
  describeCapacity,
  describeEach,
  describeLimits,
  describeSearch,
  nameBroken,
} from '../words/search.ts';
import type { Mark } from './badges.ts';

export interface StepRow {
  /** `320 /s`, or `12`. */
  readonly load: string;
  readonly seconds: string;
  readonly perSecond: string;
  readonly p99: string | null;
  readonly errors: string | null;
  readonly mark: Mark;
}

/** Of the target's first search, the lowest load first; empty where the load is none. */
export function stepRows({ result: { search } }: Publication): readonly StepRow[] {
  const steps = firstOf(search?.searches ?? [])?.steps ?? [];
  return [...steps]
    .sort((a, b) => loadOf(a) - loadOf(b))
    .map((step) => ({
      load: step.ratePerSecond === null ? formatCount(step.connections) : formatPerSecond(step.ratePerSecond),
      seconds: formatTenths(step.seconds),
      perSecond: formatPerSecond(step.throughputPerSecond),
      p99: step.p99Ms === null ? null : formatMs(step.p99Ms),
      errors: step.errorRate === null ? null : formatShare(step.errorRate),
      mark: markOfStep(step),
    }));
}

/** What `load` of a row is. */
export function stepTitle({ result: { search } }: Publication): string {
  return search?.of === 'rate' ? 'Offered' : 'Connections';
}

/** What held and what the table shows; null where there is none. */
export function stepNote({ result: { search } }: Publication): string | null {
  if (search === undefined) return null;
  const others = search.searches.length - 1;
  const shown =
    others > 0
      ? ` The steps of the target's first search; ${plural(others, 'other')} in the result file.`
      : '';
  return `Had to hold: ${describeLimits(search)}. Figures of all steps together mean nothing, and are not judged.${aloneIn(search)}${shown}`;
}

/** Why a step held whose P99 or errors are beyond a limit; '' where none is in the table. */
function aloneIn({ searches, limits }: SearchFigures): string {
  const isBeyond = ({ broke, p99Ms, errorRate }: StepFigures) =>
    broke === null &&
    limits.some(({ metric, limit }) => {
      const row = METRICS[metric];
      const isTail = row.kind === 'latency' && row.quantile === TAIL_QUANTILE;
      return ((isTail ? p99Ms : row.kind === 'share' ? errorRate : null) ?? 0) > limit;
    });
  return firstOf(searches)?.steps.some(isBeyond)
    ? ' One request alone that is slow, or fails, breaks no step of ten requests or more.'
    : '';
}

/** The capacities, and how each search went; empty where the load is none. */
export function searchLines({
  result: { search, base },
}: Publication): readonly { readonly label: string; readonly says: string }[] {
  if (search === undefined) return [];
  const first = firstOf(search.searches);
  const which = search.searches.length > 1 ? 'the first: ' : '';
  const seen = first === undefined ? '' : ` · ${which}${describeSearch(first, search.of)}`;
  if (base === null) return [{ label: 'Capacity', says: `${describeCapacity(search.capacity)}${seen}` }];
  const of = (side: 'target' | 'base') =>
    search.searches.filter((one) => one.side === side).map(({ capacity }) => capacity);
  const together = (side: 'target' | 'base', capacity: typeof search.capacity) =>
    `${describeCapacity(capacity)}${of(side).length > 1 ? `, ${describeEach(of(side))}` : ''}`;
  return [
    { label: 'Capacity', says: `${together('target', search.capacity)}${seen}` },
    { label: 'Base', says: `capacity ${together('base', search.baseCapacity)}` },
  ];
}

function firstOf(searches: readonly OneSearch[]): OneSearch | undefined {
  return searches.find(({ side }) => side === 'target');
}

function loadOf({ ratePerSecond, connections }: StepFigures): number {
  return ratePerSecond ?? connections;
}

function markOfStep({ broke, cut }: StepFigures): Mark {
  if (broke === null) return { tone: 'good', shape: '●', words: 'held' };
  const isOthers = broke.what === 'limiter' || broke.what === 'generator';
  return {
    tone: isOthers ? 'unsure' : 'bad',
    shape: isOthers ? '◇' : '✕',
    words: `${nameBroken(broke)}${cut ? ', ended at once' : ''}`,
  };
}
