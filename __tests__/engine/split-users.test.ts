import type { Plan } from '../../src/config/plan.ts';
import type { Take } from '../../src/config/scenario.ts';
import type { Side } from '../../src/engine/round.ts';
import { splitUsers } from '../../src/engine/split-users.ts';
import fc from '../fast-check.ts';

const planOf = (take: Take, rows: number, hasBase: boolean): Plan => {
  const data = [
    { name: 'users', take, columns: ['id'], rows: Array.from({ length: rows }, (_, i) => [`${i}`]) },
  ];
  return { base: hasBase ? { origin: 'http://127.0.0.1:9' } : null, scenario: { data } } as unknown as Plan;
};

const partsOf = (plan: Plan, side: Side, connections: readonly number[]) =>
  splitUsers(plan, side, connections).map(({ data }) => data?.[0]?.rows.map(([id]) => Number(id)) ?? []);

describe('rows that are taken once', () => {
  test('are one worker’s and one side’s each, and none is lost', () => {
    const drawn = fc.record({
      rows: fc.integer({ min: 1, max: 500 }),
      workers: fc.integer({ min: 1, max: 8 }),
      odd: fc.nat(7),
      hasBase: fc.boolean(),
    });
    fc.assert(
      fc.property(drawn, ({ rows, workers, odd, hasBase }) => {
        const sides: Side[] = hasBase ? ['target', 'base'] : ['target'];
        const total = 100 * workers + odd;
        // As the load shares its connections.
        const connections = Array.from({ length: workers }, (_, i) => Math.floor((total + i) / workers));
        const plan = planOf('once', rows, hasBase);
        const split = () => sides.flatMap((side) => partsOf(plan, side, connections));
        if (rows < workers * sides.length) return expect(split).toThrow('has too few rows');
        const parts = split();
        expect(Math.min(...parts.map(({ length }) => length))).toBeGreaterThan(0);
        expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
      }),
    );
  });

  test('are shared as the connections are that take them', () => {
    const sizes = partsOf(planOf('once', 110, false), 'target', [5, 6]).map(({ length }) => length);
    expect(sizes).toEqual([50, 60]);
    const sides = (['target', 'base'] as const).map((side) =>
      partsOf(planOf('once', 22, true), side, [5, 6]),
    );
    expect(sides.map((parts) => parts.map(({ length }) => length))).toEqual([
      [5, 6],
      [5, 6],
    ]);
  });

  test('too few of them are told with the table, before the load', () => {
    expect(() => splitUsers(planOf('once', 4, true), 'target', [50, 51])).not.toThrow();
    expect(() => splitUsers(planOf('once', 3, true), 'target', [50, 51])).toThrow(
      'scenario.data.users: has too few rows (3) for 2 threads on each of the two sides, each of which takes its own rows once: add rows, use fewer connections, or write take: in-order',
    );
  });
});

test('users have their own rows, counted over all workers', () => {
  const plan = planOf('per-user', 6, true);
  expect(partsOf(plan, 'target', [2, 3])).toEqual([
    [0, 1],
    [2, 3, 4],
  ]);
  expect(partsOf(plan, 'base', [2, 3])).toEqual(partsOf(plan, 'target', [2, 3]));
  expect(splitUsers(plan, 'base', [2, 3]).map(({ firstUser }) => firstUser)).toEqual([0, 2]);
});
