/** Silence in time: few requests fail in it, because each connection that hangs asks for nothing meanwhile. */
import type { Buckets, RequestStats, Round, Silence } from '../engine/round.ts';
import { sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import { joinSilences } from './join-silences.ts';
import type { Disturbance } from './recovery/recovery.ts';

/** Successes that would have come meanwhile. */
const FEWEST_MISSED = 30;
/** A pause, as for the collection of garbage or a restart of connections, is for the figures to show. */
const SHORTEST_MS = 2000;
/** Of all that succeeded, the chance that none fell into such a stretch: e^−25, for each of the places it may have. */
const LOG_CHANCE = 25;
/** That all connections wait for slow responses at once, at any time of the run: e^−7 is one in a thousand. */
const LOG_CHANCE_OF_SLOW = 7;
/** Slow responses of all connections at once leave gaps between them; a silence is longer than a few of these. */
const USUAL_GAPS = 3;

export interface FoundOutage extends Silence {
  /** Successes per second that there would have been: of its stages, each for as long as it took of them. */
  readonly usualPerSecond: number;
  /** The same of each stage that it took a part of: those of the stage's other time. */
  readonly usualOfStage: ReadonlyMap<number, number>;
  readonly missed: number;
  /** Of all stretches that are as long as one may be at least, how many there are, and how long they are together. */
  readonly stretches: number;
  readonly silentMs: number;
}

/**
 * The longest stretch in which nothing succeeded, where the rest of the run makes that implausible; null where there is
 * none. However few errors it came to: ten connections that hang for ten seconds make ten. Of a load of several stages
 * it is the rest of the same stage that says what is usual: a rate of one a second leaves gaps where one of hundreds
 * doesn't.
 *
 * @param rounds of one side, in their order
 * @param meant when silence was to be expected, as in a fault on purpose; null where never
 * @returns in ms of their measured time
 */
export function findOutage(
  rounds: readonly Round[],
  timeoutMs: number,
  meant: Disturbance | null = null,
): FoundOutage | null {
  const found = joinSilences(rounds);
  const silences = (meant === null ? found : found.flatMap((silence) => without(silence, meant))).filter(
    (one) => lengthOf(one) >= SHORTEST_MS,
  );
  if (silences.length === 0) return null;
  const longest = silences.reduce((most, one) => (lengthOf(one) > lengthOf(most) ? one : most));
  const lengthMs = lengthOf(longest);
  const all = successesOf(rounds) / Math.max(1, loadedMs(rounds) - longest.insideMs);
  const parts = partsOf(rounds, longest).map((part) => ({
    ...part,
    // A stage that never succeeded says nothing of what is usual.
    usualPerMs: part.successes > 0 ? part.successes / part.restMs : all,
  }));
  const expected = sum(parts, ({ usualPerMs, lengthMs: ms }) => usualPerMs * ms);
  const missed = Math.round(expected);
  if (missed < FEWEST_MISSED || sum(parts, logChanceOf) < LOG_CHANCE) return null;
  const own = rounds.filter(({ stage }) => parts.some((part) => part.stage === stage));
  if (
    areSlow(
      own,
      lengthMs,
      timeoutMs,
      sum(parts, ({ restMs }) => restMs),
    )
  )
    return null;
  return {
    ...longest,
    usualPerSecond: (1000 * expected) / lengthMs,
    usualOfStage: new Map(parts.map(({ stage, usualPerMs }) => [stage, 1000 * usualPerMs])),
    missed,
    stretches: silences.length,
    silentMs: sum(silences, lengthOf),
  };
}

/** What a stretch takes of one stage, and what that stage is like without it. */
interface StagePart {
  readonly stage: number;
  /** Of the stretch, with what lies beyond measured time where it is the last. */
  readonly lengthMs: number;
  /** Measured time of all its rounds but for the stretch, at least 1. */
  readonly restMs: number;
  readonly successes: number;
}

function partsOf(rounds: readonly Round[], { fromMs, insideMs, beyondMs }: Silence): StagePart[] {
  const inside = new Map<number, number>();
  let beforeMs = 0;
  let last = rounds.at(-1)?.stage ?? 0;
  for (const { stage, measuredMs } of rounds) {
    const ms = Math.min(fromMs + insideMs, beforeMs + measuredMs) - Math.max(fromMs, beforeMs);
    if (ms > 0) {
      inside.set(stage, (inside.get(stage) ?? 0) + ms);
      last = stage;
    }
    beforeMs += measuredMs;
  }
  if (beyondMs > 0 && !inside.has(last)) inside.set(last, 0);
  return [...inside].map(([stage, ms]) => {
    const own = rounds.filter((round) => round.stage === stage);
    return {
      stage,
      lengthMs: ms + (stage === last ? beyondMs : 0),
      restMs: Math.max(1, loadedMs(own) - ms),
      successes: successesOf(own),
    };
  });
}

/** That none of them fell into it, −ln. */
function logChanceOf({
  successes,
  lengthMs,
  restMs,
  usualPerMs,
}: StagePart & { readonly usualPerMs: number }) {
  if (successes === 0) return usualPerMs * lengthMs;
  return successes * -Math.log1p(-lengthMs / (restMs + lengthMs));
}

function successesOf(rounds: readonly Round[]): number {
  return sum(rounds, ({ requests }) => sum(requests, ({ outcomes }) => outcomes.success));
}

function loadedMs(rounds: readonly Round[]): number {
  return sum(rounds, ({ measuredMs, renewals }) => measuredMs - (renewals?.pausedMs ?? 0));
}

/** What lies before and after what was meant. */
function without(silence: Silence, meant: Disturbance): Silence[] {
  const [startMs, endMs] = [silence.fromMs, silence.fromMs + lengthOf(silence)];
  const insideEndMs = silence.fromMs + silence.insideMs;
  const part = (fromMs: number, toMs: number): Silence[] => {
    if (toMs <= fromMs) return [];
    const insideMs = Math.max(0, Math.min(toMs, insideEndMs) - fromMs);
    return [{ fromMs, insideMs, beyondMs: toMs - fromMs - insideMs }];
  };
  return [
    ...part(startMs, Math.min(endMs, 1000 * meant.fromSeconds)),
    ...part(Math.max(startMs, 1000 * meant.toSeconds), endMs),
  ];
}

export const lengthOf = ({ insideMs, beyondMs }: Silence): number => insideMs + beyondMs;

/**
 * Whether slow responses explain it. A closed load puts its connections to the slowest requests, for whoever is
 * answered fast asks again: what counts is the share of their time that responses of half its length or more take up. /
 */
function areSlow(rounds: readonly Round[], lengthMs: number, timeoutMs: number, restMs: number): boolean {
  const stats = rounds.flatMap(({ requests }) => requests);
  const batches = stats.flatMap((one) => one.batches);
  // At a rate the latency holds the wait behind a silence; the service's own time doesn't.
  const times = batches.some(({ service }) => service.length > 0) ? 'service' : 'latency';
  const names = [...new Set(stats.map(({ name }) => name))];
  const usualMs = Math.max(
    0,
    ...names.map((name) =>
      usualOf(
        stats.filter((one) => one.name === name),
        times,
      ),
    ),
  );
  if (lengthMs < USUAL_GAPS * usualMs) return true;
  const connections = Math.max(1, ...rounds.map((round) => round.connections));
  // What hung itself: of each connection one, and another for each timeout in it.
  const hung = connections * Math.max(1, Math.ceil(lengthMs / timeoutMs));
  const parts = batches.flatMap((batch) => [batch[times], batch.latencyOfErrors]);
  const { longMs, allMs } = shareOfTime(Histogram.of(...parts).buckets, lengthMs / 2, hung);
  if (longMs === 0 || allMs === 0) return false;
  const logChance = connections * -Math.log(longMs / allMs);
  return logChance < LOG_CHANCE_OF_SLOW + Math.log(1 + restMs / lengthMs);
}

/** What most of its responses took: the median of its batches' 90th percentiles, in ms. */
function usualOf(stats: readonly RequestStats[], times: 'service' | 'latency'): number {
  const answering = stats.flatMap(({ batches }) => batches.filter((batch) => batch.completedSuccesses > 0));
  const usual = answering.flatMap((batch) => Histogram.of(batch[times]).percentileMs(90) ?? []);
  return usual.sort((a, b) => a - b)[usual.length >> 1] ?? 0;
}

/** Of all time that requests took, that of those which took so long; the longest ones are left out of both. */
function shareOfTime(buckets: Buckets, fromMs: number, leftOut: number): { longMs: number; allMs: number } {
  let [longMs, allMs, left] = [0, 0, leftOut];
  for (let i = buckets.length - 2; i >= 0; i -= 2) {
    const ms = (buckets[i] as number) / 1000;
    const skipped = ms >= fromMs ? Math.min(left, buckets[i + 1] as number) : 0;
    left -= skipped;
    const total = ms * ((buckets[i + 1] as number) - skipped);
    allMs += total;
    if (ms >= fromMs) longMs += total;
  }
  return { longMs, allMs };
}
