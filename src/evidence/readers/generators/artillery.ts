/**
 * `artillery run --output FILE`, from an output of Artillery 2. http.response_time ends with the first byte of the
 * response, and leaves connecting out; virtual users arrive at a rate.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import { figuresOfCounts, leavesOut, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const artillerySchema = z.looseObject({
  aggregate: z.looseObject({
    counters: z.record(z.string(), z.number().nonnegative()),
    summaries: z.record(z.string(), z.record(z.string(), z.number())),
    firstMetricAt: z.number(),
    lastMetricAt: z.number(),
  }),
});

const LATENCY = {
  mean: 'mean',
  median: 'p50',
  p50: 'p50',
  p75: 'p75',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  p999: 'p99_9',
  max: 'max',
} as const;

export function looksLikeArtillery(text: string): boolean {
  const json = jsonIn(text);
  return hasKeys(json, 'aggregate') && hasKeys(json.aggregate, 'counters', 'summaries');
}

export function readArtillery(text: string, file: string): GeneratorRun {
  const { aggregate } = parseAs(artillerySchema, jsonIn(text), file, "Artillery's report");
  const { counters, summaries, firstMetricAt, lastMetricAt } = aggregate;
  const requests = counters['http.requests'];
  const latency = summaries['http.response_time'];
  if (requests === undefined || latency === undefined)
    throw new ConfigurationError(
      'the Artillery report contains no HTTP requests: it needs http.requests and http.response_time',
      {
        file,
      },
    );
  const refused = Object.entries(counters)
    .filter(([name]) => /^http\.codes\.[45]\d\d$/.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
  const unanswered = Math.max(0, requests - (counters['http.responses'] ?? 0));
  const seconds = (lastMetricAt - firstMetricAt) / 1000;
  return {
    tool: 'Artillery',
    figures: figuresOfCounts({
      requests,
      // Of a redirect that is followed it counts each response.
      failed: Math.min(requests, refused + unanswered),
      unanswered,
      seconds,
      latencyAllMs: namedLatency(latency, LATENCY),
    }),
    unanswered,
    model: 'open',
    seconds,
    startedAt: firstMetricAt,
    doubts: leavesOut(unanswered),
  };
}
