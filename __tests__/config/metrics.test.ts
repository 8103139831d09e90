import { METRIC_NAMES, METRICS, worsening } from '../../src/config/metrics.ts';
import { fewestResponses, responsesWanted } from '../../src/config/responses.ts';

test.each([
  [0.05, 3435],
  [0.1, 900],
  [0.2, 246],
  [1, 18],
])('a tolerance of %d wants %i responses a round for P99', (tolerance, responses) => {
  expect(responsesWanted('p99', tolerance)).toBe(responses);
});

test.each([
  ['p50', 4, 402],
  ['p90', 20, 328],
  ['p95', 40, 409],
  ['p99', 200, 900],
  ['p99.9', 2000, 4037],
  ['throughput', 1, 0],
  ['errors', 1, 0],
] as const)('%s takes %i responses, and %i a round for 10 %%', (metric, fewest, wanted) => {
  expect(fewestResponses(metric)).toBe(fewest);
  expect(responsesWanted(metric, 0.1)).toBe(wanted);
});

test('as many responses a round give each quantile of an exponential tail the same relative standard error', () => {
  // An independent way: the asymptotic variance of a sample quantile, q (1 − q) / (n f(x)²), of the unit exponential.
  const relativeError = (q: number, n: number): number => {
    const x = -Math.log(1 - q);
    const density = Math.exp(-x);
    return Math.sqrt((q * (1 - q)) / n) / density / x;
  };
  const quantiles = METRIC_NAMES.flatMap((metric) => {
    const row = METRICS[metric];
    return row.kind === 'latency' ? [relativeError(row.quantile, responsesWanted(metric, 0.1))] : [];
  });
  for (const one of quantiles) expect(one).toBeCloseTo(relativeError(0.99, 900), 3);
});

test('worse is above 0, whichever way a metric goes', () => {
  expect(worsening('p95', 0.2)).toBe(0.2);
  expect(worsening('errors', 0.01)).toBe(0.01);
  expect(worsening('throughput', -0.2)).toBe(0.2);
});

test('names of outputs are letters, digits and hyphens, and each is there once', () => {
  const names = METRIC_NAMES.flatMap((metric) => Object.values(METRICS[metric].outputs));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
});
