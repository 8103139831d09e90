import { policyOf, treatmentsOf, unrecordedBecause } from '../../src/action/event/policy.ts';
import type { RunnerEvent } from '../../src/action/event/read-event.ts';
import { parseInputs } from '../../src/config/inputs.ts';

const release = { tag: 'v1.2.0', prerelease: false };
const eventOf = (part: Partial<RunnerEvent>) =>
  ({ name: 'push', ref: 'main', release: null, defaultBranch: 'main', ...part }) as RunnerEvent;

test.each([
  ['the default branch', { ref: 'main' }, null],
  ['a tag', { ref: 'v1.2.0', release }, null],
  ['another branch', { ref: 'feature' }, /neither of the default branch nor of a tag/],
  ['a bare commit', { ref: null }, /neither of the default branch nor of a tag/],
  ['a bare commit of nobody knows what', { ref: null, defaultBranch: null }, /neither of the default branch/],
])('a deployment of %s', (_, part, why) => {
  const unrecorded = unrecordedBecause(eventOf({ name: 'deployment_status', ...part }));
  if (why === null) expect(unrecorded).toBeNull();
  else expect(unrecorded).toMatch(why);
});

test.each([
  'pull_request',
  'pull_request_target',
  'merge_group',
  'workflow_run',
])('%s measures what is proposed, which is no history', (name) => {
  expect(unrecordedBecause(eventOf({ name }))).toMatch(/measures a proposed change/);
});

test('what a run is for is what the workflow says, else what started it', () => {
  const inputs = parseInputs({});
  expect(policyOf(inputs, eventOf({}))).toBe('pull-request');
  expect(policyOf(inputs, eventOf({ name: 'schedule' }))).toBe('nightly');
  expect(policyOf(inputs, eventOf({ name: 'push', release }))).toBe('release');
  expect(policyOf(parseInputs({ policy: 'nightly' }), eventOf({ release }))).toBe('nightly');
});

test('a release does not go out undecided unless the workflow says so; others wait for nothing', () => {
  const inconclusive = (policy: 'pull-request' | 'nightly' | 'release', inputs = {}) =>
    treatmentsOf(parseInputs(inputs), policy).inconclusive;
  expect([inconclusive('pull-request'), inconclusive('nightly')]).toEqual(['neutral', 'neutral']);
  expect(inconclusive('release')).toBe('fail');
  expect(inconclusive('release', { 'on-inconclusive': 'neutral' })).toBe('neutral');
});
