/** One stored number: reports of other tools, wrk's text, a result file. */
import type { RunCase } from './case.ts';
import { config, report, result, wrk } from './texts.ts';
import type { Traffic } from './traffic.ts';

const LIMITS = `p99: { max: 100 ms, regression: 10 % }
throughput: { min: 100 /s, regression: 10 % }
errors: { max: 1 %, regression: 0.5 pp }`;
const REGRESSIONS = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
const SPEED = `p99: { regression: 10 % }
throughput: { regression: 10 % }`;
const OWNER = `${REGRESSIONS}
endpoints:
  create owner:
    p99: { max: 300 ms, regression: 20 % }
    throughput: { regression: 20 % }
    errors: { regression: 1 pp }`;
const WARN = 'stored: warn';
const FILE = 'docs/report.md#realistic';

function run(
  name: string,
  gate: string,
  file: string | null,
  target: Traffic,
  more: Partial<RunCase> = {},
): RunCase {
  return {
    name: `stored: ${name}`,
    kind: 'run',
    config: config({ gate, baseline: FILE }),
    file,
    target,
    ...more,
  };
}

/** The same against a file that is named by itself. */
function own(name: string, gate: string, file: string, target: Traffic): RunCase {
  return run(name, gate, file, target, { config: config({ gate, baseline: 'baseline.json' }) });
}

export const STORED_CASES: readonly RunCase[] = [
  run('a report, nothing to see', LIMITS, report(), {}),
  run('a report, regressions alone', REGRESSIONS, report(), {}),
  run('a report, 20 % slower is not shown', REGRESSIONS, report(), { p99Ms: 100 }),
  run('a report, twice as slow', LIMITS, report(), { p99Ms: 170, perSecond: 155 }),
  run('a report, twice as slow without limits', REGRESSIONS, report(), { p99Ms: 170, perSecond: 155 }),
  run('a report, twice as fast', LIMITS, report(), { p99Ms: 40, perSecond: 640 }),
  run('a report, faster with errors', SPEED, report(), { p99Ms: 40, perSecond: 640, errors: { 500: 0.03 } }),
  run('a report, faster with errors, errors gated', REGRESSIONS, report(), {
    p99Ms: 40,
    perSecond: 640,
    errors: { 500: 0.03 },
  }),
  run('a report, same speed with errors that nobody judges', SPEED, report(), { errors: { 500: 0.03 } }),
  run('a report without an error rate, faster with errors', SPEED, report({ errors: null }), {
    p99Ms: 40,
    errors: { 500: 0.02 },
  }),
  run('a report without an error rate', LIMITS, report({ errors: null }), {}),
  run('a report with errors, fewer now', LIMITS, report({ errors: 3.67 }), { errors: { 500: 0.001 } }),
  run('a report with errors, as many now', REGRESSIONS, report({ errors: 3.67 }), { errors: { 500: 0.036 } }),
  run('a report with errors, more now', REGRESSIONS, report({ errors: 1 }), { errors: { 500: 0.03 } }),
  run('a report with errors, a few more now', REGRESSIONS, report({ errors: 1 }), { errors: { 500: 0.017 } }),
  run('a report with errors, many more now', REGRESSIONS, report({ errors: 3.67 }), { errors: { 500: 0.3 } }),
  run('a report with many errors, fewer in speed', SPEED, report({ errors: 30 }), { errors: { 500: 0.01 } }),
  run('a report without P99', REGRESSIONS, report({ p99Ms: null }), {}),
  run('a report without throughput', LIMITS, report({ perSecond: null }), {}),
  run('a report with a throughput of 0', REGRESSIONS, report({ perSecond: 0 }), {}),
  run('a report of other connections', REGRESSIONS, report({ connections: 50 }), {}),
  run('a report of other connections beside limits', LIMITS, report({ connections: 1 }), {}),
  run('a report of other connections, only limits', 'p99: { max: 100 ms }', report({ connections: 50 }), {}),
  run('a report of another mix', REGRESSIONS, report({ workload: '100% GET requests' }), {}),
  run(
    'a report of another mix and other connections',
    LIMITS,
    report({ workload: '100% GET', connections: 50 }),
    {
      errors: { 500: 0.5 },
    },
  ),
  run('a report of another duration', LIMITS, report({ duration: '2 minutes' }), {}),
  run('a report that is not there', REGRESSIONS, null, {}),
  run('a report that is not there, beside limits', LIMITS, null, {}),
  run('a report that is not there, only limits', 'p99: { max: 100 ms }', null, {}),
  run('warn, nothing to see', `${LIMITS}\n${WARN}`, report(), {}),
  run('warn, regressed', `${LIMITS}\n${WARN}`, report(), { p99Ms: 98, perSecond: 130 }),
  run('warn, regressed without limits', `${REGRESSIONS}\n${WARN}`, report(), { p99Ms: 180, perSecond: 130 }),
  run('warn, regressions alone, nothing to see', `${REGRESSIONS}\n${WARN}`, report(), {}),
  run('warn, not comparable', `${REGRESSIONS}\n${WARN}`, report({ connections: 50 }), {}),
  run('warn, not comparable beside limits', `${LIMITS}\n${WARN}`, report({ connections: 50 }), {}),
  run('warn, a figure is missing', `p99: { regression: 10 % }\n${WARN}`, report({ p99Ms: null }), {}),
  run('warn, a figure is missing and another there', `${REGRESSIONS}\n${WARN}`, report({ p99Ms: null }), {}),
  run('warn, not there', `${REGRESSIONS}\n${WARN}`, null, {}),
  run('warn, errors differ', `${SPEED}\n${WARN}`, report(), { errors: { 500: 0.03 } }),
  run('warn, too few answers for the only figure', `p99: { regression: 10 % }\n${WARN}`, report(), {
    perSecond: 5,
  }),
  run('other connections then, as many errors now', REGRESSIONS, report({ connections: 50, errors: 30 }), {
    errors: { 500: 0.32 },
  }),
  run('one request, and a baseline with errors', 'errors: { regression: 0.5 pp }', report({ errors: 4 }), {
    perSecond: 0.05,
  }),
  run('warn, failing fast', `${SPEED}\n${WARN}`, report(), { errors: { 500: 0.3 } }),
  run('few answers', REGRESSIONS, report(), { perSecond: 6 }),
  run('few answers, P99 alone', 'p99: { regression: 10 % }', report(), { perSecond: 1 }),
  run('few answers, all of them slow', REGRESSIONS, report(), { perSecond: 6, medianMs: 1000, p99Ms: 1400 }),
  run('few answers, P99 alone, slow', 'p99: { regression: 10 % }', report(), {
    perSecond: 1,
    medianMs: 150,
    p99Ms: 400,
  }),
  run('nothing came back', REGRESSIONS, report(), { errors: { socket: 1 } }),
  run('nothing was asked', REGRESSIONS, report(), { perSecond: 0 }),
  run('one batch only', REGRESSIONS, report(), { batches: 1 }),
  run('served in one of ten parts', REGRESSIONS, report(), { served: 1, errors: { socket: 0.02 } }),
  run('served in one of ten parts, slowly', SPEED, report({ perSecond: 5 }), { perSecond: 1, served: 1 }),
  run('no success at all', SPEED, report(), { errors: { 500: 1 } }),
  run('very few requests, errors', 'errors: { regression: 0.5 pp }', report(), {
    perSecond: 0.1,
    errors: { 500: 0.5 },
  }),
  run('only a baseline in sight, limits decide', 'p99: { max: 100 ms }', report(), { p99Ms: 80 }),
  run('wrk', LIMITS, wrk(83, 311), {}, { config: config({ gate: LIMITS, baseline: 'docs/wrk.txt' }) }),
  run(
    'wrk, slower',
    REGRESSIONS,
    wrk(40, 640),
    {},
    {
      config: config({ gate: REGRESSIONS, baseline: 'docs/wrk.txt' }),
    },
  ),
  own('a result, nothing to see', LIMITS, result(), {}),
  own('a result, slower', LIMITS, result(), { p99Ms: 150, perSecond: 180 }),
  own('a result, 12 % slower with a narrow spread', `${REGRESSIONS}\nspread: 1 %`, result(), {
    p99Ms: 95,
    noise: 0,
  }),
  own('a result, 5 % slower with a narrow spread', `${REGRESSIONS}\nspread: 1 %`, result(), {
    p99Ms: 87,
    noise: 0,
  }),
  own('a result, 20 % faster with a narrow spread', `${REGRESSIONS}\nspread: 1 %`, result(), {
    p99Ms: 62,
    perSecond: 390,
    noise: 0,
  }),
  own('a result without a spread', LIMITS, result({ spread: { p99: null, throughput: null } }), {}),
  own('a result with bursts of errors', REGRESSIONS, result({ errorRate: 0.01, spread: { errors: 8 } }), {
    errors: { 500: 0.018 },
    burst: 2,
  }),
  own('a result without an error rate', REGRESSIONS, result({ errorRate: null }), { errors: { 500: 0.03 } }),
  own('a result, fewer errors', REGRESSIONS, result({ errorRate: 0.04 }), {}),
  own('a result of an open model', REGRESSIONS, result({ model: 'open', ratePerSecond: 300 }), {}),
  own(
    'a result of another machine, tool, timeout and duration',
    LIMITS,
    result({
      machine: 'a laptop',
      tool: 'tailgate 0.0.9',
      timeoutSeconds: 5,
      durationSeconds: 120,
    }),
    {},
  ),
  own('a result of another mix', LIMITS, result({ share: 0.6 }), {}),
  own(
    'a result with endpoints, nothing to see',
    OWNER,
    result({ owner: { p99Ms: 83, perSecond: 62.2, errorRate: 0 } }),
    {},
  ),
  own(
    'a result with endpoints, one slower',
    OWNER,
    result({ owner: { p99Ms: 83, perSecond: 62.2, errorRate: 0 } }),
    {
      names: { 'create owner': { p99Ms: 250 } },
    },
  ),
  own(
    'a result with endpoints, one fails',
    OWNER,
    result({ owner: { p99Ms: 83, perSecond: 62.2, errorRate: 0 } }),
    {
      names: { 'create owner': { errors: { 500: 0.04 } } },
    },
  ),
  own('a result without the endpoints', OWNER, result(), {}),
  own('open, as the result', `p99: { regression: 10 % }`, result({ connections: 50 }), {}),
  {
    ...own(
      'open, another rate',
      LIMITS,
      result({ model: 'open', ratePerSecond: 200, arrivals: 'constant' }),
      {},
    ),
    config: config({
      gate: 'p99: { max: 100 ms, regression: 10 % }',
      baseline: 'baseline.json',
      load: '{ connections: 10, duration: 20s, warmup: 2s, timeout: 10s, rate: 300/s, arrivals: poisson }',
    }),
  },
  {
    ...own('open, a report that says little', LIMITS, report(), {}),
    config: config({
      gate: 'p99: { max: 100 ms, regression: 10 % }',
      baseline: FILE,
      load: '{ connections: 10, duration: 20s, warmup: 2s, timeout: 10s, rate: 300/s, arrivals: poisson }',
    }),
  },
  run('invalid beside a report', REGRESSIONS, report(), { generator: { cpuShare: 0.95 } }),
  run(
    'regressed and refused to be accepted',
    REGRESSIONS,
    report(),
    { p99Ms: 180 },
    {
      found: { why: 'eve has no right to write here, so the label does not count.' },
    },
  ),
  run('regressed while errors are open', REGRESSIONS, report({ errors: 1 }), {
    p99Ms: 180,
    errors: { 500: 0.017 },
  }),
  run('regressed while a limit is undecided', LIMITS, report({ perSecond: 700 }), { p99Ms: 103, noise: 0 }),
  run('regressed and P99 not comparable', REGRESSIONS, report({ p99Ms: null, perSecond: 700 }), {}),
  run('regressed and an endpoint has no turn', REGRESSIONS, report(), {
    p99Ms: 180,
    names: { 'create owner': { perSecond: 0 } },
  }),
  run('regressed and over its limit', LIMITS, report(), { p99Ms: 180 }),
];
