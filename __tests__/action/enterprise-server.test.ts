/**
 * The action on a GitHub Enterprise Server, as far as that differs from github.com. `TAILGATE_GITHUB=enterprise` runs all
 * other tests of the action against such a server; these run in any case.
 */
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deploymentStatusEvent, workflowRunEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { makeArtifact } from '../store/make-zip.ts';
import { type Runner, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const PATIENCE_MS = 120_000;
const CONFIG = `
name: smoke
load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s }, throughput: { min: 5 /s }, errors: { max: 5 % } }
`;

let github: LocalGitHub;
let runner: Runner;
let service: Service;

async function open(): Promise<void> {
  github = await startGitHub('octo/service', 7, { kind: 'enterprise' });
  runner = await startRunner(github);
  service = await startService();
}
/** What was asked for outside of the server's API fails the test here. */
async function close(): Promise<void> {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
}
const anew = beginningAnew(open, close);

test(
  'a pull request: comment and check run, the comment written anew by the next run, links to the server itself',
  anew(async () => {
    let files: string[] = [];
    for (const runId of [100, 101]) {
      const ended = refuseSaturated(
        await runner.run({
          inputs: { 'target-url': service.url, 'check-run': 'true' },
          files: { 'tailgate.yml': CONFIG },
          runId,
        }),
      );
      expect(ended.log).not.toMatch(/::(error|warning)/);
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([0, 'pass']);
      files = await readdir(dirname(ended.outputs.result ?? ''));
    }
    expect(github.comments).toHaveLength(1);
    const [comment] = github.comments;
    expect(comment?.body).toContain('https://github.corp.example/octo/service/actions/runs/101/attempts/1');
    expect(comment?.body).not.toContain('https://github.com/octo');
    expect(github.asked).toEqual(expect.arrayContaining(['checks/create', 'graphql']));
    expect(files).toEqual(expect.arrayContaining(['comment.md', 'junit.xml', 'metrics.prom', 'report.html']));
  }),
  PATIENCE_MS,
);

test(
  'a deployment whose URL is a page of the server: no load goes there',
  anew(async () => {
    const deployment = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
    const page = `${github.serverUrl}/octo/service/actions/runs/1`;
    github.addDeploymentStatus(deployment.id, { state: 'success', environment_url: page });
    const ended = await runner.run({
      inputs: { 'target-timeout': '1s' },
      files: { 'tailgate.yml': CONFIG },
      ...deploymentStatusEvent(github, deployment),
    });
    expect([ended.outputs.verdict, ended.outputs.causes]).toEqual(['invalid', 'no-target']);
    expect(ended.outputs.reason).toContain('its URL is a page of GitHub, not the environment');
  }),
  PATIENCE_MS,
);

test(
  'a fork’s result, which version 3 of the actions uploaded: nothing is published, and that is told',
  anew(async () => {
    const fork = { head_sha: '5'.repeat(40), head_branch: 'faster', head_repository: 'mallory/service' };
    const run = github.addRun({ id: 200, event: 'pull_request', ...fork });
    github.addPull({ head: { sha: run.head_sha, ref: 'faster', repo: 'mallory/service' } });
    github.addArtifact(run.id, { name: 'tailgate-attempt-1', zip: makeArtifact({}) });
    const ended = await runner.run({
      inputs: { 'publish-artifact': 'tailgate-attempt-1' },
      ...workflowRunEvent(github, run),
      runId: 300,
    });
    expect([ended.exitCode, ended.outputs['comment-url'], github.comments]).toEqual([0, '', []]);
    expect(ended.outputs.reason).toContain(
      'On a GitHub Enterprise Server without version 4, a fork’s result can’t be published.',
    );
    expect(github.downloads).toEqual([]);
  }),
  PATIENCE_MS,
);
