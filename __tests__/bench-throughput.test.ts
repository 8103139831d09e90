/** Today's version beside an earlier one: see bench/throughput. How fast they are is the bench's to say. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { judgePairs, medianInterval } from '../bench/throughput/earlier-goals.mjs';
import { testPart } from './part.ts';

const run = promisify(execFile);
const ask = (...args: string[]) =>
  run(process.execPath, ['bench/throughput/index.mjs', ...args]).catch(
    (error: { code: number; stderr: string }) => error,
  );

const oneTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

// By a table of the sign test's critical values: the smallest and the largest value that the interval reaches.
test.each([
  [5, null],
  [6, [1, 6]],
  [9, [2, 8]],
  [15, [4, 12]],
  [20, [6, 15]],
])('of %i values, the median lies within %j at 95 %', (count, expected) => {
  expect(medianInterval(oneTo(count).reverse())).toEqual(expected);
});

test('a level that one value more would reach is not reached', () => {
  // P(heads in none or in all of six throws) = 1/32.
  expect(medianInterval(oneTo(6), 1 - 1 / 32)).toEqual([1, 6]);
  expect(medianInterval(oneTo(6), 1 - 1 / 33)).toBeNull();
});

test('pairs are judged by the median of their ratios, of speed and of processor time', () => {
  const earlier = [100, 200, 400].map((perSecond) => ({ perSecond, cpuUs: 20 }));
  const today = [97, 196, 800].map((perSecond) => ({ perSecond, cpuUs: 20.5 }));
  expect(judgePairs(earlier, today)).toEqual([
    { what: 'req/s', ratios: [0.97, 0.98, 2], ratio: 0.98, interval: null, met: true },
    expect.objectContaining({
      what: 'requests per CPU second',
      ratio: expect.closeTo(20 / 20.5, 12),
      met: false,
    }),
  ]);
});

test('of a system that tells no processor time, nothing is said of it', () => {
  const runs = [{ perSecond: 100, cpuUs: null }];
  expect(judgePairs(runs, runs).map(({ what }) => what)).toEqual(['req/s']);
});

testPart<[string, string[], RegExp]>([
  [
    'no commit of this clone',
    ['--against', 'no-such-commit'],
    /no-such-commit .*in this clone|no clone of it|not installed/,
  ],
  ['other tools too', ['--against', '--only', 'wrk'], /--only/],
  [
    'no number of pairs',
    ['--against', '--alternations', '0'],
    /--alternations takes a whole number from 1 to 50/,
  ],
])('ends with 2 and says why: %s', async (_, args, why) => {
  const { code, stderr } = (await ask(...args)) as { code: number; stderr: string };
  expect(code).toBe(2);
  expect(stderr).toMatch(why);
});
