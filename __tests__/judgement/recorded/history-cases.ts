/** A history of nights: too short, advising, gating, in doubt; of a release; under other conditions. */
import type { RunCase } from './case.ts';
import type { Nights } from './nights.ts';
import { config } from './texts.ts';
import type { Traffic } from './traffic.ts';

const REGRESSIONS = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
const LIMITS = `p99: { max: 500 ms, regression: 10 % }
throughput: { min: 10 /s, regression: 10 % }
errors: { max: 50 %, regression: 0.5 pp }`;
const OWNER = `${REGRESSIONS}
endpoints:
  create owner: { p99: { regression: 20 % }, errors: { regression: 1 pp }, throughput: { regression: 20 % } }`;
const OWNER_ALONE = `endpoints:
  create owner: { p99: { regression: 20 % } }`;

type History = NonNullable<RunCase['history']>;

function run(
  name: string,
  gate: string,
  history: History | undefined,
  target: Traffic = {},
  baseline = 'history',
): RunCase {
  return {
    name: `history: ${name}`,
    kind: 'run',
    config: config({ gate, baseline }),
    ...(history && { history }),
    target,
  };
}

/** The same as a release. */
function release(name: string, gate: string, nights: Nights, target: Traffic = {}): RunCase {
  return run(`release, ${name}`, gate, { ...nights, forRelease: true }, target);
}

const NOISY = { count: 14, spread: 0.15 } as const;
const FAILING = { count: 14, are: [{ from: 0, errorRate: 0.01 }] } as const;

export const HISTORY_CASES: readonly RunCase[] = [
  run('none at all', REGRESSIONS, { count: 0 }),
  run('none at all beside limits', LIMITS, { count: 0 }),
  run('one night', REGRESSIONS, { count: 1 }),
  run('three nights, failing fast', REGRESSIONS, { count: 3 }, { errors: { 500: 0.5 } }),
  run('seven nights', LIMITS, { count: 7 }),
  run('eight nights advise', REGRESSIONS, { count: 8 }),
  run('eleven nights advise', REGRESSIONS, { count: 11 }),
  run('eight nights advise beside limits', LIMITS, { count: 8 }),
  run('eight nights advise beside limits, slower', LIMITS, { count: 8 }, { p99Ms: 130 }),
  run('eight nights advise, slower', REGRESSIONS, { count: 8 }, { p99Ms: 130, perSecond: 200 }),
  run('eight noisy nights advise, a little slower', LIMITS, { count: 8, spread: 0.15 }, { p99Ms: 100 }),
  run('twelve nights gate', REGRESSIONS, { count: 12 }),
  run('twelve nights gate beside limits', LIMITS, { count: 12 }),
  run('slower', REGRESSIONS, { count: 12 }, { p99Ms: 110, noise: 0 }),
  run('fewer', REGRESSIONS, { count: 12 }, { perSecond: 240 }),
  run('faster', REGRESSIONS, { count: 12 }, { p99Ms: 60, perSecond: 420 }),
  run('more errors', REGRESSIONS, { count: 12 }, { errors: { 500: 0.02 } }),
  run('errors among nights with errors', REGRESSIONS, FAILING, { errors: { 500: 0.011 } }),
  run('more errors than nights with errors', REGRESSIONS, FAILING, { errors: { 500: 0.03 } }),
  run('fewer errors than nights with errors', REGRESSIONS, FAILING, {}),
  run('a few more errors in a burst', REGRESSIONS, FAILING, { errors: { 500: 0.017 }, burst: 1 }),
  run('failing fast', REGRESSIONS, FAILING, { errors: { 500: 0.3 } }),
  run(
    'failing fast with eight nights that failed too',
    LIMITS,
    {
      count: 8,
      are: [{ from: 0, errorRate: 0.3 }],
    },
    { errors: { 500: 0.31 } },
  ),
  run('a slowdown that noisy nights may explain', REGRESSIONS, NOISY, { p99Ms: 100, noise: 0 }),
  run(
    'a fall that noisy nights may explain',
    REGRESSIONS,
    { count: 14, spread: 0.5 },
    { perSecond: 260, noise: 0 },
  ),
  run(
    'a slowdown just below what noisy nights show',
    REGRESSIONS,
    { count: 60, spread: 0.1 },
    {
      p99Ms: 101,
      noise: 0,
    },
  ),
  run('nothing shown among noisy nights', LIMITS, { count: 12, spread: 0.2 }, { noise: 0 }),
  run('few answers', REGRESSIONS, { count: 12 }, { perSecond: 6 }),
  run('few requests', LIMITS, { count: 12 }, { perSecond: 60 }),
  run('nothing came back', REGRESSIONS, { count: 12 }, { errors: { socket: 1 } }),
  run('nothing was asked', REGRESSIONS, { count: 12 }, { perSecond: 0 }),
  run('one batch', REGRESSIONS, { count: 12 }, { batches: 1 }),
  run('served in one of ten parts', REGRESSIONS, { count: 12 }, { served: 1, errors: { socket: 0.02 } }),
  run(
    'no success',
    `p99: { regression: 10 % }\nthroughput: { regression: 10 % }`,
    { count: 12 },
    {
      errors: { 500: 1 },
    },
  ),
  run('errors differ', `p99: { regression: 10 % }\nthroughput: { regression: 10 % }`, FAILING, {
    errors: { 500: 0.04 },
  }),
  run('under other conditions', REGRESSIONS, { count: 14, are: [{ from: 0, connections: 50 }] }),
  run('under other conditions beside limits', LIMITS, { count: 14, are: [{ from: 0, connections: 50 }] }),
  run('partly under other conditions', REGRESSIONS, {
    count: 20,
    are: [{ from: 0, to: 5, connections: 50 }],
  }),
  run('one night under other conditions', LIMITS, { count: 14, are: [{ from: 0, to: 0, connections: 50 }] }),
  run('another duration and machine', REGRESSIONS, {
    count: 14,
    are: [{ from: 0, durationSeconds: 120, machine: 'another' }],
  }),
  run('barred nights', REGRESSIONS, { count: 14, are: [{ from: 0, to: 4, excluded: 'started by hand' }] }),
  run('files that could not be taken', REGRESSIONS, {
    count: 12,
    skipped: ['v1/realistic/2026-10/7-1.json is left out of the history: it is no valid JSON.'],
  }),
  run('could not be read', REGRESSIONS, undefined),
  run('could not be read beside limits', LIMITS, undefined),
  run('could not be read, only limits', 'p99: { max: 500 ms }', undefined),
  run(
    'a change that has settled',
    REGRESSIONS,
    { count: 30, are: [{ from: 15, p99Ms: 120 }] },
    { p99Ms: 120 },
  ),
  run(
    'a change too new to gate',
    REGRESSIONS,
    { count: 30, are: [{ from: 24, p99Ms: 120 }] },
    { p99Ms: 120 },
  ),
  run(
    'a change with nine nights since',
    LIMITS,
    { count: 30, are: [{ from: 21, p99Ms: 120 }] },
    { p99Ms: 120 },
  ),
  run('one newest night differs', REGRESSIONS, { count: 20, are: [{ from: 19, p99Ms: 400 }] }),
  run('three newest nights differ', REGRESSIONS, {
    count: 20,
    are: [{ from: 17, p99Ms: 200, throughputPerSecond: 150 }],
  }),
  run(
    'errors came with a change',
    REGRESSIONS,
    { count: 30, are: [{ from: 15, errorRate: 0.02 }] },
    {
      errors: { 500: 0.02 },
    },
  ),
  run('an endpoint gates', OWNER, { count: 14 }),
  run('an endpoint slower', OWNER, { count: 14 }, { names: { 'create owner': { p99Ms: 200 } } }),
  run('an endpoint fails', OWNER, { count: 14 }, { names: { 'create owner': { errors: { 500: 0.04 } } } }),
  run('an endpoint differs in its newest nights', OWNER, { count: 14, are: [{ from: 12, owner: 4 }] }),
  run('an endpoint alone, seven nights', OWNER_ALONE, { count: 7 }),
  run('an endpoint alone, nine nights', OWNER_ALONE, { count: 9 }),
  run('nights without a P99', REGRESSIONS, { count: 14, are: [{ from: 0, p99Ms: null }] }),
  run('nights of few requests', REGRESSIONS, { count: 14, are: [{ from: 0, requests: 100 }] }),
  run('warn has no say', `${REGRESSIONS}\nstored: warn`, { count: 14 }, { p99Ms: 130 }),
  run(
    'up to a release',
    REGRESSIONS,
    {
      count: 30,
      are: [
        { from: 14, to: 14, release: 'v1.2.0' },
        { from: 15, p99Ms: 120 },
      ],
    },
    { p99Ms: 120 },
    'history@v1.2.0',
  ),
  run('slower, with limits over', LIMITS, { count: 14 }, { p99Ms: 700 }),
  run('slower, invalid', REGRESSIONS, { count: 14 }, { p99Ms: 700, path: { rateLimited: 0.3 } }),
  run(
    'a slowdown that the nights show little more than',
    REGRESSIONS,
    { count: 60, spread: 0.1 },
    {
      p99Ms: 109.5,
      noise: 0,
    },
  ),
  run('an endpoint alone, nine nights, beside a limit', `${OWNER_ALONE}\nerrors: { max: 5 % }`, { count: 9 }),
  run('one request, and nights with errors', 'errors: { regression: 0.5 pp }', FAILING, { perSecond: 0.05 }),
  run(
    'eight nights with errors, one request',
    LIMITS,
    { count: 8, are: [{ from: 0, errorRate: 0.05 }] },
    {
      perSecond: 0.05,
    },
  ),
  run('up to a release that nobody knows', REGRESSIONS, { count: 14 }, {}, 'history@v9.9.9'),
  run('up to a release, without any night', REGRESSIONS, { count: 0 }, {}, 'history@v9.9.9'),
  run('five nights of which one is far off', REGRESSIONS, {
    count: 30,
    are: [
      { from: 22, p99Ms: 86 },
      { from: 23, to: 23, p99Ms: 700 },
    ],
  }),
  release('gates', REGRESSIONS, { count: 14 }),
  release('slower', REGRESSIONS, { count: 14 }, { p99Ms: 130 }),
  release('no night', REGRESSIONS, { count: 0 }),
  release('five nights beside limits', LIMITS, { count: 5 }),
  release('eight nights advise', REGRESSIONS, { count: 8 }),
  release('eight nights advise beside limits', LIMITS, { count: 8 }),
  release('eight nights advise, few answers', LIMITS, { count: 8 }, { perSecond: 6 }),
  release('in doubt', REGRESSIONS, NOISY, { p99Ms: 100, noise: 0 }),
  release('in doubt, fewer', LIMITS, { count: 14, spread: 0.5 }, { perSecond: 260, noise: 0 }),
];
