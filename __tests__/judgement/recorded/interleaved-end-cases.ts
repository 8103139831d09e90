/** Against a base: what stands on the path, how a run ends, and what else it is compared with. */
import type { RunCase } from './case.ts';
import { ALL, at, CANCELLED, LIMITS, LOGGED_OUT, LOST, OWNER, run } from './interleaved-parts.ts';
import { config, report } from './texts.ts';

export const LIVE_END_CASES: readonly RunCase[] = [
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
