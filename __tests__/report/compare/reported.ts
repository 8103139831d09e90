/**
 * Results that hold the figures of the report that Tailgate grew out of: a light load, a realistic one measured three
 * times, and what was watched of the server meanwhile. What that report doesn't give is made up, and marked so.
 */
import type { CostFigures } from '../../../src/evidence/result/cost.ts';
import type { Latency, WrittenFigures } from '../../../src/evidence/result/figures.ts';
import type { Result } from '../../../src/evidence/result/schema.ts';
import type { ServerResult } from '../../../src/evidence/result/server.ts';
import { emptyResult } from '../../evidence/make-result.ts';

type ServerSeries = ServerResult['series'][number];

const MIB = 1024 ** 2;
const SECONDS = 120;

interface Measured {
  readonly latencyMs: Omit<Latency, 'max' | 'mean'>;
  /** Of every response: what wrk calls throughput. */
  readonly responsesPerSecond: number;
  readonly requests: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly timeouts: number;
}

export function makeFigures({
  latencyMs,
  responsesPerSecond,
  requests,
  statuses,
  timeouts,
}: Measured): WrittenFigures {
  const errors = Object.values(statuses).reduce((sum, count) => sum + count, timeouts);
  const latency = { ...latencyMs, max: 1000, mean: 31 };
  return {
    requests,
    successes: requests - errors,
    responses: requests - timeouts,
    throughputPerSecond: (responsesPerSecond * (requests - errors)) / requests,
    responsesPerSecond,
    errorRate: errors / requests,
    latencyMs: latency,
    latencyAllMs: latency,
    serviceMs: null,
    errors: { status: { ...statuses }, timeout: timeouts, socket: 0, unanswered: 0, body: 0 },
    // Made up: the report gives no spread within a run.
    spread: { p50: 0.02, p90: 0.02, p95: 0.02, p99: 0.02, 'p99.9': 0.2, throughput: 0.01, errors: 1 },
  };
}

interface Shape {
  readonly name: string;
  readonly at: string;
  readonly metrics: WrittenFigures;
  readonly mix: Result['conditions']['mix'];
  readonly comparisons?: Result['comparisons'];
  readonly endpoints?: Result['endpoints'];
  readonly server?: ServerResult;
  readonly cost?: Pick<CostFigures, 'amount' | 'currency' | 'per'>;
  readonly environment?: Readonly<Record<string, string>>;
}

export function makeResult({ name, at, metrics, mix, server, cost, environment, ...rest }: Shape): Result {
  const empty = emptyResult();
  return {
    ...empty,
    ...rest,
    name,
    startedAt: at,
    target: 'https://api.koprogo.com',
    metrics,
    measured: { seconds: SECONDS, rounds: 1 },
    sent: { target: metrics.requests, base: null },
    conditions: {
      ...empty.conditions,
      stages: [
        { name: null, connections: 10, ratePerSecond: null, arrivals: null, durationSeconds: SECONDS },
      ],
      mix,
      ...(environment && { environment }),
    },
    ...(server && { server }),
    ...(cost && { cost: { ...cost, throughputPerUnit: metrics.throughputPerSecond / cost.amount } }),
  };
}

const READS: Result['conditions']['mix'] = [
  { name: 'list buildings', method: 'GET', path: '/api/v1/buildings', share: 1 },
];
const REALISTIC: Result['conditions']['mix'] = [
  { name: 'list buildings', method: 'GET', path: '/api/v1/buildings', share: 0.8 },
  { name: 'create expense', method: 'POST', path: '/api/v1/expenses', share: 0.2 },
];

/** A limit as the report's objectives have it. */
function limited(
  metric: 'p99' | 'throughput' | 'errors',
  bound: 'max' | 'min',
  value: number,
  target: number,
): Result['comparisons'][number] {
  const isWithin = bound === 'max' ? target <= value : target >= value;
  const finding = isWithin ? ('within' as const) : ('over-limit' as const);
  return {
    metric,
    endpoint: null,
    target,
    baseline: null,
    compared: null,
    basis: null,
    limit: { bound, value, finding, secondsMore: null },
    regression: null,
    finding,
    notes: [],
    against: null,
    change: null,
    interval: null,
  };
}

function objectives({ latencyMs, throughputPerSecond, errorRate }: WrittenFigures): Result['comparisons'] {
  return [
    limited('p99', 'max', 100, latencyMs?.p99 ?? 0),
    limited('throughput', 'min', 100, throughputPerSecond),
    limited('errors', 'max', 0.005, errorRate ?? 0),
  ];
}

/** Five moments, 30 s apart. */
function series(
  name: string,
  unit: ServerSeries['unit'],
  values: readonly number[],
  { of, limit, probe = 'docker', mean }: Partial<ServerSeries> = {},
): ServerSeries {
  return {
    key: of === undefined ? name : `${of} ${name}`,
    name,
    probe,
    ...(of !== undefined && { of }),
    unit,
    min: Math.min(...values),
    mean: mean ?? values.reduce((sum, value) => sum + value, 0) / values.length,
    max: Math.max(...values),
    last: values.at(-1) ?? 0,
    ...(limit !== undefined && { limit }),
    samples: values.map((value, i): [number, number] => [30 * i, value]),
  };
}

/** Monitoring of the last realistic run. CPU is told in cores: 0.26 is the report's 26 %. */
export const WATCHED: ServerResult = {
  machine: { cores: 4, memoryBytes: 7.6 * 1024 * MIB },
  series: [
    series('load', 'number', [0.88, 1.12, 1.52, 1.52, 0.88], { probe: 'process' }),
    series('cpu', 'cores', [0.12, 0.15, 0.26, 0.26, 0.12], { of: 'backend', mean: 0.18 }),
    series('cpu', 'cores', [0.2, 0.24, 0.35, 0.35, 0.2], { of: 'postgres', mean: 0.27 }),
    series(
      'memory',
      'bytes',
      [19, 19, 19, 19, 19].map((mib) => mib * MIB),
      { of: 'backend', limit: 384 * MIB },
    ),
    series('connections', 'connections', [9, 9, 9, 9, 9], { probe: 'postgres', limit: 15 }),
    series('active', 'connections', [1, 1, 2, 2, 1], { probe: 'postgres' }),
  ],
  problems: [],
};

const C3_8 = {
  machine: 'OVH c3-8, 4 vCores at 2.3 GHz',
  memory: '8 GB',
  storage: '100 GB NVMe',
  'backend memory limit': '384 MB',
  'PostgreSQL max_connections': '15',
  'Actix workers': '1',
};

const LIGHT = makeFigures({
  latencyMs: { p50: 18.61, p75: 50.35, p90: 67.74, p95: 75, p99: 94.05, p99_9: 114.17 },
  responsesPerSecond: 313.8,
  requests: 37_684,
  statuses: { '500': 11 },
  timeouts: 0,
});

/** 2.1: reads alone. */
export const light = makeResult({
  name: 'light',
  at: '2025-10-30T16:07:59Z',
  metrics: LIGHT,
  mix: READS,
  comparisons: objectives(LIGHT),
  server: {
    machine: { cores: 4 },
    series: [
      series('load', 'number', [0.88, 1.1, 1.52, 1.3, 0.9], { probe: 'process' }),
      series('cpu', 'cores', [0.12, 0.13, 0.15, 0.14, 0.12], { of: 'backend' }),
      series('cpu', 'cores', [0.08, 0.1, 0.12, 0.1, 0.08], { of: 'postgres' }),
      series(
        'memory',
        'bytes',
        [19, 19, 19, 19, 19].map((mib) => mib * MIB),
        { of: 'backend', limit: 384 * MIB },
      ),
    ],
    problems: [],
  },
});

/** 2.2, test 1: identifiers that collide. */
export const first = makeResult({
  name: 'realistic',
  at: '2025-10-30T16:02:54Z',
  metrics: makeFigures({
    latencyMs: { p50: 17.34, p75: 52.03, p90: 69.33, p95: 77, p99: 93.66, p99_9: 814.59 },
    responsesPerSecond: 317.23,
    requests: 38_082,
    statuses: { '409': 7693 },
    timeouts: 0,
  }),
  mix: REALISTIC,
});

/** 2.2, test 2: better identifiers. */
export const second = makeResult({
  name: 'realistic',
  at: '2025-10-30T16:07:59Z',
  metrics: makeFigures({
    latencyMs: { p50: 18.61, p75: 50.35, p90: 67.74, p95: 75, p99: 94.05, p99_9: 114.17 },
    responsesPerSecond: 313.8,
    requests: 37_684,
    statuses: { '409': 3228 },
    timeouts: 0,
  }),
  mix: REALISTIC,
});

const FINAL = makeFigures({
  latencyMs: { p50: 18.3, p75: 51.55, p90: 68.95, p95: 76.61, p99: 93.84, p99_9: 255.53 },
  responsesPerSecond: 310.53,
  requests: 37_292,
  statuses: { '409': 1359 },
  timeouts: 10,
});

/** 2.2, test 3: an empty database, and the server watched. */
export const third = makeResult({
  name: 'realistic',
  at: '2025-10-30T16:29:20Z',
  metrics: FINAL,
  mix: REALISTIC,
  comparisons: objectives(FINAL),
  server: WATCHED,
  cost: { amount: 27.3, currency: 'EUR', per: 'month' },
  environment: C3_8,
  // Which requests failed is made up: the report guesses at it.
  endpoints: [
    {
      name: 'create expense',
      method: 'POST',
      path: '/api/v1/expenses',
      weight: 20,
      metrics: makeFigures({
        latencyMs: { p50: 60, p75: 66, p90: 75, p95: 80, p99: 99, p99_9: 400 },
        responsesPerSecond: 62,
        requests: 7458,
        statuses: { '409': 1359 },
        timeouts: 10,
      }),
      samples: [{ kind: 'status', status: 409, text: 'invoice number taken' }],
    },
  ],
});
