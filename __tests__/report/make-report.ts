/**
 * Runs for the report's tests, with figures set by hand: 20 s of the property-management mix at 10 connections. They
 * are for what depends on single figures; whole texts are tested on what judge() comes to (cases.ts, live-cases.ts).
 */
import type { Method, Plan } from '../../src/config/plan.ts';
import type { Sample } from '../../src/engine/round.ts';
import type { Baseline } from '../../src/evidence/baseline.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { EndpointFigures, Figures, Measurement } from '../../src/evidence/measurement.ts';
import type { Comparison } from '../../src/evidence/result/comparison.ts';
import type { ErrorCounts, Latency } from '../../src/evidence/result/figures.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import type { Report, RunContext } from '../../src/report/report.ts';
import { IN_TIME } from '../generator-health.ts';

export const MIX: readonly (readonly [
  method: Method,
  name: string,
  path: string,
  weight: number,
  p99Ms: number,
])[] = [
  ['GET', 'health', '/api/v1/health', 5, 21],
  ['GET', 'list buildings', '/api/v1/buildings', 30, 68],
  ['GET', 'list units', '/api/v1/units', 20, 74],
  ['GET', 'list owners', '/api/v1/owners', 12, 71],
  ['GET', 'list expenses', '/api/v1/expenses', 10, 81],
  ['GET', 'list meetings', '/api/v1/meetings', 3, 66],
  ['POST', 'create maintenance expense', '/api/v1/expenses', 4, 92],
  ['POST', 'create utilities expense', '/api/v1/expenses', 2, 90],
  ['POST', 'create insurance expense', '/api/v1/expenses', 2, 91],
  ['POST', 'create owner', '/api/v1/owners', 3, 88],
  ['POST', 'create second owner', '/api/v1/owners', 2, 87],
  ['POST', 'create ordinary meeting', '/api/v1/meetings', 2, 84],
  ['POST', 'create extraordinary meeting', '/api/v1/meetings', 2, 85],
  ['POST', 'create apartment', '/api/v1/units', 2, 93],
  ['POST', 'create parking space', '/api/v1/units', 1, 94],
];

const NO_ERRORS: ErrorCounts = { status: {}, timeout: 0, socket: 0, unanswered: 0, body: 0 };

export interface FiguresShape {
  readonly requests: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  readonly errors?: Partial<ErrorCounts>;
  readonly seconds?: number;
}

export function makeFigures({
  requests,
  p50Ms = 18.3,
  p99Ms = 83.1,
  errors,
  seconds = 20,
}: FiguresShape): Figures {
  const counts = { ...NO_ERRORS, ...errors };
  const refused = Object.values(counts.status).reduce((sum, count) => sum + count, 0);
  const failed = refused + counts.timeout + counts.socket + counts.unanswered + counts.body;
  const responses = requests - counts.timeout - counts.socket - counts.unanswered;
  const successes = requests - failed;
  const latency = Histogram.of(successes > 0 ? [p50Ms * 1000, successes] : []);
  const latencyMs = successes + counts.timeout > 0 ? makeLatency(p50Ms, p99Ms) : null;
  return {
    requests,
    successes,
    responses,
    throughputPerSecond: successes / seconds,
    responsesPerSecond: responses / seconds,
    errorRate: requests > 0 ? failed / requests : null,
    latencyMs,
    latencyAllMs: responses > 0 ? makeLatency(p50Ms, p99Ms) : null,
    serviceMs: null,
    errors: counts,
    latency,
    batchesOfRounds: [2],
    batches: [0.99, 1.01].map((factor) => {
      const good = Histogram.of(successes > 0 ? [p99Ms * 1000 * factor, successes / 2] : []);
      const bad = Histogram.of(refused > 0 && factor < 1 ? [2000, refused] : []);
      return {
        seconds: seconds / 2,
        requests: requests / 2,
        errors: failed / 2,
        throughputPerSecond: (successes / seconds) * factor,
        responsesPerSecond: (responses / seconds) * factor,
        latency: good,
        latencyAll: Histogram.merge(good, bad),
      };
    }),
  };
}

export function makeLatency(p50: number, p99: number): Latency {
  return {
    p50,
    p75: p50 * 2,
    p90: p99 * 0.7,
    p95: p99 * 0.8,
    p99,
    p99_9: p99 * 1.6,
    max: p99 * 2,
    mean: p50 * 1.3,
  };
}

export interface EndpointShape {
  readonly p99Ms?: number;
  readonly errors?: Partial<ErrorCounts>;
  readonly samples?: readonly Sample[];
}

export interface MeasurementShape extends Partial<Omit<Measurement, 'whole' | 'endpoints'>> {
  readonly requests?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** Factor on every request's P99. */
  readonly slower?: number;
  /** Measured time behind the rates; not `measuredSeconds`, which only says so. */
  readonly seconds?: number;
  readonly endpoints?: Readonly<Record<string, EndpointShape>>;
}

export function makeMeasurement(shape: MeasurementShape = {}): Measurement {
  const {
    requests = 6200,
    p50Ms = 18.3,
    p99Ms = 83.1,
    slower = 1,
    seconds = 20,
    endpoints: own = {},
    ...overrides
  } = shape;
  const endpoints = MIX.map(([method, name, path, weight, usualMs]): EndpointFigures => {
    const { p99Ms = usualMs * slower, errors = {}, samples = [] } = own[name] ?? {};
    const figures = makeFigures({
      requests: (requests * weight) / 100,
      p50Ms: p50Ms * slower,
      p99Ms,
      errors,
      seconds,
    });
    return { name, method, path, weight, figures, samples };
  });
  const status: Record<string, number> = {};
  const timeout = endpoints.reduce((sum, { figures }) => sum + figures.errors.timeout, 0);
  for (const { figures } of endpoints) {
    for (const [code, count] of Object.entries(figures.errors.status))
      status[code] = (status[code] ?? 0) + count;
  }
  return {
    conditions: {
      tool: 'Tailgate 0.1.0, autocannon 9.0.0',
      model: 'closed',
      stages: [{ name: null, connections: 10, ratePerSecond: null, arrivals: null, durationSeconds: 20 }],
      warmupSeconds: 2,
      timeoutSeconds: 10,
      profile: 'realistic',
      mix: MIX.map(([method, name, path, weight]) => ({ name, method, path, share: weight / 100 })),
      machine: 'Linux x64, 2 cores, Node 24',
    },
    startedAt: '2026-11-22T09:58:00.000Z',
    measuredSeconds: 20.004,
    rounds: 1,
    whole: makeFigures({
      requests,
      p50Ms: p50Ms * slower,
      p99Ms: p99Ms * slower,
      errors: { status, timeout },
      seconds,
    }),
    endpoints,
    stages: [],
    search: null,
    unaccounted: 0,
    sent: requests,
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

export function makePlan(overrides: Partial<Plan> = {}): Plan {
  return {
    name: 'realistic',
    configFile: 'examples/tailgate.yml',
    target: { origin: 'http://127.0.0.1:8080', ready: '/api/v1/health', identity: null, headers: [] },
    load: {
      profile: 'realistic',
      stages: [{ name: null, connections: 10, durationMs: 20_000, arrivals: null }],
      warmupMs: 2000,
      timeoutMs: 10_000,
    },
    scenario: {
      logins: [],
      requests: MIX.map(([method, name, path, weight]) => ({
        name,
        method,
        weight,
        path: [path],
        headers: [],
        body: null,
        expect: null,
      })),
    },
    gate: {
      whole: {},
      endpoints: {},
      stages: {},
      stored: 'gate',
      spread: 0.1,
      interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 360_000, allowance: null },
    },
    base: null,
    baseline: null,
    secrets: [],
    notices: [],
    ...overrides,
  };
}

export function makeBaseline(overrides: Partial<Baseline> = {}): Baseline {
  return {
    source: 'examples/performance-report.md#realistic-final',
    format: 'markdown-report',
    title: 'Realistic, final',
    date: '2025-10-30',
    whole: {
      requests: 37_292,
      responsesPerSecond: 310.53,
      errorRate: 0.0367,
      latencyAllMs: { p50: 18.3, p99: 93.84 },
    },
    endpoints: {},
    conditions: { stages: [{ connections: 10, durationSeconds: 120 }], methods: { GET: 0.8, POST: 0.2 } },
    ...overrides,
  };
}

/** A row; `not-gated` where neither a limit nor a regression is said. */
export function makeComparison(overrides: Partial<Comparison> & Pick<Comparison, 'metric'>): Comparison {
  const declared = overrides.limit || overrides.regression;
  return {
    endpoint: null,
    target: null,
    against: overrides.baseline == null ? null : 'baseline',
    baseline: null,
    compared: overrides.target ?? null,
    basis: overrides.baseline == null ? null : 'all responses',
    change: null,
    interval: null,
    limit: null,
    regression: null,
    finding: declared ? 'within' : 'not-gated',
    notes: [],
    ...overrides,
    // Of what is put together from parts, the types can't tell that a change has something that it is against.
  } as Comparison;
}

export function makeVerdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    outcome: 'pass',
    causes: [],
    comparisons: [],
    warnings: [],
    suspects: [],
    interleaved: null,
    ...overrides,
  };
}

export function makeRun(overrides: Partial<RunContext> = {}): RunContext {
  return {
    version: '0.1.0',
    now: '2026-11-22T10:00:00.000Z',
    headSha: '3f1c0de2b7a94d5e8f60718293a4b5c6d7e8f901',
    runUrl: 'https://github.com/acme/houses/actions/runs/42',
    command: 'node dist/cli/index.js run --config examples/tailgate.yml --target-url http://127.0.0.1:8080',
    resultFile: '.tailgate/result.json',
    ...overrides,
  };
}

export function makeReport(overrides: Partial<Report> = {}): Report {
  return {
    plan: makePlan(),
    baseline: makeBaseline(),
    measurement: makeMeasurement(),
    interleaved: null,
    verdict: makeVerdict(),
    run: makeRun(),
    ...overrides,
  };
}
