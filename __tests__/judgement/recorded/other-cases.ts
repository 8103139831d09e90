/** What is said without a judgement, or beside it: unmeasurable runs, selftests, drifts. */
import type { Case, DriftCase, RunCase, SelftestCase, UnmeasurableCase } from './case.ts';
import { config } from './texts.ts';
import type { Traffic } from './traffic.ts';

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
  'limited-at-start',
  'service-broken',
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

function interleaved(name: string, target: Traffic, base: Traffic = {}, gate: string = SPEED): RunCase {
  return { name: `selftest session: ${name}`, kind: 'run', config: config({ gate }), target, base };
}

const SAME = interleaved('same', {});
const SLOWED = interleaved('slowed', { p99Ms: 101, perSecond: 320 });
const UNDECIDED = interleaved(
  'undecided',
  { noise: 0.5 },
  { noise: 0.5 },
  `${SPEED}\nrounds: { budget: 84s }`,
);
const INVALID = interleaved('invalid', { path: { rateLimited: 0.4 } }, { path: { rateLimited: 0.4 } });

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
  selftest('works by throughput alone', interleaved('fewer', { perSecond: 300, p99Ms: 84 }), SAME),
  selftest(
    'works by throughput alone, P99 undecided',
    interleaved('fewer, noisy', { perSecond: 250, noise: 0.4 }, { noise: 0.4 }),
    SAME,
  ),
  selftest('blind', SAME, null),
  selftest('undecided when slowed', UNDECIDED, null),
  selftest('undecided when the same', SLOWED, UNDECIDED),
  selftest('failed for another reason', interleaved('errors', { errors: { 500: 0.6 } }), null),
  selftest('fails without a delay', SLOWED, interleaved('slower by itself', { p99Ms: 104, perSecond: 310 })),
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

export const OTHER_CASES: readonly Case[] = [...UNMEASURABLE, ...SELFTESTS, ...DRIFTS];
