/** Limits alone, and what keeps a run from being believed or from having an answer. */
import type { RunCase } from './case.ts';
import { config } from './texts.ts';
import type { Traffic } from './traffic.ts';

const P99 = 'p99: { max: 100 ms }';
const ALL = `p99: { max: 100 ms }
throughput: { min: 100 /s }
errors: { max: 1 % }`;
const OWN = `${ALL}
endpoints:
  create owner: { p99: { max: 150 ms }, errors: { max: 2 % }, throughput: { min: 10 /s } }`;
const ERRORS = 'errors: { max: 1 % }';
const OPEN = '{ connections: 50, duration: 20s, warmup: 2s, timeout: 10s, rate: 300/s, arrivals: poisson }';

function run(name: string, gate: string, target: Traffic, more: Partial<RunCase> = {}): RunCase {
  return { name: `limits: ${name}`, kind: 'run', config: config({ gate }), target, ...more };
}

const SHORT = '{ connections: 10, duration: 1s, warmup: 0s, timeout: 10s }';

export const LIMIT_CASES: readonly RunCase[] = [
  run('P99 alone holds', P99, {}),
  run('all three hold', ALL, {}),
  run('with endpoints of their own', OWN, {}),
  run('P99 far over', ALL, { p99Ms: 210 }),
  run('P99 6 % over', P99, { p99Ms: 108, perSecond: 5000 }),
  run('P99 12× over', P99, { p99Ms: 1300 }),
  run('P99 4 % over', P99, { p99Ms: 103, noise: 0 }),
  run('P99 over by a hair, decided by the second round', P99, { p99Ms: 100.4, noise: 0, wobble: 0 }),
  run('P99 1.1× over', P99, { p99Ms: 112, noise: 0 }),
  run('P99 over in one of two rounds', P99, { spells: [{ rounds: [0], p99Ms: 104 }], noise: 0 }),
  run('P99 with bursts of slowness', P99, { p99Ms: 106, wobble: 0.2 }),
  run('P99 of too few answers, within', P99, { perSecond: 5 }),
  run('P99 of too few answers, above', P99, { perSecond: 5, p99Ms: 130, wobble: 0 }),
  run('P99 of too few answers, far over all the same', P99, { perSecond: 5, p99Ms: 2000, medianMs: 900 }),
  run('P99 of one answer', P99, { perSecond: 0.05 }),
  run('P99 without any answer in time', P99, { errors: { socket: 1 } }),
  run('a second limit of a second', 'p99: { max: 1.5 s }', { p99Ms: 2400, medianMs: 300 }),
  run('throughput 3 % below', 'throughput: { min: 320 /s }', { noise: 0, wobble: 0.1 }),
  run('throughput below', 'throughput: { min: 400 /s }', {}),
  run('throughput a hair below, decided by the second round', 'throughput: { min: 311.2 /s }', { noise: 0 }),
  run('throughput of 1,200 /s holds', 'throughput: { min: 1200 /s }', { perSecond: 1250 }),
  run('throughput of a run with one batch', 'throughput: { min: 320 /s }', { batches: 1 }),
  run('throughput gone for three tenths of each round', 'throughput: { min: 250 /s }', {
    perSecond: 220,
    served: 7,
  }),
  run('errors within', ERRORS, { errors: { 500: 0.004 } }),
  run('errors over', ERRORS, { errors: { 500: 0.03 } }),
  run('errors over in a burst', ERRORS, { errors: { 500: 0.013 }, burst: 1 }),
  run('errors over in one burst of each round', 'errors: { max: 0.5 % }', {
    errors: { 500: 0.03 },
    burst: 1,
  }),
  run('errors a hair over', ERRORS, { errors: { 409: 0.0104 }, noise: 0 }),
  run('errors over, few requests', ERRORS, { errors: { 500: 0.04 }, perSecond: 3 }),
  run('errors where none is allowed', 'errors: { max: 0 % }', { errors: { 500: 0.001 } }),
  run('errors of mixed kinds', ERRORS, {
    errors: { 500: 0.01, timeout: 0.01, socket: 0.01, unanswered: 0.01, check: 0, body: 0.005 },
  }),
  run('errors mostly timeouts', ERRORS, { errors: { 500: 0.001, timeout: 0.03 } }),
  run('errors mostly broken connections', ERRORS, { errors: { 500: 0.001, socket: 0.03 } }),
  run('errors mostly unanswered', ERRORS, { errors: { 500: 0.001, unanswered: 0.03 } }),
  run('errors all unreadable answers', ERRORS, { errors: { body: 0.03 } }),
  run('errors of one request alone', OWN, { names: { 'create owner': { errors: { 400: 0.1 } } } }),
  run('one request slow', OWN, { names: { 'create owner': { p99Ms: 400 } } }),
  run('several fail at once', OWN, {
    p99Ms: 260,
    perSecond: 50,
    errors: { 503: 0.04 },
    names: { 'create owner': { p99Ms: 700, errors: { 500: 0.045 } } },
  }),
  run('throughput far below, the others undecided', OWN, {
    perSecond: 8,
    p99Ms: 118,
    errors: { 500: 0.02 },
  }),
  run('several are undecided at once', 'p99: { max: 100 ms }\nerrors: { max: 1 % }', {
    perSecond: 8,
    p99Ms: 118,
    errors: { 500: 0.02 },
  }),
  run('an endpoint with few answers', OWN, { perSecond: 40 }),
  run('an endpoint without a turn', OWN, { names: { 'create owner': { perSecond: 0 } } }),
  run('an endpoint that nobody answers', OWN, { names: { 'create owner': { errors: { unanswered: 1 } } } }),
  run('both endpoints that nobody answers', P99, { errors: { timeout: 1 }, perSecond: 4 }),
  run('no request at all', ALL, { perSecond: 0 }),
  run('no request at all, and a limit of an endpoint', OWN, { perSecond: 0 }),
  run('failing fast with 500s', P99, { errors: { 500: 0.4 } }),
  run('failing fast with everything', P99, { errors: { 500: 1 } }),
  run('failing fast and slow', ALL, { errors: { 500: 0.4 }, p99Ms: 300 }),
  run('failing fast beside an error limit that says it', ALL, { errors: { 500: 0.4 } }),
  run('failing fast on one endpoint', P99, { names: { 'create owner': { errors: { 500: 0.9 } } } }),
  run('failing fast, too few requests to tell', P99, { errors: { 500: 0.34 }, perSecond: 0.15 }),
  run('failing fast, too few requests and an error limit', ALL, { errors: { 500: 0.34 }, perSecond: 0.15 }),
  run('the target goes away', ALL, {
    ended: { how: 'target-lost', afterMs: 8200, why: 'connect ECONNREFUSED 127.0.0.1:8080.' },
  }),
  run('the target goes away, slow before', ALL, {
    p99Ms: 300,
    errors: { 500: 0.3 },
    ended: { how: 'target-lost', afterMs: 8200, why: 'connect ECONNREFUSED 127.0.0.1:8080' },
  }),
  run('cancelled', ALL, { ended: { how: 'cancelled', afterMs: 3000, why: '' }, inFlight: 7 }),
  run('cancelled in its second round', P99, {
    spells: [
      { rounds: [0], p99Ms: 104 },
      { rounds: [1], ended: { how: 'cancelled', afterMs: 3000, why: '' } },
    ],
    noise: 0,
  }),
  run('the login is lost', ALL, {
    errors: { 401: 0.3 },
    ended: { how: 'login-lost', afterMs: 12_345, why: 'POST /login answered 401' },
  }),
  run('one request is not accounted for', P99, { names: { 'create owner': { uncounted: 1 } } }),
  run('requests are not accounted for', P99, { uncounted: 3 }),
  run('too busy a generator', ALL, { generator: { cpuShare: 0.97 } }),
  run('too late a generator', ALL, { generator: { loopDelayP99Ms: 60 } }),
  run('a generator late by a hair', ALL, { generator: { loopDelayP99Ms: 41.6 }, noise: 0, wobble: 0 }),
  run('a generator that is both', ALL, { generator: { cpuShare: 0.9, loopDelayP99Ms: 90 } }),
  run('a generator that is busy while nothing answers', ALL, {
    errors: { socket: 1 },
    generator: { cpuShare: 0.99 },
  }),
  run('open, holds', ALL, {}, { config: config({ gate: ALL, load: OPEN }) }),
  run('open, slow', ALL, { p99Ms: 500 }, { config: config({ gate: ALL, load: OPEN }) }),
  run(
    'open, sent late',
    ALL,
    { generator: { lateShare: 0.124, cpuShare: 0.97 } },
    {
      config: config({ gate: ALL, load: OPEN }),
    },
  ),
  run(
    'open, sent late by a hair',
    ALL,
    { generator: { lateShare: 0.010001 } },
    {
      config: config({ gate: ALL, load: OPEN }),
    },
  ),
  run('rate limited', ALL, { path: { rateLimited: 0.48, retryAfterSeconds: 60 } }),
  run('rate limited without Retry-After', ALL, { path: { rateLimited: 0.02 } }),
  run('redirected to a login', ALL, { path: { loginRedirects: 1 } }),
  run('challenged', ALL, { path: { challenges: 0.3 } }),
  run('rate limited and challenged', ALL, {
    path: { rateLimited: 0.1, challenges: 0.2, loginRedirects: 0.05 },
  }),
  run('rate limited a little', ALL, { path: { rateLimited: 0.005, retryAfterSeconds: 2 } }),
  run('redirected and challenged a little', ALL, { path: { loginRedirects: 0.003, challenges: 0.002 } }),
  run('sent again', ALL, { resent: 0.05 }),
  run('sent again too seldom for a word', ALL, { resent: 0.005 }),
  run('a regression without a baseline beside limits', 'p99: { max: 100 ms, regression: 10 % }', {}),
  run('a regression without a baseline beside limits, slow', 'p99: { max: 50 ms, regression: 10 % }', {}),
  run('few errors that still read as some', ERRORS, { errors: { 500: 4e-6 }, perSecond: 15_000 }),
  run('some more errors that still read as some', ERRORS, { errors: { 500: 4e-5 }, perSecond: 15_000 }),
  run('nearly all fail', ERRORS, { errors: { 500: 0.9999 }, perSecond: 2000 }),
  run('failing fast with all kinds', P99, {
    errors: { 500: 0.08, 404: 0.08, timeout: 0.01, socket: 0.08, unanswered: 0.08, check: 0, body: 0.08 },
  }),
  run('errors at their limit', ERRORS, { errors: { 500: 0.010_001 }, perSecond: 5000, noise: 0 }),
  run('nothing came to an end', ALL, {
    perSecond: 2,
    inFlight: 9,
    ended: { how: 'target-lost', afterMs: 4000, why: 'connect ECONNREFUSED 127.0.0.1:8080' },
  }),
  run(
    'so slow that it would take hours',
    P99,
    { perSecond: 0.02 },
    {
      config: config({ gate: P99, load: '{ connections: 10, duration: 60s, warmup: 2s, timeout: 10s }' }),
    },
  ),
  run(
    'profile that only reads',
    OWN,
    {},
    {
      config: config({ gate: OWN, load: 'light' }),
    },
  ),
  run('profile that only reads, slow', OWN, { p99Ms: 240 }, { config: config({ gate: OWN, load: 'light' }) }),
  run('one second', ALL, {}, { config: config({ gate: ALL, load: SHORT }) }),
  run('one second, slow', ALL, { p99Ms: 140 }, { config: config({ gate: ALL, load: SHORT }) }),
  run(
    'one second, one batch, slow service',
    'throughput: { min: 400 /s }',
    { batches: 1 },
    {
      config: config({ gate: 'throughput: { min: 400 /s }', load: SHORT }),
    },
  ),
  run(
    'a request named constructor',
    'p99: { max: 100 ms }',
    {},
    {
      config: config({
        gate: 'p99: { max: 100 ms }\nendpoints:\n  constructor: { p99: { max: 50 ms } }',
        requests:
          '\n    - { name: constructor, weight: 1, get: /a }\n    - { name: toString, weight: 1, get: /b }',
      }),
    },
  ),
  run(
    'four requests fail with one kind',
    ERRORS,
    { errors: { 400: 0.03 } },
    {
      config: config({
        gate: ERRORS,
        requests: ['a', 'b', 'c', 'd', 'e', 'f']
          .map((name) => `\n    - { name: ${name}, get: /${name} }`)
          .join(''),
      }),
    },
  ),
  run(
    'five limits of endpoints hold',
    ALL,
    {},
    {
      config: config({
        gate: `endpoints:\n${['a', 'b', 'c', 'd', 'e']
          .map((name) => `  ${name}: { p99: { max: 100 ms } }`)
          .join('\n')}`,
        requests: ['a', 'b', 'c', 'd', 'e']
          .map((name) => `\n    - { name: ${name}, get: /${name} }`)
          .join(''),
      }),
    },
  ),
];
