/** What a fault on purpose did to the requests, and which silences it excuses. */
import type { FaultTaken } from '../../src/engine/fault/fault-taken.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import { findOutage } from '../../src/evidence/outage.ts';
import { seeFault, stretchOfFault, untilRecovered } from '../../src/evidence/recovery/fault.ts';
import type { Moment, Timeline } from '../../src/evidence/timeline.ts';
import { makeSteadyRound } from './make-round.ts';

const TIMEOUT_MS = 3000;
const stage = { name: null, connections: 10, durationMs: 20_000, arrivals: null };
const AT_RATE = {
  stages: [{ ...stage, arrivals: { perSecond: 200, kind: 'constant' } }],
  timeoutMs: TIMEOUT_MS,
} as const;
const CLOSED = { stages: [stage], timeoutMs: TIMEOUT_MS } as const;

/** Twenty seconds of 100 requests in each half; in some of them, so many fail or time out. */
function timeline(
  partsAt: (seconds: number) => Partial<Pick<Moment, 'requests' | 'errors'>> & { readonly timeouts?: number },
): Timeline {
  return Array.from({ length: 40 }, (_, i) => {
    const fromSeconds = i / 2;
    const { requests = 100, errors = 0, timeouts = 0 } = partsAt(fromSeconds);
    const successes = requests - errors;
    const latency = Histogram.of([10_000, successes], timeouts > 0 ? [TIMEOUT_MS * 1000, timeouts] : []);
    return {
      stage: 0,
      fromSeconds,
      seconds: 0.5,
      requests: requests + timeouts,
      errors: errors + timeouts,
      successes,
      latency,
    };
  });
}

const taken = (startMs: number | null, overMs: number | null): FaultTaken => ({
  startMs,
  overMs,
  troubles: [],
});
const recovered = (seconds: number | null) =>
  ({ of: 'fault', fromSeconds: 10, seconds, measuredSeconds: 10 }) as const;

test('errors are counted from its beginning until it is over', () => {
  const failing = timeline((at) => (at >= 5 && at < 12 ? { errors: 40 } : {}));
  const seen = seeFault(taken(5000, 10_000), failing, recovered(2), AT_RATE);
  expect(seen).toMatchObject({ fromSeconds: 5, toSeconds: 10, requests: 1000, errors: 400, errorRate: 0.4 });
  // What came before it, and after the recovery.
  expect(seen.beside).toEqual([{ stage: 0, requests: 2600, errors: 0 }]);
});

test('a service that was not back has no excuse from its end on', () => {
  const failing = timeline((at) => (at >= 5 ? { errors: 40 } : {}));
  const seen = seeFault(taken(5000, 10_000), failing, recovered(null), AT_RATE);
  expect(seen.beside).toEqual([{ stage: 0, requests: 3000, errors: 800 }]);
});

test('what was sent in it and timed out after it counts as its own', () => {
  const hanging = timeline((at) => {
    if (at >= 5 && at < 10) return { requests: 0 };
    return at === 11 ? { timeouts: 10 } : at === 14 ? { timeouts: 5 } : {};
  });
  const seen = seeFault(taken(5000, 10_000), hanging, recovered(0), AT_RATE);
  expect(seen).toMatchObject({ requests: 10, errors: 10, errorRate: 1 });
  // A request that timed out at the fourteenth second was sent at the eleventh.
  expect(seen.beside).toEqual([{ stage: 0, requests: 3005, errors: 5 }]);
});

test('in a closed model each timeout stands for those who would have come meanwhile', () => {
  const hanging = timeline((at) => {
    if (at >= 5 && at < 10) return { requests: at === 5 ? 40 : 0, timeouts: at === 8 ? 10 : 0 };
    return at === 11 ? { timeouts: 10 } : {};
  });
  const of = (load: typeof AT_RATE | typeof CLOSED) =>
    seeFault(taken(5000, 10_000), hanging, recovered(0), load);
  expect(of(AT_RATE)).toMatchObject({ requests: 60, errors: 20, missed: 0, errorRate: 1 / 3 });
  // Three seconds of a connection whose responses take 10 ms.
  const { requests, errors, missed, errorRate } = of(CLOSED);
  expect([requests, errors]).toEqual([60, 20]);
  expect(missed / (20 * 299)).toBeCloseTo(1, 2);
  expect(errorRate).toBeCloseTo((20 + missed) / (60 + missed), 10);
});

test('one without a request has no share', () => {
  const silent = timeline((at) => (at >= 5 && at < 10 ? { requests: 0 } : {}));
  expect(seeFault(taken(5000, 10_000), silent, recovered(0), AT_RATE).errorRate).toBeNull();
});

test('what has nothing to do with it is told stage by stage', () => {
  const failing = timeline((at) => ({ errors: at < 4 ? 10 : 0 })).map((moment) => ({
    ...moment,
    stage: moment.fromSeconds < 4 ? 0 : 1,
  }));
  expect(seeFault(taken(5000, 10_000), failing, recovered(0), AT_RATE).beside).toEqual([
    { stage: 0, requests: 800, errors: 80 },
    { stage: 1, requests: 2200, errors: 0 },
  ]);
});

test('what was sent before a stage began counts as well, whichever stage its end lies in', () => {
  const hanging = timeline((at) => (at >= 5 && at < 10 ? { requests: 0 } : {})).map((moment) =>
    moment.fromSeconds === 11
      ? { ...moment, carried: { requests: 10, errors: 10, latency: Histogram.of([TIMEOUT_MS * 1000, 10]) } }
      : moment,
  );
  const seen = seeFault(taken(5000, 10_000), hanging, recovered(0), AT_RATE);
  expect(seen).toMatchObject({ requests: 10, errors: 10, errorRate: 1 });
  expect(seen.beside).toEqual([{ stage: 0, requests: 3000, errors: 0 }]);
});

test('one that was never begun disturbed nothing', () => {
  const seen = seeFault(
    taken(null, null),
    timeline(() => ({ errors: 1 })),
    null,
    AT_RATE,
  );
  expect(seen).toMatchObject({ fromSeconds: null, requests: 0, errorRate: null });
  expect(seen.beside).toEqual([{ stage: 0, requests: 4000, errors: 40 }]);
  expect(stretchOfFault(taken(null, null))).toBeNull();
});

test('one that was not undone lasts to the end', () => {
  const failing = timeline((at) => (at >= 5 ? { errors: 100 } : {}));
  const seen = seeFault(taken(5000, null), failing, null, AT_RATE);
  expect(seen).toMatchObject({ toSeconds: null, requests: 3000, errors: 3000, errorRate: 1 });
  expect(seen.beside).toEqual([{ stage: 0, requests: 1000, errors: 0 }]);
});

describe('silence', () => {
  const meant = { fromSeconds: 5, toSeconds: 12 };
  const find = (silence: readonly [number, number]) =>
    findOutage([makeSteadyRound({ silence, hung: 10 })], 10_000, meant);

  test.each<[string, readonly [number, number]]>([
    ['in the fault', [6, 9]],
    ['in all of it', [5, 12]],
    ['a little longer than it', [4, 13.9]],
  ])('%s is no outage', (_, silence) => expect(find(silence)).toBeNull());

  test('before it is one, and so is what outlasts it', () => {
    expect(find([2, 12])).toMatchObject({ fromMs: 2000, insideMs: 3000, beyondMs: 0 });
    expect(find([6, 18])).toMatchObject({ fromMs: 12_000, insideMs: 6000, beyondMs: 0 });
    expect(find([6, 26])).toMatchObject({ fromMs: 12_000, insideMs: 8000, beyondMs: 6000 });
    expect(find([14, 18])).toMatchObject({ fromMs: 14_000, insideMs: 4000 });
  });

  test('reaches to the recovery, where there was one', () => {
    const stretch = { fromSeconds: 5, toSeconds: 10 };
    expect(untilRecovered(stretch, recovered(2.5))).toEqual({ fromSeconds: 5, toSeconds: 12.5 });
    expect(untilRecovered(stretch, recovered(null))).toEqual(stretch);
    expect(untilRecovered(stretch, null)).toEqual(stretch);
  });
});
