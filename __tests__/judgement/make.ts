/**
 * Plans, measurements and baselines for tests: plausible by default, overridden where a test cares. The default run is
 * 20 s at 311 /s with a P99 of about 83 ms and no errors; its plan limits P99 to 100 ms.
 */
import type { Arrivals, Gate, Load, MetricBounds, Plan, RequestSpec, Stage } from '../../src/config/plan.ts';
import type { Sample } from '../../src/engine/round.ts';
import type { Baseline, BaselineFigures } from '../../src/evidence/baseline.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { BatchFigures, EndpointFigures, Figures, Measurement } from '../../src/evidence/measurement.ts';
import { once } from '../../src/evidence/once.ts';
import type { ErrorCounts, Latency } from '../../src/evidence/result/figures.ts';
import { normalQuantile } from '../../src/judgement/statistics/quantiles.ts';
import { IN_TIME } from '../generator-health.ts';

/** What a stretch of load looks like. Latencies are log-normal, the batches' medians differ by `wobble`. */
export interface Shape {
  readonly requests?: number;
  readonly seconds?: number;
  readonly medianMs?: number;
  readonly p99Ms?: number;
  /** Unexpected statuses → count, spread evenly over the batches and answered within 5 ms. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Timeouts (10 s each), sockets and the like, spread evenly. */
  readonly timeouts?: number;
  readonly sockets?: number;
  /** Attempts after which a request went on, spread as errors are; absent: nothing is sent again. */
  readonly repeated?: number;
  readonly batches?: number;
  /** Rounds that they are of, as many of each. */
  readonly rounds?: number;
  /** Relative spread of the batches' latency and throughput, alternating up and down. */
  readonly wobble?: number;
  /** All errors fall into the first so many batches. */
  readonly burst?: number;
}

export interface EndpointShape extends Shape {
  readonly samples?: readonly Sample[];
}

export interface MeasurementShape extends Partial<Omit<Measurement, 'whole' | 'endpoints'>> {
  readonly whole?: Shape;
  /** By request name; the others take their weight's part of the whole, without errors. */
  readonly endpoints?: Readonly<Record<string, EndpointShape>>;
}

const BATCHES = 10;
const TIMEOUT_MS = 10_000;

export function makeRequest(overrides: Partial<RequestSpec> = {}): RequestSpec {
  const { name = 'list buildings', method = 'GET' } = overrides;
  return {
    name,
    method,
    weight: 1,
    path: ['/api/v1/buildings'],
    headers: [],
    body: null,
    expect: null,
    ...overrides,
  };
}

export const REQUESTS: readonly RequestSpec[] = [
  makeRequest({ weight: 80 }),
  makeRequest({ name: 'create owner', method: 'POST', weight: 20, path: ['/api/v1/owners'] }),
];

export interface PlanShape extends Partial<Omit<Plan, 'gate'>> {
  /** Bounds of the whole; others of the gate's keys in `gate`. */
  readonly whole?: MetricBounds;
  readonly gate?: Partial<Gate>;
}

export function makePlan({ whole, gate, ...overrides }: PlanShape = {}): Plan {
  return {
    name: 'realistic',
    configFile: 'tailgate.yml',
    target: { origin: 'http://127.0.0.1:8080', ready: '/api/v1/health', identity: null, headers: [] },
    load: {
      profile: 'realistic',
      stages: [{ name: null, connections: 10, durationMs: 20_000, arrivals: null }],
      warmupMs: 2000,
      timeoutMs: TIMEOUT_MS,
    },
    scenario: { logins: [], requests: REQUESTS },
    base: null,
    baseline: null,
    secrets: [],
    notices: [],
    ...overrides,
    gate: {
      whole: whole ?? { p99: { limit: 100, regression: null } },
      endpoints: {},
      stages: {},
      stored: 'gate',
      spread: 0.1,
      interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 360_000, allowance: null },
      ...gate,
    },
  };
}

/** The load with that schedule in each of its stages. */
export function withArrivals({ stages: [first, ...others], ...load }: Load, arrivals: Arrivals): Load {
  const open = (stage: Stage): Stage => ({ ...stage, arrivals });
  return { ...load, stages: [open(first), ...others.map(open)] };
}

/** The usual gate on all three metrics, with limits, tolerances and a baseline file. */
export function makeFullPlan(overrides: PlanShape = {}): Plan {
  const file = 'docs/performance-report.md';
  return makePlan({
    whole: {
      p99: { limit: 100, regression: 0.1 },
      throughput: { limit: 100, regression: 0.1 },
      errors: { limit: 0.01, regression: 0.005 },
    },
    baseline: { kind: 'file', file, section: 'realistic-final', written: `${file}#realistic-final` },
    ...overrides,
  });
}

export function makeMeasurement(shape: MeasurementShape = {}, plan: Plan = makePlan()): Measurement {
  const { whole: wholeShape, endpoints = {}, ...overrides } = shape;
  const whole = makeFigures(wholeShape);
  const { requests } = plan.scenario;
  const weights = requests.reduce((sum, { weight }) => sum + weight, 0);
  return {
    conditions: {
      tool: 'tailgate 0.1.0',
      model: 'closed',
      stages: plan.load.stages.map(({ name, connections, durationMs }) => ({
        name,
        connections,
        ratePerSecond: null,
        arrivals: null,
        durationSeconds: durationMs / 1000,
      })),
      warmupSeconds: plan.load.warmupMs / 1000,
      timeoutSeconds: plan.load.timeoutMs / 1000,
      profile: plan.load.profile,
      mix: requests.map(({ name, method, path, weight }) => ({
        name,
        method,
        path: path.filter((part) => typeof part === 'string').join('…'),
        share: weight / weights,
      })),
      machine: 'linux x64, 2 cores',
    },
    startedAt: '2026-11-02T09:00:00.000Z',
    measuredSeconds: wholeShape?.seconds ?? 20,
    rounds: 1,
    whole,
    endpoints: requests.map((request): EndpointFigures => {
      const { samples = [], ...own } = endpoints[request.name] ?? {};
      const { statuses: _, timeouts: _t, sockets: _s, ...rest } = wholeShape ?? {};
      const part = Math.round((whole.requests * request.weight) / weights);
      return {
        name: request.name,
        method: request.method,
        path: request.path.filter((piece) => typeof piece === 'string').join('…'),
        weight: request.weight,
        figures: makeFigures({ ...rest, requests: part, ...own }),
        samples,
      };
    }),
    stages: [],
    search: null,
    unaccounted: 0,
    sent: whole.requests,
    writes: 0,
    resent: 0,
    ended: { how: 'complete' },
    renewals: null,
    recovery: null,
    lastStage: null,
    fault: null,
    outage: null,
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    timelines: [],
    generator: IN_TIME,
    server: null,
    ...overrides,
  };
}

export function makeFigures(shape: Shape = {}): Figures {
  const {
    requests = 6220,
    seconds = 20,
    statuses = {},
    timeouts = 0,
    sockets = 0,
    repeated,
    batches: m = BATCHES,
    rounds = 1,
  } = shape;
  const failedAnswers = Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const successes = requests - failedAnswers - timeouts - sockets;
  // Made when they are looked at: most tests don't.
  const batches = once(() =>
    Array.from({ length: m }, (_, i) => makeBatch(shape, { successes, failedAnswers, i, m })),
  );
  const latency = once(() => Histogram.merge(...batches().map((batch) => batch.latency)));
  const latencyMs = once(() => latencyOf(latency()));
  const latencyAllMs = once(() => latencyOf(Histogram.merge(...batches().map((batch) => batch.latencyAll))));
  const errors: ErrorCounts = {
    status: statuses,
    timeout: timeouts,
    socket: sockets,
    unanswered: 0,
    body: 0,
  };
  return {
    requests,
    successes,
    responses: successes + failedAnswers,
    throughputPerSecond: successes / seconds,
    responsesPerSecond: (successes + failedAnswers) / seconds,
    errorRate: requests > 0 ? (requests - successes) / requests : null,
    serviceMs: null,
    errors,
    ...(repeated !== undefined && {
      attemptsPerRequest: (requests + repeated) / requests,
      retries: {
        attempts: requests + repeated,
        repeated,
        recovered: repeated,
        givenUp: 0,
        after: { status: { 503: repeated }, timeout: 0, socket: 0, unanswered: 0 },
      },
    }),
    batchesOfRounds: Array.from({ length: rounds }, (_, i) => part(m, i, rounds)),
    get latencyMs() {
      return latencyMs();
    },
    get latencyAllMs() {
      return latencyAllMs();
    },
    get latency() {
      return latency();
    },
    get batches() {
      return batches();
    },
  };
}

interface BatchPlace {
  readonly successes: number;
  readonly failedAnswers: number;
  readonly i: number;
  readonly m: number;
}

function makeBatch(shape: Shape, { successes, failedAnswers, i, m }: BatchPlace): BatchFigures {
  const {
    seconds = 20,
    timeouts = 0,
    sockets = 0,
    repeated = 0,
    medianMs = 18.3,
    p99Ms = 83.1,
    wobble = 0.02,
    burst = m,
  } = shape;
  const away = m > 1 ? (i % 2 === 0 ? wobble : -wobble) : 0;
  const good = Math.max(0, Math.round(part(successes, i, m) * (m % 2 === 0 ? 1 - away : 1)));
  const bad = i < burst ? part(failedAnswers, i, burst) : 0;
  const late = i < burst ? part(timeouts, i, burst) : 0;
  const lost = i < burst ? part(sockets, i, burst) : 0;
  const latency = Histogram.of(
    logNormal(good, medianMs * (1 + away), p99Ms * (1 + away)),
    spike(TIMEOUT_MS, late),
  );
  return {
    seconds: seconds / m,
    requests: good + bad + late + lost,
    errors: bad + late + lost,
    retried: i < burst ? part(repeated, i, burst) : 0,
    throughputPerSecond: (good * m) / seconds,
    responsesPerSecond: ((good + bad) * m) / seconds,
    latency,
    latencyAll: Histogram.merge(latency, Histogram.of(spike(5, bad))),
  };
}

/** The i-th of m parts of a whole number, adding up to it. */
function part(total: number, i: number, m: number): number {
  return Math.floor(((i + 1) * total) / m) - Math.floor((i * total) / m);
}

function spike(ms: number, count: number): number[] {
  return count > 0 ? [edgeUs(ms * 1000), count] : [];
}

/** Buckets at the quantiles of a log-normal distribution of the given median and 99th percentile. */
function logNormal(count: number, medianMs: number, p99Ms: number): number[] {
  const sigma = Math.log(p99Ms / medianMs) / normalQuantile(0.99);
  return normalLevels(Math.min(count, 500)).flatMap((z, i, { length }) => [
    edgeUs(1000 * medianMs * Math.exp(sigma * z)),
    part(count, i, length),
  ]);
}

const LEVELS = new Map<number, readonly number[]>();

/** Standard normal values in the middle of equally likely parts; kept, for they are what takes the time. */
function normalLevels(parts: number): readonly number[] {
  const known =
    LEVELS.get(parts) ?? Array.from({ length: parts }, (_, i) => normalQuantile((i + 0.5) / parts));
  LEVELS.set(parts, known);
  return known;
}

/** Lower edge of the bucket of three significant digits that holds the value. */
function edgeUs(valueUs: number): number {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(valueUs)) - 10);
  return Math.max(1, Math.floor(valueUs / width) * width);
}

function latencyOf(histogram: Histogram): Latency | null {
  if (histogram.count === 0) return null;
  const at = (p: number): number => histogram.percentileMs(p) ?? 0;
  return {
    p50: at(50),
    p75: at(75),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p99_9: at(99.9),
    max: at(100),
    mean: histogram.meanMs ?? 0,
  };
}

/** As a report by another tool gives it: every response counted, no spread; the third realistic run of the examples. */
export function makeBaseline(overrides: Partial<Baseline> = {}): Baseline {
  return {
    source: 'docs/performance-report.md#realistic-final',
    format: 'markdown-report',
    title: 'Realistic, final',
    date: '2025-10-30',
    whole: {
      requests: 37_292,
      responsesPerSecond: 310.53,
      errorRate: 0.0367,
      latencyAllMs: { p50: 18.3, p75: 51.55, p90: 68.95, p99: 93.84, p99_9: 255.53 },
    },
    endpoints: {},
    conditions: { stages: [{ connections: 10, durationSeconds: 120 }], methods: { GET: 0.8, POST: 0.2 } },
    ...overrides,
  };
}

/** As a Tailgate result gives it: successes, with the spread learnt from its batches. */
export function makeOwnBaseline(figures: BaselineFigures = {}, overrides: Partial<Baseline> = {}): Baseline {
  const { conditions } = makeMeasurement();
  return makeBaseline({
    source: 'baseline.json',
    format: 'tailgate',
    title: 'realistic',
    whole: {
      requests: 6220,
      throughputPerSecond: 311,
      responsesPerSecond: 311,
      errorRate: 0,
      latencyMs: { p50: 18.3, p99: 83.1 },
      latencyAllMs: { p50: 18.3, p99: 83.1 },
      spread: { p99: 0.01, throughput: 0.01, errors: 1 },
      ...figures,
    },
    conditions: {
      tool: conditions.tool,
      model: conditions.model,
      stages: conditions.stages.map(({ connections, durationSeconds }) => ({ connections, durationSeconds })),
      timeoutSeconds: conditions.timeoutSeconds,
      machine: conditions.machine,
      mix: conditions.mix,
    },
    ...overrides,
  });
}
