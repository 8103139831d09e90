/** A round as a shard's file holds it: counts as they are, histograms packed. Types follow from `Round`. */
import { z } from 'zod';
import type { Buckets } from '../engine/round.ts';
import { share, side } from '../evidence/result/parts.ts';
import { sampleSchema } from '../evidence/result/schema.ts';

/** No load of one machine has more of anything; larger figures would only break the tables. */
const LARGEST = 1e12;
const MOST_ENDPOINTS = 2000;
/** Half seconds of the longest stage, two hours, and some more. */
const MOST_TICKS = 20_000;
/** Of at least 200 ms each, one after the other for as long. */
const MOST_SILENCES = 50_000;
/** Statuses of three digits, and codes. */
const MOST_CODES = 2000;

// One check each, where zod's own words would make three: a file has thirty thousand of them, and shards are many.
const ms = z.custom<number>(isUpToLargest, `it is no number from 0 to ${LARGEST}`);
const counted = countUpTo(LARGEST);
const name = z.string().min(1).max(200);
const text = z.string().max(4000);
/** The code of a socket's or the parser's error, or a status (`007` is 7): no name that an object has by itself. */
const counts = z
  .custom<object>(hasFewKeys, 'more of them than there are')
  .pipe(z.record(z.string().regex(/^(?:[A-Z][A-Z0-9_]{0,63}|\d{1,3})$/), counted));

const outcomes = z.strictObject({
  success: counted,
  status: counted,
  check: counted,
  body: counted,
  timeout: counted,
  socket: counted,
  unanswered: counted,
});

const timings = z.strictObject({
  names: guardedList(name, 100),
  more: z.boolean(),
  rows: guardedList(ms, 100_000),
});

const walks = { carriedIn: counted, carriedOut: counted };

const afterMs = ms;
const ended = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('complete') }),
  z.strictObject({
    how: z.literal('capped'),
    by: z.enum(['max-duration', 'max-requests', 'rows']),
    table: z.strictObject({ name, rows: counted }).optional(),
  }),
  z.strictObject({ how: z.literal('cancelled') }),
  z.strictObject({
    how: z.literal('target-lost'),
    afterMs,
    why: text,
    hung: z.literal(true).optional(),
  }),
  z.strictObject({
    how: z.literal('rate-limited'),
    afterMs,
    share,
    seconds: ms,
    retryAfterSeconds: ms.nullable(),
  }),
  z.strictObject({ how: z.literal('login-lost'), afterMs, why: text }),
  z.strictObject({ how: z.literal('login-limited'), afterMs, why: text }),
  z.strictObject({ how: z.literal('login-broken'), afterMs, why: text }),
]);

/**
 * A list that is left at its first element with a mistake, whatever it is, where `abortEarly` says so. By itself zod
 * goes on behind an unknown key or a number that is too large, and a small file has room for millions of these.
 */
export function guardedList<T extends z.ZodType>(element: T, most: number) {
  return z.array(element.check(leaveAtMistake)).max(most);
}

function leaveAtMistake(payload: z.core.ParsePayload): void {
  if (payload.issues.length > 0) payload.aborted = true;
}

function isUpToLargest(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= LARGEST;
}

function countUpTo(most: number) {
  const isCount = (value: unknown) =>
    Number.isInteger(value) && isUpToLargest(value) && (value as number) <= most;
  return z.custom<number>(isCount, `it is no whole number from 0 to ${most}`);
}

/** Each is looked at, and a mistake in each would be told. */
function hasFewKeys(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length <= MOST_CODES;
}

/**
 * Keys that no round has are refused.
 *
 * @param histogram the one of this number; undefined where the file holds none
 */
export function createRoundSchema(histogram: (number: number) => Buckets | undefined) {
  // A check may put another value in the place of one: half as long as a transform, for half a million of them.
  const buckets = z.custom<Buckets>().check((payload) => {
    const number: unknown = payload.value;
    const found = typeof number === 'number' ? histogram(number) : undefined;
    if (found !== undefined) payload.value = found;
    else payload.issues.push({ code: 'custom', message: 'no histogram', input: number });
  });
  const batch = z.strictObject({
    seconds: ms,
    requests: counted,
    errors: counted,
    retried: counted.optional(),
    busyMs: ms,
    completedSuccesses: counted,
    completedResponses: counted,
    latency: buckets,
    latencyOfErrors: buckets,
    service: buckets,
  });
  const requestStats = z.strictObject({
    name,
    sent: counted,
    resent: counted,
    outcomes,
    inFlight: counted,
    statuses: counts,
    codes: counts,
    intercepted: z.strictObject({
      rateLimited: counted,
      loginRedirects: counted,
      challenges: counted,
      retryAfterSeconds: ms.nullable(),
    }),
    samples: guardedList(sampleSchema.strict().extend({ text }), 100),
    retries: z
      .strictObject({
        repeated: counted,
        recovered: counted,
        givenUp: counted,
        statuses: counts,
        ends: z.strictObject({ timeout: counted, socket: counted, unanswered: counted }),
      })
      .optional(),
    walks: z.strictObject({ ...walks, notReached: counted }).optional(),
    timings: guardedList(timings, 1000).optional(),
    traces: guardedList(
      z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/), latencyMs: ms }),
      100,
    ).optional(),
    batches: guardedList(batch, 20),
  });
  const outcomesOfTick = { requests: counted, errors: counted, latency: buckets };
  const tick = z.strictObject({
    fromMs: ms,
    ms,
    successes: counted,
    responses: counted,
    ...outcomesOfTick,
    carried: z.strictObject(outcomesOfTick).optional(),
    failures: outcomes.omit({ success: true }).partial().optional(),
    pausedMs: ms.optional(),
  });
  const generator = z.strictObject({
    workers: countUpTo(1024),
    cpuShare: share,
    waitShare: share.nullable(),
    utilisation: share,
    machineShare: share.nullable(),
    loopDelay: buckets,
    loopDelayP99Ms: ms,
    lateShare: share.nullable(),
    worstLagMs: ms,
  });
  return z.strictObject({
    side,
    stage: countUpTo(1000),
    startedAt: z.iso.datetime(),
    measuredMs: ms,
    plannedMs: ms,
    elapsedMs: ms,
    renewals: z.strictObject({ logins: counted, pausedMs: ms }).optional(),
    connections: counted,
    sent: counted.optional(),
    writes: counted.optional(),
    firstMs: guardedList(ms, 100_000).optional(),
    silences: guardedList(z.strictObject({ fromMs: ms, insideMs: ms, beyondMs: ms }), MOST_SILENCES)
      .refine(isAscending, 'they do not ascend')
      .optional(),
    seed: z.string().max(300),
    address: z.string().max(100).nullable(),
    requests: guardedList(requestStats, MOST_ENDPOINTS),
    flows: guardedList(requestStats.extend({ started: counted, ...walks }), MOST_ENDPOINTS).optional(),
    ticks: guardedList(tick, MOST_TICKS).optional(),
    ended,
    generator,
  });
}

function isAscending(silences: readonly { readonly fromMs: number }[]): boolean {
  return silences.every(({ fromMs }, i) => i === 0 || fromMs >= (silences[i - 1]?.fromMs ?? 0));
}
