import type { StepLimits } from '../../src/search/limits.ts';
import { type Look, StepWatch } from '../../src/search/step-watch.ts';
import { limits } from './simulate.ts';

const STEP = { ms: 10_000, perSecond: 400, atRandom: false };
const CLOSED = { ms: 10_000, perSecond: null, atRandom: false };

/** A look of a quarter of a second at 400 requests per second, all of them answered. */
function look(sent: number, latencyMs: number, more: Partial<Look> = {}): Look {
  return { ms: 250, requests: 100, errors: 0, latency: [1000 * latencyMs, 100], sent, ...more };
}

/** @returns the look at which it broke, from 1, and what; null where none did */
function watch(step: typeof STEP | typeof CLOSED, of: StepLimits, looks: readonly Look[]) {
  const watched = new StepWatch(step, of);
  for (const [i, one] of looks.entries()) {
    const broke = watched.look(one);
    if (broke !== null) return { at: i + 1, ...broke };
  }
  return null;
}

const times = (count: number, of: (i: number) => Look) => Array.from({ length: count }, (_, i) => of(i));

describe('a limit of latency', () => {
  test('holds as long as what is slow is no more than all of the step may have', () => {
    // 1 % of 4,000 are 40.
    const looks = times(40, (i) => look(100 * (i + 1), 20, { latency: [20_000, 99, 150_000, 1] }));
    expect(watch(STEP, limits(100), looks)).toBeNull();
    expect(watch(STEP, limits(100), [...looks, look(4100, 20, { latency: [150_000, 1] })])).toMatchObject({
      at: 41,
    });
  });

  test('breaks with the first look at which it is more', () => {
    const looks = [look(100, 20), look(200, 20, { latency: [20_000, 59, 150_000, 41] })];
    expect(watch(STEP, limits(100), looks)).toEqual({ at: 2, what: 'limit', metric: 'p99' });
  });

  test('is broken by what has not been answered yet, once it is late', () => {
    const stuck = (sent: number) => look(sent, 20, { requests: 0, latency: [] });
    // 40 are on their way for less than 100 ms, give or take 19.
    expect(watch(STEP, limits(100), [look(100, 20), stuck(200)])).toMatchObject({ at: 2, metric: 'p99' });
    expect(watch(STEP, limits(240), [look(100, 20), stuck(200)])).toBeNull();
  });

  test('of a closed model counts at the pace that it has by then', () => {
    const slow = (i: number) => look(100 * (i + 1), 20, { latency: [20_000, 80, 150_000, 20] });
    expect(watch(CLOSED, limits(100), times(8, slow))).toMatchObject({ at: 4, metric: 'p99' });
  });
});

describe('a limit of errors', () => {
  const failing = (share: number) => (i: number) => look(100 * (i + 1), 20, { errors: 100 * share });

  test('breaks at once where all fails', () => {
    expect(watch(STEP, limits(null, 0.01), times(8, failing(1)))).toEqual({
      at: 1,
      what: 'limit',
      metric: 'errors',
    });
  });

  test('breaks within two seconds where twice as much fails as may, long before the whole step may have no more', () => {
    expect(watch(STEP, limits(null, 0.05), times(40, failing(0.1)))).toMatchObject({
      at: 8,
      metric: 'errors',
    });
  });

  test('holds where as much fails as may', () => {
    expect(watch(STEP, limits(null, 0.05), times(40, failing(0.05)))).toBeNull();
  });

  test('is not broken by five', () => {
    const few = (i: number) => look(100 * (i + 1), 20, { errors: i < 5 ? 1 : 0 });
    expect(watch(STEP, limits(null, 0), times(40, few))).toBeNull();
  });
});

describe('silence', () => {
  const silent = (i: number) => look(100 * (i + 1), 0, { requests: 0, latency: [] });

  test('breaks after a second', () => {
    expect(watch(STEP, limits(null), [look(100, 20), ...times(8, silent)])).toEqual({
      at: 5,
      what: 'silence',
    });
  });

  test('is none while answers usually take as long', () => {
    expect(watch(STEP, limits(null), [look(100, 400), ...times(5, silent)])).toBeNull();
  });

  test('is none where nothing was asked', () => {
    const idle = () => look(100, 0, { requests: 0, latency: [] });
    expect(watch(STEP, limits(null), [look(100, 20), ...times(8, idle)])).toBeNull();
  });
});

describe('a queue', () => {
  /** Latency grows by so much of each second. */
  const growing = (slope: number) => (i: number) => look(100 * (i + 1), 20 + 250 * slope * i);

  test.each([
    ['5 % above the capacity within 2.5 s', 0.05, 10],
    ['half above it within 1.5 s', 0.5, 6],
  ])('breaks %s', (_how, slope, at) => {
    expect(watch(STEP, limits(null), times(40, growing(slope)))).toEqual({ at, what: 'queue' });
  });

  test('is seen at the end of the step where it grows more slowly', () => {
    const watched = new StepWatch(STEP, limits(null));
    for (const one of times(40, growing(0.006))) expect(watched.look(one)).toBeNull();
    expect(watched.grew).toBe(true);
  });

  test('is none where latency goes up and down', () => {
    const watched = new StepWatch(STEP, limits(null));
    for (const one of times(40, (i) => look(100 * (i + 1), 60 + 40 * Math.sin(i)))) watched.look(one);
    expect([watched.broken, watched.grew]).toEqual([null, false]);
  });

  test('is none in a closed model, in which nobody waits in vain', () => {
    const watched = new StepWatch(CLOSED, limits(null));
    for (const one of times(40, growing(0.5))) expect(watched.look(one)).toBeNull();
    expect(watched.grew).toBe(false);
  });

  test('has to be longer than chance makes it where requests come at random', () => {
    const slow = { ...STEP, perSecond: 40, atRandom: true };
    expect(watch(slow, limits(null), times(12, growing(0.05)))).toBeNull();
    expect(watch({ ...slow, atRandom: false }, limits(null), times(12, growing(0.05)))).toMatchObject({
      what: 'queue',
    });
  });
});
