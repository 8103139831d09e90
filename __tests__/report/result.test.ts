import { Histogram } from '../../src/evidence/histogram.ts';
import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';
import { resultSchema } from '../../src/evidence/result/schema.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import * as cases from './cases.ts';
import { makeComparison, makeReport, makeVerdict } from './make-report.ts';

const throughJson = (report: Report): unknown => JSON.parse(JSON.stringify(toResult(report)));

describe('result file', () => {
  test.each(Object.entries(cases))('%s has the form that is read', (_, report) => {
    expect(resultSchema.parse(throughJson(report))).toEqual(toResult(report));
  });

  test('holds the figures, the bounds and the findings', () => {
    const { metrics, comparisons, ...result } = toResult(cases.asReported);
    expect(result).toMatchObject({
      format: 'tailgate/1',
      name: 'as reported',
      verdict: 'fail',
      target: 'http://127.0.0.1:8080',
      commit: cases.asReported.run.headSha,
      baseline: { source: 'examples/performance-report.md#realistic-final', date: '2025-10-30' },
    });
    expect(metrics).toMatchObject({
      requests: 6200,
      throughputPerSecond: 300.5,
      latencyMs: { p99: 83.1 },
      errors: { status: { '400': 186, '409': 3 }, timeout: 1, socket: 0, unanswered: 0, body: 0 },
    });
    expect(comparisons[1]).toMatchObject({ metric: 'throughput', endpoint: null, min: 100, regression: 0.1 });
    expect(comparisons[2]).toMatchObject({ metric: 'errors', max: 0.01, finding: 'over-limit' });
    expect(comparisons[2]).not.toHaveProperty('limit');
  });

  test('a figure that nothing was declared about has no finding, and without a baseline no row', () => {
    const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;
    const verdict = makeVerdict({
      comparisons: [
        makeComparison({ metric: 'p99', target: 83.1, limit }),
        makeComparison({ metric: 'throughput', target: 310, baseline: 300, change: 0.033 }),
        makeComparison({ metric: 'errors', target: 0 }),
      ],
    });
    const result = toResult(makeReport({ verdict }));
    expect(resultSchema.parse(result)).toEqual(result);
    expect(result.comparisons.map(({ metric, finding, note }) => [metric, finding, note])).toEqual([
      ['p99', 'within', null],
      ['throughput', null, 'not gated'],
    ]);
    expect(result.comparisons[1]).toMatchObject({ target: 310, baseline: 300, change: 0.033 });
  });

  test('so many errors that they fail whatever is declared keep their row', () => {
    const note = 'so many errors fail whatever the limits';
    const row = makeComparison({ metric: 'errors', target: 0.2, finding: 'over-limit', note });
    expect(toResult(makeReport({ verdict: makeVerdict({ comparisons: [row] }) })).comparisons).toEqual([
      expect.objectContaining({ metric: 'errors', finding: 'over-limit', note }),
    ]);
  });

  test('an open model keeps its rate and the time without the wait', () => {
    const { conditions, metrics } = toResult(cases.open);
    expect(conditions).toMatchObject({
      model: 'open',
      stages: [{ ratePerSecond: 300, arrivals: 'poisson' }],
    });
    expect(metrics?.serviceMs?.p99).toBe(61.2);
  });

  test('learns the spread from the batches', () => {
    const { spread } = toResult(cases.pass).metrics ?? {};
    // Two batches at 0.99 and 1.01 of the mean: half the difference of their logarithms, but for the buckets' width.
    expect(spread?.throughput).toBeCloseTo(Math.log(1.01 / 0.99) / 2, 9);
    expect(spread?.p99).toBeCloseTo(0.01, 3);
    expect(spread?.errors).toBe(1);
  });

  test('keeps latencies of successes and of errors apart, by request', () => {
    const [round] = toResult(cases.asReported).rounds;
    const { latency, latencyOfErrors } = round?.histograms['create owner'] ?? {};
    expect(round?.side).toBe('target');
    expect(Histogram.fromBase64(latency ?? '').count).toBe(182);
    expect(Histogram.fromBase64(latencyOfErrors ?? '').count).toBe(3);
    expect(Histogram.fromBase64(latencyOfErrors ?? '').maxMs).toBeCloseTo(2, 2);
  });

  test('is a baseline for the next run', () => {
    const written = '.tailgate/result.json';
    const text = JSON.stringify(toResult(cases.pass));
    const baseline = readBaseline(text, { kind: 'file', file: written, section: null, written });
    expect(baseline).toMatchObject({ format: 'tailgate', source: written });
    expect(baseline.whole).toMatchObject({ requests: 6200, latencyMs: { p99: 83.1 }, errorRate: 8 / 6200 });
    expect(baseline.endpoints['create apartment']).toMatchObject({ requests: 124, errorRate: 8 / 124 });
    expect(baseline.conditions).toMatchObject({
      stages: [{ connections: 10, durationSeconds: 20 }],
      model: 'closed',
    });
  });

  test('nothing measured is nothing, not zero', () => {
    expect(toResult(cases.loginFailed)).toMatchObject({
      verdict: 'invalid',
      metrics: null,
      conditions: null,
      startedAt: null,
      endpoints: [],
      rounds: [],
    });
  });
});
