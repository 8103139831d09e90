/** Probes in a workflow: what a pull request's file may have read, what the workflow allows, and what is told of it. */
import { readFile } from 'node:fs/promises';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { type Runner, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

let github: LocalGitHub;
let runner: Runner;
let service: Service;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService({
    '/metrics': (response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('mem_bytes 1048576\n'),
  });
});
afterEach(async () => {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
});

const config = (probe: string) => `name: probed
load: { connections: 4, duration: 3s, warmup: 0s, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
probes: [ ${probe} ]
gate: { p99: { max: 1 s } }
`;
const run = (probe: string, inputs: Record<string, string> = {}, env: Record<string, string> = {}) =>
  runner.run({
    inputs: { 'target-url': service.url, ...inputs },
    files: { 'tailgate.yml': config(probe) },
    env,
  });

testInFull(
  'the service’s own metrics are read, and are in comment, summary and result',
  async () => {
    const { exitCode, outputs, summary } = await run(
      '{ prometheus: { url: "{{target}}/metrics", every: 1s, series: { memory: mem_bytes } } }',
    );
    expect([exitCode, outputs.verdict]).toEqual([0, 'pass']);
    const result = JSON.parse(await readFile(outputs.result ?? '', 'utf8'));
    expect(result.server.series).toMatchObject([{ key: 'memory', mean: 1048576 }]);
    for (const text of [summary, github.comments[0]?.body ?? '']) {
      expect(text).toContain('### Server’s side');
      expect(text).toMatch(/`memory` \| 1.MiB/);
    }
  },
  60_000,
);

test.each([
  ['{ process: {} }', 'set the input allow-probes to process'],
  ['{ docker: { containers: [a] } }', 'set the input allow-probes to docker'],
  [
    '{ prometheus: { url: "http://metrics.example.com/", series: { a: b } } }',
    'nor one that the input allowed-hosts lists',
  ],
])(
  'a pull request can’t have read what the workflow does not allow: %s',
  async (probe, message) => {
    const { exitCode, log } = await run(probe);
    expect(exitCode).toBe(2);
    expect(log).toContain(message);
    expect(service.asked).toEqual([]);
  },
  60_000,
);

testInFull(
  'a workflow allows processes of the runner',
  async () => {
    const { exitCode, outputs } = await run('{ process: { every: 1s } }', { 'allow-probes': 'process' });
    const result = JSON.parse(await readFile(outputs.result ?? '', 'utf8'));
    expect(exitCode).toBe(0);
    expect(result.server.series.map(({ key }: { key: string }) => key)).toContain('load');
  },
  60_000,
);

testInFull(
  'a probe’s password is told nowhere',
  async () => {
    const password = 'pr0be-passw0rd';
    const { log, outputs, summary } = await run(
      '{ postgres: { url: "{{env.TAILGATE_PG}}", every: 1s } }',
      {},
      {
        TAILGATE_PG: `postgres://tailgate:${password}@127.0.0.1:9/db`,
      },
    );
    const result = await readFile(outputs.result ?? '', 'utf8');
    expect(JSON.parse(result).server.problems).toMatchObject([{ code: 'unreachable' }]);
    for (const text of [
      log.replaceAll(/^::add-mask::.*$/gm, ''),
      summary,
      result,
      github.comments[0]?.body ?? '',
    ])
      expect(text).not.toContain(password);
  },
  60_000,
);
