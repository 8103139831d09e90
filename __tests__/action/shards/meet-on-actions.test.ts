/** 256 jobs of a matrix meet by the run's own list of jobs, whatever becomes of one of them, of GitHub or of the clocks. */
import { SimulatedTime } from '../../engine/meeting/simulated-time.ts';
import { RUNS_ALL, testPart } from '../../part.ts';
import { type Met, meetAll, type PlannedJob, refused } from './simulated-run.ts';

const OF = RUNS_ALL ? 256 : 64;

/** The same each time: a job's moments differ by its number. */
const spread = (i: number, most: number, salt = 1) => ((i * 7919 * salt + 104_729) % 1009) * (most / 1009);

/** All of them come within a minute and a half, on machines that are wrong by up to three seconds. */
function matrix(of = OF, change: (i: number) => Partial<PlannedJob> = () => ({})): PlannedJob[] {
  return Array.from({ length: of }, (_, i) => {
    const taken = spread(i, 60_000);
    const step = taken + 5000 + spread(i, 20_000, 3);
    return {
      name: `load (${i + 1})`,
      taken,
      step,
      comes: step + 500 + spread(i, 4000, 5),
      ahead: Math.round(spread(i, 6000, 7) - 3000),
      lag: spread(i, 5000, 11),
      ...change(i),
    };
  });
}

const begun = (met: readonly Met[]) => met.filter(({ start }) => start !== null);
const said = (met: readonly Met[]) => [
  ...new Set(met.map(({ error }) => (error as { code?: string })?.code ?? error?.name ?? null)),
];

/** Nobody began, all say the same of whom, and nobody waited longer than it takes. */
function expectOff(met: readonly Met[], who: RegExp, within: number) {
  expect(begun(met)).toEqual([]);
  expect(said(met)).toEqual(['shards-missing']);
  for (const { error } of met) expect(error?.message).toMatch(who);
  expect(Math.max(...met.map(({ over }) => over))).toBeLessThan(within);
}

test('all come: they begin at one moment, by clocks that were wrong by up to 3 s', async () => {
  const met = await meetAll(new SimulatedTime(), matrix(), { of: OF });
  const starts = begun(met).map(({ start }) => start ?? 0);
  expect(starts).toHaveLength(OF);
  expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(100);
  for (const { clock, start, over } of met) {
    expect(clock?.source).toBe('github');
    expect(clock?.uncertaintyMs).toBeLessThanOrEqual(100);
    expect(over).toBeLessThan(start ?? 0);
  }
  // Requests of all of them, pages and all: what docs/shards.md counts with.
  expect(Math.max(...met.map(({ requests }) => requests))).toBeLessThanOrEqual(6);
});

test.each([3, 8, 32])('%i shards begin at one moment', async (of) => {
  const met = await meetAll(new SimulatedTime(), matrix(of), { of, hourly: 1000 });
  const starts = begun(met).map(({ start }) => start ?? 0);
  expect(starts).toHaveLength(of);
  expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(100);
});

test('two of them are queued for longer than the others wait: invalid, with their names', async () => {
  const late = (i: number) =>
    i === 6 || i === 50 ? { taken: 900_000, step: 905_000, comes: Number.POSITIVE_INFINITY } : {};
  const met = await meetAll(new SimulatedTime(), matrix(OF, late), { of: OF });
  expect(met).toHaveLength(OF - 2);
  expectOff(
    met,
    new RegExp(`shards 7/${OF} and 51/${OF}: queued after 5 min of waiting|has ended already`),
    700_000,
  );
});

test('one is late, but not too late: the others wait for it', async () => {
  const late = (i: number) => (i === 6 ? { taken: 200_000, step: 210_000, comes: 212_000 } : {});
  const met = await meetAll(new SimulatedTime(), matrix(OF, late), { of: OF });
  expect(begun(met)).toHaveLength(OF);
  expect(Math.max(...met.map(({ requests }) => requests))).toBeLessThanOrEqual(8);
});

test('one comes to its step, but is not ready when it begins: it says so, and no other number comes of it', async () => {
  const slow = (i: number) => (i === 6 ? { comes: 400_000 } : {});
  const met = await meetAll(new SimulatedTime(), matrix(OF, slow), { of: OF });
  expect(begun(met)).toHaveLength(OF - 1);
  expect(met[6]?.error).toMatchObject({
    code: 'shards-missing',
    message: expect.stringMatching(
      new RegExp(`^shard 7/${OF} did not begin: it was ready to begin [\\d.]+ s after`),
    ),
  });
});

test.each([
  ['failed', 'failure'],
  ['was cancelled', 'cancelled'],
  ['was skipped', 'skipped'],
])('one %s before the start: invalid at once, with its name', async (_, conclusion) => {
  const dead = (i: number) =>
    i === 6 ? { comes: Number.POSITIVE_INFINITY, ends: { at: 40_000, conclusion } } : {};
  const met = await meetAll(new SimulatedTime(), matrix(OF, dead), { of: OF });
  expectOff(
    met,
    new RegExp(`shard 7/${OF}: its job “load \\(7\\)” has ended already \\(${conclusion}\\)`),
    200_000,
  );
});

test('one dies when all have come already: nobody loads on its behalf', async () => {
  const met = await meetAll(
    new SimulatedTime(),
    matrix(OF, (i) => (i === 6 ? { ends: { at: 110_000, conclusion: 'failure' } } : {})),
    { of: OF },
  );
  const others = met.filter(({ shard }) => shard !== 7);
  expectOff(others, new RegExp(`shard 7/${OF}: its job “load \\(7\\)” has ended already`), 250_000);
});

test('two jobs are one shard: invalid at once', async () => {
  const twice = [...matrix(), { ...(matrix()[6] as PlannedJob), ghost: true }];
  const met = await meetAll(new SimulatedTime(), twice, { of: OF });
  expectOff(
    met,
    new RegExp(`2 jobs are named “load \\(7\\)”, so it is not clear which one is the shard 7/${OF}`),
    150_000,
  );
});

test('all are run again: they meet by the new attempt’s jobs', async () => {
  const before = matrix().map(
    (job): PlannedJob => ({
      ...job,
      ghost: true,
      attempt: 1,
      ends: { at: -1000, conclusion: 'failure' },
      taken: -90_000,
      step: -60_000,
    }),
  );
  const met = await meetAll(new SimulatedTime(), [...matrix(), ...before], { of: OF, attempt: 2 });
  expect(begun(met)).toHaveLength(OF);
});

test('only the failed one is run again: it can’t be alone, and says what to do', async () => {
  const jobs = matrix(8, (i) =>
    i === 6
      ? {}
      : {
          ghost: true,
          attempt: 1,
          taken: -90_000,
          step: -60_000,
          ends: { at: -1000, conclusion: 'success' },
        },
  );
  const met = await meetAll(new SimulatedTime(), jobs, { of: 8, attempt: 2 });
  expect(met).toHaveLength(1);
  expectOff(met, /shard 1\/8: .* in attempt 1 of the run: re-run all jobs/, 100_000);
});

describe('GitHub refuses', () => {
  const statuses: [number, Record<string, string>][] = [
    [403, {}],
    [404, {}],
    [429, { 'retry-after': '1' }],
    [500, {}],
    [502, {}],
  ];

  testPart(statuses, ([, headers]) => headers)(
    '%i, each request once: they begin all the same',
    async (status, headers) => {
      for (const kind of ['jobs', 'date'] as const)
        for (const request of [0, 1, 2, 3]) {
          const fault = (_: number, n: number, asked: string) =>
            asked === kind && n === request ? refused(status, headers) : null;
          const met = await meetAll(new SimulatedTime(), matrix(32), { of: 32, fault });
          const starts = begun(met).map(({ start }) => start ?? 0);
          expect(starts).toHaveLength(32);
          expect(Math.max(...starts) - Math.min(...starts)).toBeLessThanOrEqual(100);
        }
    },
  );

  testPart(statuses, ([, headers]) => headers)(
    '%i, one shard always: nobody is told a number',
    async (status, headers) => {
      const fault = (shard: number, _: number, kind: string) =>
        shard === 7 && kind === 'jobs' ? refused(status, headers, 'Nope') : null;
      const met = await meetAll(new SimulatedTime(), matrix(), { of: OF, fault });
      const seven = met[6];
      expect(seven?.error).toMatchObject({ code: 'shards-missing' });
      expect(seven?.error?.message).toContain(
        `the run’s list of jobs could not be read (HTTP ${status}, Nope)`,
      );
      expect(seven?.over).toBeLessThan(420_000);
    },
  );

  test('403: the message has the permission that the job needs', async () => {
    const met = await meetAll(new SimulatedTime(), matrix(8), {
      of: 8,
      fault: (_, __, kind) => (kind === 'jobs' ? refused(403) : null),
    });
    expectOff(met, /the job needs permissions: actions: read$/, 150_000);
  });

  test('the budget is used up for longer than anybody waits: invalid at once', async () => {
    const time = new SimulatedTime();
    const reset = String(Math.ceil(time.nowMs / 1000) + 3000);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    const met = await meetAll(time, matrix(8), {
      of: 8,
      fault: (_, __, kind) => (kind === 'jobs' ? refused(403, headers) : null),
    });
    expectOff(met, /rate limit of the repository is used up until 12:50 UTC/, 120_000);
  });

  test('no answer tells the time: invalid', async () => {
    const met = await meetAll(new SimulatedTime(), matrix(8), {
      of: 8,
      fault: (_, __, kind) => (kind === 'date' ? refused(500) : null),
    });
    expectOff(met, /GitHub’s clock could not be read/, 150_000);
  });
});

test('a machine so far away that the time can’t be told to 100 ms: invalid, and how well it is known', async () => {
  const met = await meetAll(new SimulatedTime(), matrix(8), {
    of: 8,
    travel: (shard) => (shard === 3 ? [400, 100] : [20, 30]),
  });
  expect(met[2]?.error?.message).toMatch(
    /GitHub’s clock is known to \d+ ms only, and shards that begin at one moment need 100 ms/,
  );
});

test('more shards than the token’s requests are the workflow’s mistake', async () => {
  const met = await meetAll(new SimulatedTime(), matrix(256), { of: 256, hourly: 1000 });
  expect(said(met)).toEqual(['ConfigurationError']);
  expect(met[0]?.error?.message).toBe(
    'input shard: 256 shards need at least 2304 requests to GitHub to meet, and all jobs of the repository together have 1000 an hour with this token: use fewer shards, or the token of a GitHub App, which has more',
  );
});

test.each([
  20_000, 60_000, 120_000,
])('the list is %i ms late: who sees too late that all are there says so, and no two begin apart', async (lag) => {
  const late = (i: number) => ({ lag: i % 3 === 0 ? lag : 0 });
  const met = await meetAll(new SimulatedTime(), matrix(OF, late), { of: OF });
  const starts = begun(met).map(({ start }) => start ?? 0);
  expect(Math.max(0, ...starts) - Math.min(...starts, Number.MAX_VALUE)).toBeLessThanOrEqual(100);
  for (const { error } of met) if (error) expect(error).toMatchObject({ code: 'shards-missing' });
});
