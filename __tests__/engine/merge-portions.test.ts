import { redactor } from '../../src/config/secrets/redact.ts';
import { mergeBuckets, mergeGenerators, mergeRequests } from '../../src/engine/merge-portions.ts';
import type { Batch, OutcomeKind } from '../../src/engine/round.ts';
import type { RequestPortion } from '../../src/engine/worker/messages.ts';
import { Recorder } from '../../src/engine/worker/recorder.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';

const latencies = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { maxLength: 60 });
const workers = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 5 });

function recorded(latenciesMs: readonly number[]) {
  const recorder = new Recorder();
  for (const ms of latenciesMs) recorder.record(ms);
  return recorder.take();
}

const batch = latencies.chain((ms) =>
  fc.record({
    seconds: fc.constantFrom(0.1, 1, 12),
    requests: fc.constant(ms.length),
    errors: fc.nat(ms.length),
    retried: fc.nat(9),
    busyMs: fc.nat(9999),
    completedSuccesses: fc.nat(1000),
    completedResponses: fc.nat(1000),
    latency: fc.constant(recorded(ms)),
    latencyOfErrors: latencies.map(recorded),
    service: latencies.map(recorded),
  }),
);

const KINDS: readonly OutcomeKind[] = [
  'success',
  'status',
  'check',
  'body',
  'timeout',
  'socket',
  'unanswered',
];
const outcomes = fc.tuple(...KINDS.map(() => fc.nat(1000))).map((counts) => {
  return Object.fromEntries(KINDS.map((kind, i) => [kind, counts[i]])) as Record<OutcomeKind, number>;
});
const counts = (keys: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...keys), fc.integer({ min: 1, max: 99 }));

const portion: fc.Arbitrary<RequestPortion> = fc
  .record({
    resent: fc.nat(10),
    inFlight: fc.nat(10),
    outcomes,
    statuses: counts(['400', '500']),
    codes: counts(['ECONNRESET', 'TRUNCATED']),
    intercepted: fc.record({
      rateLimited: fc.nat(9),
      loginRedirects: fc.nat(9),
      challenges: fc.nat(9),
      retryAfterSeconds: fc.option(fc.nat(60)),
    }),
    samples: fc.array(
      fc.record({
        kind: fc.constant('status' as const),
        isCut: fc.constant(false),
        status: fc.constantFrom(400, 500),
        text: fc.constantFrom('a secret', 'other'),
      }),
      { maxLength: 6 },
    ),
    retries: fc.record({
      repeated: fc.nat(99),
      recovered: fc.nat(99),
      givenUp: fc.nat(99),
      statuses: counts(['429', '503']),
      ends: fc.record({ timeout: fc.nat(9), socket: fc.nat(9), unanswered: fc.nat(9) }),
    }),
    batches: fc.array(batch as fc.Arbitrary<Batch>, { minLength: 10, maxLength: 10 }),
  })
  .map((parts) => ({ ...parts, sent: sum(Object.values(parts.outcomes)) + parts.inFlight }));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const sumOf = <T>(parts: readonly T[], of: (part: T) => number) => sum(parts.map(of));

describe('histograms', () => {
  test('of the merge are the merge of the histograms', () => {
    fc.assert(
      fc.property(workers(latencies), (parts) => {
        const merged = mergeBuckets(parts.map(recorded));
        expect([...merged]).toEqual([...recorded(parts.flat())]);
        expect(Histogram.of(merged).buckets).toEqual(
          Histogram.merge(...parts.map((part) => Histogram.of(recorded(part)))).buckets,
        );
      }),
    );
  });

  test('of nobody, and of workers that saw nothing, are empty', () => {
    expect(mergeBuckets([])).toEqual([]);
    expect(mergeBuckets([[], []])).toEqual([]);
  });
});

describe('portions of several workers', () => {
  const merge = (portions: readonly (readonly RequestPortion[])[], names = ['ask']) =>
    mergeRequests(names, portions, (text) => text.replaceAll('secret', '***'));

  testInFull('add up, nothing lost: every count, every batch, every latency', () => {
    fc.assert(
      fc.property(workers(portion), (parts) => {
        const [merged] = merge(parts.map((part) => [part]));
        if (merged === undefined) throw new Error('the request name was lost');
        expect(merged.sent).toBe(sumOf(parts, (part) => part.sent));
        expect(merged.inFlight).toBe(sumOf(parts, (part) => part.inFlight));
        expect(merged.resent).toBe(sumOf(parts, (part) => part.resent));
        expect(sum(Object.values(merged.outcomes)) + merged.inFlight).toBe(merged.sent);
        for (const kind of KINDS)
          expect(merged.outcomes[kind]).toBe(sumOf(parts, (part) => part.outcomes[kind]));
        for (const status of ['400', '500']) {
          expect(merged.statuses[status] ?? 0).toBe(sumOf(parts, (part) => part.statuses[status] ?? 0));
        }
        for (const count of ['repeated', 'recovered', 'givenUp'] as const)
          expect(merged.retries?.[count]).toBe(sumOf(parts, ({ retries }) => retries?.[count] ?? 0));
        for (const status of ['429', '503']) {
          const all = sumOf(parts, ({ retries }) => retries?.statuses[status] ?? 0);
          expect(merged.retries?.statuses[status] ?? 0).toBe(all);
        }
        for (const end of ['timeout', 'socket', 'unanswered'] as const)
          expect(merged.retries?.ends[end]).toBe(sumOf(parts, ({ retries }) => retries?.ends[end] ?? 0));
        expect(sum(merged.batches.map(({ retried = 0 }) => retried))).toBe(
          sumOf(parts, ({ batches }) => sum(batches.map(({ retried = 0 }) => retried))),
        );
        for (const code of ['ECONNRESET', 'TRUNCATED']) {
          expect(merged.codes[code] ?? 0).toBe(sumOf(parts, (part) => part.codes[code] ?? 0));
        }
        for (const answer of ['rateLimited', 'loginRedirects', 'challenges'] as const) {
          expect(merged.intercepted[answer]).toBe(sumOf(parts, (part) => part.intercepted[answer]));
        }
        expect(merged.batches).toHaveLength(10);
        merged.batches.forEach((batch, i) => {
          const own = parts.map((part) => part.batches[i] as Batch);
          for (const count of ['requests', 'errors', 'completedSuccesses', 'completedResponses'] as const) {
            expect(batch[count]).toBe(sumOf(own, (each) => each[count]));
          }
          for (const kind of ['latency', 'latencyOfErrors', 'service'] as const) {
            expect([...batch[kind]]).toEqual([...Histogram.of(...own.map((each) => each[kind])).buckets]);
          }
          expect(batch.seconds).toBe(Math.max(...own.map((each) => each.seconds)));
        });
      }),
      { numRuns: 60 },
    );
  });

  test('show at most three samples of each kind and status, redacted, and the longest Retry-After', () => {
    fc.assert(
      fc.property(workers(portion), (parts) => {
        const [merged] = merge(parts.map((part) => [part]));
        for (const status of [400, 500]) {
          const shown = merged?.samples.filter((sample) => sample.status === status).length;
          const had = sumOf(
            parts,
            (part) => part.samples.filter((sample) => sample.status === status).length,
          );
          expect(shown).toBe(Math.min(3, had));
        }
        expect(JSON.stringify(merged?.samples)).not.toContain('secret');
        const waits = parts
          .map((part) => part.intercepted.retryAfterSeconds)
          .filter((seconds) => seconds !== null);
        expect(merged?.intercepted.retryAfterSeconds).toBe(waits.length === 0 ? null : Math.max(...waits));
      }),
      { numRuns: 60 },
    );
  });

  test('of a worker that never began to measure are missing, not wrong', () => {
    const [part] = fc.sample(portion, { numRuns: 1, seed: 7 }) as [RequestPortion];
    expect(merge([[part], []])).toEqual(merge([[part]]));
    expect(merge([[], []])).toMatchObject([{ name: 'ask', sent: 0, inFlight: 0, batches: [] }]);
  });

  test('a secret that lies across the cut of a sample is taken out whole', () => {
    const [part] = fc.sample(portion, { numRuns: 1, seed: 7 }) as [RequestPortion];
    const secret = 'correct-horse-battery-staple';
    const text = `${'x'.repeat(500)}${secret} and more`;
    const samples = [{ kind: 'status' as const, status: 500, text, isCut: false }];
    const redact = (text: string) => text.replaceAll(secret, '***');
    const [merged] = mergeRequests(['ask'], [[{ ...part, samples }]], redact);
    expect(merged?.samples[0]?.text).toBe(`${'x'.repeat(500)}*** and more`);
  });

  test.each([
    [500, 'said hunter22-and', 'said '],
    [200, 'your session is 5f3a9', 'your session is '],
  ])('a sample that is cut off within a secret ends before it: of %i, %s', (status, text, shown) => {
    const [part] = fc.sample(portion, { numRuns: 1, seed: 7 }) as [RequestPortion];
    const samples = [{ kind: 'status' as const, status, text, isCut: true }];
    const [merged] = mergeRequests(['ask'], [[{ ...part, samples }]], redactor(['hunter22-and-more']));
    expect(merged?.samples[0]?.text).toBe(shown);
  });

  test('a sample shows the words of an error, and only the shape of a response that may hold a session', () => {
    const [part] = fc.sample(portion, { numRuns: 1, seed: 7 }) as [RequestPortion];
    const text = '{"session":"5f3a9c1e7b2d4f60a8e1","why":"no longer valid","user":{"role":"admin"}}';
    const shape = text.replace('5f3a9c1e7b2d4f60a8e1', '***');
    const samples = [200, 302, 500].map((status) => ({
      kind: 'status' as const,
      status,
      text,
      isCut: false,
    }));
    const [merged] = mergeRequests(['renew'], [[{ ...part, samples }]], (shown) => shown);
    expect(merged?.samples.map((sample) => sample.text)).toEqual([shape, shape, text]);
  });
});

test('several workers are as healthy as the worst of them, each figure for itself', () => {
  const fine = {
    cpuShare: 0.1,
    waitShare: 0.05,
    utilisation: 0.2,
    loopDelay: [1000, 2],
    loopDelayP99Ms: 1,
    paced: 1,
    late: 0,
    worstLagMs: 2,
  };
  const healths = [fine, { ...fine, cpuShare: 0.9 }, { ...fine, loopDelayP99Ms: 9, paced: 8, late: 5 }];
  const lagging = { ...fine, worstLagMs: 7 };
  expect(
    mergeGenerators([...healths, lagging, { ...fine, waitShare: null, utilisation: 0.7 }], true, 0.9),
  ).toEqual({
    workers: 5,
    cpuShare: 0.9,
    waitShare: 0.05,
    utilisation: 0.7,
    machineShare: 0.9,
    loopDelay: Float64Array.of(1000, 10),
    loopDelayP99Ms: 9,
    lateShare: 5 / 12,
    worstLagMs: 7,
  });
  expect(mergeGenerators(healths, false, null).lateShare).toBeNull();
});

test('what the service told is put together, and of the traces the slowest stay', () => {
  const [empty] = fc.sample(portion, 1) as [RequestPortion];
  const timings = (ms: number) => ({ names: ['db'], more: false, rows: [1, 1, ms, ms] });
  const traces = (...all: number[]) => all.map((latencyMs) => ({ id: String(latencyMs), latencyMs }));
  const parts: RequestPortion[] = [
    { ...empty, timings: [timings(1)], traces: traces(9, 5, 1) },
    empty,
    { ...empty, timings: [timings(2)], traces: traces(8, 7) },
  ];
  const [merged] = mergeRequests(
    ['list'],
    parts.map((part) => [part]),
    redactor([]),
  );
  expect(merged?.timings).toEqual([timings(1), timings(2)]);
  expect(merged?.traces).toEqual(traces(9, 8, 7));
  const [plain] = mergeRequests(['list'], [[empty]], redactor([]));
  expect(plain).not.toHaveProperty('timings');
  expect(plain).not.toHaveProperty('traces');
});
