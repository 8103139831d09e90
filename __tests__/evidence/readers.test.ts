import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { LONGEST, listRuns } from '../../src/evidence/readers/list-runs.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';

const fixture = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'baselines', name), 'utf8');

const read = (name: string, section: string | null = null) =>
  readBaseline(fixture(name), {
    kind: 'file',
    file: name,
    section,
    written: section ? `${name}#${section}` : name,
  });

const final = {
  requests: 37292,
  responsesPerSecond: 310.53,
  errorRate: 0.0367,
  latencyAllMs: { p50: 18.3, p75: 51.55, p90: 68.95, p99: 93.84, p99_9: 255.53 },
};

const mixed = { stages: [{ connections: 10, durationSeconds: 120 }], methods: { GET: 0.8, POST: 0.2 } };

describe('a Markdown report in English', () => {
  const { runs, objectives, summaries, warnings } = listRuns(
    fixture('english-report.md'),
    'english-report.md',
  );

  test('holds the light run and three realistic ones, and no example or comment', () => {
    expect(runs.map(({ anchor, metrics }) => [anchor, metrics.latencyAllMs?.p99, metrics.errorRate])).toEqual(
      [
        ['light-reads-alone', 94.05, 0.0003],
        ['realistic-first', 93.66, 0.202],
        ['realistic-second', 94.05, 0.0857],
        ['realistic-final', 93.84, 0.0367],
      ],
    );
  });

  test('a run has exactly what its table and its section say', () => {
    expect(runs[3]).toEqual({
      title: 'Realistic, final',
      section: 'Realistic',
      anchor: 'realistic-final',
      line: 90,
      format: 'markdown-report',
      date: '2025-10-30',
      metrics: final,
      conditions: mixed,
    });
    expect(runs[0]?.conditions).toEqual({
      stages: [{ connections: 10, durationSeconds: 120 }],
      methods: { GET: 1 },
    });
  });

  test('objectives are listed as objectives, summaries as summaries', () => {
    expect(objectives[0]?.values).toContainEqual({ metric: 'P99 latency', value: '< 100 ms' });
    expect(summaries.map(({ title }) => title)).toEqual([
      'Distribution of the final test',
      'Comparison with what we hoped for',
    ]);
  });

  test('identical figures under two headings are warned about', () => {
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/"Light, reads alone" \(line 41\) and "Realistic, second" \(line 74\)/);
  });

  test('reads the same with CRLF and a byte order mark', () => {
    const windows = `\ufeff${fixture('english-report.md').replaceAll('\n', '\r\n')}`;
    expect(listRuns(windows, 'f').runs).toEqual(runs);
  });
});

describe('a Markdown report in French', () => {
  const { runs, objectives, summaries } = listRuns(fixture('french-report.md'), 'french-report.md');

  test('decimal commas, spaces between thousands and a configuration beside the runs', () => {
    expect(runs[0]).toMatchObject({
      title: 'Base neuve',
      date: '2025-10-30',
      metrics: final,
      conditions: mixed,
    });
  });

  test('each column of figures is a run', () => {
    expect(runs.slice(1).map(({ title, anchor, metrics }) => [title, anchor, metrics])).toEqual([
      [
        'Base ancienne: Lundi',
        'base-ancienne-lundi',
        {
          requests: 35808,
          responsesPerSecond: 298.4,
          errorRate: 12 / 35808,
          latencyAllMs: { p50: 20.1, p99: 1204.5 },
        },
      ],
      [
        'Base ancienne: Mardi',
        'base-ancienne-mardi',
        {
          requests: 34548,
          responsesPerSecond: 287.9,
          errorRate: 1369 / 34548,
          latencyAllMs: { p50: 21.4, p99: 131 },
        },
      ],
    ]);
  });

  test('a title can make plain values objectives', () => {
    expect(objectives).toEqual([
      {
        title: 'Ce qui est visé (attendu)',
        anchor: 'ce-qui-est-visé-attendu',
        line: 7,
        values: [
          { metric: 'Latence P99', value: '100 ms' },
          { metric: 'Débit', value: '100 req/s' },
        ],
      },
    ]);
    expect(summaries.map(({ title }) => title)).toEqual(['3. Synthèse']);
  });
});

test('rows can be runs, rows of endpoints are not', () => {
  const { runs, summaries } = listRuns(fixture('rows-are-runs.md'), 'f');
  expect(
    runs.map(({ title, date, metrics, conditions }) => [title, date, metrics.requests, conditions]),
  ).toEqual([
    ['Nightly runs: Monday', '2026-03-02', 144540, { stages: [{ connections: 25 }] }],
    ['Nightly runs: Tuesday', '2026-03-03', 143772, { stages: [{ connections: 25 }] }],
  ]);
  expect(runs[0]?.metrics).toMatchObject({
    responsesPerSecond: 1204.5,
    latencyAllMs: { p50: 18.1, p99: 90.25 },
  });
  expect(summaries.map(({ title }) => title)).toEqual(['By endpoint']);
});

describe('a table that is no run', () => {
  const whyOf = (rows: string) => {
    const { runs, summaries } = listRuns(`# Report\n\n## Peak\n\n| Metric | Value |\n|-|-|\n${rows}`, 'f');
    expect(runs).toEqual([]);
    return summaries.map(({ line, why }) => [line, why]);
  };

  test.each([
    ['| P99 | 101 |\n| Throughput | 118 |\n', ['line 7: P99: 101 has no unit']],
    [
      '| P50 | 61 ms |\n| RPS | 1 MB/s |\n| P99 | 1.2 fortnights |\n',
      ['line 8: RPS: 1 MB/s is not read', 'line 9: P99: 1.2 fortnights is not read'],
    ],
    ['| RPS | 118 |\n| Error rate | 0.1 |\n', ['line 8: Error rate: 0.1 has no %']],
    ['| P50 | 61 ms |\n| P99 | 101 ms |\n', ['it states no throughput and no number of requests']],
    ['| Throughput | 118 req/s |\n', ['it states no percentile of the latency']],
    [
      ['P50', 'P75', 'P90', 'P95', 'P99', 'P99.9'].map((name) => `| ${name} | 1 |\n`).join(''),
      [
        'line 7: P50: 1 has no unit',
        'line 8: P75: 1 has no unit',
        'line 9: P90: 1 has no unit',
        'line 10: P95: 1 has no unit',
        '2 more were not read',
      ],
    ],
  ])('says what it lacks: %j', (rows, why) => {
    expect(whyOf(rows)).toEqual([[5, why]]);
  });

  test('also where its rows are what may be runs', () => {
    const text = '| Version | P99 | Requests/s |\n|-|-|-|\n| 1.1 | 120 | 99 |\n| 1.2 | 101 | 118 |\n';
    expect(listRuns(text, 'f').summaries[0]?.why).toEqual([
      'line 3: P99: 120 has no unit',
      'line 4: P99: 101 has no unit',
    ]);
  });

  test('and a summary lacks nothing', () => {
    const text =
      '## Summary of all runs\n|M|A|B|Remark|\n|-|-|-|-|\n|P99|1 ms|2 ms|-|\n|RPS|1|2|-|\n|CPU|1|2|-|\n|RAM|1|2|-|\n';
    expect(listRuns(text, 'f')).toMatchObject({ runs: [], summaries: [{ line: 2 }] });
    expect(listRuns(text, 'f').summaries[0]).not.toHaveProperty('why');
  });

  test('words about a figure are none that was not read', () => {
    expect(whyOf('| P99 | of 3 runs |\n| Kind | 1 |\n')).toEqual([]);
  });

  test('is named where a baseline was asked for', () => {
    const text = '## Peak\n|M|V|\n|-|-|\n|P99|101|\n|RPS|118|\n';
    expect(() => readBaseline(text, { kind: 'file', file: 'f.md', section: null, written: 'f.md' })).toThrow(
      /contains no measured run\. A run is a table .*\n {2}line 2: Peak \(line 4: P99: 101 has no unit\)/s,
    );
  });
});

test('two error rates that contradict each other are warned about', () => {
  const table =
    '## Run\n|M|V|\n|-|-|\n|P50|1 ms|\n|P99|2 ms|\n|Throughput|10 req/s|\n|Success rate|99.0%|\n|Error rate|4.2%|\n';
  expect(listRuns(table, 'f').warnings).toEqual([
    'Run (line 2) states two error rates, 1 % and 4.2 %; the first is used.',
  ]);
});

describe('picking a run', () => {
  test.each([
    ['english-report.md', 'realistic-final'],
    ['english-report.md', 'final'],
    ['english-report.md', 'REALISTIC final'],
    ['french-report.md', 'base-neuve'],
    ['french-report.md', 'Base Neuve'],
  ])('%s#%s', (file, section) => {
    expect(read(file, section).whole).toEqual(final);
  });

  test.each([
    ['light', 'Light, reads alone'],
    ['mardi', null],
    ['realistic-second', 'Realistic, second'],
  ])('%s', (section, title) => {
    expect(read(title ? 'english-report.md' : 'french-report.md', section).title).toBe(
      title ?? 'Base ancienne: Mardi',
    );
  });

  test('accents do not matter, escapes of URLs neither', () => {
    const report = fixture('french-report.md').replace('### Base neuve', '### Base rincée');
    for (const section of ['rincee', 'base-rincée', 'base-rinc%C3%A9e']) {
      expect(readBaseline(report, { kind: 'file', file: 'f', section, written: 'f' }).whole).toEqual(final);
    }
  });

  test('a repeated heading is told apart as on GitHub', () => {
    const one = (p99: number) =>
      `## Run\n|M|V|\n|-|-|\n|P50|1 ms|\n|P99|${p99} ms|\n|Throughput|10 req/s|\n\n`;
    const source = (section: string) =>
      ({ kind: 'file', file: 'f', section, written: `f#${section}` }) as const;
    expect(readBaseline(one(5) + one(6), source('run-1')).whole.latencyAllMs?.p99).toBe(6);
    expect(readBaseline(one(5) + one(6), source('run')).whole.latencyAllMs?.p99).toBe(5);
  });

  test('"test 2" does not fit every run of section 2.2', () => {
    const run = (name: string) =>
      `### ${name}\n|M|V|\n|-|-|\n|P50|1 ms|\n|P99|2 ms|\n|Throughput|10 req/s|\n\n`;
    const report = `# R\n\n## 2.2 Test of reads\n\n${run('Test 1')}${run('Test 2')}`;
    expect(readBaseline(report, { kind: 'file', file: 'f', section: 'test 2', written: 'f' }).title).toBe(
      'Test 2',
    );
  });

  test.each([
    [null, /holds 4 measured runs; pick one[\s\S]*#light-reads-alone[\s\S]*#realistic-final/],
    ['realistic', /"realistic" fits 3 runs[\s\S]*#realistic-first[\s\S]*#realistic-final/],
    ['nothing', /no measured run of the file answers to "nothing"[\s\S]*#light-reads-alone/],
  ])('%s is an error that lists the candidates', (section, message) => {
    expect(() => read('english-report.md', section)).toThrow(ConfigurationError);
    expect(() => read('english-report.md', section)).toThrow(message);
  });

  test('a file with objectives alone says so', () => {
    const text = '# Goals\n|Metric|Objective|\n|-|-|\n|P99|< 100 ms|\n';
    const source = { kind: 'file', file: 'f', section: null, written: 'f' } as const;
    expect(() => readBaseline(text, source)).toThrow(
      /contains no measured run[\s\S]*line 2: Goals \(objectives\)/,
    );
  });
});

describe("wrk's text", () => {
  test('is read with its units, and without the credentials of its URL', () => {
    expect(read('wrk.txt')).toEqual({
      source: 'wrk.txt',
      format: 'wrk',
      title: 'wrk 2m https://preview.example/api',
      date: null,
      whole: {
        requests: 37292,
        responsesPerSecond: 310.53,
        errorRate: 1359 / 37292,
        latencyAllMs: { mean: 31.86, max: 801.23, p50: 18.3, p75: 51.55, p90: 68.95, p99: 93.84 },
      },
      endpoints: {},
      conditions: { tool: 'wrk', model: 'closed', stages: [{ connections: 10, durationSeconds: 120 }] },
      doubts: [
        'counts 10 late responses (timeout), which are no share of its requests: its error rate is taken to be 3.644 %, and is at most 3.671 %',
        "leaves 10 responses out of its percentiles, mean and maximum, because they came after wrk's timeout: its latencies are too low",
      ],
    });
  });

  test('several outputs are several runs; a script adds only what wrk does not say', () => {
    const { runs, warnings } = listRuns(fixture('wrk-lua.txt'), 'wrk-lua.txt');
    expect(runs.map(({ anchor, metrics }) => [anchor, metrics])).toEqual([
      [
        'output-1',
        {
          requests: 2316000,
          responsesPerSecond: 77200,
          errorRate: 0,
          latencyAllMs: {
            p50: 0.702,
            p75: 0.98,
            p90: 1.51,
            p95: 1.99,
            p99: 3.2,
            p99_9: 12.4,
            mean: 0.812,
            max: 1020,
          },
        },
      ],
      [
        'output-2',
        {
          requests: 372000,
          responsesPerSecond: 37200,
          errorRate: 0,
          latencyAllMs: { mean: 1.81, max: 1020 },
        },
      ],
    ]);
    expect(warnings).toEqual([
      'The output of wrk at line 29 of wrk-lua.txt ends before its result; it was left out.',
      'wrk 10s http://127.0.0.1:8080 (output 2) (line 20) counts 37 ended connections (read), 1 failed writes (write), ' +
        'which are no share of its requests: its error rate is taken to be 0 %, and is at most 0.01021 %.',
    ]);
    expect(read('wrk-lua.txt', 'output-2').whole.requests).toBe(372000);
  });

  test('no answer at all is no latency', () => {
    const text = fixture('wrk.txt').replace('31.86ms', '-nan').replace('801.23ms', '0.00us');
    expect(listRuns(text, 'f').runs[0]?.metrics.latencyAllMs).not.toHaveProperty('mean');
  });
});

describe('a Tailgate result', () => {
  const result = () => JSON.parse(fixture('result.json'));
  const readJson = (json: unknown) =>
    readBaseline(JSON.stringify(json), { kind: 'file', file: 'r.json', section: null, written: 'r.json' });

  test('keeps figures of successes and of all responses, spread, endpoints and conditions', () => {
    const baseline = read('result.json');
    expect(baseline).toMatchObject({
      format: 'tailgate',
      title: 'realistic',
      date: '2026-11-02T06:00:00.000Z',
      whole: {
        throughputPerSecond: 299.14,
        errorRate: 0.0367,
        latencyMs: { p99: 94.2 },
        latencyAllMs: { p99: 93.8 },
        spread: { p99: 0.02, errors: 1.3 },
      },
      conditions: {
        tool: 'tailgate 0.1.0',
        model: 'closed',
        stages: [{ connections: 10 }],
        mix: [{ share: 0.8 }, { share: 0.2 }],
      },
    });
    expect(baseline.whole.spread).not.toHaveProperty('throughput');
    expect(baseline.endpoints).toEqual({
      'create owner': { requests: 7458, throughputPerSecond: 62.1, responsesPerSecond: 62.1, errorRate: 0 },
    });
  });

  test('keeps the rate of an open model', () => {
    const json = result();
    const [stage] = json.conditions.stages;
    const open = { model: 'open', stages: [{ ...stage, ratePerSecond: 300, arrivals: 'poisson' }] };
    const { conditions } = readJson({ ...json, conditions: { ...json.conditions, ...open } });
    expect(conditions).toMatchObject(open);
    expect(conditions).not.toHaveProperty('warmupSeconds');
  });

  test.each<[string, (json: ReturnType<typeof result>) => unknown, RegExp]>([
    [
      'of a newer version',
      (json) => ({ ...json, format: 'tailgate/2' }),
      /has format tailgate\/2.*reads up to tailgate\/1/,
    ],
    ['of another tool', (json) => ({ ...json, format: 'k6' }), /not a result of Tailgate/],
    [
      'with a damaged figure',
      (json) => ({ ...json, metrics: { ...json.metrics, requests: -1 } }),
      /r\.json metrics\.requests: the result is damaged/,
    ],
    [
      'without a figure of this format',
      ({ metrics: { serviceMs: _, ...metrics }, ...json }) => ({ ...json, metrics }),
      /r\.json metrics\.serviceMs: is missing, so the result is damaged or an unfinished version wrote it; use/,
    ],
    [
      'without a whole part of it',
      ({ endpoints: _, ...json }) => json,
      /r\.json endpoints: is missing, so the result is damaged/,
    ],
    [
      'without a condition of this format',
      ({ conditions: { stages, ...conditions }, ...json }) => ({
        ...json,
        conditions: { ...conditions, stages: [{ ...stages[0], ratePerSecond: undefined }] },
      }),
      /r\.json conditions\.stages\.0\.ratePerSecond: is missing/,
    ],
    [
      'without a measurement',
      (json) => ({ ...json, metrics: null, verdict: 'invalid' }),
      /contains no measurement/,
    ],
    ['of an invalid run', (json) => ({ ...json, verdict: 'invalid' }), /verdict is invalid/],
  ])('%s is refused', (_name, change, message) => {
    expect(() => readJson(change(result()))).toThrow(ConfigurationError);
    expect(() => readJson(change(result()))).toThrow(message);
  });

  test('a cut file is refused', () => {
    expect(() => listRuns(fixture('result.json').slice(0, 500), 'r.json')).toThrow(
      /r\.json: the file is no valid JSON/,
    );
  });
});

test.each([
  ['', /is empty/],
  [' \n', /is empty/],
  ['x'.repeat(LONGEST + 1), /larger than 5 MB/],
])('a file that is empty or too long is refused', (text, message) => {
  expect(() => listRuns(text, 'f')).toThrow(ConfigurationError);
  expect(() => listRuns(text, 'f')).toThrow(message);
});

test('prose holds nothing', () => {
  expect(listRuns('# Title\n\nP99 was 93 ms | more or less.\n', 'f')).toEqual({
    runs: [],
    objectives: [],
    summaries: [],
    warnings: [],
  });
});
