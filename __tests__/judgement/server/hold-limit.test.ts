/** A limit of readings, held against known truths. */

import { seededRandom } from '../../../src/engine/random.ts';
import { holdLimit } from '../../../src/judgement/server/hold-limit.ts';
import fc from '../../fast-check.ts';
import { drawn } from '../../part.ts';
import { makeSeries } from './make-series.ts';

const LIMIT = { bound: 'max', limit: 3, everySeconds: 2 } as const;
const hold = (values: readonly number[], how: Parameters<typeof holdLimit>[1] = LIMIT, rounds = 1) =>
  holdLimit(makeSeries('load', values, { rounds }).points, how);

test.each([
  [[1, 2, 3, 3, 3, 2], null],
  [[1, 2, 3.1, 2, 3.1, 2], null],
  [[1, 3.1, 3.1, 1], 2],
  [[3.1, 1, 1, 4, 5], 6],
  [[4, 4, 4], 0],
])('of %j beyond 3 since %j s', (values, since) => {
  expect(hold(values).since?.seconds ?? null).toBe(since);
});

test('a minimum is missed below', () => {
  const held = hold([5, 1, 1, 5], { ...LIMIT, bound: 'min', limit: 2 });
  expect([held.since?.seconds, held.worst.value, held.beyond]).toEqual([2, 1, 2]);
});

test('readings of two rounds are in a row, and two at one moment are not', () => {
  expect(hold([1, 4, 4, 1], LIMIT, 2).since?.seconds).toBe(2);
  const { points } = makeSeries('load', [1, 4, 4, 1], { everySeconds: 0.4 });
  expect(holdLimit(points, LIMIT).since).toBeNull();
});

test('the worst and how many were beyond are told, whether or not it fails', () => {
  expect(hold([1, 3.5, 1, 9, 1])).toMatchObject({ worst: { value: 9 }, beyond: 2, since: null });
});

test('whatever stays beyond for two readings fails, and what never is does not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 2, maxLength: 60 }),
      fc.nat(),
      (calm, at) => {
        expect(hold(calm).since).toBeNull();
        const place = at % (calm.length - 1);
        const busy = calm.map((value, i) => (i === place || i === place + 1 ? value + 3.01 : value));
        expect(hold(busy).since).not.toBeNull();
      },
    ),
  );
});

test('noise that puts one reading of a hundred beyond it fails a run of a hundred in about one of a hundred', () => {
  const { unit } = seededRandom('noise');
  const runs = drawn(20_000, 4000);
  let failed = 0;
  for (let i = 0; i < runs; i++) {
    if (hold(Array.from({ length: 100 }, () => (unit() < 0.01 ? 4 : 2))).since !== null) failed++;
  }
  expect(failed / runs).toBeGreaterThan(0.004);
  expect(failed / runs).toBeLessThan(0.016);
});

test('without a reading there is nothing to hold', () => {
  expect(() => hold([])).toThrow(RangeError);
});
