/** Which jobs of a run are the shards of one load, whatever the workflow calls them. */
import type { JobSeen } from '../../../src/action/github/shards/job-seen.ts';
import { findNameOfShards } from '../../../src/action/github/shards/shard-names.ts';
import { whoIsThere } from '../../../src/action/github/shards/who-is-there.ts';

const names = (of: number, name: (k: number) => string | string[]) =>
  Array.from({ length: of }, (_, i) => name(i + 1)).flat();

test.each<[string, string, readonly string[], object, string, string]>([
  ['a matrix', 'load (3)', names(8, (k) => `load (${k})`), { shard: 3 }, 'load (', ')'],
  ['as a fraction', 'load (3/8)', names(8, (k) => `load (${k}/8)`), { shard: '3/8' }, 'load (', '/8)'],
  ['a name of its own', 'Shard 3 of 8', names(8, (k) => `Shard ${k} of 8`), { shard: 3 }, 'Shard ', ' of 8'],
  [
    'a workflow that is called',
    'nightly / load (3)',
    [...names(8, (k) => `nightly / load (${k})`), ...names(8, (k) => `hourly / load (${k})`)],
    { shard: 3 },
    'nightly / load (',
    ')',
  ],
  [
    'two dimensions',
    'load (3, eu)',
    names(8, (k) => [`load (${k}, eu)`, `load (${k}, us)`]),
    { shard: 3, region: 'eu' },
    'load (',
    ', eu)',
  ],
  [
    'two dimensions of numbers, the shard behind',
    'load (3, 3)',
    names(8, (k) => names(8, (l) => `load (${l}, ${k})`)),
    { level: 3, shard: 3 },
    'load (3, ',
    ')',
  ],
  [
    'the same number in the job’s key',
    'tier3 (3)',
    names(8, (k) => `tier3 (${k})`),
    { shard: 3 },
    'tier3 (',
    ')',
  ],
  ['digits that only begin so', 'v33 (3)', names(8, (k) => `v33 (${k})`), {}, 'v33 (', ')'],
  ['noughts before it', 'load (03)', names(8, (k) => `load (0${k})`), {}, 'load (', ')'],
])('%s', (_, own, all, matrix, before, after) => {
  const shard = { index: 3, of: 8 };
  expect(findNameOfShards(own, shard, all, matrix as Record<string, unknown>)).toEqual({ before, after });
});

test.each(['load', 'load (33)', 'load (eu)'])('%s has no shard’s number', (own) => {
  expect(findNameOfShards(own, { index: 3, of: 8 }, [own], {})).toBeNull();
});

const START = Date.UTC(2026, 10, 30);
const job = (k: number, over: Partial<JobSeen> = {}): JobSeen => ({
  id: 100 + k,
  name: `load (${k})`,
  runner: `runner ${k}`,
  attempt: 1,
  status: 'in_progress',
  conclusion: null,
  steps: [
    { number: 1, status: 'completed', conclusion: 'success', startedAtMs: START },
    { number: 2, status: 'in_progress', conclusion: null, startedAtMs: START + 1000 * k },
  ],
  ...over,
});
const ask = (jobs: readonly JobSeen[], own = { id: '', runner: 'runner 1' }) =>
  whoIsThere(jobs, { shard: { index: 1, of: 3 }, own, matrix: { shard: 1 }, attempt: 1 });
const others = (third: Partial<JobSeen>) => [job(1), job(2), job(3, third)];
const queued = { runner: null, status: 'queued', steps: [] };

test('all are at the step: the first and the last that began it', () => {
  const jobs = [job(2), { ...job(9), name: 'lint' }, job(3), job(1)];
  expect(ask(jobs)).toEqual({ kind: 'complete', firstMs: START + 1000, lastMs: START + 3000 });
});

test('the own job is known by its number, too', () => {
  expect(ask(others({}), { id: '101', runner: '' })).toMatchObject({ kind: 'complete' });
});

test('a runner that had another job before is known by the one that it has', () => {
  const before = { ...job(1), id: 7, name: 'build', status: 'completed', conclusion: 'success' };
  expect(ask([before, ...others({})])).toMatchObject({ kind: 'complete' });
});

test.each<[string, readonly JobSeen[], string]>([
  ['queued', others(queued), 'queued'],
  ['not yet listed', [job(1), job(2)], 'not in GitHub’s list'],
  [
    'checking out',
    others({ steps: [{ number: 1, status: 'in_progress', conclusion: null, startedAtMs: START }] }),
    'at an earlier step',
  ],
  ['shown as running without steps', others({ steps: [] }), 'at an earlier step'],
  ['waiting for a reviewer', others({ ...queued, status: 'waiting' }), 'waiting'],
])('%s: waited for', (_, jobs, why) => {
  expect(ask(jobs)).toMatchObject({ kind: 'waiting', absent: [[3, why]] });
});

test.each<[string, readonly JobSeen[]]>([
  ['its own job is not listed yet', [job(2), job(3)]],
  ['its own job is listed as queued still', [job(1, queued), job(2), job(3)]],
  ['its own job is listed between two steps', [job(1, { steps: [] }), job(2), job(3)]],
  ['the list is empty', []],
])('%s: it waits', (_, jobs) => {
  expect(ask(jobs, { id: '101', runner: 'runner 1' })).toMatchObject({
    kind: 'waiting',
    absent: [[1, expect.any(String)]],
  });
});

test('whether the list shows its own step late: the others are past that one, and nobody begins by it', () => {
  const stale = job(1, {
    steps: [{ number: 1, status: 'in_progress', conclusion: null, startedAtMs: START }],
  });
  expect(ask([stale, job(2), job(3)])).toMatchObject({
    kind: 'waiting',
    absent: [
      [2, 'past its step (success)'],
      [3, 'past its step (success)'],
    ],
  });
});

test('what can’t be read of it is not waited for for good: where it was looked is told', () => {
  const found = ask([job(1), { ...job(2), name: 'other' }]);
  expect(found).toMatchObject({
    looked: 'looked for the jobs “load (1)” to “load (3)” among 2, “load (1)” the first of them',
  });
});

test('a step that failed has left, though its job goes on', () => {
  const failed = others({
    steps: [{ number: 2, status: 'completed', conclusion: 'failure', startedAtMs: START }],
  });
  expect(ask(failed)).toMatchObject({
    kind: 'hopeless',
    why: expect.stringContaining('the step of its job “load (3)” has ended already (failure)'),
  });
});

test('a name that nobody should trust is shown as text', () => {
  const hostile = [{ ...job(1), name: 'load (1)\u202e::error::\u001b[31m' }];
  expect(JSON.stringify(ask(hostile))).not.toMatch(/\\u001b|\u202e/);
});
