import {
  criticalRank,
  hodgesLehmann,
  signedRankBounds,
  signedRankCdf,
  WalshAverages,
} from '../../src/judgement/statistics/signed-rank.ts';
import { signedRankPValue } from '../../src/judgement/statistics/signed-rank-test.ts';
import fc from '../fast-check.ts';
import { CRITICAL_RANKS, PAIRED, SIGNED_RANK_CDF_8 } from './vectors-sequential.ts';

// Whole thousandths, as measured slowdowns are: ties and zeros happen.
const difference = fc.integer({ min: -2000, max: 2000 }).map((value) => value / 1000);
const differences = fc.array(difference, { minLength: 1, maxLength: 25 });
const level = fc.double({ min: 0, max: 0.5, noNaN: true });

/** The averages of all pairs, and of each value with itself, ascending. */
function averagesOf(values: readonly number[]): number[] {
  return values.flatMap((one, i) => values.slice(i).map((other) => (one + other) / 2)).sort((a, b) => a - b);
}

/** W+ of all 2^n assignments of signs to the sizes, by going through them. */
function allSums(ranks: readonly number[]): number[] {
  return Array.from({ length: 2 ** ranks.length }, (_, signs) =>
    ranks.reduce((sum, rank, i) => sum + ((signs >> i) & 1 ? rank : 0), 0),
  );
}

describe('distribution of the signed-rank statistic', () => {
  test('n = 8', () => {
    SIGNED_RANK_CDF_8.forEach((chance, w) => {
      expect(signedRankCdf(8)[w]).toBeCloseTo(chance, 14);
    });
    expect(signedRankCdf(8)).toHaveLength(SIGNED_RANK_CDF_8.length);
  });

  test.each(CRITICAL_RANKS)('n = %d at %d: %d', (n, one, k) => {
    expect(criticalRank(n, one)).toBe(k);
  });

  test.each([1, 2, 3, 5, 9, 12])('n = %d is what counting all signs gives', (n) => {
    const sums = allSums(Array.from({ length: n }, (_, i) => i + 1));
    signedRankCdf(n).forEach((chance, w) => {
      expect(chance).toBe(sums.filter((sum) => sum <= w).length / sums.length);
    });
  });

  test.each([0, -1, 1.5, Number.NaN])('%d values are refused', (n) => {
    expect(() => signedRankCdf(n)).toThrow(RangeError);
  });
});

describe('signed-rank bounds', () => {
  test.each(PAIRED.bounds)('at $level', ({ level: one, k, lower, upper }) => {
    const bounds = signedRankBounds(PAIRED.d, one, one);
    expect(criticalRank(PAIRED.d.length, one)).toBe(k);
    expect(bounds.lower).toBeCloseTo(lower, 12);
    expect(bounds.estimate).toBeCloseTo(PAIRED.hodgesLehmann, 12);
    expect(bounds.upper).toBeCloseTo(upper, 12);
  });

  test('bracket the estimate, and lie further out the smaller the level', () => {
    fc.assert(
      fc.property(differences, level, level, (values, a, b) => {
        const strict = signedRankBounds(values, Math.min(a, b), Math.min(a, b));
        const loose = signedRankBounds(values, Math.max(a, b), Math.max(a, b));
        expect(loose.lower).toBeLessThanOrEqual(loose.estimate);
        expect(loose.upper).toBeGreaterThanOrEqual(loose.estimate);
        expect(strict.lower).toBeLessThanOrEqual(loose.lower);
        expect(strict.upper).toBeGreaterThanOrEqual(loose.upper);
        expect(strict.estimate).toBe(loose.estimate);
      }),
    );
  });

  test('turn round with the sides, and follow the scale', () => {
    fc.assert(
      fc.property(differences, level, level, (values, a, b) => {
        const { lower, estimate, upper } = signedRankBounds(values, a, b);
        const turned = signedRankBounds(
          values.map((value) => -value),
          b,
          a,
        );
        expect(-turned.upper).toBe(lower);
        expect(-turned.estimate === estimate).toBe(true);
        expect(-turned.lower).toBe(upper);
        // A power of two scales without rounding.
        const scaled = signedRankBounds(
          values.map((value) => value * 4),
          a,
          b,
        );
        expect(scaled).toEqual({ lower: lower * 4, estimate: estimate * 4, upper: upper * 4 });
      }),
    );
  });

  test('do not ask for the order of the values', () => {
    const shuffled = differences.chain((values) =>
      fc.tuple(
        fc.constant(values),
        fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, level, ([values, other], one) => {
        expect(signedRankBounds(other, one, one)).toEqual(signedRankBounds(values, one, one));
      }),
    );
  });

  test('the lower bound is above 0 exactly when the test rejects, and never more eagerly with ties', () => {
    fc.assert(
      fc.property(differences, level, (values, one) => {
        const positive = averagesOf(values).filter((average) => average > 0).length;
        const others = (values.length * (values.length + 1)) / 2 - positive;
        const { lower } = signedRankBounds(values, one, 0);
        expect(lower > 0).toBe(others <= criticalRank(values.length, one));
      }),
    );
  });

  test('value by value it is what all averages in order give, with the ranks from the front and from the back', () => {
    fc.assert(
      fc.property(differences, level, level, (values, low, high) => {
        const averages = new WalshAverages();
        values.forEach((value, i) => {
          averages.add(value);
          const all = averagesOf(values.slice(0, i + 1));
          const [k, l] = [criticalRank(i + 1, low), criticalRank(i + 1, high)];
          const half = all.length >> 1;
          const middle = all.length % 2 ? all.slice(half, half + 1) : all.slice(half - 1, half + 1);
          expect(averages.bounds(low, high)).toEqual({
            lower: k < 0 ? Number.NEGATIVE_INFINITY : all[k],
            estimate: middle.reduce((sum, one) => sum + one, 0) / middle.length,
            upper: l < 0 ? Number.POSITIVE_INFINITY : all[all.length - 1 - l],
          });
        });
        expect(averages.centre).toBe(hodgesLehmann(values));
      }),
    );
  });

  test('equal values: all three are that value, once there are enough', () => {
    expect(signedRankBounds(new Array(10).fill(0.25), 0.01, 0.01)).toEqual({
      lower: 0.25,
      estimate: 0.25,
      upper: 0.25,
    });
    expect(signedRankBounds(new Array(4).fill(0.25), 0.01, 0.01)).toEqual({
      lower: Number.NEGATIVE_INFINITY,
      estimate: 0.25,
      upper: Number.POSITIVE_INFINITY,
    });
  });

  test('one value gone wild moves the estimate no further than its neighbours', () => {
    const calm = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07];
    expect(hodgesLehmann([...calm, 1e9])).toBeLessThanOrEqual(0.07);
  });

  test.each([
    [[Number.NaN]],
    [[0.1, Number.NaN]],
    [[Number.POSITIVE_INFINITY]],
    [[]],
  ])('%p is refused', (values) => {
    expect(() => signedRankBounds(values, 0.01, 0.01)).toThrow(RangeError);
  });

  test.each([-0.01, 0.51, Number.NaN])('a level of %d is refused', (one) => {
    expect(() => signedRankBounds([0.1], one, 0.01)).toThrow(RangeError);
    expect(() => signedRankBounds([0.1], 0.01, one)).toThrow(RangeError);
  });
});

describe('p-value of the signed-rank test', () => {
  test('two-sided, exact', () => {
    expect(signedRankPValue(PAIRED.d)).toBeCloseTo(2 * PAIRED.pGreater, 12);
    expect(signedRankPValue([])).toBe(1);
    expect(signedRankPValue([0, 0])).toBe(1);
    expect(() => signedRankPValue([Number.NaN])).toThrow(RangeError);
  });

  test('with ties and zeros it is what counting all signs gives', () => {
    const few = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(few, (values) => {
        const used = values.filter((value) => value !== 0);
        const order = used.map(Math.abs).sort((a, b) => a - b);
        const ranks = used.map(
          (value) => (order.indexOf(Math.abs(value)) + order.lastIndexOf(Math.abs(value))) / 2 + 1,
        );
        const seen = ranks.reduce((sum, rank, i) => sum + ((used[i] ?? 0) > 0 ? rank : 0), 0);
        const sums = allSums(ranks);
        const low = sums.filter((sum) => sum <= seen).length / sums.length;
        const high = sums.filter((sum) => sum >= seen).length / sums.length;
        expect(signedRankPValue(values)).toBeCloseTo(Math.min(1, 2 * Math.min(low, high)), 12);
      }),
    );
  });
});
