/** What wrk, wrk2 and their forks print, and what others print that looks like it. */
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';

interface Output {
  readonly requests?: number;
  readonly stats?: readonly string[];
  readonly distribution?: readonly string[];
  readonly more?: readonly string[];
  readonly isOpen?: boolean;
}

const STATS = [
  '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
  '    Latency     3.10ms    1.02ms  41.50ms   91.10%',
];

function output({ requests = 8000, stats = STATS, distribution = [], more = [], isOpen }: Output): string {
  return [
    'Running 20s test @ http://127.0.0.1:8123/rooms',
    '  2 threads and 16 connections',
    ...(isOpen ? ['  Thread calibration: mean lat.: 3.1ms, rate sampling interval: 10ms'] : []),
    ...stats,
    ...distribution,
    `  ${requests} requests in 20.01s, 1.10MB read`,
    ...more,
    'Requests/sec:    400.00',
    'Transfer/sec:     56.00KB',
    '',
  ].join('\n');
}

const sockets = (connect: number, read: number, write: number, timeout: number): string =>
  `  Socket errors: connect ${connect}, read ${read}, write ${write}, timeout ${timeout}`;
const refused = (count: number): string => `  Non-2xx or 3xx responses: ${count}`;

function read(shape: Output) {
  const { runs, warnings } = listRuns(output(shape), 'out.txt');
  return {
    errorRate: runs[0]?.metrics.errorRate,
    latency: runs[0]?.metrics.latencyAllMs,
    warnings,
    run: runs[0],
  };
}

describe('the error rate', () => {
  test.each([
    ['none', [], 0],
    ['refused responses', [refused(400)], 0.05],
  ])('is known where no socket was counted: %s', (_, more, rate) => {
    expect(read({ more })).toMatchObject({ errorRate: rate, warnings: [] });
  });

  test.each([
    ['a service that closes after each response', { more: [sockets(0, 8000, 0, 0)] }],
    ['connections that could not be made', { more: [sockets(37_000, 0, 0, 0)] }],
    ['more than there were requests', { more: [sockets(0, 0, 0, 9000)], isOpen: true }],
    ['late responses that may be refusals, too', { more: [sockets(0, 0, 0, 700), refused(700)] }],
    ['everything at once', { more: [sockets(10, 400, 3, 90), refused(12)] }],
  ])('is unknown, and said to be: %s', (_, shape) => {
    const { errorRate, warnings } = read(shape);
    expect(errorRate).toBeUndefined();
    expect(warnings[0]).toMatch(/counts .*, which are no share of its requests: its error rate is not known/);
  });

  test('is that of the responses where the rest would hardly matter, with the bound beside it', () => {
    const { errorRate, warnings } = read({ more: [sockets(0, 3, 0, 0), refused(80)] });
    expect(errorRate).toBe(0.01);
    expect(warnings).toEqual([
      expect.stringMatching(/3 ended connections \(read\).*taken to be 1 %, and is at most 1\.037 %\.$/),
    ]);
  });

  test('that is unknown is not unsaid: the baseline has it apart', () => {
    const source = { kind: 'file', file: 'o', section: null, written: 'o' } as const;
    const baseline = readBaseline(output({ more: [sockets(0, 8000, 0, 0)] }), source);
    expect([baseline.unread, baseline.whole.errorRate]).toEqual([['error-rate'], undefined]);
    expect(baseline.doubts).toHaveLength(1);
  });

  test('of no response is unknown', () => {
    expect(read({ requests: 0, more: [sockets(64, 0, 0, 0)] }).warnings[0]).toMatch(
      /counts no response, but 64/,
    );
  });
});

describe('responses beyond the timeout', () => {
  test('are told to be missing from the percentiles of wrk', () => {
    const { warnings } = read({ more: [sockets(0, 0, 0, 2)] });
    expect(warnings.at(-1)).toMatch(/leaves 2 responses out of its percentiles, mean and maximum/);
  });

  test('are in those of wrk2', () => {
    expect(read({ more: [sockets(0, 0, 0, 2)], isOpen: true }).warnings.join()).not.toMatch(/leaves/);
  });
});

describe('the columns of Thread Stats', () => {
  test.each([
    ['Avg      Stdev     Max   +/- Stdev', { mean: 3.1, max: 41.5 }],
    ['Avg      Stdev     99%   +/- Stdev', { mean: 3.1, p99: 41.5 }],
    ['Avg      Stdev     99.9%   +/- Stdev', { mean: 3.1, p99_9: 41.5 }],
    ['Avg      Stdev     97%   +/- Stdev', { mean: 3.1 }],
    ['Stdev    Avg       Max   +/- Stdev', { mean: 1.02, max: 41.5 }],
    ['Avg      Stdev     Max', undefined],
  ])('are read by their headings: %s', (headings, latency) => {
    expect(read({ stats: [`  Thread Stats   ${headings}`, STATS[1] as string] }).latency).toEqual(latency);
  });

  test('without them there is neither mean nor maximum', () => {
    expect(read({ stats: [STATS[1] as string] }).latency).toBeUndefined();
  });

  test('beside a distribution that says more', () => {
    const stats = ['  Thread Stats   Avg      Stdev     99%   +/- Stdev', STATS[1] as string];
    const distribution = [
      '  Latency Distribution (HdrHistogram - Recorded Latency)',
      ' 50.000%    2.10ms',
      ' 99.900%    1.50s ',
    ];
    expect(read({ stats, distribution })).toMatchObject({
      latency: { mean: 3.1, p50: 2.1, p99: 41.5, p99_9: 1500 },
      run: { conditions: { tool: 'wrk2', model: 'open' } },
    });
  });
});

describe('what is and what is not the text of wrk', () => {
  const LOOKALIKES = {
    autocannon:
      'Running 10s test @ http://127.0.0.1:3000\n10 connections\n\n┌─────────┬──────┐\n│ Latency │ 2 ms │\n',
    'go-wrk':
      'Running 10s test @ http://127.0.0.1:3000\n  80 goroutine(s) running concurrently\n' +
      '142364 requests in 4.94s, 19.57MB read\nRequests/sec:\t\t28766.05\nNumber of Errors:\t\t12\n',
    ApacheBench: 'This is ApacheBench, Version 2.3\n\nRequests per second:    310.53 [#/sec] (mean)\n',
    bombardier: 'Bombarding http://127.0.0.1:3000 for 10s using 125 connection(s)\n',
    k6: '\n     http_req_duration..............: avg=3.1ms min=1ms\n',
  };
  test.each(Object.entries(LOOKALIKES))('%s is named, and nothing of it is read', (name, text) => {
    const { runs, warnings } = listRuns(text, 'f');
    expect(runs).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(`output of ${name}, which is not read`)]);
    const source = { kind: 'file', file: 'f', section: null, written: 'f' } as const;
    expect(() => readBaseline(text, source)).toThrow(`output of ${name}`);
  });

  test.each([
    [
      'a prompt of the superuser before it',
      `# wrk -t2 -c16 -d20s http://127.0.0.1:8123/rooms\n${output({})}`,
    ],
    ['a prompt with a path', `# sudo ./bin/wrk2 -R400 http://127.0.0.1:8123/rooms\n${output({})}`],
    ['Windows’ line ends', output({}).replaceAll('\n', '\r\n')],
    ['a fence around it', `Results:\n\n\`\`\`\n${output({})}\`\`\`\n`],
  ])('read: %s', (_, text) => {
    expect(listRuns(text, 'f').runs).toMatchObject([{ format: 'wrk', metrics: { requests: 8000 } }]);
  });

  const table = '| Metric | Value |\n|---|---|\n| P50 | 2 ms |\n| P99 | 9 ms |\n| Throughput | 77 req/s |\n';
  test('a report that quotes it is read as a report', () => {
    const { runs } = listRuns(`**Peak**, by wrk:\n\n${table}\n\`\`\`\n${output({})}\`\`\`\n`, 'f');
    expect(runs).toMatchObject([{ format: 'markdown-report', metrics: { responsesPerSecond: 77 } }]);
  });

  test('a report that holds nothing else says where it is', () => {
    const { runs, warnings } = listRuns(`# Peak\n\n\`\`\`\n${output({})}\`\`\`\n`, 'f');
    expect([runs, warnings]).toEqual([[], [expect.stringContaining('put it into a separate file')]]);
  });
});
