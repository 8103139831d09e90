/** What nights do that independent draws don't: stall, follow one another, come and go. */
import type { HistoryPoint } from '../../src/evidence/history/basis.ts';
import { findRegime } from '../../src/judgement/regressions/history/regimes.ts';
import { changePoints, pOfDifference } from '../../src/judgement/statistics/change-points.ts';
import { clipOutliers } from '../../src/judgement/statistics/clip-outliers.ts';
import { historyLimit } from '../../src/judgement/statistics/history-limit.ts';
import { studentTwoSided } from '../../src/judgement/statistics/quantiles.ts';
import {
  serialCorrelation,
  serialInflation,
  usualInflation,
} from '../../src/judgement/statistics/serial-correlation.ts';
import fc from '../fast-check.ts';
import { generator } from './generator.ts';

/** ρ from each night to the next, variance 1. */
function following(count: number, rho: number, normal: () => number): number[] {
  const values = [normal()];
  while (values.length < count)
    values.push(rho * (values.at(-1) as number) + Math.sqrt(1 - rho ** 2) * normal());
  return values;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
function middle(values: readonly number[]): number {
  const [low, high] = [(values.length - 1) >> 1, values.length >> 1];
  return ((sorted(values)[low] as number) + (sorted(values)[high] as number)) / 2;
}

describe('isolated outliers', () => {
  const calm = Array.from({ length: 40 }, (_, i) => Math.sin(i * 12.9898) * Math.cos(i * 4.1414));

  test('one and two come back to the edge of what is usual; the others stay as they are', () => {
    const stalled = calm.with(20, 50).with(30, -40).with(31, -40);
    const clipped = clipOutliers(stalled);
    const spread = middle(
      stalled.map((value, i) => Math.abs(value - middle(stalled.slice(Math.max(0, i - 5), i + 6)))),
    );
    const reach = 4 * 1.4826 * 1.12 * spread;
    const [before, after] = [middle(stalled.slice(17, 20)), middle(stalled.slice(21, 24))];
    expect(clipped[20]).toBeCloseTo(Math.max(before, after) + reach, 12);
    expect(clipped[30]).toBeGreaterThan(-2 * reach);
    expect(clipped[31]).toBeGreaterThan(-2 * reach);
    const kept = (values: readonly number[]) => values.filter((_, i) => ![20, 30, 31].includes(i));
    expect(kept(clipped)).toEqual(kept(stalled));
  });

  test.each([4, 5, 20])('a level of %d nights is none, at the end or within', (length) => {
    const level = Array.from({ length }, (_, i) => 50 + (calm[i] as number));
    expect(clipOutliers([...calm, ...level])).toEqual([...calm, ...level]);
    expect(clipOutliers([...calm, ...level, ...calm])).toEqual([...calm, ...level, ...calm]);
  });

  test('a short series, and one of equal values, are left alone', () => {
    expect(clipOutliers([1, 2, 1, 2, 1, 2, 90])).toEqual([1, 2, 1, 2, 1, 2, 90]);
    const equal = [...Array<number>(20).fill(3), 90];
    expect(clipOutliers(equal)).toEqual(equal);
  });

  test('nothing moves further out, and nothing depends on scale or place', () => {
    const series = fc.array(fc.integer({ min: -99, max: 99 }), { maxLength: 40 });
    fc.assert(
      fc.property(series, (values) => {
        const clipped = clipOutliers(values);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        for (const value of clipped) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
        const moved = clipOutliers(values.map((value) => value * 8 + 1024));
        moved.forEach((value, i) => {
          expect(value).toBeCloseTo((clipped[i] as number) * 8 + 1024, 8);
        });
      }),
    );
  });

  test('of sixty normal values, few series lose any', () => {
    const { normal } = generator(31);
    const touched = Array.from({ length: 400 }, () => Array.from({ length: 60 }, normal)).filter((values) =>
      clipOutliers(values).some((value, i) => value !== values[i]),
    );
    expect(touched.length / 400).toBeLessThan(0.06);
  });

  test('early ones no longer hide a clean step', () => {
    const { normal } = generator(8);
    const nights = Array.from({ length: 30 }, (_, i) => (i < 20 ? 0 : Math.log(1.12)) + 0.02 * normal());
    const stalled = nights.with(2, 1).with(5, 1.2);
    expect(changePoints(stalled)).toEqual([]);
    expect(changePoints(clipOutliers(stalled))).toEqual([20]);
  });

  test('the limit of a history with a stalled night is about that of one without', () => {
    const { normal } = generator(9);
    const calmMs = Array.from({ length: 24 }, () => 80 * Math.exp(0.03 * normal()));
    const limit = historyLimit(calmMs, 'higher').limit ?? 0;
    const stalled = historyLimit(calmMs.with(11, 240), 'higher');
    expect(stalled.limit).toBeLessThan(limit * 1.06);
    expect(stalled.typical).toBeLessThan(82);
  });
});

describe('nights that follow one another', () => {
  test('ρ as it is written: lag 1, a part of 1/n for each mean and place, less a negative lag 2', () => {
    const stretches = [
      [1, 3, 2, 5, 4, 4],
      [9, 7, 8, 8, 10],
    ];
    const means = [19 / 6, 42 / 5];
    const rests = stretches.map((stretch, i) => stretch.map((value) => value - (means[i] as number)));
    const sum = (lag: number) => {
      let total = 0;
      for (const rest of rests)
        for (let i = lag; i < rest.length; i++) total += (rest[i] as number) * (rest[i - lag] as number);
      return total;
    };
    const expected = sum(1) / sum(0) + 3 / 11 + Math.min(0, sum(2) / sum(0));
    expect(serialCorrelation(stretches)).toBeCloseTo(expected, 12);
  });

  test.each([0, 0.3, 0.6])('ρ of %d is found, with two levels and a hundred nights', (rho) => {
    const { normal } = generator(17);
    const found = Array.from({ length: 300 }, () => {
      const values = following(100, rho, normal);
      return serialCorrelation([values.slice(0, 60), values.slice(60).map((value) => value + 9)]);
    });
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    expect(Math.abs(mean - rho)).toBeLessThan(0.06);
  });

  test('the inflation is that of the variance of means', () => {
    const { normal } = generator(18);
    const [count, rho] = [400, 0.5];
    const means = Array.from({ length: 2000 }, () => {
      const values = following(count, rho, normal);
      return values.reduce((sum, value) => sum + value, 0) / count;
    });
    const variance = means.reduce((sum, value) => sum + value ** 2, 0) / means.length;
    // (1 + ρ)/(1 − ρ) is 3.
    expect(variance * count).toBeGreaterThan(2.7);
    expect(variance * count).toBeLessThan(3.3);
    const one = following(4000, rho, normal);
    expect(serialInflation([one])).toBeCloseTo(3, 0);
  });

  /** Where n values show nothing of their own: eight with a ρ of .3 beside them. */
  const usual = (n: number) => (1 + 2.4 / (n + 8)) / (1 - 2.4 / (n + 8));

  test('a rhythm of weekdays, alternation and constants inflate no more than what is usual does', () => {
    const weeks = Array.from({ length: 70 }, (_, i) => (i % 7 < 2 ? 1 : 0));
    expect(serialInflation([weeks])).toBeLessThan(1.1);
    expect(usualInflation([weeks])).toBeGreaterThanOrEqual(usual(70));
    expect(usualInflation([weeks])).toBeLessThan(1.15);
    const alternating = Array.from({ length: 40 }, (_, i) => i % 2);
    expect(serialInflation([alternating])).toBe(1);
    expect(usualInflation([alternating])).toBeCloseTo(usual(40), 12);
    const constants = [
      [1, 1, 1],
      [2, 2],
    ];
    expect(serialInflation(constants)).toBe(1);
    expect(usualInflation(constants)).toBeCloseTo(usual(5), 12);
  });

  test('what is usual fades as the series grows, and its own ρ takes the place', () => {
    expect(usual(10)).toBeCloseTo(1.308, 3);
    expect(usualInflation([Array.from({ length: 4000 }, (_, i) => i % 2)])).toBeCloseTo(1, 2);
    // Ten values with a ρ of their own near 1, which counts as ten eighteenths of it, with eight usual ones.
    const blocks = [...Array.from({ length: 5 }, () => 0), ...Array.from({ length: 5 }, () => 1)];
    const own = serialCorrelation([blocks]);
    const weighed = (10 * own + 8 * 0.3) / 18;
    expect(usualInflation([blocks])).toBeCloseTo((1 + weighed) / (1 - weighed), 12);
  });

  test('values that go steadily up inflate nothing, and those that follow one another about a line as about a level', () => {
    const { normal } = generator(20);
    const climbing = (rho: number) => following(60, rho, normal).map((value, i) => value + i / 2);
    const rhos = (rho: number) => Array.from({ length: 200 }, () => serialCorrelation([climbing(rho)]));
    const meanOf = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(meanOf(rhos(0)))).toBeLessThan(0.1);
    expect(Math.abs(meanOf(rhos(0.5)) - 0.5)).toBeLessThan(0.1);
    // A slope that may be chance is none.
    const level = following(60, 0.5, normal);
    const centre = meanOf(level);
    const [squares, products] = [0, 1].map((lag) =>
      level.slice(lag).reduce((sum, value, i) => sum + (value - centre) * ((level[i] as number) - centre), 0),
    ) as [number, number];
    expect(serialCorrelation([level])).toBeCloseTo(products / squares + 1 / 60, 1);
  });

  test('the t-test divides by the root of it', () => {
    const [left, right] = [
      [1, 2, 3, 2, 1, 2],
      [4, 5, 3, 4],
    ];
    // Means 11/6 and 4, pooled variance (17/6 + 2)/8, by hand.
    const t = (4 - 11 / 6) / Math.sqrt(((17 / 6 + 2) / 8) * (1 / 6 + 1 / 4));
    expect(pOfDifference(left, right)).toBeCloseTo(studentTwoSided(t, 8), 12);
    expect(pOfDifference(left, right, 4)).toBeCloseTo(studentTwoSided(t / 2, 8), 12);
  });

  test('half as many calm series with ρ .6 have a change point as would without', () => {
    const { normal } = generator(19);
    const series = Array.from({ length: 120 }, () => following(60, 0.6, normal));
    const found = series.filter((values) => changePoints(values).length > 0).length;
    const plain = series.filter((values) =>
      values.some((_, i) => i > 3 && i < 57 && pOfDifference(values.slice(0, i), values.slice(i)) < 0.001),
    ).length;
    expect(found).toBeLessThan(plain / 2);
  });

  test('a level that came and went hides neither itself nor the one after it', () => {
    const { normal } = generator(20);
    const levels = [...Array(9).fill(0), ...Array(5).fill(0.5), ...Array(20).fill(0), ...Array(6).fill(0.5)];
    expect(changePoints(levels.map((level) => level + 0.02 * normal()))).toEqual([9, 14, 34]);
  });
});

describe('four nights beyond halfway', () => {
  const { normal } = generator(21);
  const calm = Array.from({ length: 40 }, () => Math.exp(0.03 * normal()));
  const points = (factors: readonly number[]): HistoryPoint[] =>
    [...calm, ...factors].map((factor, i) => ({
      value: 100 * factor,
      requests: 6000,
      at: new Date(Date.UTC(2026, 0, 1 + i)).toISOString(),
      commit: null,
      machine: 'runner',
    }));
  const start = (...factors: number[]) => findRegime('p99', points(factors)).earlier;

  test.each([
    [[1.3, 1.28, 1.33]],
    [[1.3, 1.28, 1.33, 1.0]],
    [[1.3, 1.28, 1.33, 1.02, 0.99]],
    [[1.3, 1.28, 1.33, 0.98, 1.01, 1.03, 0.97]],
    [[2, 2.1, 1.9, 1.0]],
    [[2, 2.1, 1.9, 1.0, 1.02, 0.99]],
    [[1.3, 1.0, 1.3, 1.0, 1.3]],
  ])('%j: not there', (factors) => expect(start(...factors)).toBe(0));

  test.each([
    [[1.3, 1.28, 1.33, 1.31]],
    [[1.3, 1.28, 1.33, 1.0, 1.31]],
    [[1.3, 1.28, 1.33, 1.31, 1.0]],
    [[1.12, 1.1, 1.13, 1.11]],
    [[1.12, 1.1, 2.5, 1.13, 1.11]],
  ])('%j: there', (factors) => expect(start(...factors)).toBe(40));
});
