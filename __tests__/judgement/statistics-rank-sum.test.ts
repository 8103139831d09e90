/** Mann and Whitney's test, against counting all orders. */
import { rankSumPValue } from '../../src/judgement/statistics/rank-sum.ts';
import { generator } from './generator.ts';

/** P(at least this statistic) over all ways to split the values, each as likely. */
function counted(before: readonly number[], after: readonly number[]): number {
  const all = [...before, ...after];
  const statistic = (own: readonly number[], others: readonly number[]) =>
    own.reduce((sum, now) => sum + others.filter((then) => now > then).length, 0);
  const seen = statistic(after, before);
  let [ways, atLeast] = [0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask++) {
    const own = all.filter((_, i) => mask & (1 << i));
    if (own.length !== after.length) continue;
    ways += 1;
    if (
      statistic(
        own,
        all.filter((_, i) => !(mask & (1 << i))),
      ) >= seen
    )
      atLeast += 1;
  }
  return atLeast / ways;
}

test('it is close to counting all orders where it decides, from five values each on', () => {
  const { normal } = generator(11);
  for (let i = 0; i < 40; i++) {
    const before = Array.from({ length: 5 + (i % 3) }, normal);
    const after = Array.from({ length: 5 }, () => normal() + 1.5);
    const exact = counted(before, after);
    if (exact > 0.1) continue;
    expect(Math.abs(rankSumPValue(before, after) - exact)).toBeLessThan(0.01);
  }
});

test('all of five above all of five is beyond 1 %, and of four is not', () => {
  expect(rankSumPValue([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).toBeLessThan(0.01);
  expect(rankSumPValue([1, 2, 3, 4], [6, 7, 8, 9])).toBeGreaterThan(0.01);
});

test('it is one-sided, and nothing is told of values that are all the same, or of none', () => {
  expect(rankSumPValue([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])).toBeGreaterThan(0.99);
  expect(rankSumPValue([0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0])).toBe(1);
  expect(rankSumPValue([], [1, 2, 3])).toBe(1);
});

test('of the same service it is below 1 % one time in a hundred, with ties as well', () => {
  const { normal } = generator(12);
  for (const rounded of [false, true]) {
    const values = () => Array.from({ length: 8 }, () => (rounded ? Math.round(normal()) : normal()));
    const below = Array.from({ length: 4000 }, () => rankSumPValue(values(), values())).filter(
      (p) => p <= 0.01,
    );
    expect(below.length / 4000).toBeLessThan(0.016);
  }
});
