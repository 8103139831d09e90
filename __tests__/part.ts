/**
 * Tables of cases that are alike (every operation with every fault, every text in every place) take most of the time of
 * all tests. `npm test` runs a part of each, in which every value of every column stands; `npm run test:all`, as CI
 * does, runs the whole. What is left out counts as skipped.
 */
/** Whether everything is run. */
export const RUNS_ALL = process.env.TAILGATE_TESTS === 'all';

/**
 * Rows in which each column has every value that it has in the table; the same ones each time, and as few as going
 * from row to row finds.
 */
export function partOf<Row>(table: readonly Row[], columns: readonly ((row: Row) => unknown)[]): Row[] {
  const rows = table.map((row) => ({
    row,
    values: columns.map((column, i) => `${i}: ${JSON.stringify(column(row))}`),
  }));
  const times = new Map(rows.flatMap(({ values }) => values).map((value) => [value, 0]));
  const timesOf = (value: string) => times.get(value) ?? 0;
  const part: Row[] = [];
  for (;;) {
    let [best, most, fewest]: [(typeof rows)[number] | null, number, number] = [null, 0, 0];
    for (const one of rows) {
      const gain = one.values.filter((value) => timesOf(value) === 0).length;
      // Of those that bring as much, the one whose values were had least often: else the first of a column returns.
      const uses = one.values.reduce((sum, value) => sum + timesOf(value), 0);
      if (gain > most || (gain === most && gain > 0 && uses < fewest))
        [best, most, fewest] = [one, gain, uses];
    }
    if (best === null) return part;
    for (const value of best.values) times.set(value, timesOf(value) + 1);
    part.push(best.row);
  }
}

type Test<Words extends readonly unknown[]> = (
  name: string,
  act: (...words: Words) => Promise<void> | void,
  patienceMs?: number,
) => void;

/** As `test.each` of the table; of a part of it, unless everything is run. Without a column its first row is that. */
export function testPart<Row extends [unknown, ...unknown[]]>(
  table: readonly Row[],
  ...columns: readonly ((row: Row) => unknown)[]
): Test<Row>;
export function testPart<Row extends object>(
  table: readonly Row[],
  ...columns: readonly ((row: Row) => unknown)[]
): Test<[row: Row]>;
export function testPart<Row extends object>(
  table: readonly Row[],
  ...columns: readonly ((row: Row) => unknown)[]
): Test<unknown[]> {
  const part = RUNS_ALL ? table : partOf(table, [() => 'any', ...columns]);
  const rest = table.filter((row) => !part.includes(row));
  return (name, act, patienceMs) => {
    test.each(part)(name, act, patienceMs);
    if (rest.length > 0) test.skip.each(rest)(name, act);
  };
}

/** `test` of what takes too long for `npm test`, and whose like, shorter, is run there. */
export const testInFull = RUNS_ALL ? test : test.skip;

/**
 * Whether this is the first time that a file of tests asks, where everything is run: for what would be shown again and
 * again if each of them did it. Each file loads who asks anew.
 */
export function firstInFull(): () => boolean {
  let isFirst = RUNS_ALL;
  return () => {
    const answer = isFirst;
    isFirst = false;
    return answer;
  };
}

/** Of random cases, or sessions that are drawn, as many as are asked for where everything is run; else fewer. */
export const drawn = (all: number, fewer: number): number => (RUNS_ALL ? all : fewer);
