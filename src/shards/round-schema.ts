/** A round as a shard's file holds it: counts as they are, histograms packed. Types follow from `Round`. */
import { z } from 'zod';
import type { Buckets } from '../engine/round.ts';
import { count, figure, share, side } from '../evidence/result/parts.ts';
import { sampleSchema } from '../evidence/result/schema.ts';

/** No load of one machine has more of anything; larger figures would only break the tables. */
const LARGEST = 1e12;
const MOST_ENDPOINTS = 2000;
/** Half seconds of the longest stage, two hours, and some more. */
const MOST_TICKS = 20_000;
/** Of at least 200 ms each, one after the other for as long. */
const MOST_SILENCES = 50_000;

const ms = figure.max(LARGEST);
const counted = count.max(LARGEST);
const name = z.string().min(1).max(200);
const text = z.string().max(4000);
/** The code of a socket's or the parser's error, or a status (`007` is 7): no name that an object has by itself. */
const counts = z.record(z.string().regex(/^(?:[A-Z][A-Z0-9_]{0,63}|\d{1,3})$/), counted);

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
  names: z.array(name).max(100),
  more: z.boolean(),
  rows: z.array(ms).max(100_000),
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
 * Keys that no round has are refused.
 *
 * @param histogram the one of this number; undefined where the file holds none
 */
export function createRoundSchema(histogram: (number: number) => Buckets | undefined) {
  const buckets = z.number().transform((number, context): Buckets => {
    const found = histogram(number);
    if (found !== undefined) return found;
    context.addIssue({ code: 'custom', message: 'no histogram' });
    return z.NEVER;
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
    samples: z.array(sampleSchema.strict().extend({ text })).max(100),
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
    timings: z.array(timings).max(1000).optional(),
    traces: z
      .array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{32}$/), latencyMs: ms }))
      .max(100)
      .optional(),
    batches: z.array(batch).max(20),
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
    workers: counted.max(1024),
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
    stage: counted.max(1000),
    startedAt: z.iso.datetime(),
    measuredMs: ms,
    plannedMs: ms,
    elapsedMs: ms,
    renewals: z.strictObject({ logins: counted, pausedMs: ms }).optional(),
    connections: counted,
    sent: counted.optional(),
    writes: counted.optional(),
    firstMs: z.array(ms).max(100_000).optional(),
    silences: z
      .array(z.strictObject({ fromMs: ms, insideMs: ms, beyondMs: ms }))
      .max(MOST_SILENCES)
      .refine(isAscending, 'they do not ascend')
      .optional(),
    seed: z.string().max(300),
    address: z.string().max(100).nullable(),
    requests: z.array(requestStats).max(MOST_ENDPOINTS),
    flows: z
      .array(requestStats.extend({ started: counted, ...walks }))
      .max(MOST_ENDPOINTS)
      .optional(),
    ticks: z.array(tick).max(MOST_TICKS).optional(),
    ended,
    generator,
  });
}

function isAscending(silences: readonly { readonly fromMs: number }[]): boolean {
  return silences.every(({ fromMs }, i) => i === 0 || fromMs >= (silences[i - 1]?.fromMs ?? 0));
}
