/** `vegeta report -type=json` and `-type=hdrplot`, from outputs of vegeta 12. Requests come at a rate. */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { Latency } from '../../result/figures.ts';
import { figuresOfCounts, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const count = z.number().int().nonnegative();
const vegetaSchema = z.looseObject({
  latencies: z.record(z.string(), z.number().nonnegative()),
  earliest: z.string(),
  duration: z.number().nonnegative(),
  wait: z.number().nonnegative(),
  requests: count,
  success: z.number().min(0).max(1),
  status_codes: z.record(z.string(), count),
});

const NS = 1e-6;
const LATENCY = {
  mean: 'mean',
  '50th': 'p50',
  '90th': 'p90',
  '95th': 'p95',
  '99th': 'p99',
  max: 'max',
} as const;

export function looksLikeVegeta(text: string): boolean {
  return hasKeys(jsonIn(text), 'latencies', 'status_codes', 'success', 'throughput');
}

export function readVegeta(text: string, file: string): GeneratorRun {
  const run = parseAs(vegetaSchema, jsonIn(text), file, "vegeta's report");
  const seconds = (run.duration + run.wait) / 1e9;
  // Status 0 is none.
  const unanswered = run.status_codes['0'] ?? 0;
  // From the first request to the last there is one gap fewer than there are requests; its own rate counts one more.
  const rate = run.duration > 0 ? ((run.requests - 1) * 1e9) / run.duration : 0;
  return {
    tool: 'vegeta',
    unanswered,
    figures: figuresOfCounts({
      requests: run.requests,
      failed: Math.round(run.requests * (1 - run.success)),
      unanswered,
      seconds,
      latencyAllMs: namedLatency(run.latencies, LATENCY, NS),
    }),
    model: 'open',
    ...(rate > 0 && { ratePerSecond: Number(rate.toPrecision(4)) }),
    seconds: run.duration / 1e9,
    startedAt: run.earliest,
  };
}

const WANTED: readonly (readonly [keyof Latency, number])[] = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p99_9', 0.999],
  ['max', 1],
];

export function looksLikeHdrPlot(text: string): boolean {
  return /^Value(?:\(ms\))?\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)/u.test(text);
}

/** Percentiles only: it holds neither how long the load was, nor what failed. */
export function readHdrPlot(text: string, file: string): GeneratorRun {
  const rows = [...text.matchAll(/^([\d.]+)\s+([\d.]+)\s+(\d+)\s+(?:[\d.]+|inf)\s*$/gmu)].map((row) =>
    row.slice(1).map(Number),
  );
  const last = rows.at(-1);
  if (last?.[1] !== 1)
    throw new ConfigurationError(
      'it looks like percentiles for a plot, but does not go up to 1: it is cut off',
      {
        file,
      },
    );
  const latency = WANTED.flatMap(([name, share]) => {
    const at = rows.find(([, percentile = 0]) => percentile >= share - 1e-9);
    return at?.[0] === undefined ? [] : [[name, at[0]] as const];
  });
  return {
    tool: 'vegeta',
    figures: { requests: last[2] ?? 0, latencyAllMs: Object.fromEntries(latency) },
    model: 'open',
    doubts: ['holds percentiles only: what failed, and how many a second there were, is not known'],
  };
}
