/** What percentiles of somebody else's run allow to be said of its requests, and which results are runs of one load. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Histogram } from '../../src/evidence/histogram.ts';
import { collectRuns } from '../../src/evidence/stated/collect-runs.ts';
import { leastLatencies } from '../../src/evidence/stated/least-latencies.ts';
import { readStatedRun, roundOfRun } from '../../src/evidence/stated/read-run.ts';
import { typicalLatency } from '../../src/evidence/stated/typical.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/generators');
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');

/** Nearest rank, from the values themselves. */
function percentiles(sorted: readonly number[]) {
  const at = (share: number) => sorted[Math.max(1, Math.ceil(share * sorted.length - 1e-9)) - 1] as number;
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) };
}

test('no more requests count as slower than a limit than really were, and the percentiles read as they were stated', () => {
  const values = fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 60_000_000 }), (us, limitUs) => {
      const sorted = us.map((value) => value / 1000).sort((a, b) => a - b);
      const stated = percentiles(sorted);
      const histogram = Histogram.of(leastLatencies(stated, sorted.length));
      expect(histogram.count).toBe(sorted.length);
      const limitMs = limitUs / 1000;
      const slower = sorted.filter((ms) => ms > limitMs).length;
      expect(histogram.shareAboveMs(limitMs).above).toBeLessThanOrEqual(slower);
      for (const [share, ms] of [
        [50, stated.p50],
        [99, stated.p99],
      ] as const) {
        const read = histogram.percentileMs(share) as number;
        expect(read).toBeLessThanOrEqual(ms);
        expect(read).toBeGreaterThanOrEqual(ms * 0.998 - 0.001);
      }
    }),
  );
});

test.each([
  ['P95 beyond it: 5 % are', { p95: 120, p99: 150, max: 300 }, 50],
  ['only P99 beyond it: 1 % are, and never more', { p95: 80, p99: 150, max: 300 }, 10],
  ['exactly on it: none is', { p95: 80, p99: 100, max: 100 }, 0],
  ['only the maximum: one is', { p99: 90, max: 300 }, 1],
])('of 999 requests and a limit of 100 ms, %s', (_, stated, above) => {
  expect(Histogram.of(leastLatencies(stated, 999)).shareAboveMs(100).above).toBe(above);
});

test('nothing stated is nothing known', () => {
  expect(leastLatencies({}, 100)).toEqual([]);
  expect(leastLatencies({ p50: 3 }, 0)).toEqual([]);
});

test('runs together: geometric means of what all of them state, and the highest maximum', () => {
  expect(
    typicalLatency([
      { p99: 100, p50: 10, max: 200 },
      { p99: 400, max: 150 },
    ]),
  ).toEqual({
    p99: expect.closeTo(200, 9),
    max: 200,
  });
});

const CONSTANT = [
  'k6-handle-summary.json',
  'oha.json',
  'locust.json',
  'hey.txt',
  'fortio.json',
  'autocannon.json',
];

test.each(CONSTANT)('%s is a run of which every request is accounted for', (name) => {
  const run = readStatedRun(fixture(name), name);
  const round = roundOfRun(run, { side: 'target', startedAt: '', seed: '' });
  const [stats] = round.requests;
  const outcomes = Object.values(stats?.outcomes ?? {});
  expect(outcomes.every((count) => count >= 0)).toBe(true);
  expect(outcomes.reduce((sum, count) => sum + count, 0)).toBe(run.requests);
  expect(stats?.sent).toBe(run.requests);
  expect(run.failed / run.requests).toBeCloseTo(0.05, 2);
});

describe('results that are no runs of one load', () => {
  const k6 = (connections: number, ms = 20, least = connections) =>
    JSON.stringify({
      root_group: {},
      metrics: {
        http_reqs: { count: 1000, rate: 100 },
        http_req_failed: { passes: 0, fails: 1000, value: 0 },
        vus: { value: connections, min: least, max: connections },
        http_req_duration: { avg: ms, med: ms, 'p(95)': ms, 'p(99)': ms, max: ms },
      },
    });
  const named = (...texts: string[]) => texts.map((text, i) => ({ file: `${i}.json`, text }));

  test('three of one load are', () => {
    const { runs, results } = collectRuns(named(k6(5, 20), k6(5, 21), k6(5, 22)));
    expect(runs.map(({ latencyMs }) => latencyMs.p99)).toEqual([20, 21, 22]);
    expect(results).toMatchObject({
      files: ['0.json', '1.json', '2.json'],
      load: { tool: 'k6', connections: 5 },
    });
  });

  test('what one of them does not state is not compared, and is taken from the others', () => {
    // k6 saw fewer virtual users in the last second of the first one.
    const { results } = collectRuns(named(k6(5, 20, 1), k6(5, 21), k6(5, 22)));
    expect(results.load).toMatchObject({ connections: 5 });
    expect(() => collectRuns(named(k6(5, 20, 1), k6(5, 21), k6(6, 22)))).toThrow(
      '2.json: has a different load than 0.json, on 6 connections and not on 5',
    );
  });

  test('three at one rate are, though each tells what it came to', () => {
    const at = (rate: number) => {
      const run = JSON.parse(fixture('vegeta.json'));
      return JSON.stringify({ ...run, duration: ((run.requests - 1) / rate) * 1e9 });
    };
    expect(collectRuns(named(at(999.4), at(1000.2), at(1000.4))).runs).toHaveLength(3);
    expect(() => collectRuns(named(at(1000), at(1010)))).toThrow(
      'at 1010 requests per second and not at 1000',
    );
  });

  test('one without a request is read, for nothing is wrong with the file: it is no measurement', () => {
    const [head = '', , , all = ''] = fixture('locust_stats.csv').split('\n');
    const none = all.replace(
      /,Aggregated,.*/,
      ',Aggregated,0,0,0,0,0,0,0,0.0,0.0,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A,N/A',
    );
    expect(readStatedRun(`${head}\n${none}\n`, 'stats.csv')).toMatchObject({
      requests: 0,
      failed: 0,
      seconds: 0,
    });
  });

  test('one whose time is none tells no rates', () => {
    const entries = JSON.parse(fixture('locust.json')).map((one: object) => ({
      ...one,
      start_time: 1_700_000_000,
      last_request_timestamp: 1_700_000_000,
    }));
    expect(() => readStatedRun(JSON.stringify(entries), 'l.json')).toThrow('how long it took');
  });

  test.each([
    ['several tools', named(k6(5), fixture('oha.json')), '1.json: has a different load than 0.json, oha'],
    ['several numbers of connections', named(k6(5), k6(6)), 'on 6 connections and not on 5'],
    ['one of them twice', named(k6(5), k6(5)), '1.json: holds the same as 0.json'],
    ['none', [], 'names no result'],
    [
      'a report for people',
      named('# Report\n\n| P99 | 12 ms |\n|---|---|\n| x | y |\n'),
      'is no output of a load generator',
    ],
    ['nothing of a run', named(fixture('vegeta-hdrplot.txt')), 'does not contain'],
    ['no text', named(''), 'the file is empty'],
    ['a result of Tailgate', named('{"format":"tailgate/1"}'), '0.json'],
  ])('%s', (_, files, why) => {
    expect(() => collectRuns(files)).toThrow(why);
  });
});
