import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { asReported, loginFailed, pass } from './cases.ts';
import { makeReport, makeVerdict } from './make-report.ts';

describe('outputs', () => {
  test('are plain numbers in ms, per second and shares', () => {
    expect(renderOutputs(asReported)).toEqual({
      verdict: 'fail',
      reason:
        'Errors are 3.06 %, 3.1× their limit of 1 %: all of create apartment and of create parking space were answered 400.',
      'p50-ms': '18.3',
      'p50-change': '',
      'p90-ms': '58.17',
      'p90-change': '',
      'p95-ms': '66.48',
      'p95-change': '',
      'p99-ms': '83.1',
      'p99-9-ms': '132.96',
      'p99-9-change': '',
      'throughput-per-second': '300.5',
      'error-rate': '0.030645',
      'p99-change': '-0.117',
      'throughput-change': '-0.0017',
      'error-rate-change': '-0.0062',
    });
  });

  test('are empty where nothing was measured', () => {
    const { verdict, reason, ...figures } = renderOutputs(loginFailed);
    expect(verdict).toBe('invalid');
    expect(reason).toMatch(/^The login was refused/);
    expect(new Set(Object.values(figures))).toEqual(new Set(['']));
    expect(Object.keys(figures)).toHaveLength(14);
  });

  test('a reason of several lines stays one', () => {
    const report = makeReport({ verdict: makeVerdict({ reason: 'one\nverdict=pass\u001b[31m' }) });
    expect(renderOutputs(report).reason).toBe('one verdict=pass');
  });
});

describe('annotation', () => {
  test('is one line with the verdict, its reason and what to do', () => {
    expect(renderAnnotation(pass)).toBe(`Pass (realistic): ${pass.verdict.reason}`);
    expect(renderAnnotation(loginFailed)).toMatch(
      /^Invalid \(realistic\): The login .*; nothing was measured\.$/,
    );
  });

  test('has a full stop between the reason and what to do, and one only', () => {
    const advice = 'Run it again.';
    const says = (reason: string) =>
      renderAnnotation(makeReport({ verdict: makeVerdict({ outcome: 'invalid', reason, advice }) }));
    const told = 'Invalid (realistic): The run was cancelled, before it could be judged. Run it again.';
    expect(says('The run was cancelled, before it could be judged')).toBe(told);
    expect(says('The run was cancelled, before it could be judged.')).toBe(told);
  });

  test('is cut below what the runner takes', () => {
    const report = makeReport({ verdict: makeVerdict({ reason: 'long\n'.repeat(5000) }) });
    expect(renderAnnotation(report)).toMatch(/^Pass \(realistic\): (long ){100,}/);
    expect(renderAnnotation(report).length).toBeLessThanOrEqual(4096);
  });
});
