import { designEffect } from '../../src/evidence/design-effect.ts';
import { batchMean, logStandardError } from '../../src/judgement/statistics/batch-means.ts';
import { newcombe } from '../../src/judgement/statistics/newcombe.ts';
import { normalQuantile, studentQuantile } from '../../src/judgement/statistics/quantiles.ts';
import { isShownAbove, requestsToShow } from '../../src/judgement/statistics/shown-above.ts';
import { wilson } from '../../src/judgement/statistics/wilson.ts';
import fc from '../fast-check.ts';
import { BATCH_MEANS, NEWCOMBE, STUDENT, WILSON } from './vectors.ts';

const Z95 = normalQuantile(0.975);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const trials = fc.double({ min: 0.5, max: 1e6, noNaN: true });
const level = fc.double({ min: 0.51, max: 0.999, noNaN: true });

describe('quantiles', () => {
  test.each(STUDENT)('t: upper tail %d with %d degrees of freedom', (tail, degrees, expected) => {
    expect(studentQuantile(1 - tail, degrees)).toBeCloseTo(expected, 7);
  });

  test('normal', () => {
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 12);
    expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 12);
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
  });

  test.each([0, 1, -0.1, 1.1, Number.NaN])('the level %d is refused', (wrong) => {
    expect(() => normalQuantile(wrong)).toThrow(RangeError);
    expect(() => studentQuantile(wrong, 9)).toThrow(RangeError);
  });

  test.each([0, -1, Number.NaN])('%d degrees of freedom are refused', (degrees) => {
    expect(() => studentQuantile(0.99, degrees)).toThrow(RangeError);
  });
});

describe("Wilson's bounds", () => {
  test.each(WILSON)('$k of $n', ({ k, n, lower, upper }) => {
    const bounds = wilson(k / n, n, Z95);
    expect(bounds.lower).toBeCloseTo(lower, 12);
    expect(bounds.upper).toBeCloseTo(upper, 12);
  });

  test('bracket the share within 0…1, and widen with the level', () => {
    fc.assert(
      fc.property(share, trials, level, level, (p, n, a, b) => {
        const [low, high] = [
          wilson(p, n, normalQuantile(Math.min(a, b))),
          wilson(p, n, normalQuantile(Math.max(a, b))),
        ];
        for (const { lower, upper } of [low, high]) {
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual(p + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(p - 1e-12);
        }
        expect(high.lower).toBeLessThanOrEqual(low.lower + 1e-12);
        expect(high.upper).toBeGreaterThanOrEqual(low.upper - 1e-12);
      }),
    );
  });

  test.each([
    [Number.NaN, 10],
    [-0.1, 10],
    [1.1, 10],
    [0.5, 0],
    [0.5, -3],
    [0.5, Number.NaN],
    [0.5, Number.POSITIVE_INFINITY],
  ])('a share of %d among %d is refused', (p, n) => {
    expect(() => wilson(p, n, 2)).toThrow(RangeError);
  });
});

describe("Newcombe's interval", () => {
  test.each(NEWCOMBE)('$k1/$n1 − $k2/$n2', ({ k1, n1, k2, n2, level: one, lower, upper }) => {
    const bounds = newcombe({ share: k1 / n1, n: n1 }, { share: k2 / n2, n: n2 }, normalQuantile(one));
    expect(bounds.lower).toBeCloseTo(lower, 10);
    expect(bounds.upper).toBeCloseTo(upper, 10);
  });

  test('brackets the difference, turns round with the sides, widens with the level', () => {
    fc.assert(
      fc.property(share, trials, share, trials, level, (p1, n1, p2, n2, one) => {
        const [a, b] = [
          { share: p1, n: n1 },
          { share: p2, n: n2 },
        ];
        const z = normalQuantile(one);
        const { lower, upper } = newcombe(a, b, z);
        expect(lower).toBeLessThanOrEqual(p1 - p2 + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(p1 - p2 - 1e-12);
        expect(newcombe(b, a, z).lower).toBeCloseTo(-upper, 10);
        expect(newcombe(a, b, z + 0.5).lower).toBeLessThanOrEqual(lower + 1e-12);
      }),
    );
  });
});

describe('batches', () => {
  test('the standard error of the mean of logs, and the interval that it makes', () => {
    const { logP99, standardError, t975, interval95 } = BATCH_MEANS;
    const mean = batchMean(logP99);
    expect(mean?.standardError).toBeCloseTo(standardError, 12);
    expect(logStandardError(logP99.map(Math.exp))).toBeCloseTo(standardError, 10);
    const reach = t975 * standardError;
    expect(Math.exp((mean?.mean ?? 0) - reach)).toBeCloseTo(interval95[0], 8);
    expect(Math.exp((mean?.mean ?? 0) + reach)).toBeCloseTo(interval95[1], 8);
  });

  test('empty batches are left out; fewer than two say nothing', () => {
    expect(logStandardError([10, null, 0, 10])).toBeCloseTo(0, 12);
    expect(logStandardError([10, null, 0])).toBeNull();
    expect(batchMean([])).toBeNull();
    expect(batchMean([1, Number.NaN])).toBeNull();
  });

  test('evenly spread hits have no design effect, hits in one batch a large one', () => {
    const even = Array.from({ length: 10 }, () => ({ hits: 5, n: 100 }));
    expect(designEffect(even)).toBe(1);
    const burst = even.map((_, i) => ({ hits: i === 0 ? 50 : 0, n: 100 }));
    // s²(p)/m = 0.0025 where independent requests would give 0.05 · 0.95 / 1000.
    expect(designEffect(burst)).toBeCloseTo(0.0025 / ((0.05 * 0.95) / 1000), 6);
  });

  test('a batch of three requests does not outweigh the others', () => {
    const batches = Array.from({ length: 9 }, (_, i) => ({ hits: 10 + (i % 3), n: 1000 }));
    expect(designEffect([...batches, { hits: 1, n: 3 }])).toBeLessThan(1.2);
  });

  test('never below 1, never more than it takes to leave a request', () => {
    const batch = fc
      .record({ n: fc.nat(500), part: share })
      .map(({ n, part }) => ({ n, hits: Math.round(n * part) }));
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 20 }), (batches) => {
        const effect = designEffect(batches);
        expect(effect).toBeGreaterThanOrEqual(1);
        expect(Number.isFinite(effect)).toBe(true);
      }),
    );
    expect(designEffect([])).toBe(1);
    expect(designEffect([{ hits: 0, n: 0 }])).toBe(1);
  });
});

describe('shown above a bound', () => {
  test.each([
    // The lower bound leaves 1 % between 123 and 124 of 10,000.
    [123, 10_000, 0.01, false],
    [124, 10_000, 0.01, true],
    // Wilson's bound alone would call the first two of these shown.
    [1, 3, 0.01, false],
    [1, 1, 0.01, false],
    [2, 3, 0.01, true],
    [1, 1000, 0, true],
    [0, 1000, 0, false],
    [0, 0, 0.01, false],
  ])('%d of %d above %d: %s', (k, n, bound, shown) => {
    expect(isShownAbove(n ? k / n : 0, n, bound)).toBe(shown);
  });

  test('the number of requests that would show it does, and a tenth fewer does not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        fc.double({ min: 1.1, max: 4, noNaN: true }),
        (bound, factor) => {
          const n = requestsToShow(bound * factor, bound) ?? 0;
          expect(isShownAbove(bound * factor, n, bound)).toBe(true);
          if (n > 10) expect(isShownAbove(bound * factor, n * 0.9, bound)).toBe(false);
        },
      ),
    );
    expect(requestsToShow(0.01, 0.01)).toBeNull();
    expect(requestsToShow(0.01, 0)).toBe(1);
  });

  test('by chance alone, no more than 3 % of runs are called above', () => {
    for (const [n, bound] of [
      [200, 0.01],
      [1000, 0.001],
      [6000, 0.01],
      [40, 0.05],
    ] as const) {
      let [tail, k] = [0, 0];
      for (let p = (1 - bound) ** n; k <= n; k++) {
        if (isShownAbove(k / n, n, bound)) tail += p;
        p *= (((n - k) / (k + 1)) * bound) / (1 - bound);
      }
      expect(tail).toBeLessThan(0.03);
    }
  });
});
