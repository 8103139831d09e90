/** What is said of a search for the breaking point. */
import { METRICS } from '../../config/metrics.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import type { CapacityRange, OneSearch, SearchFigures } from '../../evidence/result/search.ts';
import type { Broken, SearchOver } from '../../evidence/result/search-parts.ts';
import type { WordsOf } from './cause-words.ts';
import { formatBound, formatMs, formatPerSecond, formatSeconds, plural } from './format.ts';
import { enumerate, nameRow } from './names.ts';

export const SEARCH_WORDS: WordsOf<'breaks-at-once' | 'capacity-beyond' | 'too-few-searches'> = {
  'breaks-at-once': {
    says: ({ of, load, broke }) =>
      `the service has no capacity to speak of: even at ${describeLoad(of, load)}, the lowest load tried, ${describeBroken(broke)}`,
    advice: ({ of }) =>
      `Start lower (load.breakpoint.${of === 'rate' ? 'rate' : 'connections'}.from), or check whether the limits under gate are meant for this service.`,
  },
  'capacity-beyond': {
    says: (cause) =>
      cause.limit === null
        ? `${nameRow(cause)} can't be compared: ${leastKnown(cause)}`
        : `whether ${nameRow(cause)} reaches ${formatBound(cause.metric, cause.limit)} is not known: ${leastKnown(cause)}`,
    note: leastKnown,
    advice: () => 'See what ended the search before the service’s own limit, and remove it.',
  },
  'too-few-searches': {
    says: ({ found, needed }) => `the capacities can't be compared: ${tooFew(found, needed)}`,
    note: ({ found, needed }) => tooFew(found, needed),
    advice: () =>
      'Raise gate.rounds.budget so that it allows two searches on each side, and see what ended those that found nothing.',
  },
};

function leastKnown({ figure }: { readonly figure: number }): string {
  return `the search found only that it is at least ${formatPerSecond(figure)}`;
}

function tooFew(found: { readonly target: number; readonly base: number }, needed: number): string {
  return `${plural(found.target, 'search')} found that of the target and ${found.base} that of the base, and ${needed} of each are needed`;
}

/** What was the matter at a load, for the middle of a sentence. */
function describeBroken({ what, metric }: Broken): string {
  switch (what) {
    case 'limit':
      return metric === undefined ? 'a limit broke' : `${METRICS[metric].noun} went over its limit`;
    case 'queue':
      return 'requests arrived faster than they were answered, so latency kept growing';
    case 'silence':
      return 'nothing came back any more';
    case 'flat':
      return 'more connections brought no more throughput';
    case 'limiter':
      return 'a rate limiter rejected requests (HTTP 429)';
    case 'generator':
      return 'the load generator was late, at its own limit';
  }
}

/** The same in few words, for a table. */
export function nameBroken({ what, metric }: Broken): string {
  switch (what) {
    case 'limit':
      return metric === undefined ? 'over the limit' : `${METRICS[metric].label} over the limit`;
    case 'queue':
      return 'the queue grew';
    case 'silence':
      return 'no response';
    case 'flat':
      return 'no more throughput';
    case 'limiter':
      return 'rate-limited (429)';
    case 'generator':
      return 'the generator was late';
  }
}

/** `320 requests per second`, `12 connections`. */
function describeLoad(of: SearchFigures['of'], load: number): string {
  return of === 'rate'
    ? `${formatPerSecond(load).replace(' /s', '')} requests per second`
    : plural(load, 'connection');
}

/** `401 /s (95 %: 389 … 412 /s)`, `at least 300 /s`; of none at all what that means. */
export function describeCapacity(capacity: CapacityRange | null): string {
  if (capacity === null) return 'none was found';
  const { perSecond, low, high } = capacity;
  if (high === null) return `at least ${formatPerSecond(perSecond)}`;
  return `${formatPerSecond(perSecond)} (95 %: ${formatPerSecond(low).replace(' /s', '')} … ${formatPerSecond(high)})`;
}

/** What each of several came to: `by 8 searches, from 348 /s to 350 /s`, `by 2 searches, of which 1 found none`. */
export function describeEach(all: readonly (CapacityRange | null)[]): string {
  const found = all.flatMap((one) => one?.perSecond ?? []);
  const searches = `by ${plural(all.length, 'search')}`;
  if (found.length < all.length) return `${searches}, of which ${all.length - found.length} found none`;
  return `${searches}, from ${formatPerSecond(Math.min(...found))} to ${formatPerSecond(Math.max(...found))}`;
}

/** One search in a line: how it went, what broke, and the load at the knee. */
export function describeSearch(
  { steps, restSeconds, end, broke, knee, capacity }: OneSearch,
  of: SearchFigures['of'],
): string {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, restSeconds);
  const parts = [
    `${plural(steps.length, 'step')} in ${formatSeconds(seconds)}`,
    broke === null ? null : whatBroke(broke),
    ENDS[end],
    knee === null ? null : `${whichStep(capacity)} ${describeKnee(knee, of)}`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function whatBroke(broke: Broken): string {
  return broke.what === 'flat'
    ? `no limit broke, but ${describeBroken(broke)}`
    : `what broke first: ${describeBroken(broke)}`;
}

/** Where only the least of the capacity is known, nobody saw a knee. */
function whichStep(capacity: CapacityRange | null): string {
  return capacity?.high === null ? 'the highest step that held was' : 'at the knee';
}

function describeKnee(
  { connections, ratePerSecond, throughputPerSecond, p99Ms }: NonNullable<OneSearch['knee']>,
  of: SearchFigures['of'],
): string {
  const busy =
    of === 'rate' ? `${plural(connections, 'connection')} busy` : plural(connections, 'connection');
  const tail = p99Ms === null ? '' : ` and a P99 of ${formatMs(p99Ms)}`;
  return `${formatPerSecond(ratePerSecond ?? throughputPerSecond)} with ${busy}${tail}`;
}

const ENDS: Readonly<Record<SearchOver, string | null>> = {
  done: null,
  budget: 'its time was up before the result was more precise',
  limiter: null,
  generator: 'the generator had reached its own limit',
  'no-recovery': 'then the service did not recover',
  interrupted: 'then the load broke off',
};

/** What had to hold: `P99 ≤ 100 ms and error rate ≤ 1 %`. */
export function describeLimits({ limits }: Pick<SearchFigures, 'limits'>): string {
  return enumerate(
    limits.map(({ metric, limit }) => `${METRICS[metric].noun} ≤ ${formatBound(metric, limit)}`),
    limits.length,
  );
}

/** Whole sentences. */
export function warnOfLeast({ side, perSecond, end, broke }: RemarkOf<'capacity-at-least'>): string {
  const whose = side === 'base' ? 'The base' : 'The service';
  const why =
    broke?.what === 'limiter' || broke?.what === 'generator'
      ? describeBroken(broke)
      : end === 'done'
        ? 'nothing higher was tried'
        : end === 'budget'
          ? 'then the time was up'
          : 'then the load broke off';
  return `${whose} handles at least ${formatPerSecond(perSecond)}, but that is not its capacity: ${why}.`;
}

export function warnOfNoRecovery({ side, of, load }: RemarkOf<'search-not-recovered'>): string {
  const whose = side === 'base' ? 'the base' : 'the service';
  return `After ${describeLoad(of, load)} ${whose} did not recover within 15 s at a low load, so the search ended there: check what it holds on to when it is overloaded.`;
}

export function warnOfLoss({ side, detail }: RemarkOf<'lost-in-search'>): string {
  return `In a search step the ${side ?? 'target'} became unreachable (${detail}): it does not survive that much load. Its capacity is taken from the steps before.`;
}
