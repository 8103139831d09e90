/** What a run was: its load, what it was compared with, its costs; in lines and single facts. */
import type { CostPeriod } from '../../config/cost.ts';
import { writeCost } from '../../config/cost.ts';
import type { Result } from '../../evidence/result/schema.ts';
import { formatCount, formatPerSecond, formatSeconds, formatTenths, plural } from './format.ts';

type Cost = NonNullable<Result['cost']>;
type Arrivals = 'constant' | 'poisson';

export const SETTING_WORDS = {
  profile: (name: string) => `profile ${name}`,
  connections: (count: number) => plural(count, 'connection'),
  /** Machines that made the load together. */
  shards: (count: number) => `made by ${plural(count, 'shard')}`,
  stages: (count: number, most: number) => `${plural(count, 'stage')} of up to ${plural(most, 'connection')}`,
  searchedByConnections: (from: number, to: number) =>
    `search from ${formatCount(from)} to ${plural(to, 'connection')}`,
  searchedByRate: (from: number, to: number, connections: number, arrivals: Arrivals) =>
    `search from ${formatPerSecond(from)} to ${formatPerSecond(to)} on ${plural(connections, 'connection')}, ${arrivals} arrivals`,
  /** `299 /s achieved of 300 /s offered, poisson arrivals`. @param achieved null where nothing was measured */
  offered: (achieved: number | null, offered: number, kinds: readonly Arrivals[]) => {
    const told = `${formatPerSecond(offered)} offered, ${kinds.join(' and ')} arrivals`;
    return achieved === null ? told : `${formatPerSecond(achieved)} achieved of ${told}`;
  },
  withoutWait: (p99: string) => `P99 without the wait ${p99}`,
  afterWarmup: (length: string, warmupSeconds: number) =>
    `${length} after ${formatTenths(warmupSeconds)} of warm-up`,
  planned: (length: string) => `planned: ${length}`,
  plannedRounds: (length: string) => `planned: at most ${length} in rounds`,
  nothingSent: 'no request sent',
  /** @param measured null where all were. @param again sent again by declaration */
  sent: (all: number, toBoth: boolean, measured: number | null, again: number) => {
    const repeated = again === 0 ? '' : ` and ${formatCount(again)} sent again`;
    const rest = measured === null ? '' : `, ${formatCount(measured)} of them measured${repeated}`;
    return `${plural(all, 'request')} sent${toBoth ? ' to both sides' : ''}${rest}`;
  },
  writes: (target: number, base: number | null) => {
    const sent = `${plural(target, 'writing request')} sent`;
    return base === null ? sent : `${sent} to the target, ${formatCount(base)} to the base`;
  },
  models: { closed: 'closed', open: 'open' },
  rounds: (count: number) => plural(count, 'round'),
  passes: (count: number) => plural(count, 'pass'),
  dateUnknown: 'date unknown',
  newestOf: (runs: string, date: string) => `${runs}, the newest of ${date}`,
  titled: (title: string, date: string) => `“${title}”, ${date}`,
  /** Of a history. @param since a day; null where there is no such run yet */
  comparableRuns: (runs: number, since: string | null) => {
    if (since === null) return 'no comparable run yet';
    return runs === 1 ? '1 comparable run' : `${runs} comparable runs since ${since}`;
  },
  resent: (count: number) =>
    `${count === 1 ? '1 request was' : `${formatCount(count)} requests were`} sent again: the server closed ${count === 1 ? 'its' : 'their'} connection without notice`,
  notMeasured: (perSecond: number, connections: number) =>
    `not measured: ${formatPerSecond(perSecond)} is what ${plural(connections, 'connection')} ask for`,
  cost: ({ throughputPerUnit: rate, ...cost }: Cost) =>
    rate === null
      ? writeCost(cost)
      : `${writeCost(cost)}: ${formatPerSecond(rate)} for each ${cost.currency} ${A[cost.per]}`,
  caveat: 'What was seen, which can’t be taken for the service’s own figures:',
  /** Who answered in the service's place. @param share of the requests of `whose` */
  rateLimited: (share: string, whose: Whose, retryAfterSeconds: number | null) =>
    `${share} of ${WHOSE[whose]} were answered 429${retryAfterSeconds === null ? '' : ` (Retry-After up to ${formatSeconds(retryAfterSeconds)})`}: a rate limiter on the path, which says nothing about the service’s speed.`,
  loginRedirects: (share: string, whose: Whose) =>
    `${share} of ${WHOSE[whose]} were redirected to a login page: the preview is protected, or the session was not accepted.`,
  challenges: (share: string, whose: Whose) =>
    `${share} of ${WHOSE[whose]} met a bot challenge: a guard in front of the service answered in its place.`,
  commit: {
    at: 'at commit',
    for: 'for commit',
    saysItself: ', as it says itself',
    saysOther: (served: string) => ` (its target says that it serves ${served}, GitHub’s merge of it)`,
    notProven: ' (not proven: target.identity is not set)',
  },
  /** What has to be there before the command that repeats it. */
  needed: (needs: readonly string[]) => `with ${needs.join(', and ')}`,
  runsThere: 'the service running there',
  isSet: (variables: string) => `${variables} set`,
};

const A: Readonly<Record<CostPeriod, string>> = {
  hour: 'an hour',
  day: 'a day',
  month: 'a month',
  year: 'a year',
};

type Whose = 'all' | 'target' | 'base';

const WHOSE: Readonly<Record<Whose, string>> = {
  all: 'all requests',
  target: 'the target’s requests',
  base: 'the base’s requests',
};

/** Of the measurement in turn with the base. */
export const IN_TURN_WORDS = {
  passesOf: (passes: number, seconds: number) =>
    `${plural(passes, 'pass')} of ${formatSeconds(seconds)} on either side`,
  blocksOf: (blocks: number, seconds: number) =>
    `${plural(blocks, 'block')} of ${formatTenths(seconds)} on either side`,
  passesInAll: (passes: number, seconds: number) =>
    `${plural(passes, 'pass')} on either side, ${formatSeconds(seconds)} in all`,
  blocksInAll: (blocks: number, budget: number, seconds: number) =>
    `${plural(blocks, 'block')} of at most ${budget}, ${formatSeconds(seconds)} in all`,
  stalled: (bySide: string) => `stalled rounds: ${bySide}`,
  inAll: (seconds: number) => `${formatSeconds(seconds)} in all, on both sides`,
  none: 'none',
  bySide: (target: string, base: string) => `target ${target}, base ${base}`,
  passesPlanned: (passes: number, budget: number, seconds: number) =>
    `${passes} of at most ${budget}, each ${formatSeconds(seconds)} on either side, in the order of a coin`,
  /** @param slices of each round; 1 where it is not cut */
  blocksPlanned: (blocks: number, budget: number, seconds: number, slices: number) => {
    const cut = slices > 1 ? `, cut into ${slices} slices in the order of coins` : ' in the order of a coin';
    return `${blocks} of at most ${budget}, each ${formatTenths(seconds)} on either side${cut}`;
  },
  allowance: (size: string | null, sharedHost: boolean) =>
    `${size ?? 'none'}, ${sharedHost ? 'both sides are on one host' : 'the sides are not known to be on one host'}`,
  decidedAfter: (block: number) => `after block ${block}`,
  notDecided: (blocksMore: number | null) =>
    blocksMore === null ? 'not' : `not (about ${plural(blocksMore, 'block')} more)`,
  moreInFile: (count: number) => `${count} more in the result file`,
  measuredInTurn: 'measured in turn with the target',
  changesTitle: (unit: 'passes' | 'blocks') =>
    `The change in each ${unit === 'passes' ? 'pair of passes' : 'block'}, in order; higher is worse:`,
  suspect: (change: string, p: number) =>
    `P99 ${change} (p ${p < 0.001 ? '< 0.001' : `= ${p.toPrecision(2)}`})`,
  standingOut: 'Not gated, but standing out',
};
