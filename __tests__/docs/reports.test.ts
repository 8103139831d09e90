/** The page about reports: its example is read as it says, and so are the names that it lists. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { conditionNamed } from '../../src/evidence/readers/markdown/condition-names.ts';
import { metricNameOf } from '../../src/evidence/readers/metric-names.ts';
import { metricValuesOf } from '../../src/evidence/readers/metric-values.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reports.md'), 'utf8');
const example = /^```markdown\n([\s\S]*?)^```/m.exec(page)?.[1] ?? '';
const codesOf = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);

test('the example is one run, with its conditions, its date and its figures', () => {
  const source = { kind: 'file', file: 'r.md', section: 'peak', written: 'r.md#peak' } as const;
  expect(readBaseline(example, source)).toMatchObject({
    title: 'Peak',
    date: '2026-10-12',
    whole: { responsesPerSecond: 118, errorRate: 0.001, latencyAllMs: { p50: 61, p99: 101 } },
    conditions: {
      tool: 'k6 1.3',
      stages: [{ connections: 8, durationSeconds: 120 }],
      methods: { GET: 0.85, POST: 0.15 },
    },
  });
  expect(listRuns(example, 'r.md').runs).toHaveLength(1);
});

const rows = [...page.matchAll(/^\| (latency|throughput|requests|errors) \| (.*) \| (.*) \|$/gm)];
const KINDS: Readonly<Record<string, readonly string[]>> = {
  latency: ['latency'],
  throughput: ['responses-per-second'],
  requests: ['requests'],
  errors: ['errors', 'success-rate'],
};

test('the table has a row for each figure', () => {
  expect(rows.map(([, figure]) => figure)).toEqual(Object.keys(KINDS));
});

test.each(
  rows.map(([, figure = '', names = '', values = '']) => ({ figure, names, values })),
)('names and values of $figure', ({ figure, names, values }) => {
  for (const name of codesOf(names)) expect(KINDS[figure]).toContain(metricNameOf(name)?.kind);
  const metric = metricNameOf(codesOf(names)[0] ?? '');
  const written = codesOf(values).filter((value) => /^\d/.test(value));
  expect(written.length).toBeGreaterThan(0);
  for (const value of written) {
    expect(metric && metricValuesOf(value, metric, { mark: '.', unitMs: null })).toHaveLength(1);
  }
});

test('a latency without a unit is read only where its name has one', () => {
  const latency = (name: string) =>
    metricValuesOf('101', metricNameOf(name) as never, { mark: '.', unitMs: null });
  expect([latency('P99 (ms)').length, latency('P99').length]).toEqual([1, 0]);
});

test('the conditions have names that are read', () => {
  const named = /or a row of a table: ([\s\S]*?)\. They hold/.exec(page)?.[1] ?? '';
  const names = codesOf(named);
  expect(names).toHaveLength(8);
  expect(names.filter((name) => conditionNamed(name) === null)).toEqual([]);
});

test('what it says is not read is not', () => {
  const sentence = /“(Measured on [^”]*)”/.exec(page)?.[1]?.replaceAll(/\s+/g, ' ') ?? '';
  const prose = example.replace(/^- .*\n/gm, '').replace(/^\*\*Date.*$/m, `${sentence}.`);
  expect(prose).toContain('400 virtual users');
  const [run] = listRuns(prose, 'r.md').runs;
  expect([run?.metrics.latencyAllMs?.p99, run?.date, run?.conditions]).toEqual([101, undefined, {}]);
  expect(listRuns('# Peak\n\n- P99: 101 ms\n- Throughput: 118 req/s\n', 'r.md').runs).toEqual([]);
  for (const name of ['http_req_duration', 'p(99)']) expect(metricNameOf(name)).toBeNull();
  expect(listRuns(`# Peak\n\n\`\`\`\n${example}\`\`\`\n`, 'r.md').runs).toEqual([]);
  expect(listRuns(example.replaceAll(/\| (\d)/g, '| < $1'), 'r.md')).toMatchObject({
    runs: [],
    objectives: [{ title: 'Peak' }],
  });
});
