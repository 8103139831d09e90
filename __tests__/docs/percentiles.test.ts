/** How many responses a percentile takes, on the page of the first gate and on that of the verdict, is what the code asks for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, metricsOf } from '../../src/config/metrics.ts';
import { fewestResponses, responsesOfStep } from '../../src/config/responses.ts';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
const write = (count: number) => count.toLocaleString('en-US');
const percentiles = metricsOf('latency');

test('the table of docs/verdict.md', () => {
  const rows = [...read('docs/verdict.md').matchAll(/^\| (P[\d.]+) \| ([\d,]+) \| ([\d,]+) \|$/gm)];
  expect(rows.map(([, ...cells]) => cells)).toEqual(
    percentiles.map((metric) => [
      METRICS[metric].label,
      write(fewestResponses(metric)),
      write(responsesOfStep(metric)),
    ]),
  );
});

test('the sentence of docs/getting-started.md', () => {
  const text = read('docs/getting-started.md').replaceAll(/\s+/g, ' ');
  for (const metric of percentiles)
    expect(text).toMatch(new RegExp(`\\b${write(fewestResponses(metric))} for ${METRICS[metric].label}\\b`));
});
