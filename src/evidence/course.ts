/** How the load of one side went, as a picture of it needs it: second by second, or round by round. */
import type { OutcomeKind, Round } from '../engine/round.ts';
import type { Tick } from '../engine/tick.ts';
import { sum } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { CourseEvent, CoursePoint } from './result/course.ts';

/** More than a picture can show. */
const MOST_POINTS = 240;
const MOST_EVENTS = 60;
/** Of a shorter round its parts would show little but their few requests. */
const SHORT_ROUND_MS = 5000;
/** As for an outage. */
const SILENT_MS = 2000;

export interface Course {
  readonly points: readonly CoursePoint[];
  /** Ascending. */
  readonly events: readonly CourseEvent[];
  /** Each round, in seconds of this side's measured load. */
  readonly rounds: readonly { readonly fromSeconds: number; readonly toSeconds: number }[];
}

type FailureKind = Exclude<OutcomeKind, 'success'>;

/** What a point is made of; parts of one stage that follow one another can be added up. */
interface Part {
  readonly fromMs: number;
  readonly ms: number;
  readonly stage: number;
  readonly requests: number;
  readonly successes: number;
  readonly latency: readonly Histogram[];
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly pausedMs: number;
}

/**
 * @param rounds of one side, in their order, the warm-ups left out
 * @param hasStages whether the load has several, so that points tell theirs
 */
export function courseOf(rounds: readonly Round[], hasStages: boolean): Course {
  const parts: Part[] = [];
  const events: CourseEvent[] = [];
  const places: { fromSeconds: number; toSeconds: number }[] = [];
  let beforeMs = 0;
  for (const round of rounds) {
    const own = partsOf(round, beforeMs);
    parts.push(...own);
    events.push(...eventsOf(round, own, beforeMs));
    const fromSeconds = beforeMs / 1000;
    beforeMs += round.measuredMs;
    places.push({ fromSeconds, toSeconds: beforeMs / 1000 });
  }
  const pointMs = Math.max(1000, beforeMs / MOST_POINTS);
  const joined = joinParts(parts, pointMs);
  return {
    points: thinOut(joined).map((part) => pointOf(part, hasStages)),
    events: joinEvents(events, pointMs / 1000),
    rounds: places,
  };
}

function partsOf({ ticks = [], stage, measuredMs, requests, renewals }: Round, beforeMs: number): Part[] {
  if (measuredMs <= 0) return [];
  if (ticks.length > 0) {
    const parts = ticks.map((tick) => partOfTick(tick, stage, beforeMs));
    return measuredMs > SHORT_ROUND_MS ? parts : [parts.reduce(addParts)];
  }
  const batches = requests.flatMap((one) => one.batches);
  const outcomes = Object.entries(addOutcomes(requests.map((one) => one.outcomes)));
  return [
    {
      fromMs: beforeMs,
      ms: measuredMs,
      stage,
      requests: sum(batches, (batch) => batch.requests),
      successes: sum(batches, ({ completedSuccesses }) => completedSuccesses),
      latency: [Histogram.of(...batches.map(({ latency }) => latency))],
      failures: Object.fromEntries(outcomes.filter(([kind, count]) => kind !== 'success' && count > 0)),
      pausedMs: renewals?.pausedMs ?? 0,
    },
  ];
}

function partOfTick(tick: Tick, stage: number, beforeMs: number): Part {
  const { fromMs, ms, requests, successes, latency, carried, failures = {}, pausedMs = 0 } = tick;
  return {
    fromMs: beforeMs + fromMs,
    ms,
    stage,
    requests: requests + (carried?.requests ?? 0),
    successes,
    latency: [Histogram.of(latency, ...(carried ? [carried.latency] : []))],
    failures,
    pausedMs,
  };
}

/** Where the time in which nothing was sent is known to half a second or to a round, and breaks of connections, too. */
function eventsOf({ ended, measuredMs, silences = [] }: Round, parts: readonly Part[], beforeMs: number) {
  const at = (kind: CourseEvent['kind'], fromMs: number, toMs: number): CourseEvent => ({
    kind,
    fromSeconds: fromMs / 1000,
    toSeconds: toMs / 1000,
  });
  return [
    ...parts.flatMap(({ fromMs, ms, pausedMs, failures }) => [
      ...(pausedMs > 0 ? [at('logged-in-again', fromMs, fromMs + ms)] : []),
      ...((failures.socket ?? 0) + (failures.unanswered ?? 0) > 0
        ? [at('connections-lost', fromMs, fromMs + ms)]
        : []),
    ]),
    ...silences
      .filter(({ insideMs, beyondMs }) => insideMs + beyondMs >= SILENT_MS && insideMs > 0)
      .map(({ fromMs, insideMs }) => at('silent', beforeMs + fromMs, beforeMs + fromMs + insideMs)),
    ...(ended.how === 'target-lost' ? [at('target-lost', beforeMs + measuredMs, beforeMs + measuredMs)] : []),
  ];
}

/** Neighbours of one stage, until they are as long as a point. */
function joinParts(parts: readonly Part[], pointMs: number): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const fits = last && last.stage === part.stage && last.ms + part.ms <= pointMs * 1.01;
    if (last && fits) joined[joined.length - 1] = addParts(last, part);
    else joined.push(part);
  }
  return joined;
}

/** What many short stages leave beyond that is too much for a picture. */
function thinOut(parts: readonly Part[]): readonly Part[] {
  const each = Math.ceil(parts.length / MOST_POINTS);
  if (each <= 1) return parts;
  return Array.from({ length: Math.ceil(parts.length / each) }, (_, i) =>
    parts.slice(i * each, (i + 1) * each).reduce(addParts),
  );
}

function addParts(a: Part, b: Part): Part {
  return {
    fromMs: a.fromMs,
    ms: a.ms + b.ms,
    stage: a.stage,
    requests: a.requests + b.requests,
    successes: a.successes + b.successes,
    latency: [...a.latency, ...b.latency],
    failures: addOutcomes([a.failures, b.failures]),
    pausedMs: a.pausedMs + b.pausedMs,
  };
}

function addOutcomes<Kind extends OutcomeKind>(
  all: readonly Readonly<Partial<Record<Kind, number>>>[],
): Partial<Record<Kind, number>> {
  const sums: Partial<Record<Kind, number>> = {};
  for (const one of all)
    for (const [kind, count] of Object.entries(one) as [Kind, number][])
      sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}

function pointOf(part: Part, hasStages: boolean): CoursePoint {
  const latency = Histogram.merge(...part.latency);
  const seconds = part.ms / 1000;
  return {
    fromSeconds: rounded(part.fromMs / 1000),
    seconds: rounded(seconds),
    ...(hasStages && { stage: part.stage + 1 }),
    requests: part.requests,
    throughputPerSecond: seconds > 0 ? rounded(part.successes / seconds) : 0,
    p50Ms: latency.percentileMs(50),
    p99Ms: latency.percentileMs(99),
    ...(Object.keys(part.failures).length > 0 && { errors: { ...part.failures } }),
  };
}

function joinEvents(events: readonly CourseEvent[], gapSeconds: number): readonly CourseEvent[] {
  const joined: CourseEvent[] = [];
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  for (const own of kinds.map((kind) => events.filter((event) => event.kind === kind))) {
    for (const event of own) {
      const last = joined.at(-1);
      if (last?.kind === event.kind && event.fromSeconds - last.toSeconds < gapSeconds)
        joined[joined.length - 1] = { ...last, toSeconds: rounded(event.toSeconds) };
      else
        joined.push({
          ...event,
          fromSeconds: rounded(event.fromSeconds),
          toSeconds: rounded(event.toSeconds),
        });
    }
  }
  return joined.sort((a, b) => a.fromSeconds - b.fromSeconds).slice(0, MOST_EVENTS);
}

/** To a millisecond, or a thousandth of a request. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
