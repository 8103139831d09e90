/** The action on a GitHub Enterprise Server: its API lies below /api/v3, GraphQL beside that, and it has no artifacts v4. */

import { readdir } from 'node:fs/promises';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { pullRequestEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { type Runner, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const PATIENCE_MS = 120_000;
const CONFIG = `
name: smoke
load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s }, throughput: { min: 5 /s }, errors: { max: 5 % } }
`;
const SERVER_URL = 'https://github.corp.example';

let github: LocalGitHub;
let runner: Runner;
let service: Service;
let enterprise: Server;
let url: string;
/** What was asked for that an Enterprise Server does not have there. */
let elsewhere: string[];

async function open(): Promise<void> {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService();
  elsewhere = [];
  enterprise = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '';
    const own = path.startsWith('/api/v3/')
      ? path.slice('/api/v3'.length)
      : path === '/api/graphql'
        ? '/graphql'
        : null;
    if (own === null) {
      elsewhere.push(path);
      outgoing.writeHead(404).end();
      return;
    }
    const to = ask(
      `${github.apiUrl}${own}`,
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    to.on('error', () => outgoing.destroy());
    incoming.pipe(to);
  });
  await new Promise<void>((resolve) => enterprise.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(enterprise.address() as AddressInfo).port}`;
}
async function close(): Promise<void> {
  enterprise.closeAllConnections();
  await new Promise((resolve) => enterprise.close(resolve));
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
}
const anew = beginningAnew(open, close);

const step = async (inputs: Record<string, string>, more: object = {}) =>
  refuseSaturated(
    await runner.run({
      inputs: { 'target-url': service.url, ...inputs },
      files: { 'tailgate.yml': CONFIG },
      env: {
        GITHUB_API_URL: `${url}/api/v3`,
        GITHUB_GRAPHQL_URL: `${url}/api/graphql`,
        GITHUB_SERVER_URL: SERVER_URL,
      },
      ...more,
    }),
  );

test(
  'a pull request: comment and check run, the comment written anew by the next run, links to the server itself',
  anew(async () => {
    let files: string[] = [];
    for (const runId of [100, 101]) {
      const ended = await step({ 'check-run': 'true' }, { runId });
      expect(ended.log).not.toMatch(/::(error|warning)/);
      expect([ended.exitCode, ended.outputs.verdict]).toEqual([0, 'pass']);
      files = await readdir(dirname(ended.outputs.result ?? ''));
    }
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain(`${SERVER_URL}/octo/service/actions/runs/101/attempts/1`);
    expect(github.comments[0]?.body).not.toContain('https://github.com/octo');
    expect(github.asked).toContain('checks/create');
    expect(files).toEqual(expect.arrayContaining(['comment.md', 'junit.xml', 'metrics.prom', 'report.html']));
    expect(elsewhere).toEqual([]);
  }),
  PATIENCE_MS,
);

test(
  'a night: recorded on the branch of the history',
  anew(async () => {
    const ended = await step(
      { policy: 'nightly' },
      { event: 'schedule', payload: { schedule: '0 4 * * *' } },
    );
    expect(ended.exitCode).toBe(0);
    expect(github.asked.some((operation) => operation.startsWith('git/'))).toBe(true);
    expect(elsewhere).toEqual([]);
  }),
  PATIENCE_MS,
);

test(
  'a preview that is found by its deployment, as the API of the server tells it',
  anew(async () => {
    const { id } = github.addDeployment({ sha: HEAD_SHA, environment: 'Preview' });
    github.addDeploymentStatus(id, { state: 'success', environment_url: service.url });
    const ended = await step(
      { 'target-url': '', 'allow-private-hosts': 'true' },
      pullRequestEvent(github, github.issue),
    );
    expect([ended.exitCode, ended.outputs.verdict]).toEqual([0, 'pass']);
    expect(ended.log).toContain('the deployment of “Preview”');
    expect(github.asked).toContain('repos/list-deployments');
    expect(elsewhere).toEqual([]);
  }),
  PATIENCE_MS,
);
