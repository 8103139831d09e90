/**
 * `autocannon --json`, from outputs of autocannon 9.0.0. Its latencies are whole milliseconds of every response; the
 * time of those that came too late is not among them.
 */
import { z } from 'zod';
import { figuresOfCounts, namedLatency, requestsOf } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const count = z.number().int().nonnegative();
const autocannonSchema = z.looseObject({
  connections: count,
  duration: z.number().positive(),
  start: z.string().optional(),
  errors: count,
  timeouts: count,
  non2xx: count,
  '3xx': count.optional(),
  mismatches: count.optional(),
  latency: z.record(z.string(), z.number()),
  requests: z.looseObject({ total: count }),
});

const LATENCY = {
  average: 'mean',
  p50: 'p50',
  p75: 'p75',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  p99_9: 'p99_9',
  max: 'max',
} as const;

export function looksLikeAutocannon(text: string): boolean {
  return hasKeys(jsonIn(text), 'connections', 'pipelining', 'non2xx', 'latency', 'requests');
}

export function readAutocannon(text: string, file: string): GeneratorRun {
  const run = parseAs(autocannonSchema, jsonIn(text), file, "autocannon's JSON");
  // errors holds timeouts, too; both are requests that no response came to.
  const unanswered = Math.max(run.errors, run.timeouts);
  return {
    tool: 'autocannon',
    unanswered,
    figures: figuresOfCounts({
      requests: run.requests.total + unanswered,
      // A redirect is no failure to the other tools. A body that isn't the expected one is, mostly that of an error.
      failed: Math.max(run.non2xx - (run['3xx'] ?? 0), run.mismatches ?? 0) + unanswered,
      unanswered,
      seconds: run.duration,
      latencyAllMs: namedLatency(run.latency, LATENCY),
    }),
    model: 'closed',
    connections: run.connections,
    seconds: run.duration,
    ...(run.start !== undefined && { startedAt: run.start }),
    doubts:
      unanswered > 0
        ? [
            `leaves ${unanswered} ${requestsOf(unanswered)} that failed or timed out out of its latencies, which are too low for it`,
          ]
        : [],
  };
}
