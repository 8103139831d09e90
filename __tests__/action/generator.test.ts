/** The action with somebody else's load generator: results of a step before, and a command that the workflow allows. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ACTION_REFERENCE } from '../action-reference.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { type Runner, startRunner } from './runner.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;
const ROOT = join(import.meta.dirname, '../..');
const STUB = join(ROOT, '__tests__/fixtures/generators/stub-generator.mjs');

let github: LocalGitHub;
let runner: Runner;
let server: Server;
let url: string;

beforeAll(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  server = createServer((_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await github.close();
  await runner.remove();
});

const k6 = (p99: number) =>
  JSON.stringify({
    root_group: {},
    metrics: {
      http_reqs: { count: 5000, rate: 500 },
      http_req_failed: { passes: 0, fails: 5000, value: 0 },
      vus: { value: 10, min: 10, max: 10 },
      http_req_duration: { avg: 20, med: 18, 'p(95)': 0.8 * p99, 'p(99)': p99, max: 2 * p99 },
    },
  });
const LIMIT = 'name: own\ngate: { p99: { max: 100 ms }, errors: { max: 1 % } }\n';
/** The inputs of the workflow to copy. */
const { jobs } = parse(readFileSync(join(ROOT, 'examples/workflows/own-generator.yml'), 'utf8'));
const WITH = jobs.gate.steps.find((step: { uses?: string }) => step.uses === ACTION_REFERENCE).with;

describe('results', () => {
  test('three of them are judged as runs, with comment, summary, outputs and result file', async () => {
    const files = { 'tailgate.yml': LIMIT, 'k6-1.json': k6(60), 'k6-2.json': k6(63), 'k6-3.json': k6(61) };
    const told = await runner.run({ inputs: WITH, files });
    expect(told).toMatchObject({
      exitCode: 0,
      outputs: { verdict: 'pass', 'p99-ms': expect.stringMatching(/^61\./) },
    });
    expect(told.summary).toContain('Tailgate `own`');
    expect(github.comments.at(-1)?.body).toContain(
      '**Tool:** `k6` · 10 connections · 30 s · 15,000 requests sent',
    );
    const result = JSON.parse(await readFile(told.outputs.result ?? '', 'utf8'));
    expect(result).toMatchObject({ measured: { rounds: 3 }, metrics: { requests: 15_000 }, target: '' });
  });

  test('a limit that is missed fails the step', async () => {
    const files = { 'tailgate.yml': LIMIT.replace('100 ms', '40 ms') };
    const told = await runner.run({ inputs: { result: 'k6-1.json\nk6-2.json' }, files });
    expect(told).toMatchObject({ exitCode: 1, outputs: { verdict: 'fail' } });
  });

  test.each([
    ['no-*.json', 'no file matches no-*.json'],
    ['missing.json', 'there is no file missing.json'],
    ['../outside.json', 'begins outside of the repository'],
    ['tailgate.yml', 'is no output of a load generator that is known'],
  ])('%s is a mistake that is named', async (result, why) => {
    const told = await runner.run({ inputs: { result }, files: { 'tailgate.yml': LIMIT } });
    expect(told.log).toContain(why);
    expect(told.exitCode).toBe(2);
  });
});

describe('a load command', () => {
  const config = (out: string) => `name: own
load: { command: '"${process.execPath}" "${STUB}" {{out}}; env > "${out}"', reads: k6, runs: 1 }
gate: { p99: { max: 1 s } }
`;

  onPosix('is not run unless the workflow allows it', async () => {
    const out = join(runner.workspace, 'refused');
    const told = await runner.run({ inputs: { 'target-url': url }, files: { 'tailgate.yml': config(out) } });
    expect(told.log).toContain('set the input allow-load-command to true in the workflow');
    expect(told.exitCode).toBe(2);
    expect(existsSync(out)).toBe(false);
  });

  onPosix('is run where it does, and is told none of the action’s inputs', async () => {
    const out = join(runner.workspace, 'allowed');
    const told = await runner.run({
      inputs: { 'target-url': url, 'allow-load-command': 'true' },
      files: { 'tailgate.yml': config(out) },
    });
    expect(told).toMatchObject({ exitCode: 0, outputs: { verdict: 'pass' } });
    const env = await readFile(out, 'utf8');
    expect(env).toContain(`TAILGATE_TARGET_URL=${url}\n`);
    expect(env).not.toMatch(/^INPUT_/m);
    // By these it would set the verdict that later steps read, or what they run.
    expect(env).not.toMatch(/^GITHUB_(?:ENV|PATH|OUTPUT|STATE)=/m);
  });

  onPosix('shows none of the secrets that it was given, when it fails', async () => {
    const secrets = {
      TAILGATE_PASSWORD: 'correct-Horse7-battery',
      SHOP_API_KEY: 'a plain sentence opens it',
      DATABASE_URL: 'postgres://shop:w0rd-of-the-shop@db.internal/shop',
    };
    const command =
      'echo {{out}}; echo "$TAILGATE_PASSWORD, $SHOP_API_KEY, $DATABASE_URL, w0rd-of-the-shop"; exit 3';
    const told = await runner.run({
      inputs: { 'target-url': url, 'allow-load-command': 'true' },
      files: {
        'tailgate.yml': `name: own\nload: { command: '${command}', reads: k6, runs: 1 }\ngate: { p99: { max: 1 s } }\n`,
      },
      env: secrets,
    });
    expect(told.outputs.verdict).toBe('invalid');
    const result = await readFile(told.outputs.result ?? '', 'utf8');
    expect(result).toContain('exit code 3. Its last lines:');
    const all = [told.log, told.summary, result, github.comments.at(-1)?.body].join('\n');
    const shown = [...Object.values(secrets), 'w0rd-of-the-shop'].filter((secret) => all.includes(secret));
    expect(shown).toEqual([]);
  });
});
