/** The runs without a base whose texts are kept as golden files. */
import type { Report } from '../../src/report/report.ts';
import { report } from '../judgement/recorded/texts.ts';
import { judged, mixConfig, mixTraffic, unmeasured } from './judged.ts';
import { MIX } from './make-report.ts';

const BASELINE = 'docs/performance-report.md#realistic';
const GATE = `p99: { max: 100 ms, regression: 10 % }
throughput: { min: 100 /s, regression: 10 % }
errors: { max: 1 %, regression: 0.5 pp }`;
const OWN = `${GATE}
endpoints:
  list units: { p99: { max: 250 ms } }
  list expenses: { p99: { max: 150 ms } }`;

/** As another tool measured it a year ago. */
const file = report({ p99Ms: 93.84, perSecond: 310.53, errors: 3.67, duration: '2 minutes' });

const COLLISIONS = {
  errors: { 409: 0.0645 },
  says: { 409: '{"error":"unit T417 exists already in this building"}' },
};
const MISSING = {
  errors: { 400: 1 },
  says: { 400: '{"error":"missing field `organization_id` at line 1 column 187"}' },
};

export const pass: Report = judged({
  name: 'pass',
  config: mixConfig({ gate: GATE, baseline: BASELINE }),
  file,
  target: mixTraffic({ names: { 'create apartment': COLLISIONS } }),
});

/** Regressions are declared, and nothing is there to compare with. */
export const alone: Report = judged({
  name: 'alone',
  config: mixConfig({ gate: GATE }),
  target: mixTraffic({}),
});

export const slow: Report = judged({
  name: 'slow',
  config: mixConfig({ gate: OWN, baseline: BASELINE }),
  file,
  target: mixTraffic({ slower: 2.2, perSecond: 150 }),
});

export const asReported: Report = judged({
  name: 'as reported',
  config: mixConfig({ gate: GATE, baseline: BASELINE }),
  file,
  target: mixTraffic({
    names: {
      'create apartment': MISSING,
      'create parking space': MISSING,
      'create owner': {
        errors: { 409: 0.016, timeout: 0.005 },
        says: { 409: '{"error":"e-mail is taken: [redacted]"}' },
      },
    },
  }),
});

export const inconclusive: Report = judged({
  name: 'inconclusive',
  config: mixConfig({
    gate: `p99: { max: 100 ms, regression: 10 % }
endpoints:
  create owner: { p99: { regression: 10 % } }`,
    baseline: BASELINE,
  }),
  file: report({ p99Ms: 93.84, perSecond: 310.53, errors: 0, duration: '2 minutes' }),
  target: mixTraffic({ slower: 2.79, perSecond: 13 }),
});

export const loginFailed: Report = unmeasured(
  'login-failed',
  'the login (POST http://127.0.0.1:8080/api/v1/auth/login) was answered 401: {"error":"unknown user"}',
  { name: 'login failed', config: mixConfig({ gate: GATE, baseline: BASELINE }), file },
);

const TURNED_AWAY = {
  path: { rateLimited: 0.96, retryAfterSeconds: 60 },
  says: { 429: 'Too many requests' },
};

export const rateLimited: Report = judged({
  name: 'rate limited',
  config: mixConfig({ gate: GATE, baseline: BASELINE }),
  file,
  target: mixTraffic({ names: { 'list buildings': TURNED_AWAY, 'list units': TURNED_AWAY } }),
});

/** A service that sheds load, and a client that comes again. */
const SHED = { repeated: { 503: 0.11 }, errors: { 503: 0.002 }, says: { 503: '{"error":"busy"}' } };

export const retried: Report = judged({
  name: 'retried',
  config: mixConfig({
    gate: `p99: { max: 300 ms }
errors: { max: 1 % }
attempts: { max: 1.1 }
endpoints:
  create owner: { attempts: { max: 1.2 } }`,
    shared: 'retry: { on: [503, timeout], times: 3, backoff: 100 ms }',
  }),
  target: mixTraffic({
    ...SHED,
    names: { 'create owner': { repeated: { 503: 0.42, timeout: 0.01 }, errors: { 503: 0.02 } } },
  }),
});

const OPEN = '{ connections: 50, duration: 20s, warmup: 2s, rate: 300/s, arrivals: poisson }';
const OPEN_GATE = `p99: { max: 100 ms }
throughput: { min: 295 /s }`;

export const open: Report = judged({
  name: 'open',
  config: mixConfig({ gate: OPEN_GATE, load: OPEN }),
  target: mixTraffic({ perSecond: 300, noise: 0 }),
});

export const saturated: Report = judged({
  name: 'saturated',
  config: mixConfig({ gate: OPEN_GATE, load: OPEN }),
  target: mixTraffic({
    perSecond: 300,
    noise: 0,
    slower: 1.25,
    generator: { cpuShare: 0.973, utilisation: 0.98, lateShare: 0.124 },
  }),
});

const NIGHTS = {
  count: 24,
  are: [{ from: 0, p99Ms: 74, throughputPerSecond: 311, errorRate: 0.0013 }],
  mix: MIX.map(([method, name, path, weight]) => ({ name, method, path, share: weight / 100 })),
  p99Ms: Object.fromEntries(MIX.map(([, name, , , p99Ms]) => [name, p99Ms])),
};

/** Against two dozen nights, one of which was measured with other connections. */
export const history: Report = judged({
  name: 'history',
  config: mixConfig({ gate: GATE, baseline: 'history' }),
  history: { ...NIGHTS, are: [...NIGHTS.are, { from: 3, to: 3, connections: 50 }] },
  target: mixTraffic({ slower: 1.3, perSecond: 290, names: { 'create apartment': COLLISIONS } }),
});

/** Too few nights for a regression to fail, and enough to tell of it. */
export const historyAdvises: Report = judged({
  name: 'history advises',
  config: mixConfig({ gate: GATE, baseline: 'history' }),
  history: { ...NIGHTS, count: 9 },
  target: mixTraffic({ slower: 1.18, names: { 'create apartment': COLLISIONS } }),
});
