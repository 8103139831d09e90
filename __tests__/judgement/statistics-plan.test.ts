import { normalQuantile } from '../../src/judgement/statistics/quantiles.ts';
import { criticalRank } from '../../src/judgement/statistics/signed-rank.ts';
import { computePlan, planLevels } from '../../src/judgement/statistics/spending-plan.ts';
import fc from '../fast-check.ts';
import { generator } from './generator.ts';
import { PLAN_VECTORS } from './vectors-sequential.ts';

describe('sequential plans', () => {
  test.each(PLAN_VECTORS)('$nmax blocks, $total', ({ nmax, total, first, levels, k }) => {
    const plan = planLevels(nmax, total);
    expect(plan).toHaveLength(nmax + 1);
    expect(plan.findIndex((level) => level > 0)).toBe(first);
    levels.forEach((level, i) => {
      const n = first + i;
      expect((plan[n] ?? 0) / level).toBeCloseTo(1, 4);
      expect(criticalRank(n, plan[n] ?? 0)).toBe(k[i]);
    });
  });

  test.each([
    [10, 0.05],
    [45, 0.01],
    [45, 0.0025],
    [137, 0.01],
    [300, 0.05],
  ])('the first look of %d blocks at %d spends all until then, and no later one less than its share', (nmax, total) => {
    const plan = computePlan(nmax, total);
    const first = plan.findIndex((level) => level > 0);
    expect(plan[first]).toBeCloseTo((total * first) / nmax, 10);
    expect(2 ** -first).toBeLessThanOrEqual(plan[first] ?? 0);
    for (const level of plan.slice(first)) {
      expect(level).toBeLessThan(total);
      expect(level).toBeGreaterThanOrEqual(total / nmax);
    }
  });

  test('random walks with normal steps cross at the rate that was spent, by every look', () => {
    const [nmax, total, sessions] = [12, 0.05, 30_000];
    const plan = planLevels(nmax, total);
    const heights = plan.map((level, n) => (level > 0 ? -normalQuantile(level) * Math.sqrt(n) : Infinity));
    const { normal } = generator(20_260_401);
    const crossed = new Array<number>(nmax + 1).fill(0);
    for (let session = 0; session < sessions; session++) {
      let height = 0;
      for (let n = 1; n <= nmax; n++) {
        height += normal();
        if (height > (heights[n] ?? Infinity)) {
          for (let later = n; later <= nmax; later++) crossed[later] = (crossed[later] ?? 0) + 1;
          break;
        }
      }
    }
    for (let n = 6; n <= nmax; n++) {
      const spent = (total * n) / nmax;
      const error = Math.sqrt((spent * (1 - spent)) / sessions);
      expect(Math.abs((crossed[n] ?? 0) / sessions - spent)).toBeLessThan(4 * error);
    }
  });

  test('a look never costs more than all that is spent by then, nor less than its own share', () => {
    const budget = fc.integer({ min: 1, max: 14 });
    const total = fc.double({ min: 0.001, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(budget, total, fc.integer({ min: 4, max: 8 }), (nmax, all, nmin) => {
        const plan = computePlan(nmax, all, nmin);
        expect(plan).toHaveLength(nmax + 1);
        plan.forEach((level, n) => {
          if (level === 0) return;
          expect(n).toBeGreaterThanOrEqual(nmin);
          expect(level).toBeLessThanOrEqual(((all * n) / nmax) * (1 + 1e-9));
          // The walks that never crossed are fewer than all: a look's own level is at least what it spends.
          expect(level).toBeGreaterThanOrEqual((all / nmax) * (1 - 1e-6));
        });
      }),
      { numRuns: 15 },
    );
  });

  test('a budget that is too short for the level has no look', () => {
    expect(planLevels(6, 0.001).every((level) => level === 0)).toBe(true);
    expect(computePlan(3, 0.05).every((level) => level === 0)).toBe(true);
  });

  test.each([
    [0, 0.01, 6],
    [10.5, 0.01, 6],
    [Number.NaN, 0.01, 6],
    [10, 0, 6],
    [10, 0.6, 6],
    [10, Number.NaN, 6],
    [10, 0.01, 0],
  ])('%d blocks, a total of %d, a first look at %d: refused', (nmax, total, nmin) => {
    expect(() => planLevels(nmax, total, nmin)).toThrow(RangeError);
  });
});
