/** From what a counter stood at to its rates. */
import {
  areOfSeveral,
  countedPoints,
  readPoints,
  type SeriesStanding,
} from '../../../src/evidence/server/points.ts';

const at = (seconds: number, value: number | null, more: Partial<SeriesStanding> = {}): SeriesStanding => ({
  seconds,
  wallSeconds: seconds,
  isInside: true,
  value,
  round: 0,
  stage: 0,
  ...more,
});
const HOW = { byWall: true, everySeconds: 2 };
const ratesOf = (standings: readonly SeriesStanding[], how = HOW) =>
  countedPoints(standings, how).points.map(({ seconds, value }) => [seconds, value]);

test('a value counts where it was read under load, and was one', () => {
  const { points, total, weight } = readPoints([
    at(0, 5),
    at(2, null),
    at(4, 7),
    at(4.1, 1, { isInside: false }),
  ]);
  expect([points.map(({ value }) => value), total / weight]).toEqual([[5, 7], 6]);
});

test('a rate is what was counted over the time that passed', () => {
  expect(ratesOf([at(0, 100), at(2, 104), at(4, 110)])).toEqual([
    [2, 2],
    [4, 3],
  ]);
});

test('the mean is all that was counted over all of the time, whatever the readings’ distances', () => {
  const { total, weight } = countedPoints([at(0, 0), at(1, 10), at(5, 10), at(6, 16)], HOW);
  expect(total / weight).toBeCloseTo(16 / 6, 12);
});

test('what is missing is bridged', () => {
  expect(ratesOf([at(0, 100), at(2, null), at(4, 108)])).toEqual([[4, 2]]);
});

test('a counter that is lower than before has counted from 0', () => {
  const standings = [at(0, 1000), at(2, 1004), at(4, 3), at(6, 7)];
  expect(ratesOf(standings)).toEqual([
    [2, 2],
    [4, 1.5],
    [6, 2],
  ]);
  expect(countedPoints(standings, HOW).resets).toBe(1);
});

test.each<[string, (i: number) => number, boolean]>([
  ['one process', (i) => 1000 + i, false],
  ['one that is restarted twice', (i) => (i % 6) + 1, false],
  ['two that answer by turns', (i) => (i % 2 === 0 ? 1000 : 10) + i, true],
  ['three, of which one answers now and then', (i) => (i % 5 === 0 ? 10 : 1000) + i, true],
])('counters of several processes are none of one: %s', (_, value, ofSeveral) => {
  expect(
    areOfSeveral(
      countedPoints(
        Array.from({ length: 16 }, (__, i) => at(2 * i, value(i))),
        HOW,
      ),
    ),
  ).toBe(ofSeveral);
});

test('two readings at one moment make no rate of their own', () => {
  expect(ratesOf([at(0, 0), at(2, 4), at(2.05, 5), at(4, 8)])).toEqual([
    [2, 2],
    [4, 2],
  ]);
});

test('after the end the time goes on, and the load’s clock does not', () => {
  expect(ratesOf([at(0, 0), at(3, 9, { wallSeconds: 4.5 })])).toEqual([[3, 2]]);
});

test('in slices it is counted by the load of its own side', () => {
  const standings = [at(0, 0), at(2, 1, { wallSeconds: 4 }), at(4, 2, { wallSeconds: 8 })];
  expect(ratesOf(standings, { ...HOW, byWall: false })).toEqual([
    [2, 0.5],
    [4, 0.5],
  ]);
});

test('without two readings there is none', () => {
  expect(countedPoints([at(0, 5)], HOW)).toEqual({ points: [], total: 0, weight: 0, resets: 0, steps: 0 });
  expect(countedPoints([], HOW).points).toEqual([]);
});
