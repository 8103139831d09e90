/** A search for the breaking point in lines and rows, in words and for no medium yet. */
import { METRICS, TAIL_QUANTILE } from '../../config/metrics.ts';
import type { OneSearch, SearchFigures, StepFigures } from '../../evidence/result/search.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
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
export function stepRows(report: Publication): readonly StepRow[] {
  const { search } = report.result;
  const words = wordsFor(report);
  const { formatCount, formatMs, formatPerSecond, formatShare, formatTenths } = words;
  const steps = firstOf(search?.searches ?? [])?.steps ?? [];
  return [...steps]
    .sort((a, b) => loadOf(a) - loadOf(b))
    .map((step) => ({
      load: step.ratePerSecond === null ? formatCount(step.connections) : formatPerSecond(step.ratePerSecond),
      seconds: formatTenths(step.seconds),
      perSecond: formatPerSecond(step.throughputPerSecond),
      p99: step.p99Ms === null ? null : formatMs(step.p99Ms),
      errors: step.errorRate === null ? null : formatShare(step.errorRate),
      mark: markOfStep(step, words),
    }));
}

/** What `load` of a row is. */
export function stepTitle(report: Publication): string {
  const { titles } = wordsFor(report);
  return report.result.search?.of === 'rate' ? titles.offered : titles.connections;
}

/** What held and what the table shows; null where there is none. */
export function stepNote(report: Publication): string | null {
  const { search } = report.result;
  if (search === undefined) return null;
  return wordsFor(report).notes.steps(search, hasAlone(search), search.searches.length - 1);
}

/** Whether a step held whose P99 or errors are beyond a limit, which a note explains. */
function hasAlone({ searches, limits }: SearchFigures): boolean {
  const isBeyond = ({ broke, p99Ms, errorRate }: StepFigures) =>
    broke === null &&
    limits.some(({ metric, limit }) => {
      const row = METRICS[metric];
      const isTail = row.kind === 'latency' && row.quantile === TAIL_QUANTILE;
      return ((isTail ? p99Ms : row.kind === 'share' ? errorRate : null) ?? 0) > limit;
    });
  return firstOf(searches)?.steps.some(isBeyond) ?? false;
}

/** The capacities, and how each search went; empty where the load is none. */
export function searchLines(
  report: Publication,
): readonly { readonly label: string; readonly says: string }[] {
  const { search, base } = report.result;
  const { labels, notes, describeCapacity, describeEach, describeSearch } = wordsFor(report);
  if (search === undefined) return [];
  const first = firstOf(search.searches);
  const told = first === undefined ? '' : describeSearch(first, search.of);
  const seen = told && ` · ${search.searches.length > 1 ? notes.firstSearch(told) : told}`;
  if (base === null) return [{ label: labels.capacity, says: `${describeCapacity(search.capacity)}${seen}` }];
  const of = (side: 'target' | 'base') =>
    search.searches.filter((one) => one.side === side).map(({ capacity }) => capacity);
  const together = (side: 'target' | 'base', capacity: typeof search.capacity) =>
    `${describeCapacity(capacity)}${of(side).length > 1 ? `, ${describeEach(of(side))}` : ''}`;
  return [
    { label: labels.capacity, says: `${together('target', search.capacity)}${seen}` },
    { label: labels.base, says: notes.capacityOf(together('base', search.baseCapacity)) },
  ];
}

function firstOf(searches: readonly OneSearch[]): OneSearch | undefined {
  return searches.find(({ side }) => side === 'target');
}

function loadOf({ ratePerSecond, connections }: StepFigures): number {
  return ratePerSecond ?? connections;
}

function markOfStep({ broke, cut }: StepFigures, { marks, nameBroken }: Words): Mark {
  if (broke === null) return { tone: 'good', shape: '●', words: marks.held };
  const isOthers = broke.what === 'limiter' || broke.what === 'generator';
  return {
    tone: isOthers ? 'unsure' : 'bad',
    shape: isOthers ? '◇' : '✕',
    words: cut ? marks.endedAtOnce(nameBroken(broke)) : nameBroken(broke),
  };
}
