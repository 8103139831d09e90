import { changePoints } from '../../src/judgement/statistics/change-points.ts';
import { bestSplit, Distances } from '../../src/judgement/statistics/e-divisive.ts';
import { historyLimit } from '../../src/judgement/statistics/history-limit.ts';
import { studentTwoSided } from '../../src/judgement/statistics/quantiles.ts';
import fc from '../fast-check.ts';
import { generator } from './generator.ts';
import { HISTORY, ONE_STEP, TWO_STEPS } from './vectors-sequential.ts';

describe('limit from a history', () => {
  test.each(HISTORY.limits)('one-sided %d: %d', (tail = 0, limit = 0) => {
    const result = historyLimit(HISTORY.values, 'higher', { level: 1 - tail });
    expect(result.limit).toBeCloseTo(limit, 6);
    expect(Math.log(result.typical ?? 0)).toBeCloseTo(HISTORY.logMean, 12);
  });

  test('more new runs leave less to chance, and throughput is bad on its other side', () => {
    const { limit: one } = historyLimit(HISTORY.values, 'higher');
    const { limit: three } = historyLimit(HISTORY.values, 'higher', { runs: 3 });
    expect(three).toBeLessThan(one ?? 0);
    const rates = HISTORY.values.map((ms) => 1e4 / ms);
    expect(historyLimit(rates, 'lower').limit).toBeCloseTo(1e4 / (one ?? 0), 8);
  });

  test.each([
    [0, 'not-enough'],
    [1, 'not-enough'],
    [7, 'not-enough'],
    [8, 'advises'],
    [11, 'advises'],
    [12, 'gates'],
  ])('%d points: %s', (n, use) => {
    const result = historyLimit(HISTORY.values.slice(0, n), 'higher');
    expect(result).toMatchObject({ use, n });
    expect(result.limit === null).toBe(n < 2);
    expect(result.typical === null).toBe(n === 0);
  });

  test('one of a hundred runs of the same regime exceeds it', () => {
    const { normal } = generator(12);
    let over = 0;
    for (let trial = 0; trial < 4000; trial++) {
      const history = Array.from({ length: 12 }, () => 100 * Math.exp(0.1 * normal()));
      if (100 * Math.exp(0.1 * normal()) > (historyLimit(history, 'higher').limit ?? 0)) over++;
    }
    expect(over / 4000).toBeGreaterThan(0.005);
    expect(over / 4000).toBeLessThan(0.016);
  });

  test('follows the unit', () => {
    const figures = fc.array(fc.double({ min: 0.1, max: 1e4, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(figures, (values) => {
        const limit = historyLimit(values, 'higher').limit ?? 0;
        const inUs = historyLimit(
          values.map((value) => value * 1000),
          'higher',
        ).limit;
        expect((inUs ?? 0) / limit / 1000).toBeCloseTo(1, 8);
        expect(limit).toBeGreaterThanOrEqual((historyLimit(values, 'higher').typical ?? 0) * (1 - 1e-12));
      }),
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('%d has no logarithm', (value) => {
    expect(() => historyLimit([1, value], 'higher')).toThrow(RangeError);
  });

  test('no run is no average', () => {
    expect(() => historyLimit([1, 2], 'higher', { runs: 0 })).toThrow(RangeError);
  });
});

/** The statistic as it is written, pair by pair. */
function energy(x: readonly number[], y: readonly number[]): number {
  const [n, m] = [x.length, y.length];
  const pairs = (a: readonly number[]) =>
    a.reduce((sum, p, i) => sum + a.slice(i + 1).reduce((inner, q) => inner + Math.abs(p - q), 0), 0);
  const across = x.reduce((sum, p) => sum + y.reduce((inner, q) => inner + Math.abs(p - q), 0), 0);
  return (
    (2 / (m + n)) * across -
    (n > 1 ? ((2 * m) / ((m + n) * (n - 1))) * pairs(x) : 0) -
    (m > 1 ? ((2 * n) / ((m + n) * (m - 1))) * pairs(y) : 0)
  );
}

describe('the best split', () => {
  test.each([
    ['two steps', TWO_STEPS],
    ['one step', ONE_STEP],
  ])('%s', (_name, { values, q, tau, kappa }) => {
    const split = bestSplit(new Distances(values), 0, values.length);
    expect(split).toMatchObject({ tau, kappa });
    expect(split?.q).toBeCloseTo(q, 9);
  });

  test('is the largest of all, computed pair by pair, also within a part', () => {
    const series = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(series, fc.nat(3), (values, from) => {
        const split = bestSplit(new Distances(values), from, values.length);
        let largest = Number.NEGATIVE_INFINITY;
        for (let tau = from + 1; tau < values.length; tau++) {
          for (let kappa = tau + 1; kappa <= values.length; kappa++)
            largest = Math.max(largest, energy(values.slice(from, tau), values.slice(tau, kappa)));
        }
        if (largest === Number.NEGATIVE_INFINITY) expect(split).toBeNull();
        else expect(split?.q).toBeCloseTo(largest, 9);
      }),
    );
  });
});

describe('change points', () => {
  test('of the reference series', () => {
    expect(changePoints(TWO_STEPS.values, { pMax: 0.01 })).toEqual(TWO_STEPS.changePoints);
    expect(changePoints(ONE_STEP.values, { pMax: 0.0001, window: 10 })).toEqual(ONE_STEP.changePoints);
  });

  test("Student's two-sided p-value", () => {
    expect(studentTwoSided(2.2621571627982053, 9)).toBeCloseTo(0.05, 8);
    expect(studentTwoSided(-3.2498355415921263, 9)).toBeCloseTo(0.01, 8);
    expect(studentTwoSided(0, 5)).toBeCloseTo(1, 12);
  });

  test('regimes longer than a window are found', () => {
    const { normal } = generator(3);
    const values = Array.from(
      { length: 200 },
      (_, i) => (i < 70 ? 4.6 : i < 150 ? 4.9 : 4.75) + 0.03 * normal(),
    );
    expect(changePoints(values)).toEqual([70, 150]);
  });

  test('calm series of sixty nights rarely have one', () => {
    const { normal } = generator(60);
    let found = 0;
    for (let trial = 0; trial < 100; trial++) {
      if (changePoints(Array.from({ length: 60 }, normal)).length > 0) found++;
    }
    expect(found).toBeLessThan(15);
  });

  test('a level that steps without noise is found; constants, ties and short series have none', () => {
    const step = [...new Array(10).fill(0.1), ...new Array(10).fill(0.3)];
    expect(changePoints(step)).toEqual([10]);
    expect(changePoints(new Array(120).fill(0.1))).toEqual([]);
    expect(changePoints([])).toEqual([]);
    expect(changePoints([1])).toEqual([]);
    expect(changePoints([1, 9])).toEqual([]);
  });

  test('ascend, lie within, and follow neither scale nor place', () => {
    const series = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(series, (values) => {
        const points = changePoints(values, { pMax: 0.01 });
        points.forEach((point, i) => {
          expect(point).toBeGreaterThan(points[i - 1] ?? 0);
          expect(point).toBeLessThan(values.length);
        });
        const moved = values.map((value) => value * 8 + 1024);
        expect(changePoints(moved, { pMax: 0.01 })).toEqual(points);
      }),
      { numRuns: 40 },
    );
  });

  test('NaN and a window without room are refused', () => {
    expect(() => changePoints([1, Number.NaN])).toThrow(RangeError);
    expect(() => changePoints([1, 2], { window: 1 })).toThrow(RangeError);
  });
});
