/** What is said without a judgement, or beside it: unmeasurable runs, calibrations, selftests, drifts. */
import type { CalibrationCase, Case, DriftCase, RunCase, SelftestCase, UnmeasurableCase } from './case.ts';
import { config } from './texts.ts';
import type { Traffic } from './traffic.ts';

const GATE = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;
const SPEED = `p99: { regression: 10 % }
throughput: { regression: 10 % }`;

const CODES = [
  'no-target',
  'refused-target',
  'not-ready',
  'wrong-commit',
  'no-commit',
  'merge-commit',
  'unknown-commit',
  'login-failed',
  'tls',
  'dns',
  'cancelled',
];

function alone(name: string, target: Traffic): RunCase {
  return { name, kind: 'run', config: config({ gate: 'p99: { max: 100 ms }' }), target };
}

const UNMEASURABLE: readonly UnmeasurableCase[] = [
  ...CODES.map(
    (code): UnmeasurableCase => ({
      name: `unmeasurable: ${code}`,
      kind: 'unmeasurable',
      code,
      message: `The target is ${code}.`,
    }),
  ),
  ...['unknown-commit', 'cancelled'].map(
    (code): UnmeasurableCase => ({
      name: `unmeasurable: ${code} after a fail`,
      kind: 'unmeasurable',
      code,
      message: 'The target no longer tells its commit.',
      judged: alone('after a fail', { p99Ms: 300 }),
    }),
  ),
  {
    name: 'unmeasurable: unknown-commit after a pass',
    kind: 'unmeasurable',
    code: 'unknown-commit',
    message: 'The target no longer tells its commit.',
    judged: alone('after a pass', {}),
  },
];

function calibration(
  name: string,
  target: Traffic,
  base: Traffic,
  more: Partial<CalibrationCase> = {},
): CalibrationCase {
  return {
    name: `calibration: ${name}`,
    kind: 'calibration',
    config: config({ gate: GATE }),
    target,
    base,
    blocks: 24,
    ...more,
  };
}

const TWO = { baseUrl: 'http://127.0.0.1:8081' };
const HOSTS = { baseUrl: 'https://main.preview.example' };
const AWAY = { address: '198.51.100.7' };
const HERE = { address: '198.51.100.8' };
const EVEN = Array.from({ length: 30 }, (_, i) => 2 * i);

const CALIBRATIONS: readonly CalibrationCase[] = [
  calibration('one URL, quiet', {}, {}),
  calibration('one URL, nothing declared', {}, {}, { config: config({ gate: 'p99: { max: 100 ms }' }) }),
  calibration(
    'one URL, nothing declared, open',
    {},
    {},
    {
      config: config({
        gate: 'p99: { max: 100 ms }',
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 400/s }',
      }),
    },
  ),
  calibration('one URL, few blocks', {}, {}, { blocks: 12 }),
  calibration('one URL, noisy', { noise: 0.15 }, { noise: 0.15 }),
  calibration('one URL, very noisy', { noise: 0.8 }, { noise: 0.8 }),
  calibration(
    'one URL, stalls',
    { spells: [{ rounds: [1, 4, 6, 9, 11], p99Ms: 300 }] },
    {
      spells: [{ rounds: [2, 5, 7, 13], p99Ms: 260 }],
    },
  ),
  calibration('one URL, drifting', { spells: [{ rounds: EVEN.slice(0, 6), p99Ms: 140 }] }, {}),
  calibration('one URL, some errors', { errors: { 500: 0.02 } }, { errors: { 500: 0.02 } }),
  calibration('one URL, errors in bursts', { spells: [{ rounds: EVEN, errors: { 500: 0.03 } }] }, {}),
  calibration('one URL, few answers', { perSecond: 60 }, { perSecond: 60 }),
  calibration('one URL, very few answers', { perSecond: 1 }, { perSecond: 1 }),
  calibration(
    'one URL, an endpoint',
    {},
    {},
    {
      config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }),
    },
  ),
  calibration(
    'one URL, an endpoint without an answer',
    { names: { 'create owner': { perSecond: 0 } } },
    {
      names: { 'create owner': { perSecond: 0 } },
    },
    { config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }) },
  ),
  calibration('one URL, a saturated round', { spells: [{ rounds: [3], generator: { cpuShare: 0.95 } }] }, {}),
  calibration('one URL, cut short', {}, {}, { blocks: 9, cutShort: true }),
  calibration('one URL, cut too short', {}, {}, { blocks: 3, cutShort: true }),
  calibration('one URL, too few blocks', {}, {}, { blocks: 1 }),
  calibration('one host, two URLs', {}, {}, TWO),
  calibration('one host, two URLs that differ', { p99Ms: 95 }, {}, TWO),
  calibration('two hosts', AWAY, HERE, HOSTS),
  calibration('two hosts that differ', { ...AWAY, p99Ms: 95 }, HERE, HOSTS),
  calibration('two hosts, noisy', { ...AWAY, noise: 0.3 }, { ...HERE, noise: 0.3 }, HOSTS),
  calibration(
    'one URL, neighbours alike',
    { spells: [{ rounds: EVEN.map((i) => i / 2).slice(0, 12), p99Ms: 120 }] },
    {},
  ),
  calibration('one URL, neighbours opposed', { spells: [{ rounds: EVEN, p99Ms: 130 }] }, {}),
  calibration(
    'one URL, an endpoint with few answers',
    { names: { 'create owner': { perSecond: 3 } } },
    {
      names: { 'create owner': { perSecond: 3 } },
    },
    { config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }) },
  ),
  calibration('two hosts, an endpoint differs', { ...AWAY, names: { 'create owner': { p99Ms: 55 } } }, HERE, {
    ...HOSTS,
    config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }),
  }),
  calibration('two hosts that differ by much', { ...AWAY, p99Ms: 140, noise: 0.2 }, HERE, {
    ...HOSTS,
    config: config({ gate: 'p99: { regression: 5 % }\nthroughput: { regression: 5 % }' }),
  }),
  calibration('two hosts, open', AWAY, HERE, {
    ...HOSTS,
    config: config({
      gate: 'p99: { regression: 10 % }',
      load: '{ connections: 50, duration: 20s, rate: 400/s }',
    }),
  }),
  calibration('one URL, no answer', { perSecond: 0 }, { perSecond: 0 }),
  calibration(
    'the target is lost',
    {
      spells: [{ rounds: [5], ended: { how: 'target-lost', afterMs: 900, why: 'connect ECONNREFUSED' } }],
    },
    {},
  ),
  calibration('the target is rate limited', { path: { rateLimited: 0.2 } }, {}, TWO),
  calibration('both are rate limited', { path: { rateLimited: 0.2 } }, { path: { rateLimited: 0.2 } }),
  calibration('the target fails', { errors: { 500: 0.08 } }, { errors: { 500: 0.06 } }),
  calibration('the base fails', { errors: { 500: 0.04 } }, { errors: { 500: 0.06 } }, TWO),
];

function live(name: string, target: Traffic, base: Traffic = {}, gate: string = SPEED): RunCase {
  return { name: `selftest session: ${name}`, kind: 'run', config: config({ gate }), target, base };
}

const SAME = live('same', {});
const SLOWED = live('slowed', { p99Ms: 101, perSecond: 320 });
const UNDECIDED = live('undecided', { noise: 0.5 }, { noise: 0.5 }, `${SPEED}\nrounds: { budget: 84s }`);
const INVALID = live('invalid', { path: { rateLimited: 0.4 } }, { path: { rateLimited: 0.4 } });

function selftest(
  name: string,
  slowed: RunCase,
  same: RunCase | null,
  more: Partial<SelftestCase> = {},
): SelftestCase {
  return { name: `selftest: ${name}`, kind: 'selftest', slowed, same, ...more };
}

const SELFTESTS: readonly SelftestCase[] = [
  selftest('works', SLOWED, SAME),
  selftest('works by throughput alone', live('fewer', { perSecond: 300, p99Ms: 84 }), SAME),
  selftest(
    'works by throughput alone, P99 undecided',
    live('fewer, noisy', { perSecond: 250, noise: 0.4 }, { noise: 0.4 }),
    SAME,
  ),
  selftest('blind', SAME, null),
  selftest('undecided when slowed', UNDECIDED, null),
  selftest('undecided when the same', SLOWED, UNDECIDED),
  selftest('failed for another reason', live('errors', { errors: { 500: 0.6 } }), null),
  selftest('fails without a delay', SLOWED, live('slower by itself', { p99Ms: 104, perSecond: 310 })),
  selftest('invalid when slowed', INVALID, null),
  selftest('invalid when the same', SLOWED, INVALID),
  selftest('busy proxies', SLOWED, SAME, { slowedBusy: 0.8 }),
  selftest('busy proxies when the same', SLOWED, SAME, { sameBusy: 0.9 }),
];

function drift(name: string, nights: DriftCase['nights'], known: DriftCase['known'] = []): DriftCase {
  return { name: `drift: ${name}`, kind: 'drift', nights, known };
}

const SINCE = '2026-10-21T02:00:00.000Z';
const SLOWER = { count: 32, are: [{ from: 20, p99Ms: 120 }] };

const DRIFTS: readonly DriftCase[] = [
  drift('no night', { count: 0 }),
  drift('quiet', { count: 30 }),
  drift('five nights', { count: 5 }),
  drift('slower', SLOWER),
  drift('slower, and known', SLOWER, [{ row: 'p99/', since: SINCE }]),
  drift('slower, known, and over', { count: 40, are: [{ from: 20, to: 29, p99Ms: 120 }] }, [
    { row: 'p99/', since: SINCE },
    { row: 'p99/list buildings', since: SINCE },
    { row: 'p99/create owner', since: SINCE },
  ]),
  drift('known before the oldest night', { count: 20 }, [{ row: 'p99/', since: '2026-09-01T02:00:00.000Z' }]),
  drift('slower twice', {
    count: 45,
    are: [
      { from: 15, p99Ms: 110 },
      { from: 30, p99Ms: 160 },
    ],
  }),
  drift('faster', { count: 32, are: [{ from: 20, p99Ms: 60, throughputPerSecond: 400 }] }),
  drift('fewer', { count: 32, are: [{ from: 20, throughputPerSecond: 200 }] }),
  drift('errors came', { count: 32, are: [{ from: 20, errorRate: 0.03 }] }),
  drift('one request slower', { count: 32, are: [{ from: 20, owner: 2 }] }),
  drift('one stalled night', { count: 32, are: [{ from: 20, to: 20, p99Ms: 700 }] }),
  drift('two stalled nights before a change', {
    count: 36,
    are: [
      { from: 18, to: 19, p99Ms: 900 },
      { from: 20, p99Ms: 120 },
    ],
  }),
  drift('one night with a failed request', { count: 32, are: [{ from: 20, errorRate: 0.0002 }] }),
  drift('a few errors more each night', {
    count: 40,
    are: [
      { from: 0, errorRate: 0.002 },
      { from: 20, errorRate: 0.003 },
    ],
  }),
  drift('a change that one night makes', {
    count: 40,
    spread: 0.01,
    are: [
      { from: 20, p99Ms: 85 },
      { from: 20, to: 20, p99Ms: 500 },
      { from: 26, p99Ms: 83 },
    ],
  }),
  drift('throughput known, and back', { count: 40, are: [{ from: 20, to: 30, throughputPerSecond: 200 }] }, [
    { row: 'throughput/', since: SINCE },
    { row: 'p99/a request that is gone', since: SINCE },
  ]),
  drift('throughput known, and still so', { count: 40, are: [{ from: 20, throughputPerSecond: 200 }] }, [
    { row: 'throughput/', since: SINCE },
  ]),
  drift('a change that is not settled', { count: 23, are: [{ from: 20, p99Ms: 160 }] }),
];

export const OTHER_CASES: readonly Case[] = [...UNMEASURABLE, ...CALIBRATIONS, ...SELFTESTS, ...DRIFTS];
