import type { Service } from '../../bench/breakpoint/simulated-service.mjs';
import { drawn, testPart } from '../part.ts';
import { beyondMs, CONNECTIONS, capacityOf, limits, oneStep, RATES, search } from './simulate.ts';

const EIGHT: Service = { slots: 8, serviceMs: 20, connections: 200 };
const FOUR: Service = { slots: 4, serviceMs: 40, connections: 200 };

/** Services of known capacity; bench/breakpoint has the same with many more seeds. */
const RATE_CASES: [what: string, service: Service, p99Ms: number | null][] = [
  ['8 slots of 20 ms', EIGHT, 100],
  ['requests come at random', { ...EIGHT, arrivals: 'poisson' }, 200],
  ['and no limit of latency is declared', { ...EIGHT, arrivals: 'poisson' }, null],
  ['4 slots of 40 ms', FOUR, 200],
  ['service times vary by their mean', { ...EIGHT, service: 'exponential' }, 250],
  [
    'all stands still for 80 ms each five seconds',
    { ...EIGHT, service: 'varying', stalls: { everyMs: 5000, ms: 80 } },
    200,
  ],
  ['what waits in vain is turned away', { ...EIGHT, service: 'varying', queue: 32 }, null],
  ['16 slots of 16 ms', { slots: 16, serviceMs: 16, service: 'varying', connections: 200 }, 100],
];

/** What there is of services, and whether latency is limited. */
const KINDS: readonly ((row: readonly [string, Service, number | null, ...unknown[]]) => unknown)[] = [
  ([, { arrivals }]) => arrivals ?? null,
  ([, { service }]) => service ?? null,
  ([, { stalls }]) => stalls !== undefined,
  ([, { queue }]) => queue !== undefined,
  ([, , p99Ms]) => p99Ms === null,
];

describe('a capacity in requests per second is found within 5 %, in less than four minutes', () => {
  testPart(RATE_CASES, ...KINDS)('%s', (_what, service, p99Ms) => {
    const truth = capacityOf(service);
    for (let seed = 1; seed <= drawn(2, 1); seed++) {
      const { found, end, seconds, seen, done } = search(RATES, limits(p99Ms), service, seed);
      const { perSecond, low, high } = found.capacity ?? { perSecond: 0, low: 0, high: null };
      expect(end).toBe('done');
      expect(Math.abs(perSecond / truth - 1)).toBeLessThan(0.05);
      expect(low).toBeLessThan(perSecond);
      expect(high).toBeGreaterThan(perSecond);
      expect(seconds).toBeLessThan(230);
      const beyond = seen.map((load, i) => beyondMs(load, limits(p99Ms), done[i]?.load ?? 0));
      expect(Math.max(...beyond)).toBeLessThan(3000);
    }
  });
});

const CLOSED_CASES: [what: string, service: Service, p99Ms: number | null, broke: string][] = [
  ['throughput stays what it was', EIGHT, null, 'flat'],
  ['though service times vary by their mean', { ...EIGHT, service: 'exponential' }, null, 'flat'],
  ['its P99 breaks first', { ...EIGHT, service: 'varying' }, 28, 'limit'],
  [
    'it stands still now and then',
    { ...EIGHT, service: 'varying', stalls: { everyMs: 8000, ms: 150 } },
    null,
    'flat',
  ],
  ['it turns requests away', { ...EIGHT, queue: 8 }, null, 'limit'],
];

describe('a capacity is found within 5 % by connections', () => {
  testPart(
    CLOSED_CASES,
    ...KINDS,
    ([, , , broke]) => broke,
  )('%s', (_what, service, p99Ms, broke) => {
    for (let seed = 1; seed <= drawn(2, 1); seed++) {
      const { found, seconds } = search(CONNECTIONS, limits(p99Ms, 0.05), service, seed);
      expect(Math.abs((found.capacity?.perSecond ?? 0) / capacityOf(service) - 1)).toBeLessThan(0.05);
      expect(found.broke?.what).toBe(broke);
      expect(found.knee?.load).toBeGreaterThanOrEqual(8);
      expect(found.knee?.load).toBeLessThanOrEqual(16);
      expect(seconds).toBeLessThan(230);
    }
  });
});

describe('a step above the capacity is told from one below it', () => {
  const broken = (service: Service, share: number): number => {
    const load = capacityOf(service) * share;
    const ms = Math.min(16_000, Math.max(11_500, 1_500_000 / load));
    const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
    return (
      seeds.filter((seed) => oneStep(limits(null), service, { phase: 'close', load, ms }, seed).step.broke)
        .length / 10
    );
  };

  test.each([
    ['evenly spaced', EIGHT, 1],
    ['evenly spaced, and served in varying time', { ...EIGHT, service: 'exponential' } as const, 0.9],
    ['at random', { ...EIGHT, arrivals: 'poisson' } as const, 0.7],
    ['evenly spaced, 100 a second', FOUR, 1],
  ])('by 5 %%, of requests that come %s', (_how, service, most) => {
    expect(broken(service, 1.05)).toBeGreaterThanOrEqual(most);
    expect(broken(service, 0.95)).toBeLessThanOrEqual(0.1);
    expect(broken(service, 0.8)).toBe(0);
  });
});

test('a service that never answers again is not asked for more', () => {
  const { found, end, steps } = search(CONNECTIONS, limits(null), { ...EIGHT, diesAbove: 12 }, 1);
  expect(end).toBe('no-recovery');
  expect(found.broke).toEqual({ what: 'silence' });
  expect(steps.at(-1)).toMatchObject({ cut: true });
  expect(steps.at(-1)?.seconds).toBeLessThan(3);
  expect(found.capacity?.perSecond).toBeGreaterThan(350);
});

test('a rate limiter is named, and what it lets through is no capacity', () => {
  const { found, end } = search(RATES, limits(100), { ...EIGHT, limiter: 200 }, 1);
  expect(end).toBe('limiter');
  expect(found.broke).toEqual({ what: 'limiter' });
  expect(found.capacity).toMatchObject({ high: null });
  expect(found.capacity?.perSecond).toBeLessThan(210);
});

test('a service that bears the most that is tried bears at least that', () => {
  const { found, end } = search({ ...RATES, most: 300 }, limits(100), EIGHT, 1);
  expect(end).toBe('done');
  expect(found).toMatchObject({ capacity: { perSecond: 300, low: 300, high: null }, broke: null });
});

test('one that does not even bear the least has no capacity', () => {
  const { found, steps } = search({ ...RATES, from: 500 }, limits(100), EIGHT, 1);
  expect(found).toMatchObject({ capacity: null, knee: null, broke: { what: 'limit', metric: 'p99' } });
  expect(steps.map(({ load }) => load)).toEqual([500, 500]);
});

test('a short budget ends a search, and leaves a wider interval', () => {
  const { found, end, seconds } = search({ ...RATES, budgetMs: 20_000 }, limits(100), EIGHT, 1);
  expect(end).toBe('budget');
  expect(seconds).toBeLessThan(23);
  const { low = 0, high = 0 } = found.capacity ?? {};
  expect(low).toBeLessThan(400);
  expect(high).toBeGreaterThan(400);
  expect((high ?? 0) / low).toBeGreaterThan(1.08);
});
