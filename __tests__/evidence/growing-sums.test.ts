/** What is added a few parts at a time is what is added at once, whatever memory the sum lies in meanwhile. */
import type { Buckets } from '../../src/engine/round.ts';
import { addUp } from '../../src/evidence/add-buckets.ts';
import { GrowingSums } from '../../src/evidence/growing-sums.ts';
import fc from '../fast-check.ts';

const grown = (groups: readonly (readonly Buckets[])[]): Buckets => {
  const sums = new GrowingSums();
  return groups.reduce<Buckets>(
    (sum, parts, i) => (i < groups.length - 1 ? sums.grow : sums.close)([sum, ...parts]),
    [],
  );
};

/** Buckets of values from one on, of which each has so many counts. */
const dense = (fromUs: number, buckets: number, count = 1): Buckets =>
  addUp([Float64Array.from(Array.from({ length: buckets }, (_, i) => [fromUs + i, count]).flat())]);

const values = fc.oneof(
  fc.integer({ min: 0, max: 5000 }),
  fc.integer({ min: 0, max: 2 ** 32 + 10 }),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
);
const counts = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 1000 }) },
  fc.integer({ min: 2 ** 30, max: 2 ** 33 }),
);
const sparseParts = fc
  .array(fc.tuple(values, counts), { maxLength: 30 })
  .map((pairs) => addUp([pairs.flat()]));
const denseParts = fc
  .tuple(fc.integer({ min: 0, max: 9000 }), fc.integer({ min: 1, max: 600 }), counts)
  .map(([fromUs, buckets, count]) => dense(fromUs, buckets, count));
const someParts = fc.array(fc.oneof(sparseParts, denseParts), { maxLength: 4 });

test('whatever comes in whatever groups, the sum is that of all at once', () => {
  fc.assert(
    fc.property(fc.array(someParts, { minLength: 1, maxLength: 8 }), (groups) => {
      expect(grown(groups)).toEqual(addUp(groups.flat()));
    }),
  );
});

test.each<[string, readonly Buckets[]]>([
  ['faster and slower parts', [dense(5000, 900), dense(900, 400), dense(90_000, 3000)]],
  ['a part far from all others', [dense(0, 900), [2 ** 40, 1], dense(0, 900)]],
  [
    'the last values of 32 bits, and the next',
    [dense(2 ** 32 - 900, 900), dense(2 ** 32 - 5, 10), dense(0, 9)],
  ],
  ['as many as 32 bits count, and one more', [dense(0, 9, 2 ** 28), dense(0, 9, 7 * 2 ** 28), dense(0, 9)]],
  ['one bucket beyond 32 bits', [dense(0, 9, 2 ** 31), dense(0, 9, 2 ** 31), dense(0, 9)]],
  ['nothing', [[], [], []]],
])('exact: %s', (_, parts) => {
  for (const groups of [parts.map((part) => [part]), parts.map((part) => [part, part])])
    expect(grown(groups)).toEqual(addUp(groups.flat()));
});

test('a part that lies far away makes no table of all that is between', () => {
  const before = process.memoryUsage().arrayBuffers;
  const sums = new GrowingSums();
  const kept = Array.from({ length: 2000 }, () => sums.grow([sums.grow([dense(0, 3)]), [2 ** 32 - 1, 1]]));
  // As tables, they would be 190 MB.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  expect(sums.close([kept[0] ?? []])).toEqual(addUp([dense(0, 3), [2 ** 32 - 1, 1]]));
});
