import { mannWhitney } from '../../bench/decision/mann-whitney.mjs';
import { splitAlpha } from '../../src/config/gate/split-alpha.ts';
import { logQuantilesUs, type7 } from '../../src/evidence/log-quantile.ts';
import { benjaminiHochberg } from '../../src/judgement/statistics/benjamini-hochberg.ts';
import type { GateRule } from '../../src/judgement/statistics/interleaved-gate.ts';
import {
  blocksAtEvenOdds,
  blocksNeeded,
  robustSpread,
  smallestDetectable,
} from '../../src/judgement/statistics/projection.ts';
import { countStalls, headsAtLeast } from '../../src/judgement/statistics/sign-test.ts';
import { latencySlowdown, throughputSlowdown } from '../../src/judgement/statistics/slowdown.ts';
import fc from '../fast-check.ts';
import { MANN_WHITNEY, QUANTILES } from './vectors-sequential.ts';

const RULE: GateRule = {
  nmax: 45,
  nmin: 6,
  alpha: 0.01,
  beta: 0.05,
  tolerance: Math.log(1.1),
  floor: Math.log(1.1),
  allowance: 0,
};

describe('slowdown of a block', () => {
  test('latency: twice as long is ln 2, and a side without a P99 says nothing', () => {
    expect(latencySlowdown(40, 80)).toBeCloseTo(Math.LN2, 12);
    expect(latencySlowdown(null, 80)).toBeNull();
    expect(latencySlowdown(40, null)).toBeNull();
    expect(latencySlowdown(0, 80)).toBeNull();
    expect(latencySlowdown(Number.NaN, 80)).toBeNull();
  });

  test('throughput: half as much is ln 2; nothing at all is as slow as can be said, and beside nothing nothing is fast', () => {
    expect(throughputSlowdown(300, 150)).toBeCloseTo(Math.LN2, 12);
    expect(throughputSlowdown(300, 0)).toBeCloseTo(Math.log(1000), 12);
    expect(throughputSlowdown(0, 300)).toBeNull();
    expect(throughputSlowdown(0, 0)).toBeNull();
    expect(throughputSlowdown(Number.NaN, 1)).toBeNull();
  });

  test('turns round with the sides', () => {
    const figure = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(figure, figure, (a, b) => {
        expect(latencySlowdown(a, b)).toBeCloseTo(-(latencySlowdown(b, a) ?? Number.NaN), 12);
        expect(throughputSlowdown(a, b)).toBeCloseTo(-(throughputSlowdown(b, a) ?? Number.NaN), 12);
      }),
    );
  });
});

describe('quantile of a round', () => {
  test.each(QUANTILES)('type 7 at $share: $type7', ({ values, share, type7: expected }) => {
    const counted = values.map((value) => [value, 1] as const);
    expect(type7(counted, share)).toBeCloseTo(expected, 9);
  });

  test('between two requests it is their geometric mean, weighted', () => {
    expect(logQuantilesUs([1000, 1, 4000, 1], [0.5])?.[0]).toBeCloseTo(2000, 6);
    expect(logQuantilesUs([1000, 99, 4000, 1], [0.99])?.[0]).toBeCloseTo(1000 * 4 ** 0.01, 6);
    expect(logQuantilesUs([1000, 400, 4000, 0], [0.99])?.[0]).toBeCloseTo(1000, 6);
    expect(logQuantilesUs([0, 10], [0.5])?.[0]).toBeCloseTo(1, 9);
    expect(logQuantilesUs([], [0.99])).toBeNull();
    expect(() => logQuantilesUs([1000, 1], [1.5])).toThrow(RangeError);
  });
});

describe('projection', () => {
  const spread = 0.1;
  // Symmetric about 0.02, with half of the values within one deviation that gives the robust spread of 0.1.
  const half = spread / 1.4826;
  const values = [-2, -1, -1, 0, 1, 1, 2].map((step) => 0.02 + step * half);

  test('spread about the centre, which a wild block does not move', () => {
    expect(robustSpread(values)).toBeCloseTo(spread, 10);
    expect(robustSpread([...values, 50, -50])).toBeLessThan(2 * spread);
  });

  test('blocks needed', () => {
    // 1.2 · ((2.3263 + 1.6449) · 0.1 / 0.09531)² = 20.8
    expect(blocksNeeded(values, RULE)).toBe(21);
    expect(blocksNeeded(values, { ...RULE, tolerance: Math.log(1.05) })).toBe(80);
    // Without any spread it is the first look that may pass.
    expect(blocksNeeded(new Array(6).fill(0.01), RULE)).toBe(8);
    expect(blocksNeeded(values.slice(0, 5), RULE)).toBeNull();
  });

  describe('blocks at even odds', () => {
    const { POSITIVE_INFINITY: NEVER, NEGATIVE_INFINITY } = Number;
    const at = (n: number, estimate: number, lower = NEGATIVE_INFINITY) => ({ n, estimate, lower });

    test('as its bound has to come nearer, with the root of the blocks', () => {
      // (0.1 · √10 / (0.09531 − 0.02))² = 17.6 by the estimate alone; and it may as well be too high as too low.
      const needed = blocksAtEvenOdds(values, at(10, 0.02), 0.12, RULE);
      expect(needed).toBeGreaterThan(14);
      expect(needed).toBeLessThan(19);
      // The way to a fail: (0.06 · √10 / 0.15)² is less than there are.
      expect(blocksAtEvenOdds(values, at(10, 0.15, -0.01), 0.25, RULE)).toBeLessThan(18);
    });

    test('an estimate that comes by the tolerance is not taken for what it says', () => {
      for (const one of [0.09, 0.0953, 0.1]) {
        const needed = blocksAtEvenOdds(values, at(20, one, one - 0.1), one + 0.08, RULE);
        expect(needed).toBeGreaterThan(20);
        expect(needed).toBeLessThan(150);
      }
    });

    test('before there are bounds, by the spread and the first of them', () => {
      // z(1 − 0.05 · 8/45) · 0.1 = 0.237; nothing passes before the eighth.
      const strict = { ...RULE, tolerance: 0.04, floor: 0.04 };
      expect(blocksAtEvenOdds(values, at(6, 0), NEVER, strict)).toBeGreaterThan(20);
      expect(blocksAtEvenOdds(values, at(6, -0.2), NEVER, RULE)).toBe(8);
      expect(blocksAtEvenOdds(new Array(6).fill(0.01), at(6, 0.01), NEVER, RULE)).toBe(8);
    });

    test('never, where nothing may pass; and nobody knows before the sixth', () => {
      const late = { ...RULE, passBelow: NEGATIVE_INFINITY };
      expect(blocksAtEvenOdds(values, at(10, 0), 0.1, late)).toBe(NEVER);
      expect(blocksAtEvenOdds(values.slice(0, 5), at(5, 0), NEVER, RULE)).toBeNull();
    });
  });

  test('smallest detectable change: what a budget of as many blocks as needed is for', () => {
    expect(smallestDetectable(values, { ...RULE, nmax: 20.794 })).toBeCloseTo(RULE.tolerance, 3);
    expect(smallestDetectable(values, { ...RULE, allowance: 0.02 })).toBeCloseTo(
      0.02 + (smallestDetectable(values, RULE) ?? 0),
      12,
    );
    expect(smallestDetectable(values.slice(0, 5), RULE)).toBeNull();
  });
});

describe('stalls', () => {
  test('are counted for each side, beyond half as much again', () => {
    const slowdowns = [0.5, 0.41, 0.9, -0.6, 0.4, -0.4, 0];
    expect(countStalls(slowdowns)).toEqual({ target: 3, base: 1, pTarget: 5 / 16 });
    expect(countStalls([])).toEqual({ target: 0, base: 0, pTarget: 1 });
    expect(() => countStalls([Number.NaN])).toThrow(RangeError);
  });

  test.each([
    [0, 10, 1],
    [10, 10, 1 / 1024],
    [9, 10, 11 / 1024],
    [3, 5, 0.5],
    [0, 0, 1],
  ])('at least %d heads of %d: %d', (k, n, chance) => {
    expect(headsAtLeast(k, n)).toBeCloseTo(chance, 12);
  });
});

describe('α over the declared gates', () => {
  test('each its own, as long as all stay within 2 %', () => {
    expect(splitAlpha(['p99'])).toEqual([0.01]);
    expect(splitAlpha(['p99', 'throughput', 'errors'])).toEqual([0.01, 0.005, 0.005]);
    expect(splitAlpha([])).toEqual([]);
  });

  test('an endpoint more shrinks all alike', () => {
    const shares = splitAlpha(['p99', 'throughput', 'errors', 'p99', 'p99']);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.02, 12);
    expect(shares[0]).toBeCloseTo(0.005, 12);
    expect(shares[1]).toBeCloseTo(0.0025, 12);
  });
});

describe('Benjamini and Hochberg', () => {
  test('their own example: four of fifteen at 5 %', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ];
    expect(benjaminiHochberg(p).filter(Boolean)).toHaveLength(4);
    expect(benjaminiHochberg([...p].reverse()).slice(-4)).toEqual([true, true, true, true]);
  });

  test('a later p-value carries those before it; none stands out of nothing', () => {
    expect(benjaminiHochberg([0.04, 0.045, 0.05])).toEqual([true, true, true]);
    expect(benjaminiHochberg([0.04, 0.2, 0.9])).toEqual([false, false, false]);
    expect(benjaminiHochberg([])).toEqual([]);
    expect(() => benjaminiHochberg([Number.NaN])).toThrow(RangeError);
    expect(() => benjaminiHochberg([1.1])).toThrow(RangeError);
  });

  test('never names what Bonferroni would not leave, nor what is above q', () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(chances, (p) => {
        benjaminiHochberg(p, 0.05).forEach((named, i) => {
          if ((p[i] ?? 1) <= 0.05 / p.length) expect(named).toBe(true);
          if ((p[i] ?? 0) > 0.05) expect(named).toBe(false);
        });
      }),
    );
  });
});

describe("the peers' Mann–Whitney", () => {
  test.each(MANN_WHITNEY)('u = $u', ({ a, b, u, sigma, pGreater, pTwoSided }) => {
    const result = mannWhitney(a, b);
    expect(result.u).toBe(u);
    expect(result.sigma).toBeCloseTo(sigma, 10);
    expect(result.pGreater).toBeCloseTo(pGreater, 9);
    expect(result.pTwoSided).toBeCloseTo(pTwoSided, 9);
  });

  test('equal samples show nothing; NaN and empty ones are refused', () => {
    expect(mannWhitney([1, 1], [1, 1])).toMatchObject({ pGreater: 1, pTwoSided: 1 });
    expect(() => mannWhitney([1, Number.NaN], [1])).toThrow(RangeError);
    expect(() => mannWhitney([], [1])).toThrow(RangeError);
  });
});
