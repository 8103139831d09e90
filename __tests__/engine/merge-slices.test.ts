import { mergeSlices as mergeBy } from '../../src/engine/merge-slices.ts';
import type { Batch, RequestStats, Round, Side } from '../../src/engine/round.ts';
import { generatorOf } from '../../src/evidence/generator-of.ts';
import { joinSilences } from '../../src/evidence/join-silences.ts';
import { joinReadings } from '../../src/evidence/server/join-readings.ts';
import { IN_TIME } from '../generator-health.ts';

const mergeSlices = (slices: readonly Round[]) =>
  mergeBy(slices, { generatorOf, joinSilences, joinReadings });

const batch = (requests: number, busyMs: number): Batch => ({
  seconds: 0.5,
  requests,
  errors: 0,
  busyMs,
  completedSuccesses: requests - 1,
  completedResponses: requests - 1,
  latency: [20_000, requests],
  latencyOfErrors: [],
  service: [],
});

const stats = (success: number, busyMs: number): RequestStats => ({
  name: 'list',
  sent: success,
  resent: 0,
  outcomes: { success, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
  inFlight: 0,
  statuses: {},
  codes: {},
  intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
  samples: [],
  batches: [batch(success, busyMs)],
});

const slice = (side: Side, place: number, success: number, over: Partial<Round> = {}): Round =>
  ({
    side,
    slices: [place],
    stage: 0,
    startedAt: '2026-11-29T00:00:00.000Z',
    measuredMs: 500,
    plannedMs: 500,
    elapsedMs: 570,
    connections: 10,
    seed: 's',
    address: '127.0.0.1',
    // Of ten connections that are always busy, for as long as the slice's own requests took.
    requests: [stats(success, 10 * 480)],
    ended: { how: 'complete' },
    generator: { ...IN_TIME, cpuShare: 0.1 * (place + 1), loopDelay: [100, 50] },
    ...over,
  }) as Round;

test('the slices of a side are one round, over the time in which their requests were there', () => {
  const [target, base] = mergeSlices([
    slice('target', 0, 200),
    slice('base', 1, 220),
    slice('base', 2, 230),
    slice('target', 3, 210),
  ]);
  expect([target?.side, base?.side]).toEqual(['target', 'base']);
  expect(target).toMatchObject({ slices: [0, 3], measuredMs: 1000, elapsedMs: 1140 });
  const [own] = target?.requests ?? [];
  expect(own?.outcomes.success).toBe(410);
  expect(own?.batches).toHaveLength(1);
  const [all] = own?.batches ?? [];
  // Little's law: 10 connections · 410 successes / 9.6 s of latency.
  expect(all?.seconds).toBeCloseTo(0.96, 9);
  expect((all?.completedSuccesses ?? 0) / (all?.seconds ?? 1)).toBeCloseTo((10 * 410) / 9.6, 9);
  expect([...(all?.latency ?? [])]).toEqual([20_000, 410]);
  // By their requests: 0.1 of 200, and 0.4 of 210.
  expect(target?.generator.cpuShare).toBeCloseTo((0.1 * 200 + 0.4 * 210) / 410, 9);
  expect([...(target?.generator.loopDelay ?? [])]).toEqual([100, 100]);
});

test('the requests with which each slice begins are those of the round', () => {
  const beginning = (place: number, firstMs: readonly number[]) => slice('target', place, 200, { firstMs });
  const [target] = mergeSlices([beginning(0, [2, 4]), slice('base', 1, 220), beginning(2, [3, 5])]);
  expect(target?.firstMs).toEqual([2, 4, 3, 5]);
});

test('what all slices sent is what the round sent, and what of it writes', () => {
  const [target] = mergeSlices([
    slice('target', 0, 200, { sent: 210, writes: 40 }),
    slice('base', 1, 220),
    slice('target', 2, 205, { sent: 215, writes: 43 }),
  ]);
  expect([target?.sent, target?.writes]).toEqual([425, 83]);
});

test('a side that ended early comes last, so that it is what is told', () => {
  const lost = { ended: { how: 'target-lost', afterMs: 90, why: 'ECONNREFUSED' } } as const;
  const merged = mergeSlices([slice('target', 0, 200), slice('base', 1, 220), slice('target', 2, 3, lost)]);
  expect(merged.map(({ side, ended }) => [side, ended.how])).toEqual([
    ['base', 'complete'],
    ['target', 'target-lost'],
  ]);
  // By the load of both its slices, not by the last one's alone.
  expect(merged[1]?.ended).toMatchObject({ afterMs: 590, why: 'ECONNREFUSED' });
});

test('rounds of one piece stay what they are', () => {
  const { slices: _, ...whole } = slice('target', 0, 200);
  const rounds = [whole, { ...whole, stage: 1 }] as const;
  expect(mergeSlices(rounds)).toBe(rounds);
});

test('flows go on from slice to slice, and what was walked in them is over the time for which users took connections', () => {
  const walked = (success: number, [carriedIn, started, carriedOut]: readonly [number, number, number]) => ({
    requests: [{ ...stats(success, 900), walks: { carriedIn, notReached: 1, carriedOut } }],
    flows: [{ ...stats(success, 900), name: 'order', carriedIn, started, carriedOut }],
  });
  const [target] = mergeSlices([
    slice('target', 0, 0, walked(6, [0, 10, 3])),
    slice('base', 1, 0, walked(7, [0, 9, 1])),
    slice('target', 2, 0, walked(9, [3, 8, 1])),
  ]);
  expect(target?.requests[0]?.walks).toEqual({ carriedIn: 0, notReached: 2, carriedOut: 1 });
  expect(target?.flows).toMatchObject([
    { name: 'order', sent: 15, carriedIn: 0, started: 18, carriedOut: 1 },
  ]);
  for (const { batches } of [...(target?.requests ?? []), ...(target?.flows ?? [])])
    expect(batches).toMatchObject([{ seconds: 0.18, completedSuccesses: 15 }]);
});

test('a failed check is a response', () => {
  const failing = { ...stats(7, 900), outcomes: { ...stats(7, 900).outcomes, check: 3 } };
  const [target] = mergeSlices([slice('target', 0, 0, { requests: [failing] })]);
  expect(target?.requests[0]?.batches).toMatchObject([{ completedSuccesses: 7, completedResponses: 10 }]);
});
