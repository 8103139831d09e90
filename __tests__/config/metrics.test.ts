import { METRIC_NAMES, METRICS, worsening } from '../../src/config/metrics.ts';
import { fewestResponses, responsesOfStep } from '../../src/config/responses.ts';

test.each([
  ['p50', 4, 200],
  ['p90', 20, 200],
  ['p95', 40, 200],
  ['p99', 200, 200],
  ['p99.9', 2000, 2000],
  ['throughput', 1, 200],
  ['errors', 1, 200],
] as const)('%s takes %i responses, and a step of a comparison %i', (metric, fewest, step) => {
  expect(fewestResponses(metric)).toBe(fewest);
  expect(responsesOfStep(metric)).toBe(step);
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
