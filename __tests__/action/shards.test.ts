/** Two jobs that each make a part of a load, and one that judges it: one comment, as of one machine. */
import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { type Runner, startRunner } from './runner.ts';

const CONFIG = `name: many
target: { ready: /ready }
load: { connections: 8, duration: 2s, warmup: 0s }
scenario: { requests: [ { name: a, get: /a }, { name: b, get: /b } ] }
gate: { p99: { max: 5s }, errors: { max: 1 % } }
`;

let github: LocalGitHub;
let runner: Runner;
let service: Server;
let url = '';
/** Paths that are answered 503. */
let failing: readonly string[] = [];
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  failing = [];
  service = createServer(({ url: path = '' }, response) => {
    response.statusCode = failing.includes(path) ? 503 : 200;
    setTimeout(() => response.end('{}'), 20);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterEach(async () => {
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
  await runner.remove();
  await github.close();
});

const shard = (index: number, startAt: string, inputs: Record<string, string> = {}) =>
  runner.run({
    inputs: { 'target-url': url, shard: `${index}/2`, 'start-at': startAt, ...inputs },
    env: { GITHUB_ACTION: `load-${index}` },
    files: { 'tailgate.yml': CONFIG },
    own: true,
  });

/** As actions/download-artifact leaves them: a folder each. */
async function collect(results: readonly string[]): Promise<void> {
  for (const [i, file] of results.entries()) {
    const folder = join(runner.workspace, 'shards', `shard-${i + 1}`);
    await mkdir(folder, { recursive: true });
    await copyFile(file, join(folder, 'shard.json'));
  }
}

test('the shards say nothing on the pull request, and who merges says all of it', async () => {
  const startAt = new Date(Date.now() + 6000).toISOString();
  const shards = await Promise.all([shard(1, startAt), shard(2, startAt)]);
  expect(shards.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(github.comments).toEqual([]);
  for (const { outputs } of shards) expect(Object.keys(outputs)).toEqual(['result']);
  // Another step of the same job would leave its own beside it.
  expect(shards.map(({ outputs }) => outputs.result?.split('/').slice(-3))).toEqual([
    ['tailgate', 'load-1', 'shard-1-of-2.json'],
    ['tailgate', 'load-2', 'shard-2-of-2.json'],
  ]);
  await collect(shards.map(({ outputs }) => outputs.result ?? ''));
  const merged = await runner.run({ inputs: { merge: 'shards' }, files: { 'tailgate.yml': CONFIG } });
  // On a machine with other things to do its generator may have been late, and then says so.
  expect(['pass', 'invalid']).toContain(merged.outputs.verdict);
  expect(merged.summary).toContain('made by 2 shards');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('made by 2 shards');
}, 60_000);

test('a service that fails while they load fails the gate: errors are in the files as well', async () => {
  failing = ['/b'];
  const startAt = new Date(Date.now() + 6000).toISOString();
  const shards = await Promise.all([shard(1, startAt), shard(2, startAt)]);
  await collect(shards.map(({ outputs }) => outputs.result ?? ''));
  const merged = await runner.run({ inputs: { merge: 'shards' }, files: { 'tailgate.yml': CONFIG } });
  // A machine that stalls may have kept the shards apart.
  expect(merged.outputs.causes).not.toMatch(/shards-(refused|missing)/);
  expect(['fail', 'invalid']).toContain(merged.outputs.verdict);
  expect(merged.summary).toContain('503');
}, 60_000);

test('files that others wrote, and called what they liked: refused, and nothing of their names does anything', async () => {
  const folder = join(runner.workspace, 'shards', '::error::a');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '\u001b[2J@octo\n# <img src=x>.json'), 'half');
  await symlink('/etc/hostname', join(runner.workspace, 'shards', 'shard-2.json'));
  const merged = await runner.run({ inputs: { merge: 'shards' }, files: { 'tailgate.yml': CONFIG } });
  expect([merged.exitCode, merged.outputs.causes]).toEqual([4, 'shards-refused']);
  const [comment] = github.comments;
  expect(comment?.body).toContain('is no whole JSON');
  for (const told of [comment?.body, merged.summary]) expect(told).not.toMatch(/<img|^# /m);
  for (const told of [comment?.body, merged.summary, merged.log]) {
    expect(told).not.toContain('\u001b[2J');
    expect(told).not.toContain('hostname');
  }
  expect(comment?.body).not.toContain('@octo');
  expect(merged.log).not.toMatch(/^::error::a/m);
}, 60_000);

testInFull(
  'where one left nothing, the comment says which',
  async () => {
    const startAt = new Date(Date.now() + 6000).toISOString();
    const { outputs } = await shard(1, startAt);
    await collect([outputs.result ?? '']);
    const merged = await runner.run({ inputs: { merge: 'shards' }, files: { 'tailgate.yml': CONFIG } });
    expect([merged.exitCode, merged.outputs.verdict, merged.outputs.causes]).toEqual([
      4,
      'invalid',
      'shards-missing',
    ]);
    expect(github.comments[0]?.body).toContain('Of 2 shards, the file of shard 2 is missing');
    const none = await runner.run({ inputs: { merge: 'nothing-here' }, files: { 'tailgate.yml': CONFIG } });
    expect([none.exitCode, none.outputs.causes]).toEqual([4, 'shards-missing']);
    expect(none.summary).toContain('re-run all of them');
  },
  60_000,
);

test('what can’t be: both at once, no moment, no shard', async () => {
  const run = (inputs: Record<string, string>) =>
    runner.run({ inputs: { 'target-url': url, ...inputs }, files: { 'tailgate.yml': CONFIG } });
  const both = await run({ shard: '1/2', merge: 'shards' });
  expect([both.exitCode, both.log]).toEqual([2, expect.stringContaining('input merge: measures nothing')]);
  const wrong = await run({ shard: 'three' });
  expect([wrong.exitCode, wrong.log]).toEqual([
    2,
    expect.stringContaining('input shard: "three" is no shard'),
  ]);
  const later = await run({ shard: '1/2', 'start-at': '2126-03-01T04:00:00Z' });
  expect([later.exitCode, later.log]).toEqual([
    2,
    expect.stringContaining('input start-at: 2126-03-01T04:00:00.000Z is more than a day ahead'),
  ]);
});
