/**
 * k6: what handleSummary gets, what --summary-export writes, both of them in the old form and in that of
 * --new-machine-readable-summary, and the record of the web dashboard. Read from outputs of k6 1.8.1.
 *
 * http_req_duration is sending, waiting and receiving: connecting, TLS and the wait for a connection are left out.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { Latency } from '../../result/figures.ts';
import { figuresOfCounts, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';

const LATENCY: Readonly<Record<string, keyof Latency>> = {
  avg: 'mean',
  med: 'p50',
  'p(50)': 'p50',
  'p(75)': 'p75',
  'p(90)': 'p90',
  'p(95)': 'p95',
  'p(99)': 'p99',
  'p(99.9)': 'p99_9',
  p50: 'p50',
  p75: 'p75',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  'p99.9': 'p99_9',
  max: 'max',
};

const WANTS_MORE =
  'write percentiles that are gated by --summary-trend-stats "avg,med,max,p(90),p(95),p(99)"';

type Values = Readonly<Record<string, unknown>>;

const values = z.record(z.string(), z.unknown());
const summarySchema = z.looseObject({
  metrics: z.record(z.string(), values),
  state: z.looseObject({ testRunDurationMs: z.number().positive() }).optional(),
});
const newSchema = z.looseObject({
  config: z.looseObject({ duration: z.number().positive() }),
  metadata: z.looseObject({ generated_at: z.string() }).optional(),
  results: z.looseObject({ metrics: z.array(z.looseObject({ name: z.string(), values })) }),
});

export function looksLikeK6(text: string): boolean {
  const json = jsonIn(text);
  if (hasKeys(json, 'config', 'results')) return hasKeys(json.results, 'metrics');
  return hasKeys(json, 'metrics') && (hasKeys(json.metrics, 'http_reqs') || hasKeys(json, 'root_group'));
}

export function readK6(text: string, file: string): GeneratorRun {
  const json = jsonIn(text);
  if (hasKeys(json, 'config', 'results')) {
    const { config, results, metadata } = parseAs(newSchema, json, file, 'a summary of k6');
    const metrics = new Map(results.metrics.map((one) => [one.name, one.values]));
    const { total, matches } = metrics.get('http_req_failed') ?? {};
    const run = runOf(metrics, file, { failed: matches, of: total, seconds: config.duration });
    return metadata === undefined ? run : { ...run, startedAt: metadata.generated_at };
  }
  const { metrics: found, state } = parseAs(summarySchema, json, file, 'a summary of k6');
  const metrics = new Map(
    Object.entries(found).map(([name, one]) => [name, (one.values as Values | undefined) ?? one]),
  );
  const { passes, fails } = metrics.get('http_req_failed') ?? {};
  const { count, rate } = metrics.get('http_reqs') ?? {};
  const counted = typeof count === 'number' && typeof rate === 'number' && rate > 0 ? count / rate : 0;
  const of = typeof passes === 'number' && typeof fails === 'number' ? passes + fails : undefined;
  const seconds = state === undefined ? counted : state.testRunDurationMs / 1000;
  // A rate passes where what it asks for holds, and this one asks whether the request failed.
  return runOf(metrics, file, { failed: passes, of, seconds });
}

const eventSchema = z.looseObject({ event: z.string(), data: z.unknown() });
const paramSchema = z.looseObject({ aggregates: z.record(z.string(), z.array(z.string())) });
const metricSchema = z.record(z.string(), z.looseObject({ type: z.string() }));
const accountSchema = z.array(z.array(z.number().nullable()));

export function looksLikeK6Record(text: string): boolean {
  const first = jsonIn(text.split('\n', 1)[0] ?? '');
  return hasKeys(first, 'event', 'data') && first.event === 'param';
}

/** The last account of all that came before: lists of numbers, a metric each, by the order of their names. */
export function readK6Record(text: string, file: string): GeneratorRun {
  const what = "a record of k6's web dashboard";
  let aggregates: Readonly<Record<string, readonly string[]>> = {};
  const types = new Map<string, string>();
  let last: z.infer<typeof accountSchema> = [];
  const moments: number[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const { event, data } = parseAs(eventSchema, jsonIn(line), file, what);
    if (event === 'param') aggregates = parseAs(paramSchema, data, file, what).aggregates;
    if (event === 'metric')
      for (const [name, { type }] of Object.entries(parseAs(metricSchema, data, file, what)))
        types.set(name, type);
    if (event === 'cumulative') last = parseAs(accountSchema, data, file, what);
    if (event === 'start' || event === 'stop')
      moments.push(parseAs(accountSchema, data, file, what)[0]?.[0] ?? 0);
  }
  const [from, to] = moments;
  const names = [...types.keys()].sort();
  if (from === undefined || to === undefined || last.length === 0 || names.length !== last.length)
    throw new ConfigurationError(
      'the record of the web dashboard is incomplete: let the run finish, and use the file that is written then',
      { file },
    );
  const metrics = new Map(
    names.map((name, i): [string, Values] => {
      const own = aggregates[types.get(name) ?? ''] ?? [];
      return [name, Object.fromEntries(own.map((of, at) => [of, last[i]?.[at]]))];
    }),
  );
  const { count } = metrics.get('http_reqs') ?? {};
  const { rate } = metrics.get('http_req_failed') ?? {};
  const of = typeof count === 'number' ? count : undefined;
  const failed = of !== undefined && typeof rate === 'number' ? Math.round(rate * of) : undefined;
  const run = runOf(metrics, file, { failed, of, seconds: (to - from) / 1000 });
  return { ...run, startedAt: from };
}

function runOf(
  metrics: ReadonlyMap<string, Values>,
  file: string,
  { failed, of, seconds }: { failed: unknown; of: unknown; seconds: number },
): GeneratorRun {
  const requests = metrics.get('http_reqs')?.count;
  const latencyAllMs = namedLatency(metrics.get('http_req_duration') ?? {}, LATENCY);
  if (typeof requests !== 'number' || Object.keys(latencyAllMs).length === 0)
    throw new ConfigurationError(
      `the summary of k6 has no requests (http_reqs, http_req_duration): it measured no HTTP, or ${WANTS_MORE}`,
      { file },
    );
  const { min, max } = metrics.get('vus') ?? {};
  const dropped = metrics.get('dropped_iterations')?.count;
  return {
    tool: 'k6',
    figures: figuresOfCounts({
      requests,
      // Where every request has its verdict.
      ...(of === requests && typeof failed === 'number' && { failed }),
      seconds,
      latencyAllMs,
    }),
    ...(typeof max === 'number' && min === max && { connections: max }),
    seconds,
    doubts: [
      ...('p99' in latencyAllMs ? [] : [`has no P99: ${WANTS_MORE}`]),
      ...(typeof dropped === 'number' && dropped > 0
        ? [
            `left ${dropped} ${dropped === 1 ? 'iteration' : 'iterations'} out, because no virtual user was free: its latencies are too low`,
          ]
        : []),
    ],
  };
}
