/** What load generators write is read as what it says; fixtures/generators/README.md tells where each file is from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { GENERATORS, outputFormatOf } from '../../src/evidence/readers/generators/generators.ts';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import type { FoundRun } from '../../src/evidence/readers/listing.ts';
import { readStatedRun, roundOfRun } from '../../src/evidence/stated/read-run.ts';
import { decodeFile } from '../../src/store/decode-file.ts';
import fc from '../fast-check.ts';
import { drawn } from '../part.ts';

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

describe('requests of one name', () => {
  test('of Locust, two methods of one path are told apart', () => {
    const entries = JSON.parse(fixture('locust.json')).map((one: object, i: number) => ({
      ...one,
      name: '/items',
      method: ['GET', 'POST'][i],
    })) as { num_requests: number }[];
    const { endpoints } = only(JSON.stringify(entries));
    expect(Object.keys(endpoints ?? {})).toEqual(['GET /items', 'POST /items']);
    expect(Object.values(endpoints ?? {}).map(({ requests }) => requests)).toEqual(
      entries.map(({ num_requests }) => num_requests),
    );
    const table = fixture('locust_stats.csv').replaceAll(/(create|list) items?/g, '/items');
    expect(
      Object.entries(only(table).endpoints ?? {}).map(([name, { requests }]) => [name, requests]),
    ).toEqual([
      ['POST /items', 173],
      ['GET /items', 658],
    ]);
  });

  test('of Locust, one that is called Aggregated is not all of them', () => {
    const run = only(fixture('locust_stats.csv').replace('create item', 'Aggregated'));
    expect(run.metrics.requests).toBe(831);
    expect(run.endpoints?.Aggregated?.requests).toBe(173);
  });
});

describe('what a tool’s own words mean', () => {
  const edited = (file: string, edit: (run: Record<string, unknown>) => void) => {
    const run = JSON.parse(fixture(file));
    edit(run);
    return JSON.stringify(run);
  };

  test('autocannon counts redirects among non2xx: they failed no more than with the other tools', () => {
    const text = edited('autocannon.json', (run) => Object.assign(run, { non2xx: 130, '3xx': 100 }));
    expect(only(text).metrics.errorRate).toBeCloseTo(30 / 600, 10);
    const wrong = edited('autocannon.json', (run) => Object.assign(run, { mismatches: 90 }));
    expect(only(wrong).metrics.errorRate).toBeCloseTo(90 / 600, 10);
  });

  test('Fortio’s rate is a condition, and gRPC’s words are no statuses', () => {
    const at = (RequestedQPS: string) =>
      only(edited('fortio.json', (run) => Object.assign(run, { RequestedQPS })));
    expect(at('200').conditions.stages?.[0]).toMatchObject({ connections: 5, ratePerSecond: 200 });
    expect(at('max').conditions.stages?.[0]).not.toHaveProperty('ratePerSecond');
    const grpc = edited('fortio.json', (run) =>
      Object.assign(run, { RunType: 'GRPC Ping', RetCodes: { SERVING: 600 } }),
    );
    expect(() => listRuns(grpc, 'f.json')).toThrow('f.json: Fortio measured GRPC Ping and no HTTP');
  });

  test('vegeta’s rate is the one that was asked for: it counts one gap too many', () => {
    expect(only(fixture('vegeta.json')).conditions.stages?.[0]?.ratePerSecond).toBeCloseTo(200, 0);
    // 50/s for 1 s are 50 requests within 0.98 s.
    const short = edited('vegeta.json', (run) =>
      Object.assign(run, { requests: 50, duration: 980_000_000, rate: 51.02 }),
    );
    expect(only(short).conditions.stages?.[0]?.ratePerSecond).toBeCloseTo(50, 6);
  });

  test('hey’s own builds write the sign of per cent twice', () => {
    const text = fixture('hey.txt');
    expect(only(text.replace(/% in /g, '%% in '))).toEqual(only(text));
  });

  test('hey’s mean is of no use beyond the million responses that it keeps', () => {
    const many = fixture('hey.txt')
      .replace('Total:\t0.9564', 'Total:\t4000.0000')
      .replace('627.3753', '500.0000')
      .replace('570 responses', '1999970 responses');
    const { metrics, doubts } = only(many);
    expect(metrics).toMatchObject({ requests: 2_000_000, responsesPerSecond: 500 });
    expect(metrics.latencyAllMs).not.toHaveProperty('mean');
    expect(metrics.latencyAllMs?.p99).toBeCloseTo(31.1, 9);
    expect(doubts?.join()).toContain('first 1,000,000 responses');
  });

  test('an output of wrk that is cut off within its rate is left out', () => {
    const text = readFileSync(join(folder, '../baselines/wrk.txt'), 'utf8');
    const [before = ''] = text.split('0.53\n');
    expect(only(`${before}0.53\n`).metrics.responsesPerSecond).toBe(310.53);
    expect(before.endsWith('31')).toBe(true);
    expect(listRuns(before, 'wrk.txt').runs).toEqual([]);
  });
});

test('as a round, a run has the rates that its output states, however long its last answers were awaited', () => {
  const slow = JSON.parse(fixture('vegeta.json'));
  // 600 requests within 3 s, the last answer after one second more; 30 of them 500, and 6 without an answer.
  Object.assign(slow, {
    duration: 2_995_000_000,
    wait: 1_000_000_000,
    success: 0.94,
    status_codes: { 0: 6, 200: 564, 500: 30 },
  });
  const run = readStatedRun(JSON.stringify(slow), 'v.json');
  expect(run).toMatchObject({ requests: 600, failed: 36, unanswered: 6, seconds: expect.closeTo(3.995, 9) });
  const { requests, measuredMs } = roundOfRun(run, { side: 'target', startedAt: '', seed: '' });
  expect(requests[0]?.outcomes).toMatchObject({ success: 564, status: 30, unanswered: 6 });
  expect(measuredMs).toBeCloseTo(3995, 6);
  // What the load was asked to last is a condition all the same.
  expect(run.load).toMatchObject({ seconds: 2.995, ratePerSecond: expect.closeTo(200, 6) });
  const wrk = readStatedRun(readFileSync(join(folder, '../baselines/wrk.txt'), 'utf8'), 'wrk.txt');
  expect(wrk.unanswered).toBe(0);
  expect(wrk.seconds).toBeCloseTo(37_292 / 310.53, 6);
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

  test('a sample without its time, cut off, or of nothing but transactions', () => {
    const sample = row(1_700_000_000_000, 5, 'list', '200', true);
    const of =
      (...rows: string[]) =>
      () =>
        listRuns([HEAD, ...rows, ''].join('\n'), 'a.jtl');
    expect(of(sample.replace('1700000000000', ''))).toThrow('a.jtl:2');
    expect(of(sample.replace(',5,', ',-5,'))).toThrow('a.jtl:2');
    expect(of(sample, sample.slice(0, 15))).toThrow('cut off');
    expect(of(sample, `${sample.slice(0, 30)}"`)).toThrow('a.jtl');
    const parent = sample.replace(
      ',OK,',
      ',"Number of samples in transaction : 2, number of failing samples : 0",',
    );
    expect(of(parent)).toThrow('contain only transactions');
  });

  test('what went well has a response, whatever code its sampler gave', () => {
    const rows = [
      row(1_700_000_000_000, 5, 'sql', 'ok', true),
      row(1_700_000_000_005, 5, 'sql', 'Non HTTP response code: x', false),
    ];
    const run = readStatedRun([HEAD, ...rows, ''].join('\n'), 'a.jtl');
    expect(run).toMatchObject({ requests: 2, failed: 1, unanswered: 1 });
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
    // Assertions of the simulation come before it, in a form that only Gatling reads.
    expect(only(`ASSERTION\tAAECAA==\nASSERTION\tAAEDAA==\n${text}`).metrics).toEqual(run.metrics);
    for (const cut of [text.slice(0, text.lastIndexOf('OK') + 1), text.slice(0, text.lastIndexOf('17') + 12)])
      expect(() => listRuns(cut, 'simulation.log')).toThrow('cut off');
  });

  test('requests of one name in two groups are told apart', () => {
    const request = (path: string, total: number) => ({
      type: 'REQUEST',
      name: 'list',
      path,
      stats: { ...stats, numberOfRequests: of(total) },
    });
    const text = JSON.stringify({
      type: 'GROUP',
      name: 'All Requests',
      path: '',
      stats,
      contents: { a: request('shop / list', 150), b: request('admin / list', 50) },
    });
    const { endpoints } = only(text);
    expect(Object.entries(endpoints ?? {}).map(([name, { requests }]) => [name, requests])).toEqual([
      ['shop / list', 150],
      ['admin / list', 50],
    ]);
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

/** What was read of it; null where it is refused, as the user's mistake. */
function readOrRefuse(text: string, file: string): FoundRun | null {
  try {
    return listRuns(text, file).runs[0] ?? null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return null;
  }
}

const FILES = readdirSync(folder).filter((name) => /\.(json|txt|csv|ndjson)$/.test(name));
/** Those of which each line is a request: what is cut off between two is a shorter run. */
const LISTS = ['k6.ndjson'];

describe('however a text file was saved', () => {
  const bytesOf = (text: string) => ({
    'CRLF, which Locust and Windows write': Buffer.from(text.replaceAll('\n', '\r\n')),
    'a mark of UTF-8': Buffer.from(`\ufeff${text}`),
    'UTF-16, as PowerShell writes it': Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
  });

  test.each(FILES)('%s says the same', (file) => {
    const text = fixture(file);
    const plain = listRuns(text, file);
    for (const [how, bytes] of Object.entries(bytesOf(text)))
      expect([how, listRuns(decodeFile(bytes, file, 'read'), file)]).toEqual([how, plain]);
  });
});

describe('what is no whole output', () => {
  test.each(
    FILES.filter((file) => !LISTS.includes(file)),
  )('%s, cut off anywhere: refused, or what remains says the same of the whole', (file) => {
    const text = fixture(file);
    const whole = listRuns(text, file).runs[0] as FoundRun;
    fc.assert(
      fc.property(fc.nat(text.length - 2), (length) => {
        const cut = readOrRefuse(text.slice(0, length), file);
        if (cut === null) return;
        expect(cut.format).toBe(whole.format);
        expect(cut.metrics).toEqual(whole.metrics);
      }),
      { numRuns: drawn(200, 60) },
    );
  });

  test.each(LISTS)('%s, cut off within a line: refused, or the requests before it', (file) => {
    const text = fixture(file);
    fc.assert(
      fc.property(fc.nat(text.length - 2), (length) => {
        const cut = readOrRefuse(text.slice(0, length), file);
        const before = readOrRefuse(text.slice(0, text.lastIndexOf('\n', length - 1) + 1), file);
        if (cut !== null) expect(cut.metrics).toEqual(before?.metrics);
      }),
      { numRuns: drawn(100, 30) },
    );
  });

  test.each(
    FILES.filter((file) => /\.json$/.test(file)),
  )('%s with another value in any place: refused, or figures of a run', (file) => {
    const json = JSON.parse(fixture(file));
    const places = leavesOf(json);
    const odd = fc.constantFrom<unknown>(-1, 1e300, 1.5, null, 'x', '', [], {}, '9e999', -0.001);
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (place, value) => {
        const run = readOrRefuse(JSON.stringify(withLeaf(json, place, value)), file);
        if (run === null) return;
        const { requests = 0, errorRate = 0, latencyAllMs = {}, responsesPerSecond = 0 } = run.metrics;
        for (const figure of [requests, responsesPerSecond, ...Object.values(latencyAllMs)])
          expect([figure, Number.isFinite(figure) && Number(figure) >= 0]).toEqual([figure, true]);
        expect(errorRate >= 0 && errorRate <= 1).toBe(true);
        expect(run.date ?? '2000-01-01T00:00:00.000Z').toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      }),
      { numRuns: drawn(150, 50) },
    );
  });

  test('a table whose text in quotes has no end is a mistake that is named', () => {
    const text = `${fixture('locust_stats.csv')}GET,"list`;
    expect(() => listRuns(text, 'stats.csv')).toThrow('stats.csv');
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

type Path = readonly (string | number)[];

/** Paths of all values that hold no others. */
function leavesOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, own]) => leavesOf(own, [...at, key]));
}

function withLeaf(json: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(json);
  let at = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  at[path.at(-1) as string] = value;
  return copy;
}
