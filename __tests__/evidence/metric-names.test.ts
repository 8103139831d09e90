import { metricNameOf } from '../../src/evidence/readers/metric-names.ts';
import { metricValuesOf } from '../../src/evidence/readers/metric-values.ts';

describe('metricNameOf', () => {
  test.each([
    ['Latence P99', 'p99'],
    ['Latency P99.9', 'p99_9'],
    ['P99,9', 'p99_9'],
    ['p50 response time', 'p50'],
    ['P95 (ms)', 'p95'],
    ['99%', 'p99'],
    ['99th percentile', 'p99'],
    ['Median latency', 'p50'],
    ['Latence moyenne', 'mean'],
    ['Temps de réponse maximal', 'max'],
  ])('%s is the latency %s', (name, of) => {
    expect(metricNameOf(name)).toMatchObject({ kind: 'latency', of });
  });

  test.each([
    ['Throughput', 'responses-per-second'],
    ['Débit', 'responses-per-second'],
    ['Requêtes/s', 'responses-per-second'],
    ['Requests/sec', 'responses-per-second'],
    ['Throughput (req/s)', 'responses-per-second'],
    ['Successes per second', 'successes-per-second'],
    ['Taux de succès', 'success-rate'],
    ['Success rate', 'success-rate'],
    ["Taux d'erreur", 'errors'],
    ['Taux d’erreur', 'errors'],
    ['Erreurs', 'errors'],
    ['Error rate', 'errors'],
    ['Total requests', 'requests'],
    ['Nombre de requêtes', 'requests'],
  ])('%s is %s', (name, kind) => {
    expect(metricNameOf(name)).toMatchObject({ kind });
  });

  test.each([
    'CPU P99',
    'P99 of login',
    'P99.99',
    'Connexions DB',
    'Load Average',
    'Throughput (MB/s)',
    'Max',
    'Latency',
    '',
  ])('%j is none', (name) => {
    expect(metricNameOf(name)).toBeNull();
  });
});

describe('metricValuesOf', () => {
  const value = (name: string, text: string) => {
    const metric = metricNameOf(name);
    return metric ? metricValuesOf(text, metric, { mark: null, unitMs: null }) : null;
  };

  test.each([
    ['P99', '93.84 ms', { ms: 93.84 }],
    ['P99', '93,84ms (measured)', { ms: 93.84 }],
    ['P99', '0.5 s', { ms: 500 }],
    ['P99', '812 µs', { ms: 0.812 }],
    ['P99 (s)', '0.25', { ms: 250 }],
    ['Throughput', '310.53 req/s', { value: 310.53 }],
    ['Throughput', '77.2k req/s', { value: 77200 }],
    ['Requests/sec', '310.53', { value: 310.53 }],
    ['Success rate', '96.33%', { share: 0.0367 }],
    ['Error rate', '3,67 %', { share: 0.0367 }],
    ['Total requests', '37,292 en 2 min', { count: 37292, durationSeconds: 120 }],
    ['Total requests', '37.292 requêtes', { count: 37292, durationSeconds: null }],
    ['Errors', '12', { count: 12 }],
  ])('%s: %s', (name, text, found) => {
    expect(value(name, text)).toMatchObject([found]);
  });

  test('a count and its share are both read', () => {
    expect(value('Erreurs', '1,369 (3.67%)')).toMatchObject([{ count: 1369 }, { share: 0.0367 }]);
  });

  test.each([
    ['P99', '< 100ms'],
    ['P99', '93.84'],
    ['P99', 'stable'],
    ['P99', '-1.68 ms'],
    ['P99', '90-94 ms'],
    ['P99', '100 ms (objectif)'],
    ['Throughput', '12.5 MB/s'],
    ['Throughput', '310 req/s vs 100 req/s'],
    ['Throughput', '~100 req/s'],
    ['Throughput', '3.1x the target'],
    ['Success rate', '0.97'],
    ['Success rate', '+11.6 points'],
    ['Error rate', '120 %'],
    ['Errors', '12 of many'],
    ['Errors', 'none (3.67%)'],
    ['Total requests', '37.5'],
  ])('%s: %s is no measurement', (name, text) => {
    expect(value(name, text)).toEqual([]);
  });
});
