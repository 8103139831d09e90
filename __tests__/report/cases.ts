/** The runs whose texts are kept as golden files. */
import type { Comparison } from '../../src/judgement/verdict.ts';
import type { Report } from '../../src/report/report.ts';
import { makeComparison, makeLatency, makeMeasurement, makeReport, makeVerdict } from './make-report.ts';

const CANT_TELL = {
  tolerance: 0.1,
  finding: 'undecided',
  detectable: 0.39,
  gates: true,
  secondsMore: null,
} as const;
const NOTE = 'no regression shown; one number can only show ≥ 39 %';

const WARNINGS = [
  'The baseline ran for 120 s, this run for 20 s.',
  'The baseline does not say whether its load was closed or open, its tool, its time-out or its machine; these were taken to be alike.',
];

function p99(overrides: Partial<Comparison> = {}): Comparison {
  return makeComparison({
    metric: 'p99',
    target: 83.1,
    compared: 82.9,
    baseline: 93.84,
    change: -0.117,
    interval: [-0.31, 0.13],
    limit: { bound: 'max', value: 100, finding: 'within', secondsMore: null },
    regression: { ...CANT_TELL, finding: 'within' },
    ...overrides,
  });
}

function throughput(overrides: Partial<Comparison> = {}): Comparison {
  return makeComparison({
    metric: 'throughput',
    target: 309.6,
    compared: 310,
    baseline: 310.53,
    change: -0.0017,
    interval: [-0.21, 0.26],
    limit: { bound: 'min', value: 100, finding: 'within', secondsMore: null },
    regression: { ...CANT_TELL, detectable: 0.28 },
    finding: 'undecided',
    note: 'no regression shown; one number can only show ≥ 28 %',
    ...overrides,
  });
}

function errors(overrides: Partial<Comparison> = {}): Comparison {
  return makeComparison({
    metric: 'errors',
    target: 8 / 6200,
    baseline: 0.0367,
    change: 8 / 6200 - 0.0367,
    interval: [-0.0373, -0.0334],
    limit: { bound: 'max', value: 0.01, finding: 'within', secondsMore: null },
    regression: { tolerance: 0.005, finding: 'improved', detectable: 0.005, gates: true, secondsMore: null },
    finding: 'improved',
    ...overrides,
  });
}

const COLLISIONS = {
  'create apartment': {
    errors: { status: { '409': 8 } },
    samples: [{ kind: 'status', status: 409, text: '{"error":"unit T417 exists already in this building"}' }],
  },
} as const;

export const pass: Report = makeReport({
  measurement: makeMeasurement({ endpoints: COLLISIONS }),
  verdict: makeVerdict({
    reason:
      'P99 83.1 ms, throughput 310 /s and errors 0.13 % are within their limits; no regression shown against Realistic, final.',
    comparisons: [p99(), throughput(), errors()],
    warnings: WARNINGS,
  }),
});

export const slow: Report = makeReport({
  measurement: makeMeasurement({ requests: 3100, slower: 2.05 }),
  verdict: makeVerdict({
    outcome: 'fail',
    reason:
      'P99 170 ms is 1.7× its limit of 100 ms, and regressed by 81 % against Realistic, final; so did 2 others.',
    comparisons: [
      p99({
        target: 170.4,
        compared: 170.4,
        change: 0.816,
        interval: [0.42, 1.32],
        limit: { bound: 'max', value: 100, finding: 'over-limit', secondsMore: null },
        regression: { ...CANT_TELL, finding: 'regressed' },
        finding: 'over-limit',
      }),
      throughput({
        target: 155,
        compared: 155,
        change: -0.501,
        interval: [-0.6, -0.37],
        regression: { ...CANT_TELL, finding: 'regressed', detectable: 0.28 },
        finding: 'regressed',
        note: null,
      }),
      errors({ target: 0, change: -0.0367, interval: [-0.039, -0.0345] }),
      makeComparison({
        metric: 'p99',
        endpoint: 'create owner',
        target: 180.4,
        limit: { bound: 'max', value: 250, finding: 'within', secondsMore: null },
      }),
      makeComparison({
        metric: 'p99',
        endpoint: 'create maintenance expense',
        target: 188.6,
        limit: { bound: 'max', value: 150, finding: 'over-limit', secondsMore: null },
        finding: 'over-limit',
      }),
    ],
    warnings: WARNINGS,
  }),
});

const MISSING = {
  kind: 'status',
  status: 400,
  text: '{"error":"missing field `organization_id` at line 1 column 187"}',
} as const;

export const asReported: Report = makeReport({
  plan: { ...makeReport().plan, configFile: 'examples/as-reported.yml', name: 'as reported' },
  measurement: makeMeasurement({
    endpoints: {
      'create apartment': { errors: { status: { '400': 124 } }, samples: [MISSING, MISSING, MISSING] },
      'create parking space': { errors: { status: { '400': 62 } }, samples: [MISSING] },
      'create owner': {
        errors: { status: { '409': 3 }, timeout: 1 },
        samples: [
          { kind: 'status', status: 409, text: '{"error":"e-mail is taken: [redacted]"}' },
          { kind: 'timeout', status: null, text: '' },
        ],
      },
    },
  }),
  verdict: makeVerdict({
    outcome: 'fail',
    reason:
      'Errors are 3.06 %, 3.1× their limit of 1 %: all of create apartment and of create parking space were answered 400.',
    comparisons: [
      p99(),
      throughput({ target: 300.5, compared: 310 }),
      errors({
        target: 190 / 6200,
        change: -0.0062,
        interval: [-0.0102, -0.0021],
        limit: { bound: 'max', value: 0.01, finding: 'over-limit', secondsMore: null },
        regression: {
          tolerance: 0.005,
          finding: 'within',
          detectable: 0.005,
          gates: true,
          secondsMore: null,
        },
        finding: 'over-limit',
      }),
    ],
    warnings: WARNINGS,
  }),
});

export const inconclusive: Report = makeReport({
  measurement: makeMeasurement({ requests: 400, p99Ms: 103, rounds: 2, measuredSeconds: 40.01 }),
  verdict: makeVerdict({
    outcome: 'inconclusive',
    reason: 'P99 103 ms is beyond its limit of 100 ms, but 400 answers do not show that it is.',
    comparisons: [
      p99({
        target: 103,
        compared: 103,
        change: 0.098,
        interval: [-0.15, 0.42],
        limit: { bound: 'max', value: 100, finding: 'undecided', secondsMore: 190 },
        regression: { ...CANT_TELL },
        finding: 'undecided',
        note: NOTE,
      }),
      makeComparison({
        metric: 'p99',
        endpoint: 'create owner',
        target: 88,
        basis: null,
        regression: { ...CANT_TELL, finding: 'not-comparable', detectable: null },
        finding: 'not-comparable',
        note: 'the baseline gives the whole only; a Tailgate result has figures of every request',
      }),
    ],
    advice: 'About 190 s more of the same load would decide it: set load.duration to 4m.',
  }),
});

export const loginFailed: Report = makeReport({
  measurement: null,
  verdict: makeVerdict({
    outcome: 'invalid',
    reason: 'The login was refused: POST /api/v1/auth/login answered 401 {"error":"unknown user"}.',
    advice: 'Check TAILGATE_EMAIL and TAILGATE_PASSWORD; nothing was measured.',
  }),
});

export const rateLimited: Report = makeReport({
  measurement: makeMeasurement({
    endpoints: Object.fromEntries(
      ['list buildings', 'list units'].map((name, i) => [
        name,
        {
          errors: { status: { '429': i === 0 ? 1786 : 1190 } },
          samples: [{ kind: 'status', status: 429, text: 'Too many requests' }],
        },
      ]),
    ),
    intercepted: { rateLimited: 0.48, loginRedirects: 0, challenges: 0, retryAfterSeconds: 60 },
  }),
  verdict: makeVerdict({
    outcome: 'invalid',
    reason: '48 % of all requests were answered 429: a rate limiter was measured, not the service.',
    advice: 'Allow-list the runner, or raise the limit of the preview (Retry-After was up to 60 s).',
  }),
});

const OPEN_LOAD = {
  profile: null,
  stages: [
    { name: null, connections: 50, durationMs: 20_000, arrivals: { perSecond: 300, kind: 'poisson' } },
  ],
} as const;

/** 300 /s offered by poisson arrivals to the same service; a wait for a free connection is part of the latency. */
function makeOpen(overrides: Partial<Report>, serviceP99Ms: number, p99Ms = 83.1): Report {
  const { plan } = makeReport();
  const seen = makeMeasurement({ requests: 6000, p99Ms });
  const [{ name, connections, durationMs, arrivals }] = OPEN_LOAD.stages;
  const { conditions, whole } = seen;
  return makeReport({
    plan: { ...plan, load: { ...plan.load, ...OPEN_LOAD } },
    baseline: null,
    measurement: {
      ...seen,
      conditions: {
        ...conditions,
        model: 'open',
        profile: null,
        stages: [
          {
            name,
            connections,
            ratePerSecond: arrivals.perSecond,
            arrivals: arrivals.kind,
            durationSeconds: durationMs / 1000,
          },
        ],
      },
      whole: { ...whole, serviceMs: makeLatency(18.1, serviceP99Ms) },
    },
    ...overrides,
  });
}

const ungated = { baseline: null, change: null, interval: null, regression: null, basis: null } as const;

export const open: Report = makeOpen(
  {
    verdict: makeVerdict({
      reason: 'P99 83.1 ms (limit 100 ms) and throughput 300 /s (at least 295 /s) are within their limits',
      comparisons: [
        p99(ungated),
        throughput({
          ...ungated,
          target: 300,
          limit: { bound: 'min', value: 295, finding: 'within', secondsMore: null },
          finding: 'within',
          note: null,
        }),
        makeComparison({ metric: 'errors', target: 0 }),
      ],
    }),
  },
  61.2,
);

export const saturated: Report = makeOpen(
  {
    verdict: makeVerdict({
      outcome: 'invalid',
      reason:
        'The load generator was saturated: its busiest thread used 97.3 % of a core (limit 85.0 %) and it sent 12.4 % of the requests more than 1 ms after they were due though a connection was free (limit 1.00 %)',
      comparisons: [
        p99({
          ...ungated,
          target: 140,
          limit: { bound: 'max', value: 100, finding: 'over-limit', secondsMore: null },
          finding: 'over-limit',
        }),
        makeComparison({ metric: 'throughput', target: 300 }),
        makeComparison({ metric: 'errors', target: 0 }),
      ],
      advice:
        'Ask less of the generator (a lower rate), give the runner more cores, or move what else is busy on it elsewhere.',
    }),
  },
  61.2,
  140,
);
