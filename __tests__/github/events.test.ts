import { checkEvent } from './contract.ts';
import {
  deploymentStatusEvent,
  issueCommentEvent,
  labeledEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  type RunnerEventFiles,
  releaseEvent,
  repositoryDispatchEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from './events.ts';
import { createState, HEAD_SHA } from './state.ts';

const state = createState('octo/service', 7);
const fork = state.addPull({
  head: { sha: 'c'.repeat(40), ref: 'patch-1', repo: 'mallory/service' },
});
const deployment = state.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
state.addDeploymentStatus(deployment.id, {
  state: 'success',
  environment_url: 'https://preview-7.example.com',
});
const run = { id: 55, event: 'pull_request', head_sha: 'c'.repeat(40), head_branch: 'patch-1' };

test.each<[string, RunnerEventFiles]>([
  ['pull-request-synchronize', pullRequestEvent(state, 7)],
  ['pull-request-synchronize', pullRequestEvent(state, fork.number)],
  ['pull-request-labeled', labeledEvent(state, 7, 'tailgate: accept')],
  ['deployment-status-created', deploymentStatusEvent(state, deployment)],
  ['workflow-run-completed', workflowRunEvent(state, { ...run, head_repository: 'mallory/service' })],
  ['workflow-run-completed', workflowRunEvent(state, { ...run, head_repository: null })],
  ['merge-group-checks-requested', mergeGroupEvent(state, 7, { head: '9'.repeat(40) })],
  ['issue-comment-created', issueCommentEvent(state, 7)],
  ['repository-dispatch-sample.collected', repositoryDispatchEvent(state, 'sample.collected', { a: 1 })],
  ['workflow-dispatch', workflowDispatchEvent(state)],
  ['release-published', releaseEvent(state, 'v1.2.0')],
  ['push', pushEvent(state, 'refs/tags/v1.2.0')],
  ['push', pushEvent(state, 'refs/heads/main')],
])('the payload of %s is as GitHub describes it', (name, { payload }) => {
  expect(checkEvent(name, payload)).toEqual([]);
});

test('a payload that lacks something is noticed', () => {
  const { payload } = pullRequestEvent(state, 7);
  expect(checkEvent('pull-request-synchronize', { ...payload, number: '7' })).toEqual([
    'event pull-request-synchronize /number: must be integer',
  ]);
});

test('the night’s payload, which GitHub does not describe, names the repository and its schedule', () => {
  expect(scheduleEvent(state).payload).toMatchObject({
    schedule: '23 3 * * *',
    repository: { full_name: 'octo/service', id: state.repositoryId, default_branch: 'main' },
  });
});
