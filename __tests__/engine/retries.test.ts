import type { RequestSpec, RetryPolicy } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { createValues } from '../../src/engine/values.ts';
import type { PickedRequest } from '../../src/engine/worker/dispatch.ts';
import { failed, type RequestEnd, success } from '../../src/engine/worker/outcome.ts';
import { departAt, Repetitions } from '../../src/engine/worker/retries.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';
import { request } from './run-load.ts';
import { wait } from './servers.ts';

const POLICY: RetryPolicy = { statuses: [429, 503], ends: ['timeout'], times: 3, backoffMs: 100 };

const refused = (status: number, more: Partial<RequestEnd> = {}): RequestEnd => ({
  ...success(status, { latencyMs: 10, serviceMs: 8 }),
  kind: 'status',
  ...more,
});

/** Retries of one request name, and a request of it that is due at 0. */
function retriesOf(spec: Partial<RequestSpec> = {}, unit = () => 0.5) {
  const due: PickedRequest[] = [];
  const retries = new Repetitions({
    requests: [request({ retry: POLICY, ...spec })],
    random: { unit, int: (from) => from },
    values: createValues('u', seededRandom('v')),
    onDue: (picked) => due.push(picked),
  });
  const pick = (): PickedRequest => ({
    request: 0,
    head: false,
    idempotent: true,
    expect: null,
    dueMs: 0,
    stage: 0,
    generation: 0,
    trace: null,
    repeatable: retries.begin(0),
    timeoutMs: 1000,
    session: null,
    path: '',
    inspection: null,
    walk: null,
    user: null,
    rows: [],
  });
  return { retries, due, pick };
}

/** The wait that is drawn, in ms: a repetition that is due by then goes on, one that would be later doesn't. */
function waitOf(policy: RetryPolicy, end: RequestEnd, unit: () => number, before = 0): number | null {
  const goesOn = (untilMs: number): boolean => {
    const { retries, pick } = retriesOf({ retry: policy }, unit);
    const picked = pick();
    if (picked.repeatable) picked.repeatable.left -= before;
    const isOn = retries.settle(picked, end, 0, untilMs) === null;
    retries.stop();
    return isOn;
  };
  let [low, high] = [-1e-3, 200_000];
  if (!goesOn(high)) return null;
  while (high - low > 1e-3) {
    const middle = (low + high) / 2;
    if (goesOn(middle)) high = middle;
    else low = middle;
  }
  return high;
}

describe('what goes on', () => {
  test.each<[string, RequestEnd, boolean]>([
    ['a status of the list', refused(503), true],
    ['another status', refused(500), false],
    ['a success', success(200, { latencyMs: 1, serviceMs: 1 }), false],
    ['a timeout', failed({ kind: 'timeout', code: null }, 2000, 2000, false), true],
    [
      'a broken connection that is not in the list',
      failed({ kind: 'socket', code: 'ECONNRESET' }, 1, 1, false),
      false,
    ],
    ['a response that is no HTTP', failed({ kind: 'body', code: 'BAD' }, 1, 1, false), false],
    ["a limiter's 429", refused(429, { intercepted: 'rate-limited' }), true],
    ['a challenge, whatever its status', refused(503, { intercepted: 'challenge' }), false],
  ])('%s', (_, end, goesOn) => {
    const { retries, pick } = retriesOf();
    const whole = retries.settle(pick(), end, 0, Number.POSITIVE_INFINITY);
    expect(whole === null).toBe(goesOn);
    if (!goesOn) expect(whole?.course).toEqual({ attemptMs: end.latencyMs, repeated: false, gaveUp: false });
    retries.stop();
  });

  test('of a request that only carries a key, nothing', () => {
    const { retry: _, ...bare } = request({ headers: [['idempotency-key', ['"k"']]] });
    const retries = new Repetitions({
      requests: [bare, request()],
      random: seededRandom('r'),
      values: createValues('u', seededRandom('v')),
      onDue: () => {},
    });
    expect(retries.begin(1)).toBeNull();
    const repeatable = retries.begin(0);
    expect(repeatable).toMatchObject({ keyed: true, policy: null });
    const end = refused(503);
    expect(retries.settle({ ...retriesOf().pick(), repeatable }, end, 0, Number.POSITIVE_INFINITY)).toBe(end);
  });

  test('so often as it may, and then the last end is the request’s', async () => {
    const { retries, due, pick } = retriesOf({}, () => 0);
    const picked = pick();
    for (let times = 1; times <= 3; times++) {
      expect(retries.settle(picked, refused(503), performance.now(), Number.POSITIVE_INFINITY)).toBeNull();
      while (due.length < times) await wait(1);
    }
    const whole = retries.settle(picked, refused(503), performance.now(), Number.POSITIVE_INFINITY);
    expect(whole).toMatchObject({ kind: 'status', status: 503, course: { repeated: true, gaveUp: false } });
    expect(retries.awaited).toBe(false);
    expect(retries.stop()).toEqual([]);
  });
});

describe('how long it waits', () => {
  test('from 0 to a limit that doubles each time: full jitter', () => {
    for (const [before, limitMs] of [
      [0, 100],
      [1, 200],
      [2, 400],
    ] as const) {
      expect(waitOf(POLICY, refused(503), () => 0, before)).toBeCloseTo(0, 2);
      expect(waitOf(POLICY, refused(503), () => 0.25, before)).toBeCloseTo(limitMs / 4, 2);
      expect(waitOf(POLICY, refused(503), () => 1, before)).toBeCloseTo(limitMs, 2);
    }
  });

  test('at most 30 s, however often it doubled', () => {
    const patient = { ...POLICY, times: 10, backoffMs: 20_000 };
    expect(waitOf(patient, refused(503), () => 1, 0)).toBeCloseTo(20_000, 2);
    expect(waitOf(patient, refused(503), () => 1, 9)).toBeCloseTo(30_000, 2);
  });

  test('never sooner than Retry-After asks, and not at all beyond a minute', () => {
    expect(waitOf(POLICY, refused(429, { retryAfterSeconds: 3 }), () => 0)).toBeCloseTo(3000, 2);
    expect(waitOf(POLICY, refused(429, { retryAfterSeconds: 3 }), () => 1)).toBeCloseTo(3100, 2);
    expect(waitOf(POLICY, refused(429, { retryAfterSeconds: 60 }), () => 0)).toBeCloseTo(60_000, 2);
    expect(waitOf(POLICY, refused(429, { retryAfterSeconds: 61 }), () => 0)).toBeNull();
  });

  test('is uniform: property over policies and draws', () => {
    const policies = fc.record({
      times: fc.integer({ min: 1, max: 10 }),
      backoffMs: fc.integer({ min: 1, max: 30_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      before: fc.nat(9),
    });
    fc.assert(
      fc.property(policies, ({ times, backoffMs, share, before }) => {
        const earlier = before % times;
        const waitMs = waitOf({ ...POLICY, times, backoffMs }, refused(503), () => share, earlier) as number;
        expect(waitMs).toBeCloseTo(share * Math.min(30_000, backoffMs * 2 ** earlier), 2);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a request comes to', () => {
  test('its latency goes from when it was first due, waits included; the last attempt is told apart', async () => {
    const { retries, due, pick } = retriesOf({}, () => 0.3);
    const picked = pick();
    const startMs = performance.now();
    retries.settle(picked, refused(503), startMs, Number.POSITIVE_INFINITY);
    while (due.length === 0) await wait(1);
    const waitedMs = picked.dueMs - startMs;
    // A timer may be early by a millisecond.
    expect(waitedMs).toBeGreaterThanOrEqual(28);
    const answered = success(200, { latencyMs: 5, serviceMs: 4 });
    const whole = retries.settle(picked, answered, performance.now(), Number.POSITIVE_INFINITY);
    expect(whole).toMatchObject({ kind: 'success', course: { attemptMs: 5, repeated: true, gaveUp: false } });
    expect(whole?.latencyMs).toBeCloseTo(10 + waitedMs + 5, 6);
    // 2 ms of the first attempt were a wait for a connection.
    expect(whole?.serviceMs).toBeCloseTo(10 + waitedMs + 5 - 2, 6);
  });

  test('what it waits for a connection counts for it, and not for the attempt', () => {
    const { pick } = retriesOf();
    const picked = departAt({ ...pick(), dueMs: 100 }, 130);
    expect(picked.dueMs).toBe(130);
    expect(picked.repeatable?.beforeMs).toBe(30);
  });

  test('a wait beyond the end gives up with what it had; so does one that is still going on when it is stopped', () => {
    const late = retriesOf();
    const gaveUp = late.retries.settle(late.pick(), refused(503), 0, 49);
    expect(gaveUp).toMatchObject({ status: 503, latencyMs: 10, course: { repeated: false, gaveUp: true } });
    expect(late.retries.settle(late.pick(), refused(503), 0, 51)).toBeNull();
    const [stopped] = late.retries.stop();
    // Its attempt was counted when it ended.
    expect(stopped?.repeatable?.last).toEqual({ ...gaveUp, course: { ...gaveUp?.course, attemptMs: 0 } });
    const after = late.retries.settle(late.pick(), refused(503), 0, Number.POSITIVE_INFINITY);
    expect(after?.course?.gaveUp).toBe(true);
  });

  testInFull('ten thousand wait at the same time, and no more', () => {
    const { retries, pick } = retriesOf();
    for (let i = 0; i < 10_000; i++)
      expect(retries.settle(pick(), refused(503), 0, Number.POSITIVE_INFINITY)).toBeNull();
    const whole = retries.settle(pick(), refused(503), 0, Number.POSITIVE_INFINITY);
    expect(whole?.course?.gaveUp).toBe(true);
    expect(retries.stop()).toHaveLength(10_000);
  });
});

test('a pause of the generator’s own is nobody’s wait', async () => {
  const { retries, due, pick } = retriesOf({}, () => 0.4);
  const [before, meanwhile] = [pick(), pick()];
  retries.settle(before, refused(503), performance.now(), Number.POSITIVE_INFINITY);
  retries.pause(performance.now());
  await wait(60);
  retries.settle(meanwhile, refused(503), performance.now(), Number.POSITIVE_INFINITY);
  await wait(60);
  expect(due).toEqual([]);
  retries.goOn(performance.now());
  const wentOnMs = performance.now();
  while (due.length < 2) await wait(1);
  for (const { repeatable, dueMs } of [before, meanwhile]) {
    // 10 ms of the attempt, 40 of the wait, and what a timer is late, but none of the pause.
    const lateMs = dueMs - wentOnMs - 40;
    expect(repeatable?.beforeMs).toBeGreaterThanOrEqual(48);
    expect(repeatable?.beforeMs).toBeLessThan(50 + Math.max(0, lateMs) + 10);
  }
});

test('the values are the same each time, and new ones for the next request', () => {
  const { pick } = retriesOf();
  const source = createValues('u', seededRandom('v'));
  const draw = (picked: PickedRequest) => {
    const values = picked.repeatable?.values.fromStart(source);
    return [
      values?.next({ value: 'unique' }),
      values?.next({ value: 'uuid' }),
      values?.next({ value: 'now' }),
    ];
  };
  const [one, other] = [pick(), pick()];
  const first = draw(one);
  expect(draw(other)).not.toEqual(first);
  expect(draw(one)).toEqual(first);
  expect(draw(one)).toEqual(first);
});
