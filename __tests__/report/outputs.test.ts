import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { toResult } from '../../src/report/result.ts';
import { asReported, loginFailed, pass, retried } from './cases.ts';
import { interleavedP95, interleavedPass } from './interleaved-cases.ts';
import { makeReport, makeVerdict } from './make-report.ts';
import { publicationOnce } from './publication-once.ts';

/** Invalid for a reason that somebody else gives. */
const refused = (detail: string) =>
  publicationOnce(
    makeReport({ verdict: makeVerdict({ outcome: 'invalid', causes: [{ code: 'tls', detail }] }) }),
  );

describe('outputs', () => {
  test('are plain numbers in ms, per second and shares, and the causes by their codes', () => {
    expect(renderOutputs(publicationOnce(asReported))).toEqual({
      verdict: 'fail',
      reason:
        'Error rate is 3.1× its limit (3.06 %, limit 1 %), mostly 400 responses to create apartment and create parking space',
      causes: 'over-limit',
      'p50-ms': '16.623',
      'p50-change': '',
      'p90-ms': '35.199',
      'p90-change': '',
      'p95-ms': '45.279',
      'p95-change': '',
      'p99-ms': '74.751',
      'p99-change': '-0.204785',
      'p99-9-ms': '107.327',
      'p99-9-change': '',
      'throughput-per-second': '300.75',
      'throughput-change': '-0.001063',
      'error-rate': '0.03062',
      'error-rate-change': '-0.00608',
      'capacity-per-second': '',
      'capacity-change': '',
      'attempts-per-request': '',
      'recovery-seconds': '',
      'fault-error-rate': '',
    });
  });

  test('of a gate on P95 have its figure, its change and why it failed', () => {
    const { metrics, comparisons } = toResult(interleavedP95);
    const [row] = comparisons;
    expect(row).toMatchObject({
      metric: 'p95',
      limit: { bound: 'max' },
      regression: { finding: 'regressed' },
    });
    const outputs = renderOutputs(publicationOnce(interleavedP95));
    expect(outputs).toMatchObject({
      verdict: 'fail',
      causes: 'over-limit',
      'p95-ms': String(metrics?.latencyMs?.p95),
      'p95-change': String(Number(row?.change?.toFixed(6))),
    });
    expect(Number(outputs['p95-change'])).toBeGreaterThan(0.1);
    expect(outputs.reason).toMatch(/^P95 is 1\.1× its limit/);
  });

  test('of requests that are sent again have the attempts, which are compared with nothing', () => {
    const outputs = renderOutputs(publicationOnce(retried));
    expect(Number(outputs['attempts-per-request'])).toBeCloseTo(
      toResult(retried).metrics?.attemptsPerRequest ?? 0,
      5,
    );
    expect(outputs).toMatchObject({ verdict: 'fail', causes: 'over-limit,over-limit' });
    expect(Object.keys(outputs).filter((name) => name.includes('attempts'))).toEqual([
      'attempts-per-request',
    ]);
  });

  test('of a pass have no cause', () => {
    expect(renderOutputs(publicationOnce(interleavedPass)).causes).toBe('');
  });

  test('are empty where nothing was measured', () => {
    const { verdict, reason, causes, ...figures } = renderOutputs(publicationOnce(loginFailed));
    expect(verdict).toBe('invalid');
    expect(reason).toMatch(/^The login \(POST .*\) was answered 401/);
    expect(causes).toBe('login-failed');
    expect(new Set(Object.values(figures))).toEqual(new Set(['']));
    expect(Object.keys(figures)).toHaveLength(19);
  });

  test('a reason of several lines stays one', () => {
    expect(renderOutputs(refused('one\nverdict=pass\u001b[31m')).reason).toBe('One verdict=pass');
  });
});

describe('annotation', () => {
  test('is one line with the verdict, its reason and what to do', () => {
    expect(renderAnnotation(publicationOnce(pass))).toBe(`Pass (realistic): ${toResult(pass).reason}`);
    expect(renderAnnotation(publicationOnce(loginFailed))).toMatch(
      /^Invalid \(realistic\): The login .*\. Check the login's path, .*\.$/,
    );
  });

  test('has a full stop between the reason and what to do, and one only', () => {
    const told =
      /^Invalid \(realistic\): The certificate has expired\. Check the certificate, .*has no effect\.$/;
    expect(renderAnnotation(refused('the certificate has expired'))).toMatch(told);
    expect(renderAnnotation(refused('the certificate has expired.'))).toMatch(told);
  });

  test('is cut below what the runner takes', () => {
    const said = renderAnnotation(refused('long\n'.repeat(5000)));
    expect(said).toMatch(/^Invalid \(realistic\): Long (long ){100,}/);
    expect(said.length).toBeLessThanOrEqual(4096);
  });
});
