/** What a report says beside its numbers: units in names, remarks, words of two meanings. */
import type { BaselineFigures } from '../../src/evidence/baseline.ts';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';

type Rows = readonly (readonly [name: string, value: string])[];
const PLAIN: Rows = [
  ['P50', '14 ms'],
  ['P99', '88 ms'],
  ['Throughput', '230 req/s'],
];

const tableOf = (rows: Rows, header = '| Metric | Value |\n|---|---|'): string =>
  `${header}\n${rows.map(([name, value]) => `| ${name} | ${value} |\n`).join('')}`;

/** The plain run, with rows of these names in place of its own. */
function runWith(...rows: Rows) {
  const text = `# R\n\n## Peak\n\n${tableOf([...PLAIN.filter(([name]) => !rows.some(([own]) => own.startsWith(name))), ...rows])}`;
  const { runs, warnings } = listRuns(text, 'f');
  return { runs, warnings, metrics: runs[0]?.metrics ?? ({} as BaselineFigures) };
}

describe('units in the name', () => {
  test.each([
    ['Errors (%)', '2', 0.02],
    ['Errors (%)', '1.340', 0.0134],
    ['Error Rate [%]', '0.7', 0.007],
    ['Error %', '3', 0.03],
    ['% of errors', '3', 0.03],
    ['Percentage of errors', '3', 0.03],
    ["Pourcentage d'erreurs", '3', 0.03],
    ['Error percentage', '3', 0.03],
    ['Error pct', '3', 0.03],
    ['Error rate (% of requests)', '3', 0.03],
    ['Error rate (fraction)', '0.03', 0.03],
    ['Error rate (0-1)', '0.03', 0.03],
    ['% Errors', '3', 0.03],
    ['Error rate, %', '0.25', 0.0025],
    ['Error rate in percent', '4', 0.04],
    ['Error rate (pct)', '4.50', 0.045],
    ['Failures (‰)', '12', 0.012],
    ['Error rate (ppm)', '120', 0.00012],
    ['Failed requests (%)', '1', 0.01],
    ['Failure rate (percent)', '1', 0.01],
    ["Taux d'erreur (%)", '1,25', 0.0125],
    ['Erreurs (%)', '2', 0.02],
    ['Success rate (%)', '98', 0.02],
    ['Success [%]', '98.75', 0.0125],
    ['Success rate, %', '99.9', 0.001],
    ['Taux de succès (%)', '97', 0.03],
    ['Error rate (%)', '2 %', 0.02],
    ['Error rate', '12 ‰', 0.012],
    ['Error rate', '1.5 percent', 0.015],
    ['Error rate', '0', 0],
  ])('%s: %s', (name, value, errorRate) => {
    const { metrics, warnings } = runWith([name, value]);
    expect([metrics.errorRate, warnings]).toEqual([errorRate, []]);
  });

  test.each([
    ['Error rate', '2'],
    ['Error rate', '0.02'],
    ['Error ratio', '1.240'],
    ['Success rate', '97'],
    ['Success rate', '0.97'],
    ['Errors', '0.5'],
    ['Errors', '1.24'],
    ['Errors (5xx)', '12'],
    ['Error rate (timeouts)', '1 %'],
    ['Errors (%)', '12 (0.1 %)'],
    ['Errors (%)', '2 / 3'],
    ['Errors', '12'],
    ['Errors (%)', '120'],
  ])('%s: %s is no share, and that is said', (name, value) => {
    const { metrics, warnings } = runWith([name, value]);
    expect(metrics.errorRate).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/which was not read|its error rate is not known/)]);
  });

  test.each([
    ['Requests', '19,501', 19_501],
    ['Requests (k)', '19.5', 19_500],
    ['Requests (thousands)', '19.501', 19_501],
    ['Requests (millions)', '1.25', 1_250_000],
    ['Total requests (M)', '2', 2_000_000],
    ['Requests [x1000]', '12', 12_000],
    ['Requests in thousands', '12.25', 12_250],
    ['Requests', '1.2 million', 1_200_000],
    ['Requests', '19.5 k', 19_500],
    ['Requests (k)', '19.5k', 19_500],
  ])('%s: %s', (name, value, requests) => {
    expect(runWith([name, value])).toMatchObject({ metrics: { requests }, warnings: [] });
  });

  test.each([
    ['Throughput (req/min)', '13800'],
    ['Throughput (peak, req/s)', '230'],
    ['Throughput', '13800 req/min'],
  ])('%s: %s is no rate per second, and that is said', (name, value) => {
    const rows: Rows = [...PLAIN.slice(0, 2), ['Requests', '4600'], [name, value]];
    const { runs, warnings } = listRuns(`## Peak\n\n${tableOf(rows)}`, 'f');
    expect(runs[0]?.metrics.responsesPerSecond).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('which was not read')]);
  });

  test('what counts bytes is no throughput, and nothing is said', () => {
    const rows: Rows = [...PLAIN.slice(0, 2), ['Requests', '4600'], ['Throughput (MB/s)', '12']];
    expect(listRuns(`## Peak\n\n${tableOf(rows)}`, 'f').warnings).toEqual([]);
  });

  test('a glossary is no table of figures', () => {
    const text =
      '## Words\n\n| Term | Means |\n|-|-|\n| P99 (percentile 99) | 99 % of the requests are faster |\n';
    expect(listRuns(text, 'f')).toEqual({ runs: [], objectives: [], summaries: [], warnings: [] });
  });

  test('two percentiles in one name', () => {
    const { metrics, warnings } = runWith(['Latency P90 / P95', '50 ms / 70 ms']);
    expect([metrics.latencyAllMs, warnings.length]).toEqual([{ p50: 14, p99: 88 }, 1]);
  });

  test('an m is a million or a thousandth', () => {
    expect(runWith(['Requests (m)', '2']).metrics.requests).toBeUndefined();
  });

  test.each([
    ['Throughput (k req/s)', '1.2', 1200],
    ['Throughput (krps)', '1.2', 1200],
    ['Throughput (req/s)', '230', 230],
    ['Throughput, req/s', '230', 230],
    ['Requests per Second (RPS)', '230', 230],
    ['Throughput', '1.2k req/s', 1200],
    ['Throughput', '1.2 k/s', 1200],
    ['RPS', '230 (measured)', 230],
  ])('%s: %s', (name, value, rate) => {
    const rows: Rows = [...PLAIN.slice(0, 2), [name, value]];
    const { runs, warnings } = listRuns(`## Peak\n\n${tableOf(rows)}`, 'f');
    expect([runs[0]?.metrics.responsesPerSecond, warnings]).toEqual([rate, []]);
  });

  test.each([
    ['P99 (ms)', '88', 88],
    ['P99 [s]', '0.088', 88],
    ['P99, µs', '88000', 88],
    ['P99 in milliseconds', '88', 88],
    ['P99 latency (seconds)', '0.088', 88],
    ['P99', '88 (ms)', 88],
    ['P99 (s)', '88 (ms)', 88],
    ['P99 (s)', '88 ms', 88],
  ])('%s: %s', (name, value, p99) => {
    expect(runWith([name, value])).toMatchObject({ metrics: { latencyAllMs: { p99 } }, warnings: [] });
  });

  test.each([
    ['P99 (min)', '88'],
    ['P99 (m)', '88'],
    ['P99 latence(s)', '88'],
    ['P99', '1.5 m'],
    ['P99', '88 M'],
  ])('%s: %s is no latency', (name, value) => {
    expect(runWith([name, value]).metrics.latencyAllMs).toEqual({ p50: 14 });
  });

  test('a unit holds for its own column only', () => {
    const byColumn =
      '| Metric | Before (ms) | After (s) | Then |\n|-|-|-|-|\n| P50 | 14 | 0.015 | 16 |\n| P99 | 88 | 0.09 | 91 |\n| RPS | 1 | 2 | 3 |\n';
    expect(listRuns(byColumn, 'f').runs.map(({ metrics }) => metrics.latencyAllMs)).toEqual([
      { p50: 14, p99: 88 },
      { p50: 15, p99: 90 },
    ]);
    const byRow = '| Run | P50 (ms) | P99 | RPS |\n|-|-|-|-|\n| a | 14 | 0.088 | 9 |\n';
    expect(listRuns(byRow, 'f').runs).toMatchObject([{ metrics: { latencyAllMs: { p50: 14 } } }]);
  });

  test('a column of units says them row by row', () => {
    const text =
      '| Metric | Value | Unit |\n|-|-|-|\n| P50 | 14 | ms |\n| P99 | 0.088 | s |\n| Throughput | 230 | req/s |\n| Error rate | 2 | % |\n| Requests | 4600 | - |\n';
    expect(listRuns(text, 'f')).toMatchObject({
      runs: [
        {
          metrics: {
            latencyAllMs: { p50: 14, p99: 88 },
            responsesPerSecond: 230,
            errorRate: 0.02,
            requests: 4600,
          },
        },
      ],
      warnings: [],
    });
  });
});

describe('remarks behind a figure', () => {
  test.each([
    ['88 ms (P99.9: 240 ms)'],
    ['88 milliseconds'],
    ['0.088 seconds'],
    ['88 ms ± 3 ms'],
    ['88 ms, as before'],
    ['88 ms – stable'],
    ['88 ms (-5 ms)'],
    ['88 ms (target: 100 ms)'],
    ['88 ms (below the target)'],
    ['88 ms (within budget)'],
    ['88 ms[^1]'],
    ['88 ms*'],
    ['88 ms ↓ 3 %'],
    ['88 ms.'],
    ['`88 ms`'],
    ['**88** ms'],
    ['✅ 88 ms'],
    [':white_check_mark: 88&nbsp;ms'],
  ])('%s is 88 ms', (value) => {
    expect(runWith(['P99', value])).toMatchObject({ metrics: { latencyAllMs: { p99: 88 } }, warnings: [] });
  });

  test.each([
    ['88 / 91 ms'],
    ['88 ms / 91 ms'],
    ['88 ms – 91 ms'],
    ['88–91 ms'],
    ['88 ms, 91 ms'],
    ['88 ms; 91 ms'],
    ['88 ms<br>91 ms'],
    ['88<br>91 ms'],
    ['1 s<br>91 ms'],
    ['88 ms to 91 ms'],
    ['88 ms (91 ms)'],
    ['88 → 91 ms'],
    ['~88 ms'],
    ['≈ 88 ms'],
    ['< 88 ms'],
    ['> 88 ms'],
    ['≤ 88 ms'],
    ['about 88 ms'],
    ['ca. 88 ms'],
    ['up to 88 ms'],
    ['88 ms (estimated)'],
    ['88 ms (max)'],
    ['88+ ms'],
    ['88 ms or more'],
    ['88 ms per hop'],
    ['2 × 88 ms'],
    ['~~88 ms~~ 91 ms'],
    ['10<sup>2</sup> ms'],
    ['88 ms (target)'],
    ['1:28'],
  ])('%s is not read, and said not to be', (value) => {
    const { metrics, warnings } = runWith(['P99', value]);
    expect(metrics.latencyAllMs).toEqual({ p50: 14 });
    expect(warnings).toEqual([
      expect.stringMatching(/^Peak \(line 5\) says "P99: .*" in line \d+, which was not read/),
    ]);
  });

  test.each([['n/a'], ['-'], ['stable'], ['']])('%j is no figure, and nothing is said', (value) => {
    expect(runWith(['P99', value])).toMatchObject({ metrics: { latencyAllMs: { p50: 14 } }, warnings: [] });
  });

  test('more than four are counted', () => {
    const rows = ['P75', 'P90', 'P95', 'P99', 'P99.9', 'Mean latency'].map(
      (name) => [name, '~1 ms'] as const,
    );
    expect(runWith(...rows).warnings.at(-1)).toMatch(/says 2 more figures that were not read\.$/);
  });

  test('a figure that is stated twice, and not alike, is said', () => {
    expect(runWith(['P99', '88 ms'], ['99th percentile', '120 ms'])).toMatchObject({
      metrics: { latencyAllMs: { p99: 88 } },
      warnings: [
        expect.stringMatching(/states two values of its latency p99 in ms, 88 and 120; the first is used/),
      ],
    });
    expect(runWith(['P99', '88 ms'], ['99th percentile', '0.088 s']).warnings).toEqual([]);
  });

  test('two error rates excuse no errors', () => {
    const source = { kind: 'file', file: 'f', section: null, written: 'f' } as const;
    const text = `## Peak\n\n${tableOf([...PLAIN, ['Error rate', '1 %'], ['Success rate', '58 %']])}`;
    expect(readBaseline(text, source)).toMatchObject({ whole: { errorRate: 0.01 }, errorRateDoubted: true });
  });
});

describe('conditions', () => {
  const read = (...lines: readonly string[]) => {
    const text = `# R\n\n${lines.map((line) => `- ${line}\n`).join('')}\n## Peak\n\n${tableOf(PLAIN)}`;
    const source = { kind: 'file', file: 'f', section: null, written: 'f' } as const;
    const { conditions, doubts = [], unread = [] } = readBaseline(text, source);
    return { conditions, doubts, unread, stage: conditions.stages?.[0] };
  };

  test.each([
    ['50', 50],
    ['50 (keep-alive)', 50],
    ['50, keep-alive', 50],
    ['50 (2 threads)', 50],
    ['50, 4 threads', 50],
    ['50<br>keep-alive', 50],
    ['50\n  from one machine', 50],
    ['50 concurrent connections', 50],
    ['50 keep-alive connections (HTTP/1.1)', 50],
    ['50 – all on one host', 50],
    ['1,200', 1200],
    ['1 200', 1200],
    ['1.5k', 1500],
    ['2 thousand', 2000],
    ['`50`', 50],
  ])('Connections: %s', (value, connections) => {
    expect(read(`Connections: ${value}`)).toMatchObject({ stage: { connections }, doubts: [] });
  });

  test('50+ is read, and said to be', () => {
    expect(read('Connections: 50+')).toMatchObject({
      stage: { connections: 50 },
      doubts: ['says "Connections: 50+" in line 3, which is read as 50'],
    });
  });

  test.each([
    ['50 / 100'],
    ['50, 100 and 200'],
    ['50-100'],
    ['50<br>100'],
    ['50\n  to 100'],
    ['50 to 100'],
    ['10 → 50'],
    ['50 (10–100)'],
    ['50 (ramped from 10)'],
    ['50 per thread'],
    ['4 × 50'],
    ['50 (×4)'],
    ['~50'],
    ['< 50'],
    ['about 50'],
    ['50 (peak)'],
    ['9 (1-2 active)'],
    ['50.5'],
    ['0'],
    ['50 %'],
  ])('Connections: %s is not read, and said not to be', (value) => {
    const { stage, doubts, unread } = read(`Connections: ${value}`);
    expect([stage?.connections, unread]).toEqual([undefined, ['connections']]);
    expect(doubts).toEqual([expect.stringMatching(/^says "Connections: .*" in line 3, which was not read/)]);
  });

  test.each([
    ['Duration: 2 min', 120],
    ['Duration: 1 min 30 s', 90],
    ['Duration: 1m30s', 90],
    ['Duration: 1 minute and 30 seconds', 90],
    ['Duration: 1 h 5 min', 3900],
    ['Duration: 90 seconds', 90],
    ['Duration: 90 sec.', 90],
    ['Duration (s): 90', 90],
    ['Duration [min]: 2', 120],
    ['Duration, s: 90', 90],
    ['Duration: 2 min (+ 30 s warm-up)', 120],
    ['Durée : 2 minutes', 120],
  ])('%s', (line, durationSeconds) => {
    expect(read(line)).toMatchObject({ stage: { durationSeconds }, doubts: [] });
  });

  test.each([
    ['Duration: 120'],
    ['Duration: 2:30'],
    ['Duration: 2-3 min'],
    ['Duration: ~2 min'],
    ['Duration: 30 s ramp, 2 min hold'],
    ['Duration: 2 min + 30 s'],
    ['Duration: 3 x 2 min'],
    ['Duration: 2 min each'],
    ['Duration: 2min30'],
    ['Timeout: 5'],
    ['Duration (warm-up): 10 s'],
  ])('%s is not read, and said not to be', (line) => {
    const { conditions, doubts, unread } = read(line);
    expect([conditions, unread]).toEqual([{}, [/^T/.test(line) ? 'timeout' : 'duration']]);
    expect(doubts).toEqual([expect.stringContaining('which was not read')]);
  });

  test.each(['Connections: fifty', 'Connections: keep-alive', 'Duration: two minutes'])('%s', (line) => {
    expect(read(line)).toMatchObject({
      conditions: {},
      unread: [/^C/.test(line) ? 'connections' : 'duration'],
      doubts: [`says "${line}" in line 3, which was not read`],
    });
    expect(read(line, 'Connections: 50', 'Duration: 2 min')).toMatchObject({
      stage: { connections: 50, durationSeconds: 120 },
    });
    expect(read(line.replace(/: .*/, ': n/a'))).toMatchObject({ unread: [], doubts: [] });
  });

  test.each([
    'Connections = 50',
    'Connections:50',
    'Connections – 50',
    '**Connections** : 50',
  ])('%s', (line) => {
    expect(read(line).stage).toEqual({ connections: 50 });
  });

  test('what is nearest is not passed over for what is further away', () => {
    const text = `# R\n\n- Connections: 10\n\n## Peak\n\n- Connections: 50 to 100\n\n${tableOf(PLAIN)}`;
    const { runs, warnings } = listRuns(text, 'f');
    expect(runs[0]?.conditions).toEqual({});
    expect(warnings).toEqual(['Peak (line 9) says "Connections: 50 to 100" in line 7, which was not read.']);
  });

  test('what is about others is not asked', () => {
    expect(read('Connections (database): 9', 'Connections: 50')).toMatchObject({
      stage: { connections: 50 },
      doubts: [],
    });
  });

  test('two values are none', () => {
    expect(read('Connections: 50', 'Connections: 100')).toMatchObject({
      conditions: {},
      doubts: ['says both "Connections: 50" in line 3 and "Connections: 100" in line 4, so neither was read'],
    });
    expect(read('Connections: 50', 'Connections: 50 (keep-alive)').stage).toEqual({ connections: 50 });
  });

  test('several in a line', () => {
    expect(read('Connections: 50 · Duration: 2 min · Workload: GET only')).toMatchObject({
      conditions: { stages: [{ connections: 50, durationSeconds: 120 }], methods: { GET: 1 } },
      doubts: [],
    });
  });

  test('a mix that is no mix of shares', () => {
    expect(read('Workload: 80/20 reads/writes')).toMatchObject({ conditions: {}, unread: ['mix'] });
    expect(read('Workload: ~80% GET / 20% POST')).toMatchObject({ conditions: {}, unread: ['mix'] });
    expect(read('Requests: 4,600', 'Traffic: 12 GB')).toMatchObject({
      conditions: {},
      unread: [],
      doubts: [],
    });
  });

  test('the header of a table of figures says none', () => {
    const table = '| Connections | P99 |\n|-|-|\n| 10 | 20 ms |\n';
    const { runs } = listRuns(`# R\n\n${table}\n## Peak\n\n${tableOf(PLAIN)}`, 'f');
    expect(runs[0]).not.toHaveProperty('doubts');
    const headless = '| Connections | 50 |\n|-|-|\n| Duration | 90 s |\n';
    expect(listRuns(`# R\n\n${headless}\n## Peak\n\n${tableOf(PLAIN)}`, 'f').runs[0]?.conditions).toEqual({
      stages: [{ connections: 50, durationSeconds: 90 }],
    });
  });

  test('beside remarks in a table', () => {
    const table =
      '| Setting | Value | Comment |\n|-|-|-|\n| Connections | 50 | keep-alive |\n| Duration (s) | 90 | |\n';
    const { runs } = listRuns(`# R\n\n${table}\n## Peak\n\n${tableOf(PLAIN)}`, 'f');
    expect(runs[0]?.conditions).toEqual({ stages: [{ connections: 50, durationSeconds: 90 }] });
  });
});

describe('words of two meanings', () => {
  test.each([
    'Soak, 45 min',
    'Peak load (3 min)',
    'Max load',
    'Maximum throughput',
    'Min and max',
    'Rate limit off',
    'With a memory limit',
    'Limit test',
    'Load limit',
    'Throughput limit',
    'Target A',
    'Expected traffic',
    'Expected load, staging',
    'Target: staging',
    'Target load',
    'Target service',
    'Canary target',
    'Memory budget 256 MB',
    'Budget plan',
    'At the threshold of 80 % CPU',
    'Measured against the targets',
    'Above the limit',
  ])('a heading of measured figures: %s', (heading) => {
    const { runs, objectives } = listRuns(`# R\n\n## ${heading}\n\n${tableOf(PLAIN)}`, 'f');
    expect([runs.length, objectives]).toEqual([1, []]);
  });

  test.each([
    'Targets',
    'Performance targets',
    'Load targets',
    'Service level objectives',
    'SLOs',
    'Latency budget',
    'Thresholds',
    'Expected values',
    'Expected results',
    'Target latency',
    'Objectives for peak load',
    'Objectifs de performance',
    'Résultats attendus',
    'Valeurs cibles',
    '3.2 Goals',
    'What we promise (target)',
  ])('a heading of hopes: %s', (heading) => {
    const { runs, objectives } = listRuns(`# R\n\n## ${heading}\n\n${tableOf(PLAIN)}`, 'f');
    expect([runs, objectives.length]).toEqual([[], 1]);
  });

  test('measured figures under a heading of hopes', () => {
    const text = `## Targets\n\n${tableOf(PLAIN, '| Metric | Measured |\n|---|---|')}`;
    expect(listRuns(text, 'f')).toMatchObject({ runs: [{ title: 'Targets' }], objectives: [] });
  });

  const columns = (...labels: readonly string[]) => {
    const bars = labels.map(() => '---').join('|');
    const row = (name: string, unit: string) =>
      `| ${name} | ${labels.map((_, i) => `${10 + i} ${unit}`).join(' | ')} |\n`;
    const text = `# R\n\n## Peak\n\n| Metric | ${labels.join(' | ')} |\n|---|${bars}|\n${row('P50', 'ms')}${row('P99', 'ms')}${row('Throughput', 'req/s')}`;
    const { runs, objectives } = listRuns(text, 'f');
    return { measured: runs.map(({ title }) => title.replace('Peak: ', '')), hoped: objectives.length };
  };

  test.each([
    [['2 min', '30 min']],
    [['Max load', 'Rate limit 100']],
    [['Expected traffic', 'Twice the traffic']],
    [['Base', 'Target']],
    [['staging target', 'production target']],
    [['Status quo', 'Sources on SSD']],
  ])('columns of measured figures: %j', (labels) => {
    expect(columns(...labels)).toEqual({ measured: labels, hoped: 0 });
  });

  test.each([
    [['Before', 'After', 'Target']],
    [['Before', 'After', 'Expected']],
    [['Before', 'After', 'Limit (ms)']],
    [['Before', 'After', 'Max']],
    [['Before', 'After', 'Max allowed']],
    [['Before', 'After', 'SLO']],
    [['Before', 'After', 'Latency budget']],
    [['Before', 'After', 'Documented (goal)']],
  ])('the last column is hoped for: %j', (labels) => {
    expect(columns(...labels)).toEqual({ measured: ['Before', 'After'], hoped: 1 });
  });

  test.each([
    [['Before', 'After', 'Change vs. main']],
    [['Before', 'After', 'Δ (%)']],
  ])('the last column tells about the others: %j', (labels) => {
    expect(columns(...labels)).toEqual({ measured: ['Before', 'After'], hoped: 0 });
  });

  test('extremes of several runs are no run', () => {
    expect(columns('Run 1', 'Run 2', 'Min', 'Max')).toEqual({ measured: ['Run 1', 'Run 2'], hoped: 0 });
    expect(columns('Run 1', 'Avg', 'Min', 'Max')).toEqual({ measured: ['Run 1', 'Avg'], hoped: 0 });
  });

  test.each([
    ['12 connections, 2 min', 1],
    ['Max load', 1],
    ['Target: staging', 1],
    ['Expected traffic', 1],
    ['Target', 0],
    ['SLO', 0],
    ['Limits', 0],
  ])('the label of a row: %s', (label, runs) => {
    const text = `# R\n\n## Peak\n\n| Run | P50 | P99 | Throughput |\n|---|---|---|---|\n| ${label} | 14 ms | 88 ms | 230 req/s |\n`;
    const found = listRuns(text, 'f');
    expect([found.runs.length, found.objectives.length]).toEqual([runs, 1 - runs]);
  });
});

describe('what begins with a bracket or a brace', () => {
  test.each([
    '[[_TOC_]]',
    '[TOC]',
    '{{< toc >}}',
    '{% include toc.md %}',
    '{{ site.title }}',
    '[tool]: https://example.org',
    '[^1]: On a laptop',
    '[2026-02-03] The week of the sale',
    '[1] Peak',
    '[x] done',
    '{: .no_toc }',
    '{#top}',
    '{"title": "Load"}\n',
    '[Home](../README.md)',
    '[',
    '{',
  ])('is no JSON yet: %s', (first) => {
    const { runs } = listRuns(`${first}\n\n# R\n\n## Peak\n\n${tableOf(PLAIN)}`, 'f');
    expect(runs).toMatchObject([{ title: 'Peak', format: 'markdown-report' }]);
  });

  test.each([
    ['{"format": "tailgate/1", "name": "peak", "met', /no valid JSON .* it may be cut off/],
    ['{\n  "format": "tail', /it may be cut off/],
    ['{', /it may be cut off/],
    ['[{"a": 1}, {"b"', /it may be cut off/],
    ['[1, 2]', /not a result of Tailgate/],
    ['{"type":"Metric"}\n{"type":"Point"}\n', /several JSON values, one a line/],
  ])('JSON stays JSON: %s', (text, says) => {
    expect(() => listRuns(text, 'f')).toThrow(says);
  });
});
