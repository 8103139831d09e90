import { emptyResult } from '../../evidence/make-result.ts';
/** The texts that cases are made of: tailgate.yml, and baselines in each format. */

export interface ConfigShape {
  /** Lines of `gate`, indented by two. */
  readonly gate: string;
  readonly load?: string;
  readonly requests?: string;
  /** A line of `scenario`. */
  readonly shared?: string;
  readonly baseline?: string;
}

const LOAD = '{ connections: 10, duration: 20s, warmup: 2s, timeout: 10s }';
const REQUESTS = `
    - { name: list buildings, weight: 80, get: /api/v1/buildings }
    - { name: create owner, weight: 20, post: /api/v1/owners }`;

export function config({ gate, load = LOAD, requests = REQUESTS, shared, baseline }: ConfigShape): string {
  const lines = gate
    .trim()
    .split('\n')
    .map((line) => `  ${line.trimEnd()}`);
  return [
    'name: realistic',
    'target: { ready: /api/v1/health }',
    `load: ${load}`,
    `scenario:\n${shared === undefined ? '' : `  ${shared}\n`}  requests:${requests}`,
    ...(baseline === undefined ? [] : [`baseline: ${baseline}`]),
    `gate:\n${lines.join('\n')}`,
    '',
  ].join('\n');
}

export interface Reported {
  readonly p99Ms?: number | null;
  readonly perSecond?: number | null;
  /** In percent. */
  readonly errors?: number | null;
  readonly requests?: number;
  readonly connections?: number;
  readonly duration?: string;
  readonly workload?: string;
}

/** A report as people write them: every response counted, no spread. */
export function report(reported: Reported = {}): string {
  const { p99Ms = 83, perSecond = 311, errors = 0, requests = 37_292, connections = 10 } = reported;
  const { duration = '20 s', workload = '80% GET / 20% POST' } = reported;
  return `# Load tests

## Realistic

**Date**: 2025-10-30

- Connections: ${connections}
- Duration: ${duration}
- Workload: ${workload}

| Metric | Result |
|--------|--------|
| Total requests | ${requests} |
| Latency P50 | 18.3 ms |
${p99Ms === null ? '' : `| Latency P99 | ${p99Ms} ms |\n`}${
  perSecond === null ? '' : `| Throughput | ${perSecond} req/s |\n`
}${errors === null ? '' : `| Error rate | ${errors}% |\n`}`;
}

export function wrk(p99Ms: number, perSecond: number): string {
  return `Running 20s test @ http://127.0.0.1:8080/api
  2 threads and 10 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    31.86ms   33.41ms 801.23ms   88.12%
    Req/Sec   156.30     40.12   303.00     70.11%
  Latency Distribution
     50%   18.30ms
     75%   51.55ms
     90%   68.95ms
     99%   ${p99Ms}ms
  6220 requests in 20.00s, 12.34MB read
Requests/sec:    ${perSecond}
Transfer/sec:    105.21KB
`;
}

export interface Result {
  readonly p99Ms?: number;
  readonly perSecond?: number;
  readonly errorRate?: number | null;
  readonly requests?: number;
  readonly connections?: number;
  readonly model?: 'closed' | 'open';
  readonly ratePerSecond?: number | null;
  readonly arrivals?: 'constant' | 'poisson' | null;
  readonly machine?: string;
  readonly tool?: string;
  readonly timeoutSeconds?: number;
  readonly durationSeconds?: number;
  readonly share?: number;
  readonly spread?: {
    readonly p99?: number | null;
    readonly throughput?: number | null;
    readonly errors?: number;
  };
  /** Of `create owner`, where the file knows it. */
  readonly owner?: { readonly p99Ms: number; readonly perSecond: number; readonly errorRate: number };
}

/** A result file of a run with the same scenario: successes, with the spread learnt from its batches. */
export function result(shape: Result = {}): string {
  const { connections = 10, model = 'closed', ratePerSecond = null, arrivals = null } = shape;
  const { machine = 'linux x64, 2 cores', tool = 'tailgate 0.1.0', timeoutSeconds = 10 } = shape;
  const { durationSeconds = 20, share = 0.8, requests = 6220, owner } = shape;
  const metrics = metricsOf({ ...shape, requests });
  const part = (of: number, own: Result) =>
    metricsOf({ ...shape, requests: Math.round(of * requests), ...own });
  return JSON.stringify({
    ...emptyResult(),
    startedAt: '2026-10-31T09:00:00.000Z',
    conditions: {
      tool,
      model,
      stages: [{ name: null, connections, ratePerSecond, arrivals, durationSeconds }],
      warmupSeconds: 2,
      timeoutSeconds,
      profile: null,
      mix: [
        { name: 'list buildings', method: 'GET', path: '/api/v1/buildings', share },
        {
          name: 'create owner',
          method: 'POST',
          path: '/api/v1/owners',
          share: Number((1 - share).toFixed(4)),
        },
      ],
      machine,
    },
    metrics,
    endpoints: owner
      ? [
          endpoint('list buildings', part(0.8, { perSecond: 248.8 })),
          endpoint('create owner', part(0.2, owner)),
        ]
      : [],
  });
}

function endpoint(name: string, metrics: object): object {
  return { name, method: 'GET', path: '/', weight: 1, metrics, samples: [] };
}

function metricsOf({ p99Ms = 83, perSecond = 311, errorRate = 0, requests = 6220, spread = {} }: Result) {
  const latency = {
    p50: 18.3,
    p75: 40,
    p90: 60,
    p95: 70,
    p99: p99Ms,
    p99_9: 2 * p99Ms,
    max: 3 * p99Ms,
    mean: 25,
  };
  const failed = Math.round((errorRate ?? 0) * requests);
  return {
    requests,
    successes: requests - failed,
    responses: requests,
    throughputPerSecond: perSecond,
    responsesPerSecond: perSecond,
    errorRate,
    latencyMs: latency,
    latencyAllMs: latency,
    serviceMs: null,
    errors: { status: {}, timeout: 0, socket: 0, unanswered: 0, body: 0 },
    spread: {
      ...(spread.p99 !== null && { p99: spread.p99 ?? 0.01 }),
      ...(spread.throughput !== null && { throughput: spread.throughput ?? 0.01 }),
      errors: spread.errors ?? 1,
    },
  };
}
