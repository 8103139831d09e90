import type { Batch, OutcomeKind, Round } from '../../src/engine/round.ts';
import type { Tick } from '../../src/engine/tick.ts';
import { courseOf } from '../../src/evidence/course.ts';
import { IN_TIME } from '../generator-health.ts';

const NO_OUTCOMES: Record<OutcomeKind, number> = {
  success: 0,
  status: 0,
  check: 0,
  body: 0,
  timeout: 0,
  socket: 0,
  unanswered: 0,
};

/** So many requests in half a second, all of them of one latency. */
function tick(i: number, count: number, ms: number, own: Partial<Tick> = {}): Tick {
  return {
    fromMs: i * 500,
    ms: 500,
    requests: count,
    errors: 0,
    successes: count,
    responses: count,
    latency: [ms * 1000, count],
    ...own,
  };
}

function round(own: Partial<Round>): Round {
  return {
    side: 'target',
    stage: 0,
    startedAt: '2026-11-02T09:00:00.000Z',
    measuredMs: 3000,
    plannedMs: 3000,
    elapsedMs: 3000,
    connections: 10,
    seed: 'a',
    address: null,
    requests: [],
    ended: { how: 'complete' },
    generator: IN_TIME,
    ...own,
  };
}

const ticks = (seconds: number, make: (i: number) => Tick) =>
  Array.from({ length: 2 * seconds }, (_, i) => make(i));

test('half seconds become seconds, whose percentiles are those of all of their requests', () => {
  const { points } = courseOf(
    [round({ measuredMs: 10_000, ticks: ticks(10, (i) => tick(i, 100, i % 2 === 0 ? 10 : 20)) })],
    false,
  );
  expect(points).toHaveLength(10);
  expect(points[3]).toEqual({
    fromSeconds: 3,
    seconds: 1,
    requests: 200,
    throughputPerSecond: 200,
    p50Ms: expect.closeTo(10, 1),
    p99Ms: expect.closeTo(20, 1),
  });
});

test('rounds follow one another on the clock of their own load, and a short one is one point', () => {
  const one = round({ ticks: ticks(3, (i) => tick(i, 50, 10)) });
  const { points, rounds } = courseOf([one, one, one], false);
  expect(points.map(({ fromSeconds, seconds }) => [fromSeconds, seconds])).toEqual([
    [0, 3],
    [3, 3],
    [6, 3],
  ]);
  expect(rounds.at(-1)).toEqual({ fromSeconds: 6, toSeconds: 9 });
});

test('stages are not mixed, and told by their number', () => {
  const stage = (index: number) =>
    round({ stage: index, measuredMs: 5500, ticks: ticks(5.5, (i) => tick(i, 10, 10)) });
  const { points } = courseOf([stage(0), stage(1)], true);
  expect(points.map((point) => point.stage)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  expect(points[6]?.fromSeconds).toBe(5.5);
});

test('a long load has at most 240 points, and no request is lost', () => {
  const { points } = courseOf(
    [round({ measuredMs: 3_600_000, ticks: ticks(3600, (i) => tick(i, 7, 10)) })],
    false,
  );
  expect(points.length).toBeLessThanOrEqual(240);
  expect(points.length).toBeGreaterThan(200);
  expect(points.reduce((sum, { requests }) => sum + requests, 0)).toBe(7200 * 7);
});

test('many stages of a moment each do not make more', () => {
  const { points } = courseOf(
    Array.from({ length: 900 }, (_, i) => round({ stage: i, measuredMs: 600, ticks: [tick(0, 1, 10)] })),
    true,
  );
  expect(points.length).toBeLessThanOrEqual(240);
});

test('without half seconds, as of slices, a round is a point of its batches', () => {
  const batch = (count: number): Batch => ({
    seconds: 1.5,
    requests: count + 2,
    errors: 2,
    busyMs: 1,
    completedSuccesses: count,
    completedResponses: count,
    latency: [10_000, count],
    latencyOfErrors: [],
    service: [],
  });
  const { points } = courseOf(
    [
      round({
        slices: [0, 3],
        requests: [
          {
            name: 'list',
            sent: 304,
            resent: 0,
            outcomes: { ...NO_OUTCOMES, success: 300, status: 4 },
            inFlight: 0,
            statuses: { 500: 4 },
            codes: {},
            intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
            samples: [],
            batches: [batch(100), batch(200)],
          },
        ],
      }),
    ],
    false,
  );
  expect(points).toEqual([
    {
      fromSeconds: 0,
      seconds: 3,
      requests: 304,
      throughputPerSecond: 100,
      p50Ms: expect.closeTo(10, 1),
      p99Ms: expect.closeTo(10, 1),
      errors: { status: 4 },
    },
  ]);
});

test('errors are told by kind, and requests of an earlier stage count where they came in', () => {
  const { points } = courseOf(
    [
      round({
        measuredMs: 6000,
        ticks: ticks(6, (i) =>
          tick(i, 10, 10, {
            failures: { timeout: 1, socket: 2 },
            carried: { requests: 1, errors: 1, latency: [900_000, 1] },
          }),
        ),
      }),
    ],
    false,
  );
  expect(points[0]).toMatchObject({
    requests: 22,
    errors: { timeout: 2, socket: 4 },
    p99Ms: expect.closeTo(900, -1),
  });
});

test('what happened is told from when to when, and what goes on is one event', () => {
  const { events } = courseOf(
    [
      round({
        measuredMs: 20_000,
        ticks: ticks(20, (i) =>
          tick(i, 10, 10, {
            ...(i >= 4 && i < 8 && { pausedMs: 400 }),
            ...(i === 20 && { failures: { socket: 1 } }),
          }),
        ),
        silences: [
          { fromMs: 15_000, insideMs: 3000, beyondMs: 0 },
          { fromMs: 19_000, insideMs: 500, beyondMs: 0 },
        ],
        ended: { how: 'target-lost', afterMs: 20_000, why: 'refused' },
      }),
    ],
    false,
  );
  expect(events).toEqual([
    { kind: 'logged-in-again', fromSeconds: 2, toSeconds: 4 },
    { kind: 'connections-lost', fromSeconds: 10, toSeconds: 10.5 },
    { kind: 'silent', fromSeconds: 15, toSeconds: 18 },
    { kind: 'target-lost', fromSeconds: 20, toSeconds: 20 },
  ]);
});

test('nothing comes of nothing', () => {
  expect(courseOf([], false)).toEqual({ points: [], events: [], rounds: [] });
  expect(courseOf([round({ measuredMs: 0 })], false).points).toEqual([]);
});
