import { findShifts } from '../../src/judgement/drift/find-shifts.ts';
import { type KnownDrift, watch } from '../../src/judgement/drift/watch.ts';
import { generator } from '../judgement/generator.ts';
import { makeNight, nightOf, waver } from './make-nights.ts';

const keyOf = ({ metric, endpoint }: { metric: string; endpoint: string | null }) => `${metric}/${endpoint}`;

/** One night for each P99, wavering by 3 %. */
const byP99 = (levels: readonly number[]) =>
  levels.map((level, i) => makeNight(i + 1, { whole: { p99Ms: level * (1 + 0.03 * waver(i)) } }));
const levels = (...parts: readonly (readonly [count: number, ms: number])[]) =>
  parts.flatMap(([count, ms]) => Array.from({ length: count }, () => ms));
const look = (records: ReturnType<typeof byP99>, known: readonly KnownDrift[] = []) =>
  watch(records, known, keyOf);

describe('drift', () => {
  test('a shift in the tenth night is noticed once four nights have shown it', () => {
    const nights = byP99(levels([9, 100], [5, 160]));
    expect([10, 11, 12].map((n) => look(nights.slice(0, n)).news.length)).toEqual([0, 0, 0]);
    const [shift, ...others] = look(nights.slice(0, 13)).news;
    expect(others).toEqual([]);
    expect(shift).toMatchObject({ metric: 'p99', endpoint: null, direction: 'worse', at: 9, runs: 4 });
    expect(shift?.since.at).toBe(nightOf(10));
    expect(shift?.before.at).toBe(nightOf(9));
    expect(shift?.change).toBeCloseTo(0.6, 1);
    const [low, high] = shift?.interval ?? [0, 0];
    expect(low).toBeGreaterThan(0.5);
    expect(high).toBeLessThan(0.7);
    expect(low).toBeLessThan(shift?.change ?? 0);
    expect(high).toBeGreaterThan(shift?.change ?? 0);
  });

  test.each([
    0.003, 0.01, 0.02, 0.05,
  ])('a creep of %d a night is told, though it began with the first one', (by) => {
    const { normal } = generator(8);
    const nights = Array.from({ length: 40 }, (_, i) =>
      makeNight(i + 1, { whole: { p99Ms: 100 * Math.exp(by * i + 0.01 * normal()) } }),
    );
    const first = nights.findIndex((_, i) => i >= 8 && look(nights.slice(0, i)).worse.length > 0);
    // By then it has crept by 8 % at least.
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(by < 0.01 ? 36 : 20);
  });

  describe('whose runs slow down within themselves', () => {
    const within = (latency: number | null, throughput: number | null, writes = 4800) => ({
      within: { writes, throughput, latency },
    });
    /** Creeps by 2 % a night; each run wavers by 3 % within itself. */
    const creep = (of: (night: number) => Partial<ReturnType<typeof makeNight>>) =>
      Array.from({ length: 24 }, (_, i) =>
        makeNight(i + 1, { whole: { p99Ms: 100 * 1.02 ** i * (1 + 0.01 * waver(i)) }, ...of(i) }),
      );
    const of = (nights: ReturnType<typeof creep>) => look(nights).worse.map(({ ownWrites }) => ownWrites);

    test('creeps by its own writes, as far as that can be told', () => {
      const nights = creep((i) => within(0.06 + 0.03 * waver(i + 7), null, 4800 + i));
      expect(of(nights)).toEqual([
        { runs: 24, slower: 24, of: 'latency', change: expect.closeTo(0.06, 1), writes: 4812 },
      ]);
    });

    test('by their throughput, where the latency of GET requests isn’t known', () => {
      expect(of(creep(() => within(null, -0.05)))).toMatchObject([{ of: 'throughput', change: -0.05 }]);
    });

    test('which half of them do by chance', () => {
      expect(of(creep((i) => within(i % 2 === 0 ? 0.08 : -0.08, null)))).toEqual([null]);
      // Of 24 runs, 16 are none either.
      expect(of(creep((i) => within(i % 3 === 0 ? -0.02 : 0.02, null)))).toEqual([null]);
      expect(of(creep(() => within(-0.05, 0.05)))).toEqual([null]);
    });

    test('is not known of few runs, nor of records of before', () => {
      expect(of(creep(() => ({})))).toEqual([null]);
      expect(of(creep((i) => (i < 6 ? within(0.1, null) : {})))).toEqual([null]);
      expect(of(creep((i) => (i < 7 ? within(0.1, null) : {})))).toMatchObject([{ runs: 7, slower: 7 }]);
    });

    test('says nothing of a drift of errors', () => {
      const nights = levels([9, 0], [7, 0.03]).map((errorRate, i) =>
        makeNight(i + 1, { whole: { errorRate }, ...within(0.1, -0.1) }),
      );
      expect(look(nights).worse).toMatchObject([{ metric: 'errors', ownWrites: null }]);
    });
  });

  test('one, two or three bad nights are none', () => {
    for (const count of [1, 2, 3]) {
      expect(look(byP99(levels([15, 100], [count, 300]))).worse).toEqual([]);
      expect(look(byP99(levels([15, 100], [count, 300], [6, 100]))).worse).toEqual([]);
    }
  });

  test('one stalled night and three usual ones are none, however quiet the sixty before were', () => {
    const random = generator(5);
    const quiet = Array.from({ length: 60 }, () => 50 * Math.exp(0.05 * random.normal()));
    const look64 = (newest: readonly number[]) =>
      look([...quiet, ...newest].map((p99Ms, i) => makeNight(i + 1, { whole: { p99Ms } }))).worse;
    expect(look64([100, 55.5, 46.7, 47.3])).toEqual([]);
    expect(look64([100, 104, 51, 49])).toEqual([]);
    // Neither are three bad ones and a usual one, in any order; four are one.
    expect(look64([100, 104, 99, 51])).toEqual([]);
    expect(look64([100, 104, 51, 99])).toEqual([]);
    expect(look64([100, 104, 51, 99, 101])).toHaveLength(1);
  });

  test('nights that stall now and then are no drift', () => {
    const random = generator(6);
    let told = 0;
    for (let history = 0; history < 10; history++) {
      const nights = Array.from({ length: 60 }, (_, i) => {
        const stall = random.even() < 0.05 ? 2 : 1;
        return makeNight(i + 1, { whole: { p99Ms: 100 * stall * Math.exp(0.05 * random.normal()) } });
      });
      told += Number(nights.some((_, i) => i >= 8 && look(nights.slice(0, i + 1)).worse.length > 0));
    }
    expect(told).toBe(0);
  });

  test('less than 5 % is told nobody, however sure', () => {
    const nights = levels([20, 100], [20, 104]).map((p99Ms, i) => makeNight(i + 1, { whole: { p99Ms } }));
    expect(look(nights).worse).toEqual([]);
  });

  test('what people know of is no news, and neither is it when its beginning looks a night different', () => {
    const nights = byP99(levels([9, 100], [8, 160]));
    for (const n of [9, 10, 11]) {
      expect(look(nights, [{ row: 'p99/null', since: nightOf(n) }])).toMatchObject({
        news: [],
        over: false,
      });
    }
    expect(look(nights, [{ row: 'throughput/null', since: nightOf(10) }]).news).toHaveLength(1);
    expect(look(nights, [{ row: 'p99/null', since: nightOf(3) }]).news).toHaveLength(1);
  });

  test('a second step is news beside the first', () => {
    const nights = byP99(levels([9, 100], [9, 150], [6, 220]));
    const { worse, news } = look(nights, [{ row: 'p99/null', since: nightOf(10) }]);
    expect(worse.map(({ at }) => at)).toEqual([9, 18]);
    expect(news.map(({ at, was }) => [at, Math.round(was / 10)])).toEqual([[18, 15]]);
  });

  test('it has returned when four nights are back, not before', () => {
    const known = [{ row: 'p99/null', since: nightOf(10) }];
    const nights = byP99(levels([9, 100], [5, 160], [6, 101]));
    expect([17, 18, 19, 20].map((n) => look(nights.slice(0, n), known).over)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(look(nights, known).worse).toEqual([]);
  });

  test('one stalled night in a drift does not make it return', () => {
    const nights = byP99(levels([30, 100], [10, 120], [1, 1000], [5, 120], [4, 100]));
    const known = [{ row: 'p99/null', since: nightOf(31) }];
    const over = Array.from({ length: 11 }, (_, i) => look(nights.slice(0, 40 + i), known).over);
    // What is stalled is clipped, so that the drift is still seen until four nights are back.
    expect(over).toEqual([...Array<boolean>(10).fill(false), true]);
  });

  test('bad nights right before a drift do not hide it, nor raise what it was before', () => {
    const [shift, ...others] = look(byP99(levels([30, 100], [2, 1000], [14, 120]))).worse;
    expect(others).toEqual([]);
    expect(shift?.change).toBeCloseTo(0.2, 1);
    expect(shift?.was).toBeCloseTo(100, -1);
    // The change that did it may be any that came since the last good night.
    expect([shift?.before.at, shift?.since.at]).toEqual([nightOf(30), nightOf(33)]);
  });

  test('a drift that the history no longer reaches back to is followed no longer', () => {
    const known = [{ row: 'p99/null', since: nightOf(10) }];
    const left = byP99(levels([9, 100], [8, 160])).slice(11);
    expect(look(left, known)).toMatchObject({ worse: [], kept: [], over: true });
    // What is still followed and there keeps it open.
    const more = [...left, ...byP99(levels([17, 160], [5, 240])).slice(17)];
    const followed = { row: 'p99/null', since: nightOf(18) };
    expect(look(more, [...known, followed])).toMatchObject({ kept: [followed], news: [], over: false });
    // So few runs may be all that could be read tonight.
    expect(look(left.slice(-3), known).over).toBe(false);
    expect(look([], known)).toMatchObject({ worse: [], news: [], over: false });
  });

  test('the run in which it began may be gone by itself', () => {
    const known = [{ row: 'p99/null', since: nightOf(10) }];
    const without = (nights: ReturnType<typeof byP99>) => nights.filter(({ at }) => at !== nightOf(10));
    const stays = without(byP99(levels([9, 100], [8, 160])));
    expect(look(stays, known)).toMatchObject({ news: [], kept: known, over: false });
    const back = without(byP99(levels([9, 100], [8, 160], [5, 100])));
    expect(look(back, known)).toMatchObject({ kept: known, over: true });
  });

  test('less throughput and more errors are worse, the opposite better', () => {
    const step = (before: object, after: object) =>
      look(
        Array.from({ length: 18 }, (_, i) => {
          const whole = i < 10 ? before : after;
          return makeNight(i + 1, { whole });
        }),
      );
    expect(step({ throughputPerSecond: 300 }, { throughputPerSecond: 240 }).worse).toMatchObject([
      { metric: 'throughput', change: expect.closeTo(-0.2, 6) },
    ]);
    expect(step({ errorRate: 0 }, { errorRate: 0.02 }).worse).toMatchObject([
      { metric: 'errors', change: 0.02, interval: [0.02, 0.02] },
    ]);
    expect(step({ errorRate: 0 }, { errorRate: 0.004 }).worse).toEqual([]);
    const better = step({ p99Ms: 100 }, { p99Ms: 70 });
    expect(better).toMatchObject({ worse: [], news: [], better: [{ metric: 'p99' }] });
  });

  test('single requests are watched too, after the whole; names may be anything', () => {
    const nights = Array.from({ length: 16 }, (_, i) =>
      makeNight(i + 1, {
        whole: { p99Ms: i < 9 ? 100 : 110 },
        requests: { constructor: i < 9 ? 50 : 200, list: 40 },
      }),
    );
    expect(look(nights).worse.map(({ endpoint }) => endpoint)).toEqual([null, 'constructor']);
  });

  test('of quiet histories of sixty nights, few are ever suspected', () => {
    const random = generator(11);
    let alarms = 0;
    for (let history = 0; history < 40; history++) {
      const nights = Array.from({ length: 60 }, (_, i) =>
        makeNight(i + 1, { whole: { p99Ms: 100 * Math.exp(0.1 * random.normal()) } }),
      );
      const told = [12, 20, 28, 36, 44, 52, 60].some((n) => look(nights.slice(0, n)).worse.length > 0);
      alarms += Number(told);
    }
    expect(alarms).toBeLessThanOrEqual(3);
  });
});

test('a series too short to have changed has not', () => {
  for (const n of [0, 1, 2, 7]) {
    const points = Array.from({ length: n }, (_, i) => {
      return {
        value: i < 3 ? 100 : 200,
        requests: 1000,
        at: nightOf(i + 1),
        commit: null,
        machine: 'runner',
      };
    });
    expect(findShifts({ metric: 'p99', endpoint: null, points })).toEqual([]);
  }
});
