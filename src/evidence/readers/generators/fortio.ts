/**
 * `fortio load -json FILE`, from an output of Fortio 1.60. Times are in seconds, durations in ns, and a percentile is
 * interpolated within a bucket. Each connection has its share of the rate, and waits for its last response.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import { figuresOfCounts } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const count = z.number().int();
const fortioSchema = z.looseObject({
  RunType: z.string().optional(),
  StartTime: z.string(),
  RequestedQPS: z.string(),
  ActualDuration: z.number().positive(),
  NumThreads: count,
  DurationHistogram: z.looseObject({
    Count: count,
    Max: z.number().nonnegative(),
    Avg: z.number().nonnegative(),
    Percentiles: z
      .array(z.looseObject({ Percentile: z.number(), Value: z.number().nonnegative() }))
      .nullable(),
  }),
  RetCodes: z.record(z.string(), count),
});

const PERCENTILES: Readonly<Record<string, 'p50' | 'p75' | 'p90' | 'p95' | 'p99' | 'p99_9'>> = {
  50: 'p50',
  75: 'p75',
  90: 'p90',
  95: 'p95',
  99: 'p99',
  99.9: 'p99_9',
};

export function looksLikeFortio(text: string): boolean {
  return hasKeys(jsonIn(text), 'DurationHistogram', 'RetCodes', 'ActualQPS');
}

export function readFortio(text: string, file: string): GeneratorRun {
  const run = parseAs(fortioSchema, jsonIn(text), file, "Fortio's JSON");
  const { RunType: kind = 'HTTP', RequestedQPS: asked } = run;
  // Of gRPC, TCP and UDP its codes are words.
  if (kind !== 'HTTP') throw new ConfigurationError(`Fortio measured ${kind} and no HTTP`, { file });
  const { Count: requests, Max, Avg, Percentiles } = run.DurationHistogram;
  const rate = Number(asked);
  const codes = Object.entries(run.RetCodes);
  const sum = (of: (code: number) => boolean) =>
    codes.filter(([code]) => of(Number(code))).reduce((all, [, times]) => all + times, 0);
  const latencies = (Percentiles ?? []).flatMap(({ Percentile, Value }) => {
    const own = PERCENTILES[Percentile];
    return own === undefined ? [] : [[own, 1000 * Value]];
  });
  const seconds = run.ActualDuration / 1e9;
  return {
    tool: 'Fortio',
    unanswered: sum((code) => code < 100),
    figures: figuresOfCounts({
      requests,
      failed: sum((code) => !(code >= 100 && code < 400)),
      unanswered: sum((code) => code < 100),
      seconds,
      latencyAllMs: { ...Object.fromEntries(latencies), mean: 1000 * Avg, max: 1000 * Max },
    }),
    model: 'closed',
    connections: run.NumThreads,
    // `max` where nothing holds the connections back.
    ...(rate > 0 && { ratePerSecond: rate }),
    seconds,
    startedAt: run.StartTime,
  };
}
