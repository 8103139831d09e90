/** What load generators write is read as what it says; fixtures/generators/README.md tells where each file is from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { GENERATORS, outputFormatOf } from '../../src/evidence/readers/generators/generators.ts';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import type { FoundRun } from '../../src/evidence/readers/listing.ts';
import fc from '../fast-check.ts';

const folder = join(import.meta.dirname, '../fixtures/generators');
const fixture = (name: string) => readFileSync(join(folder, name), 'utf8');

function only(text: string): FoundRun {
  const { runs } = listRuns(text, 'run.out');
  expect(runs).toHaveLength(1);
  return runs[0] as FoundRun;
}

/** By hand from the files: requests, of which failed, seconds, and percentiles in ms. */
const READ: readonly [
  file: string,
  format: string,
  tool: string,
  figures: readonly [number, number, number, number?],
][] = [
  ['k6-handle-summary.json', 'k6', 'k6', [600, 30, 0.887168406]],
  ['k6-summary-export.json', 'k6', 'k6', [600, 30, 0.94]],
  ['k6-new-summary.json', 'k6', 'k6', [600, 30, 1.007026076]],
  ['oha.json', 'oha', 'oha', [600, 30, 2.202225817, 252.744464]],
  ['hey.txt', 'hey', 'hey', [600, 30, 0.9564, 31.1]],
  ['autocannon.json', 'autocannon', 'autocannon', [600, 30, 2.03, 43]],
  ['vegeta.json', 'vegeta', 'vegeta', [600, 30, 2.999969277, 30.757992]],
  ['fortio.json', 'fortio', 'Fortio', [600, 30, 0.81211917, 30.5122252]],
];

test.each(READ)('%s', (file, format, tool, [requests, failed, seconds, p99]) => {
  const run = only(fixture(file));
  expect([run.format, run.conditions.tool]).toEqual([format, tool]);
  const { metrics } = run;
  expect(metrics.requests).toBe(requests);
  expect(metrics.errorRate).toBeCloseTo(failed / requests, 10);
  expect(metrics.responsesPerSecond).toBeCloseTo(requests / seconds, -1);
  expect(metrics.throughputPerSecond).toBeCloseTo((requests - failed) / seconds, -1);
  if (p99 !== undefined) expect(metrics.latencyAllMs?.p99).toBeCloseTo(p99, 6);
});

test('every form of a fixture is in this file, and every form that is read has a test', () => {
  const names = readdirSync(folder).filter((name) => /\.(json|txt|csv|ndjson)$/.test(name));
  const own = readFileSync(import.meta.filename, 'utf8');
  for (const name of names) expect(own).toContain(name);
  for (const format of Object.keys(GENERATORS)) expect(own).toContain(`'${format}'`);
});

describe('k6', () => {
  test('its three summaries say the same of the same figures', () => {
    const summary = JSON.parse(fixture('k6-handle-summary.json'));
    const values = summary.metrics.http_req_duration.values;
    const { metrics } = only(fixture('k6-handle-summary.json'));
    expect(metrics.latencyAllMs).toEqual({
      mean: values.avg,
      p50: values.med,
      p90: values['p(90)'],
      p95: values['p(95)'],
      p99: values['p(99)'],
      max: values.max,
    });
    // The old form has no length of the run: it is what its count and its rate say.
    const old = JSON.parse(fixture('k6-summary-export.json')).metrics.http_reqs;
    expect(only(fixture('k6-summary-export.json')).metrics.responsesPerSecond).toBeCloseTo(old.rate, 6);
  });

  test('a summary without P99 says how to have it', () => {
    const run = only(fixture('k6-new-summary.json'));
    expect(run.metrics.latencyAllMs).not.toHaveProperty('p99');
    expect(run.doubts?.join()).toContain('--summary-trend-stats');
  });

  test('its samples, one by one: k6.ndjson', () => {
    const lines = fixture('k6.ndjson').trim().split('\n');
    const points = lines
      .map((line) => JSON.parse(line))
      .filter(({ type, metric }) => type === 'Point' && metric === 'http_req_duration');
    const run = only(fixture('k6.ndjson'));
    expect(run.format).toBe('k6-samples');
    expect(run.metrics.requests).toBe(points.length);
    const sorted = points.map(({ data }) => data.value as number).sort((a, b) => a - b);
    expect(run.metrics.latencyAllMs?.max).toBe(sorted.at(-1));
    // Of 60, the 30th and the 60th are the nearest ranks of the half and of 99 %.
    expect([run.metrics.latencyAllMs?.p50, run.metrics.latencyAllMs?.p99]).toEqual([sorted[29], sorted[59]]);
    const failed = points.filter(({ data }) => data.tags.expected_response === 'false').length;
    expect(run.metrics.errorRate).toBeCloseTo(failed / 60, 10);
    expect(Object.keys(run.endpoints ?? {}).sort()).toEqual(['create item', 'list items']);
    const creates = points.filter(({ data }) => data.tags.name === 'create item');
    expect(run.endpoints?.['create item']?.requests).toBe(creates.length);
  });

  test('the record of its web dashboard: k6-web-dashboard.ndjson', () => {
    const run = only(fixture('k6-web-dashboard.ndjson'));
    expect(run.format).toBe('k6-dashboard');
    // The last account of http_req_duration and http_reqs, as they stand in the file.
    expect(run.metrics.latencyAllMs).toEqual({
      mean: 7.0493,
      max: 103.96,
      p50: 5.6291,
      p90: 9.0033,
      p95: 12.52,
      p99: 31.563,
    });
    expect(run.metrics.requests).toBe(3057);
    expect(run.metrics.errorRate).toBeCloseTo(0.05, 3);
    expect(run.conditions.stages?.[0]?.durationSeconds).toBeCloseTo(22.021, 6);
    const cut = fixture('k6-web-dashboard.ndjson').replace(/\{"event":"stop".*\n/, '');
    expect(() => listRuns(cut, 'record')).toThrow('is incomplete');
  });

  test('what measured no HTTP is no run', () => {
    const summary = JSON.parse(fixture('k6-handle-summary.json'));
    delete summary.metrics.http_req_duration;
    expect(() => listRuns(JSON.stringify(summary), 'k6.json')).toThrow('measured no HTTP');
  });
});

describe('Locust', () => {
  test('its JSON, whose latencies are rounded: locust.json', () => {
    const run = only(fixture('locust.json'));
    expect([run.format, run.conditions.tool]).toEqual(['locust', 'Locust']);
    const entries = JSON.parse(fixture('locust.json')) as {
      name: string;
      num_requests: number;
      num_failures: number;
      response_times: Record<string, number>;
    }[];
    for (const { name, num_requests, num_failures, response_times } of entries) {
      const own = run.endpoints?.[name];
      expect(own?.requests).toBe(num_requests);
      expect(own?.errorRate).toBeCloseTo(num_failures / num_requests, 10);
      const all = Object.entries(response_times)
        .flatMap(([ms, times]) => Array.from({ length: times }, () => Number(ms)))
        .sort((a, b) => a - b);
      expect(own?.latencyAllMs?.p99).toBe(all[Math.ceil(0.99 * all.length) - 1]);
    }
  });

  test('its table: locust_stats.csv', () => {
    const run = only(fixture('locust_stats.csv'));
    expect(run.format).toBe('locust-csv');
    expect(run.metrics).toMatchObject({
      requests: 831,
      latencyAllMs: { p50: 8, p95: 21, p99: 43, p99_9: 180 },
    });
    expect(run.metrics.responsesPerSecond).toBeCloseTo(416.89322, 4);
    expect(run.metrics.errorRate).toBeCloseTo(41 / 831, 10);
    expect(run.endpoints?.['create item']?.latencyAllMs?.p99).toBe(35);
    const cut = fixture('locust_stats.csv').split('\n').slice(0, 2).join('\n');
    expect(() => listRuns(cut, 'stats.csv')).toThrow('Aggregated');
  });
});

test('vegeta’s percentiles for a plot, which say nothing of time and failures: vegeta-hdrplot.txt', () => {
  const run = only(fixture('vegeta-hdrplot.txt'));
  expect(run.format).toBe('vegeta-hdrplot');
  expect(run.metrics).toMatchObject({ requests: 600, latencyAllMs: { max: 34.528223 } });
  expect(run.metrics).not.toHaveProperty('errorRate');
  expect(run.doubts?.join()).toContain('percentiles only');
});

describe('JMeter, as it is documented', () => {
  const HEAD =
    'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect';
  const row = (at: number, ms: number, label: string, code: string, success: boolean) =>
    `${at},${ms},${label},${code},OK,Thread 1-1,text,${success},,120,90,1,1,http://h/items,${ms},0,0`;

  test("'jmeter-jtl': samples, a transaction's row left out", () => {
    const rows = Array.from({ length: 100 }, (_, i) =>
      row(
        1_700_000_000_000 + 10 * i,
        i + 1,
        i % 4 ? 'list' : '"create, twice"',
        i % 10 ? '200' : '500',
        i % 10 !== 0,
      ),
    );
    const transaction =
      '1700000000000,999,checkout,,"Number of samples in transaction : 2, number of failing samples : 0",T 1-1,,true,,1,1,1,1,null,9,0,0';
    const run = only([HEAD, ...rows, transaction, ''].join('\n'));
    expect(run.metrics).toMatchObject({
      requests: 100,
      errorRate: 0.1,
      latencyAllMs: { p50: 50, p99: 99, max: 100 },
    });
    // The last one begins after 990 ms and takes 100.
    expect(run.metrics.responsesPerSecond).toBeCloseTo(100 / 1.09, 6);
    expect(run.endpoints?.['create, twice']?.requests).toBe(25);
    expect(() =>
      listRuns(`${HEAD}\nyesterday,5,list,200,OK,T,text,true,,1,1,1,1,u,1,0,0\n`, 'a.jtl'),
    ).toThrow('a.jtl:2');
  });

  test("'jmeter-statistics'", () => {
    const one = (transaction: string, sampleCount: number) => ({
      transaction,
      sampleCount,
      errorCount: sampleCount / 10,
      errorPct: 10,
      meanResTime: 12,
      medianResTime: 10,
      minResTime: 1,
      maxResTime: 99,
      pct1ResTime: 20,
      pct2ResTime: 30,
      pct3ResTime: 40,
      throughput: 50,
      receivedKBytesPerSec: 1,
      sentKBytesPerSec: 1,
    });
    const run = only(JSON.stringify({ list: one('list', 100), Total: one('Total', 100) }));
    expect(run.metrics).toMatchObject({
      requests: 100,
      errorRate: 0.1,
      responsesPerSecond: 50,
      latencyAllMs: { p50: 10, p90: 20, p95: 30, p99: 40, max: 99, mean: 12 },
    });
  });
});

describe('Gatling, as it is documented', () => {
  const of = (total: number, ko = 0) => ({ total, ok: total - ko, ko });
  const stats = {
    name: 'All Requests',
    numberOfRequests: of(200, 20),
    minResponseTime: of(1),
    maxResponseTime: of(90),
    meanResponseTime: of(12),
    standardDeviation: of(3),
    percentiles1: of(10),
    percentiles2: of(15),
    percentiles3: of(30),
    percentiles4: of(60),
    meanNumberOfRequestsPerSecond: of(40),
  };

  test("'gatling-stats'", () => {
    const text = JSON.stringify({
      type: 'GROUP',
      name: 'All Requests',
      path: '',
      stats,
      contents: { 'req_list-1': { type: 'REQUEST', name: 'list', path: 'list', stats } },
    });
    const run = only(text);
    expect(run.metrics).toMatchObject({
      requests: 200,
      errorRate: 0.1,
      responsesPerSecond: 40,
      throughputPerSecond: 36,
      latencyAllMs: { p50: 10, p75: 15, p95: 30, p99: 60, max: 90 },
    });
    expect(Object.keys(run.endpoints ?? {})).toEqual(['list']);
  });

  test("'gatling-log'", () => {
    const requests = Array.from({ length: 10 }, (_, i) =>
      ['REQUEST', '', 'list', 1_700_000_000_000 + i, 1_700_000_000_010 + 2 * i, i ? 'OK' : 'KO', ' '].join(
        '\t',
      ),
    );
    const text = [
      'RUN\tShop\tshop\t1700000000000\t \t3.10.5',
      'USER\tbuy\tSTART\t1700000000000',
      ...requests,
      '',
    ].join('\n');
    const run = only(text);
    expect(run.metrics).toMatchObject({ requests: 10, errorRate: 0.1, latencyAllMs: { p50: 14, max: 19 } });
  });
});

test("'artillery': artillery.json", () => {
  const { counters, summaries } = JSON.parse(fixture('artillery.json')).aggregate;
  const run = only(fixture('artillery.json'));
  const { metrics } = run;
  expect([run.format, metrics.requests]).toEqual(['artillery', counters['http.requests']]);
  expect(metrics.errorRate).toBeCloseTo(counters['http.codes.500'] / counters['http.requests'], 10);
  expect(metrics.latencyAllMs).toMatchObject({
    p99: summaries['http.response_time'].p99,
    p99_9: summaries['http.response_time'].p999,
  });
});

describe('what is no whole output', () => {
  const files = readdirSync(folder).filter((name) => /\.(json|txt|csv)$/.test(name));

  test.each(
    files,
  )('%s, cut off anywhere: an error that says so, or fewer figures, and never a crash', (file) => {
    const text = fixture(file);
    fc.assert(
      fc.property(fc.nat(text.length - 2), (length) => {
        try {
          listRuns(text.slice(0, length), file);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a number of another kind is named by its key', () => {
    const run = JSON.parse(fixture('vegeta.json'));
    run.success = 'yes';
    expect(() => listRuns(JSON.stringify(run), 'v.json')).toThrow(/v\.json success: it looks like vegeta/);
  });

  test('a report, a result and other JSON are none of theirs', () => {
    for (const text of ['# Load test\n\n| P99 | 3 ms |', '{"format":"tailgate/1"}', '[1,2]', '{"a":1}', ''])
      expect(outputFormatOf(text)).toBeNull();
  });
});
