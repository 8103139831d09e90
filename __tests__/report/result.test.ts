import { Histogram } from '../../src/evidence/histogram.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';
import { isFailure } from '../../src/evidence/result/causes.ts';
import { type Result, resultSchema } from '../../src/evidence/result/schema.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { reasonOf } from '../../src/report/view/reason.ts';
import { leadingWarningsOf, warningsOf } from '../../src/report/view/warnings.ts';
import fc from '../fast-check.ts';
import { drawn, testInFull, testPart } from '../part.ts';
import * as cases from './cases.ts';
import { everyCause, everyRemark } from './every-cause.ts';
import * as flows from './flow-cases.ts';
import { hostile } from './hostile.ts';
import * as interleaved from './interleaved-cases.ts';
import { makeComparison, makeMeasurement, makeReport, makeVerdict } from './make-report.ts';
import * as stages from './stage-cases.ts';
import { usualCase } from './usual-cases.ts';

const ALL: readonly [string, () => Report][] = [
  ...Object.entries({ ...cases, ...interleaved, ...stages }).map(([name, report]): [string, () => Report] => [
    name,
    () => report,
  ]),
  ...Object.entries(flows),
];
const eachCase = testPart(ALL, usualCase);
const readBack = (result: Result): Result => resultSchema.parse(JSON.parse(JSON.stringify(result)));

/** JSON knows one zero. */
function positiveZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(positiveZeros);
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, positiveZeros(one)]));
}

const TEXTS: readonly ((publication: Publication) => unknown)[] = [
  renderComment,
  renderSummary,
  renderOutputs,
  (publication) => renderTerminal(publication, { colour: false, width: 100 }),
];

describe('result file', () => {
  eachCase('%s has the form that is read, and nothing is lost on the way', (_, made) => {
    const result = toResult(made());
    expect(readBack(result)).toEqual(positiveZeros(result));
  });

  eachCase('%s says why in codes, and the same in sentences', (_, made) => {
    const report = made();
    const { verdict, accepted, causes, warnings, reason } = toResult(report);
    expect(causes).toEqual(report.verdict.causes);
    expect(causes.length > 0).toBe(verdict !== 'pass' || accepted !== null);
    if (verdict === 'fail') expect(causes[0] && isFailure(causes[0])).toBe(true);
    const publication = publicationOf(report);
    expect(reason).toBe(reasonOf(publication));
    expect(reason).toMatch(/^\S.*[^.]$/);
    const [leading, others] = [leadingWarningsOf(publication), warningsOf(publication)];
    expect(warnings.slice(0, leading.length).map(({ says }) => says)).toEqual(leading);
    const rest = warnings.slice(leading.length).map(({ says }) => says);
    expect(others).toEqual([...report.plan.notices, ...rest]);
    for (const { says } of warnings) expect(says).toMatch(/^\S.*\.$/);
  });

  eachCase('%s reads the same once it was written and read back', (_, made) => {
    const publication = publicationOf(made());
    const again = { ...publication, result: readBack(publication.result) };
    for (const render of TEXTS) expect(render(again)).toEqual(render(publication));
  });

  testInFull('whatever its causes, remarks and names are, it reads the same once it was read back', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('pass', 'fail', 'inconclusive', 'invalid'), (text, outcome) => {
        const row = makeComparison({ metric: 'p99', endpoint: text, target: 83, notes: everyRemark(text) });
        const causes = everyCause(text);
        const verdict = makeVerdict({
          outcome,
          causes,
          comparisons: [row],
          warnings: [...everyRemark(text), ...causes],
        });
        const publication = publicationOf(makeReport({ verdict }));
        const again = { ...publication, result: readBack(publication.result) };
        expect(again.result).toEqual(publication.result);
        for (const render of TEXTS) expect(render(again)).toEqual(render(publication));
      }),
      { numRuns: drawn(40, 4) },
    );
  });

  test('holds the figures, the bounds and the findings', () => {
    const { metrics, comparisons, baseline, ...result } = toResult(cases.asReported);
    expect(result).toMatchObject({
      format: 'tailgate/1',
      name: 'realistic',
      verdict: 'fail',
      target: 'http://127.0.0.1:8080',
      commit: cases.asReported.run.headSha,
    });
    expect(baseline).toMatchObject({ source: 'docs/performance-report.md#realistic', date: '2025-10-30' });
    const whole = cases.asReported.measurement?.whole;
    expect(metrics).toMatchObject({
      requests: whole?.requests,
      throughputPerSecond: whole?.throughputPerSecond,
      latencyMs: whole?.latencyMs,
      errors: { status: { '400': 186, '409': 3 }, timeout: 1, socket: 0, unanswered: 0, body: 0 },
    });
    expect(comparisons).toEqual(cases.asReported.verdict.comparisons);
    expect(comparisons[1]).toMatchObject({
      metric: 'throughput',
      endpoint: null,
      limit: { bound: 'min', value: 100, finding: 'within' },
      regression: { tolerance: 0.1 },
    });
    expect(comparisons[2]).toMatchObject({
      metric: 'errors',
      limit: { bound: 'max', value: 0.01, finding: 'over-limit' },
      finding: 'over-limit',
    });
  });

  test('a figure that nothing was declared about is not gated, and without a baseline has no row', () => {
    const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;
    const shown = makeComparison({ metric: 'throughput', target: 310, baseline: 300, change: 0.033 });
    const verdict = makeVerdict({
      comparisons: [
        makeComparison({ metric: 'p99', target: 83.1, limit }),
        shown,
        makeComparison({ metric: 'errors', target: 0 }),
      ],
    });
    const result = toResult(makeReport({ verdict }));
    expect(readBack(result)).toEqual(result);
    expect(result.comparisons.map(({ metric, finding }) => [metric, finding])).toEqual([
      ['p99', 'within'],
      ['throughput', 'not-gated'],
    ]);
    expect(result.comparisons[1]).toEqual(shown);
  });

  test('so many errors that they fail whatever is declared keep their row', () => {
    const row = makeComparison({
      metric: 'errors',
      target: 0.2,
      finding: 'over-limit',
      notes: [{ code: 'floor-reached' }],
    });
    expect(toResult(makeReport({ verdict: makeVerdict({ comparisons: [row] }) })).comparisons).toEqual([row]);
  });

  test('an open model keeps its rate and the time without the wait', () => {
    const { conditions, metrics } = toResult(cases.open);
    expect(conditions).toMatchObject({
      model: 'open',
      stages: [{ ratePerSecond: 300, arrivals: 'poisson' }],
    });
    expect(metrics?.serviceMs).toEqual(cases.open.measurement?.whole.serviceMs);
    expect(metrics?.serviceMs?.p99).toBeGreaterThan(0);
  });

  test('learns the spread from the batches', () => {
    const { spread } = toResult(makeReport()).metrics ?? {};
    // Two batches at 0.99 and 1.01 of the mean: half the difference of their logarithms, but for the buckets' width.
    expect(spread?.throughput).toBeCloseTo(Math.log(1.01 / 0.99) / 2, 9);
    expect(spread?.p99).toBeCloseTo(0.01, 3);
    expect(spread?.errors).toBe(1);
  });

  test('keeps latencies of successes and of errors apart, by request', () => {
    const errors = { status: { '409': 3 }, timeout: 1 };
    const measurement = makeMeasurement({ endpoints: { 'create owner': { errors } } });
    const [round] = toResult(makeReport({ measurement })).rounds;
    const { latency, latencyOfErrors } = round?.histograms['create owner'] ?? {};
    expect(round?.side).toBe('target');
    expect(Histogram.fromBase64(latency ?? '').count).toBe(182);
    expect(Histogram.fromBase64(latencyOfErrors ?? '').count).toBe(3);
    expect(Histogram.fromBase64(latencyOfErrors ?? '').maxMs).toBeCloseTo(2, 2);
  });

  test('is a baseline for the next run', () => {
    const written = '.tailgate/result.json';
    const result = toResult(cases.pass);
    const source = { kind: 'file', file: written, section: null, written } as const;
    const baseline = readBaseline(JSON.stringify(result), source);
    expect(baseline).toMatchObject({ format: 'tailgate', source: written });
    const { requests, errorRate, latencyMs } = result.metrics ?? {};
    expect(baseline.whole).toMatchObject({ requests, latencyMs: { p99: latencyMs?.p99 }, errorRate });
    expect(errorRate).toBeGreaterThan(0);
    expect(baseline.endpoints['create apartment']).toMatchObject({ errorRate: 8 / 123 });
    expect(baseline.conditions).toMatchObject({
      stages: [{ connections: 10, durationSeconds: 20 }],
      model: 'closed',
    });
  });

  test('nothing measured is nothing, not zero; its conditions are those that it would have had', () => {
    expect(toResult(cases.loginFailed)).toMatchObject({
      verdict: 'invalid',
      causes: [{ code: 'login-failed' }],
      metrics: null,
      measured: null,
      conditions: { model: 'closed', stages: [{ connections: 10, durationSeconds: 20 }] },
      startedAt: null,
      endpoints: [],
      rounds: [],
    });
  });
});
