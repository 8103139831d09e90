/** Against a base, measured in turn. */
import type { RunCase } from './case.ts';
import { config, report } from './texts.ts';
import type { Spell, Traffic } from './traffic.ts';

const ALL = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
const SPEED = `p99: { regression: 10 % }
throughput: { regression: 10 % }`;
const P99 = 'p99: { regression: 10 % }';
const ERRORS = 'errors: { regression: 0.5 pp }';
const LIMITS = `p99: { max: 100 ms, regression: 10 % }
throughput: { min: 100 /s, regression: 10 % }
errors: { max: 1 %, regression: 0.5 pp }`;
/** A file with a base has to declare a regression: one that nothing but an outage meets. */
const ONLY_LIMITS = `p99: { max: 100 ms }
errors: { max: 1 %, regression: 50 pp }`;
const OWNER = `${ALL}
endpoints:
  create owner: { p99: { max: 300 ms, regression: 20 % }, errors: { regression: 1 pp } }`;

const SHORT = 'rounds: { budget: 84s }';
const TIGHT = 'rounds: { budget: 70s }';

function run(
  name: string,
  gate: string,
  target: Traffic,
  base: Traffic = {},
  more: Partial<RunCase> = {},
): RunCase {
  return { name: `live: ${name}`, kind: 'run', config: config({ gate }), target, base, ...more };
}

function times(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Only in some rounds. */
function at(rounds: readonly number[], spell: Spell): Traffic {
  return { spells: [{ rounds, ...spell }] };
}

const EVEN = times(45).filter((i) => i % 2 === 0);
const THIRD = times(45).filter((i) => i % 3 === 0);
const HOSTS = { targetUrl: 'https://pr-7.preview.example', baseUrl: 'https://main.preview.example' };
const AWAY = { address: '198.51.100.7' };
const LOST = { how: 'target-lost', afterMs: 1400, why: 'connect ECONNREFUSED 127.0.0.1:8080' } as const;
const LOGGED_OUT = { how: 'login-lost', afterMs: 1400, why: 'POST /login answered 401' } as const;
const CANCELLED = { how: 'cancelled', afterMs: 1400, why: '' } as const;

export const LIVE_CASES: readonly RunCase[] = [
  run('the same', ALL, {}),
  run('the same, with limits', LIMITS, {}),
  run('the same, limits alone', ONLY_LIMITS, {}),
  run('the same, P99 alone', P99, {}),
  run('the same, errors alone', ERRORS, {}),
  run('the same, with an endpoint', OWNER, {}),
  run('20 % slower', ALL, { p99Ms: 100 }),
  run('20 % slower, with limits', LIMITS, { p99Ms: 99.6 }),
  run('60 % slower, over its limit', LIMITS, { p99Ms: 135 }),
  run('60 % slower, errors alone', ERRORS, { p99Ms: 135 }),
  run('20 % fewer', ALL, { perSecond: 320 }),
  run('20 % slower and fewer', ALL, { p99Ms: 104, perSecond: 320 }),
  run('20 % faster', ALL, { p99Ms: 66, perSecond: 480 }),
  run('20 % faster with errors', SPEED, { p99Ms: 66, perSecond: 480, errors: { 500: 0.03 } }),
  run('5 % slower', ALL, { p99Ms: 87, noise: 0.01 }, { noise: 0.01 }),
  run('5 % slower in P99 alone', P99, { p99Ms: 87.5, noise: 0.01 }, { noise: 0.01 }),
  run('9 % slower, undecided', P99, { p99Ms: 90.5 }, {}),
  run('9 % slower, a short budget', `${ALL}\n${SHORT}`, { p99Ms: 90.5 }, {}),
  run('noisy', ALL, { noise: 0.4 }, { noise: 0.4 }),
  run('noisy, 10 % slower, a short budget', `${ALL}\n${SHORT}`, { p99Ms: 91, noise: 0.15 }, { noise: 0.15 }),
  run('very noisy, a short budget', `${P99}\n${SHORT}`, { noise: 1.2 }, { noise: 1.2 }),
  run('a budget that is hardly enough', `${ALL}\n${TIGHT}`, {}),
  run('a budget that is hardly enough, slower', `${ALL}\n${TIGHT}`, { p99Ms: 130 }),
  run('rounds longer than the budget thought', `${ALL}\n${TIGHT}`, { drainMs: 6000 }, { drainMs: 6000 }),
  run(
    'rounds much longer than the budget thought',
    `${ALL}\n${TIGHT}`,
    { drainMs: 30_000 },
    { drainMs: 30_000 },
  ),
  run(
    'rounds much longer than the budget thought, one row',
    `${P99}\n${TIGHT}`,
    { drainMs: 30_000 },
    {
      drainMs: 30_000,
    },
  ),
  run(
    'rounds longer, slower all the same',
    `${ALL}\n${TIGHT}`,
    { drainMs: 4000, p99Ms: 130 },
    { drainMs: 4000 },
  ),
  run('errors rise', ALL, { errors: { 500: 0.02 } }),
  run('errors rise, errors alone', ERRORS, { errors: { 500: 0.02 } }),
  run('errors rise a little', ALL, { errors: { 500: 0.004 } }, {}),
  run('errors rise a little, a short budget', `${ALL}\n${SHORT}`, { errors: { 500: 0.005 } }, {}),
  run(
    'errors undecided, errors alone, a short budget',
    `${ERRORS}\n${SHORT}`,
    { errors: { 500: 0.006 } },
    {
      errors: { 500: 0.001 },
    },
  ),
  run('errors fall', ALL, {}, { errors: { 500: 0.02 } }),
  run('errors on both', ALL, { errors: { 500: 0.03 } }, { errors: { 500: 0.03 } }),
  run('many errors on both', ALL, { errors: { 500: 0.08 } }, { errors: { 500: 0.08 } }),
  run(
    'many errors on both, nothing of errors declared',
    SPEED,
    { errors: { 500: 0.08 } },
    {
      errors: { 500: 0.08 },
    },
  ),
  run('errors differ, speed alone', SPEED, { errors: { 500: 0.03 } }, {}),
  run('errors differ the other way, speed alone', SPEED, {}, { errors: { 500: 0.03 } }),
  run('failing fast', ALL, { errors: { 500: 0.1 } }),
  run('failing fast, speed alone', SPEED, { errors: { 500: 0.1 } }),
  run('failing fast, P99 alone', P99, { errors: { 500: 0.1 } }),
  run('failing fast beside a base with errors', ALL, { errors: { 500: 0.3 } }, { errors: { 500: 0.12 } }),
  run('broken in two blocks', ALL, { errors: { 500: 0.5 } }),
  run('broken in two blocks later', ALL, at(times(45).slice(4), { errors: { 503: 0.9 } })),
  run('broken in two blocks and slow', LIMITS, { errors: { 500: 0.5 }, p99Ms: 300 }),
  run('broken in one round alone', LIMITS, at([3], { errors: { 500: 0.95 } })),
  run('broken in one round alone, speed alone', SPEED, at([1], { errors: { 500: 0.95 } })),
  run('broken in one round of few', `${ALL}\n${TIGHT}`, at([2], { errors: { 500: 1 } })),
  run('errors in one round alone', ERRORS, at([3], { errors: { 500: 0.95 } })),
  run('the base is broken', ALL, {}, { errors: { 500: 0.5 } }),
  run('the base fails often', ALL, {}, { errors: { 500: 0.08 } }),
  run('the base fails often, speed alone', SPEED, {}, { errors: { 500: 0.08 } }),
  run(
    'the base fails more often than a target that does, too',
    ALL,
    { errors: { 500: 0.1 } },
    {
      errors: { 500: 0.3 },
    },
  ),
  run('the base was broken in one round', SPEED, {}, at([2], { errors: { 500: 0.95 } })),
  run('the base was broken in one round, slower', ALL, { p99Ms: 110 }, at([2], { errors: { 500: 0.95 } })),
  run('an endpoint slower', OWNER, { names: { 'create owner': { p99Ms: 170 } } }),
  run('an endpoint slower that has no gate', ALL, { names: { 'create owner': { p99Ms: 95 } } }),
  run('an endpoint fails', OWNER, { names: { 'create owner': { errors: { 500: 0.1 } } } }),
  run(
    'an endpoint with few answers',
    OWNER,
    { names: { 'create owner': { perSecond: 3 } } },
    {
      names: { 'create owner': { perSecond: 3 } },
    },
  ),
  run(
    'an endpoint with few answers, a short budget',
    `${OWNER}\n${SHORT.replace('84', '98')}`,
    {
      names: { 'create owner': { perSecond: 1 } },
    },
    { names: { 'create owner': { perSecond: 1 } } },
  ),
  run(
    'an endpoint without a turn',
    OWNER,
    { names: { 'create owner': { perSecond: 0 } } },
    {
      names: { 'create owner': { perSecond: 0 } },
    },
  ),
  run('an endpoint without a turn on the target', OWNER, { names: { 'create owner': { perSecond: 0 } } }),
  run('an endpoint without a turn on the base', ALL, {}, { names: { 'create owner': { perSecond: 0 } } }),
  run(
    'an endpoint that fails alike',
    OWNER,
    { names: { 'create owner': { errors: { 404: 1 } } } },
    {
      names: { 'create owner': { errors: { 404: 1 } } },
    },
  ),
  run(
    'an endpoint that fails alike, without a gate',
    ALL,
    { names: { 'create owner': { errors: { 404: 1 } } } },
    {
      names: { 'create owner': { errors: { 404: 1 } } },
    },
  ),
  run('an endpoint that fails on the target alone', OWNER, {
    names: { 'create owner': { errors: { 404: 1 } } },
  }),
  run(
    'an endpoint that fails on the base alone',
    OWNER,
    {},
    { names: { 'create owner': { errors: { 404: 1 } } } },
  ),
  run(
    'an endpoint that succeeds by turns',
    OWNER,
    {
      names: { 'create owner': {} },
      spells: [{ rounds: EVEN, names: { 'create owner': { errors: { 404: 1 } } } }],
    },
    {
      names: { 'create owner': {} },
      spells: [
        { rounds: times(45).filter((i) => i % 2 === 1), names: { 'create owner': { errors: { 404: 1 } } } },
      ],
    },
  ),
  run('an endpoint that the target answers never', OWNER, {
    names: { 'create owner': { errors: { unanswered: 1 } } },
  }),
  run(
    'an endpoint that neither answers',
    ALL,
    { names: { 'create owner': { errors: { unanswered: 1 } } } },
    {
      names: { 'create owner': { errors: { unanswered: 1 } } },
    },
  ),
  run('all fail alike', ALL, { errors: { 404: 1 } }, { errors: { 404: 1 } }),
  run('all fail alike, speed alone', SPEED, { errors: { 404: 1 } }, { errors: { 404: 1 } }),
  run('all fail on the base', SPEED, {}, { errors: { socket: 1 } }),
  run('no request on either side', ALL, { perSecond: 0 }, { perSecond: 0 }),
  run('no request on the target', ALL, { perSecond: 0 }),
  run('no request on the base', ALL, {}, { perSecond: 0 }),
  run('few requests', ALL, { perSecond: 6 }, { perSecond: 6 }),
  run('very few requests', `${ALL}\n${SHORT}`, { perSecond: 1 }, { perSecond: 1 }),
  run('one request a round', `${P99}\n${TIGHT}`, { perSecond: 0.4 }, { perSecond: 0.4 }),
  run('few requests, slower', SPEED, { perSecond: 20, p99Ms: 200 }, { perSecond: 20 }),
  run(
    'few requests, many fail',
    `${ERRORS}\n${TIGHT}`,
    { perSecond: 0.6, errors: { 500: 0.3 } },
    { perSecond: 0.6 },
  ),
  run(
    'a tolerance that wants more answers',
    'p99: { regression: 5 % }',
    { perSecond: 40, noise: 0.1 },
    {
      perSecond: 40,
      noise: 0.1,
    },
  ),
  run('hosts of their own', ALL, AWAY, { address: '198.51.100.8' }, HOSTS),
  run(
    'hosts of their own, 11 % slower',
    ALL,
    { ...AWAY, p99Ms: 92.5, noise: 0.005 },
    {
      address: '198.51.100.8',
      noise: 0.005,
    },
    HOSTS,
  ),
  run('hosts of their own, 30 % slower', ALL, { ...AWAY, p99Ms: 108 }, { address: '198.51.100.8' }, HOSTS),
  run('hosts of their own, errors alone', ERRORS, AWAY, { address: '198.51.100.8' }, HOSTS),
  run(
    'hosts of their own, an allowance',
    `${ALL}\nenvironment-allowance: 4 %`,
    AWAY,
    {
      address: '198.51.100.8',
    },
    HOSTS,
  ),
  run('one address, two names', ALL, AWAY, AWAY, HOSTS),
  run('an address that nobody knows', ALL, { address: null }, {}),
  run('an address that moved', ALL, at([4], { address: '127.0.0.2' }), {}),
  run('stalls of the target', ALL, at(THIRD, { p99Ms: 200 })),
  run('stalls of the target, noticed', P99, at([0, 2, 5, 8, 11, 14, 17], { p99Ms: 140 }), {}),
  run(
    'stalls of both',
    ALL,
    at(THIRD, { p99Ms: 200 }),
    at(
      THIRD.map((i) => i + 1),
      { p99Ms: 200 },
    ),
  ),
  run(
    'stalls of the target, and once of the base',
    P99,
    at([0, 2, 4, 5, 7, 9, 12, 14, 16, 18], { p99Ms: 180 }),
    at([1], {
      p99Ms: 180,
    }),
  ),
  run('stalls of the base', ALL, {}, at(THIRD, { p99Ms: 200 })),
  run('a saturated round', ALL, at([2], { generator: { cpuShare: 0.95 } })),
  run('a saturated round on the base', LIMITS, {}, at([2], { generator: { loopDelayP99Ms: 200 } })),
  run('two saturated rounds and limits', LIMITS, at([2, 4], { generator: { cpuShare: 0.95 }, p99Ms: 500 })),
  run('many saturated rounds', ALL, at([0, 1, 2, 5], { generator: { cpuShare: 0.95 } })),
  run('saturated throughout', ALL, { generator: { cpuShare: 0.95 } }, { generator: { cpuShare: 0.95 } }),
  run(
    'saturated late in the run',
    `${ALL}\n${SHORT}`,
    at([3, 6, 7, 8, 9, 10, 11], { generator: { cpuShare: 0.99 }, noise: 0.5 }),
    {
      noise: 0.5,
    },
  ),
  run('saturated, limits alone, over', ONLY_LIMITS, { p99Ms: 130, generator: { cpuShare: 0.95 } }),
  run(
    'a saturated first round, limits alone, within',
    ONLY_LIMITS,
    at([0], { generator: { cpuShare: 0.95 } }),
  ),
  run(
    'two saturated blocks are all there is, over its limit',
    `${LIMITS}\n${TIGHT}`,
    {
      p99Ms: 180,
      drainMs: 30_000,
      generator: { cpuShare: 0.95 },
    },
    { p99Ms: 180, drainMs: 30_000 },
  ),
  run(
    'two saturated blocks are all there is',
    `${LIMITS}\n${TIGHT}`,
    {
      drainMs: 30_000,
      generator: { cpuShare: 0.95 },
    },
    { drainMs: 30_000 },
  ),
  run('one block is all there is', `${P99}\n${TIGHT}`, { drainMs: 40_000 }, { drainMs: 40_000 }),
  run(
    'one block is all there is, slow',
    `${LIMITS}\n${TIGHT}`,
    { drainMs: 40_000, p99Ms: 150 },
    {
      drainMs: 40_000,
    },
  ),
  run(
    'slower only after it passed',
    LIMITS,
    {
      noise: 0.005,
      spells: [{ rounds: times(45).slice(6), p99Ms: 99 }],
    },
    { noise: 0.005 },
  ),
  run(
    'slower only after P99 passed, and errors not',
    ALL,
    {
      noise: 0.005,
      spells: [{ rounds: times(45).slice(8), p99Ms: 100 }],
      errors: { 500: 0.004 },
    },
    { noise: 0.005 },
  ),
  run(
    'the base is broken in many ways',
    ALL,
    {},
    {
      errors: { 500: 0.08, 404: 0.08, timeout: 0.01, socket: 0.08, unanswered: 0.08, body: 0.08 },
    },
  ),
  run(
    'nothing of the base before the target is lost',
    ALL,
    at([0], { ended: LOST }),
    {},
    { onlyTarget: true },
  ),
  run(
    'nothing of the base before it is cancelled',
    ALL,
    at([0], { ended: CANCELLED }),
    {},
    { onlyTarget: true },
  ),
  run(
    'nothing of the base, and no request',
    ALL,
    { perSecond: 0, ...at([0], { ended: LOST }) },
    {},
    {
      onlyTarget: true,
    },
  ),
  run(
    'one request of the base fails in each round',
    ERRORS,
    { perSecond: 1 },
    { perSecond: 1, errors: { 500: 0.34 } },
  ),
  run(
    'open, the same',
    'p99: { regression: 10 % }\nerrors: { regression: 0.5 pp }',
    {},
    {},
    {
      config: config({
        gate: 'p99: { max: 100 ms, regression: 10 % }\nerrors: { regression: 0.5 pp }',
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 300/s }',
      }),
    },
  ),
  run(
    'open, sent late',
    P99,
    { generator: { lateShare: 0.2 } },
    {},
    {
      config: config({
        gate: P99,
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 300/s }',
      }),
    },
  ),
  run('limits over, regressions not', LIMITS, { p99Ms: 140 }, { p99Ms: 140 }),
  run('limits over by a hair, decided by as many blocks again', LIMITS, { p99Ms: 101 }, { p99Ms: 101 }),
  run('limits over by a hair, alone', ONLY_LIMITS, { p99Ms: 101 }, { p99Ms: 101 }),
  run(
    'limits over by a hair, a short budget',
    `${LIMITS}\n${SHORT}`,
    { p99Ms: 100.3, noise: 0.005 },
    {
      p99Ms: 100.3,
      noise: 0.005,
    },
  ),
  run('an error limit over on both', LIMITS, { errors: { 500: 0.03 } }, { errors: { 500: 0.03 } }),
  run('rate limited on the target', ALL, { path: { rateLimited: 0.2, retryAfterSeconds: 30 } }),
  run('rate limited on the base', ALL, {}, { path: { rateLimited: 0.2, retryAfterSeconds: 30 } }),
  run('rate limited on both', ALL, { path: { rateLimited: 0.2 } }, { path: { rateLimited: 0.2 } }),
  run(
    'rate limited on both, a little',
    LIMITS,
    { path: { rateLimited: 0.002 } },
    { path: { rateLimited: 0.002 } },
  ),
  run('redirected on the target', ALL, { path: { loginRedirects: 0.04 } }),
  run(
    'redirected on the target, challenged on both',
    ALL,
    { path: { loginRedirects: 0.04, challenges: 0.1 } },
    {
      path: { challenges: 0.1 },
    },
  ),
  run('challenged on the target and slow', LIMITS, { path: { challenges: 0.04 }, p99Ms: 300 }),
  run('rate limited in one early block', ALL, at([1], { path: { rateLimited: 0.3 } })),
  run('sent again on both', ALL, { resent: 0.03 }, { resent: 0.02 }),
  run('the target is lost in the first block', ALL, at([0], { ended: LOST })),
  run('the target is lost later', LIMITS, at([6], { ended: LOST })),
  run('the target is lost, rate limited and slow', LIMITS, {
    p99Ms: 300,
    path: { rateLimited: 0.2 },
    ...at([8], { ended: LOST }),
  }),
  run('the base is lost in the first block', ALL, {}, at([0], { ended: LOST })),
  run('the base is lost later', ALL, {}, at([5], { ended: LOST })),
  run('cancelled in the first block', ALL, at([0], { ended: CANCELLED })),
  run('cancelled later', ALL, at([5], { ended: CANCELLED, inFlight: 4 })),
  run('cancelled on the base', ALL, {}, at([5], { ended: CANCELLED })),
  run('the login is lost', ALL, at([3], { ended: LOGGED_OUT })),
  run('the login is lost on the base', ALL, {}, at([3], { ended: LOGGED_OUT })),
  run('requests that nobody accounts for', ALL, at([2], { uncounted: 1 })),
  run('requests that nobody accounts for on the base', ALL, {}, at([2], { uncounted: 2 })),
  run('only the target was measured', LIMITS, {}, {}, { withoutBase: true }),
  run('only the target was measured, slow', LIMITS, { p99Ms: 300 }, {}, { withoutBase: true }),
  run('nothing of the base, and no answer', ALL, { perSecond: 0 }, {}, { withoutBase: true }),
  run(
    'beside a stored baseline',
    ALL,
    {},
    {},
    {
      config: config({ gate: ALL, baseline: 'docs/report.md' }),
      file: report({ p99Ms: 60, perSecond: 200, errors: 2 }),
    },
  ),
  run(
    'beside a stored baseline that gives little',
    ALL,
    {},
    {},
    {
      config: config({ gate: ALL, baseline: 'docs/report.md' }),
      file: report({ p99Ms: null, perSecond: 0, errors: null }),
    },
  ),
  run(
    'beside a stored baseline under other conditions',
    ALL,
    {},
    {},
    {
      config: config({ gate: ALL, baseline: 'docs/report.md' }),
      file: report({ connections: 50 }),
    },
  ),
  run(
    'beside a stored baseline that is not there',
    ALL,
    {},
    {},
    {
      config: config({ gate: ALL, baseline: 'docs/report.md' }),
      file: null,
    },
  ),
  run(
    'beside a history',
    ALL,
    { p99Ms: 110 },
    {},
    {
      config: config({ gate: ALL, baseline: 'history' }),
      history: { count: 14 },
    },
  ),
  run(
    'beside a history that could not be read',
    ALL,
    {},
    {},
    {
      config: config({ gate: ALL, baseline: 'history' }),
    },
  ),
  run('slower while errors are undecided', ALL, { p99Ms: 120, errors: { 500: 0.004 } }, {}),
  run(
    'slower, and the label does not count',
    ALL,
    { p99Ms: 120 },
    {},
    {
      found: { why: 'The label was set before the newest commit.' },
    },
  ),
  run(
    'slower, and an endpoint has no turn',
    ALL,
    { p99Ms: 120, names: { 'create owner': { perSecond: 0 } } },
    {
      names: { 'create owner': { perSecond: 0 } },
    },
  ),
  run('slower, and errors fail fast', ALL, { p99Ms: 120, errors: { 500: 0.12 } }),
  run(
    'many gates',
    `${ALL}
endpoints:
  create owner: { p99: { regression: 20 % }, throughput: { regression: 20 % }, errors: { regression: 1 pp } }
  list buildings: { p99: { regression: 20 % }, throughput: { regression: 20 % } }`,
    {},
  ),
  run(
    'many gates, undecided',
    `${ALL}
endpoints:
  create owner: { p99: { regression: 20 % }, throughput: { regression: 20 % }, errors: { regression: 1 pp } }
  list buildings: { p99: { regression: 20 % }, throughput: { regression: 20 % } }
rounds: { budget: 90s }`,
    { p99Ms: 88, noise: 0.3 },
    { noise: 0.3 },
  ),
  run('readers only', OWNER, {}, {}, { config: config({ gate: OWNER, load: 'light' }) }),
];
