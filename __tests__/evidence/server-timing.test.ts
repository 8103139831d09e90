import { MOST_NAMES, TIMING_COLUMNS } from '../../src/config/why.ts';
import type { Timings } from '../../src/engine/timings.ts';
import { TimingCounter } from '../../src/engine/worker/timing-counter.ts';
import { addTimings, timeOfSlowest } from '../../src/evidence/server-timing.ts';
import fc from '../fast-check.ts';

function timingsOf(responses: readonly (readonly [latencyMs: number, header: string])[]): Timings {
  const counter = new TimingCounter();
  for (const [latencyMs, header] of responses) counter.record(latencyMs, header);
  return counter.timings;
}

test('of nothing there is nothing', () => {
  expect(addTimings([])).toBeNull();
});

test('tables with other names add up by name and bucket', () => {
  const sum = addTimings([
    timingsOf([
      [10, 'db;dur=3'],
      [100, 'db;dur=50, app;dur=4'],
    ]),
    timingsOf([
      [10, 'app;dur=1, db;dur=2'],
      [500, 'cache;dur=7'],
    ]),
  ]) as Timings;
  expect(sum.names).toEqual(['db', 'app', 'cache']);
  const all = timeOfSlowest(sum, 1);
  expect(all.responses).toBe(4);
  expect(all.latencyMs).toBe(155);
  expect([...all.byName]).toEqual([
    ['db', 55 / 4],
    ['app', 5 / 4],
    ['cache', 7 / 4],
  ]);
});

test('adding up in any order and in any parts is the same', () => {
  const response = fc.tuple(
    fc.integer({ min: 1, max: 2000 }),
    fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 99 })), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(
      fc.array(response, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 29 }),
      (all, cut) => {
        const written = all.map(([ms, said]) => [ms, said.map(([n, d]) => `${n};dur=${d}`).join()] as const);
        const whole = timeOfSlowest(timingsOf(written), 0.5);
        const parts = [timingsOf(written.slice(cut)), timingsOf(written.slice(0, cut))];
        const added = timeOfSlowest(addTimings(parts) as Timings, 0.5);
        expect(added.responses).toBeCloseTo(whole.responses, 9);
        expect(added.latencyMs).toBeCloseTo(whole.latencyMs, 9);
        for (const [name, ms] of whole.byName) expect(added.byName.get(name)).toBeCloseTo(ms, 9);
      },
    ),
  );
});

test('the slowest tenth is what took longest, its bucket in part', () => {
  const fast = Array.from({ length: 95 }, () => [10, 'db;dur=1'] as const);
  const slow = Array.from({ length: 5 }, () => [200, 'db;dur=150'] as const);
  const tenth = timeOfSlowest(timingsOf([...fast, ...slow]), 0.1);
  expect(tenth.responses).toBeCloseTo(10, 9);
  expect(tenth.latencyMs).toBeCloseTo(105, 9);
  expect(tenth.byName.get('db')).toBeCloseTo(75.5, 9);
});

test('of more names than are kept, those with the longest durations stay', () => {
  const part = (from: number) =>
    timingsOf([[10, Array.from({ length: MOST_NAMES }, (_, i) => `n${from + i};dur=${from + i}`).join()]]);
  const sum = addTimings([part(0), part(MOST_NAMES)]) as Timings;
  expect(sum.more).toBe(true);
  expect([...sum.names].sort()).toEqual(
    Array.from({ length: MOST_NAMES }, (_, i) => `n${MOST_NAMES + i}`).sort(),
  );
  expect(sum.rows.length % (TIMING_COLUMNS + MOST_NAMES)).toBe(0);
  expect(timeOfSlowest(sum, 1).byName.get(`n${MOST_NAMES + 3}`)).toBe((MOST_NAMES + 3) / 2);
});
