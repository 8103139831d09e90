/** k6's `--out json`: a line a sample (grafana.com/docs/k6, "JSON output"). Read from an output of k6 1.8.1. */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';
import { addPoints, type SentRequest } from './points.ts';

const pointSchema = z.looseObject({
  type: z.literal('Point'),
  metric: z.literal('http_req_duration'),
  data: z.looseObject({
    time: z.string().refine((time) => !Number.isNaN(Date.parse(time)), 'a sample has no time'),
    value: z.number().nonnegative(),
    tags: z.looseObject({
      name: z.string().optional(),
      expected_response: z.string().optional(),
      status: z.string().optional(),
    }),
  }),
});

export function looksLikeK6Points(text: string): boolean {
  const first = jsonIn(text.split('\n', 1)[0] ?? '');
  return hasKeys(first, 'type', 'data', 'metric') && (first.type === 'Metric' || first.type === 'Point');
}

export function readK6Points(text: string, file: string): GeneratorRun {
  const points: SentRequest[] = [];
  for (const line of text.split('\n')) {
    // Most lines are of other metrics, and none of them need be parsed.
    if (!line.includes('"metric":"http_req_duration"') || !line.includes('"type":"Point"')) continue;
    const { data } = parseAs(pointSchema, jsonIn(line), file, 'k6 samples');
    const { name = 'unnamed', expected_response: expected, status } = data.tags;
    points.push({
      name,
      latencyMs: data.value,
      failed: expected === 'false',
      unanswered: status === '0',
      endMs: Date.parse(data.time),
    });
  }
  const added = addPoints(points);
  if (added === null)
    throw new ConfigurationError(
      'the k6 samples contain no http_req_duration: k6 measured no HTTP requests',
      {
        file,
      },
    );
  return { tool: 'k6', ...added };
}
