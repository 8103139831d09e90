/** What is run of a table where not all of it is. */
import fc from './fast-check.ts';
import { partOf } from './part.ts';

const column = (at: number) => (row: readonly number[]) => row[at];

test('every value of every column is there, and nothing that the table has not', () => {
  const rows = fc.array(fc.array(fc.nat(6), { minLength: 3, maxLength: 3 }), { maxLength: 60 });
  fc.assert(
    fc.property(rows, (table) => {
      const part = partOf(table, [0, 1, 2].map(column));
      for (const row of part) expect(table).toContain(row);
      for (const at of [0, 1, 2])
        expect(new Set(part.map(column(at)))).toEqual(new Set(table.map(column(at))));
    }),
  );
});

test('of a whole grid it is as many rows as the longest column has values, each other value as often as may be', () => {
  const grid = Array.from({ length: 12 }, (_, fault) =>
    [0, 1, 2].map((operation) => [operation, fault]),
  ).flat();
  const part = partOf(grid, [column(0), column(1)]);
  expect(part).toHaveLength(12);
  for (const operation of [0, 1, 2]) expect(part.filter((row) => row[0] === operation)).toHaveLength(4);
});

test('it is the same each time, and of nothing it is nothing', () => {
  const table = Array.from({ length: 40 }, (_, i) => [i % 5, i % 7]);
  expect(partOf(table, [column(0), column(1)])).toEqual(partOf(table, [column(0), column(1)]));
  expect(partOf([], [column(0)])).toEqual([]);
});
