/** The examples of docs/scenarios.md, and the demo's flows, do against the preview what they say. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type Preview,
  startPreview,
} from '../../examples/preview/start.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { openShell, type Shell } from '../cli/process.ts';
import { CLUSTER } from '../examples/cluster.ts';
import { testInFull, testPart } from '../part.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/scenarios.md'), 'utf8');

/** By the heading above each. */
const examples = page.split(/^##+ /m).flatMap((section) => {
  const heading = section.slice(0, section.indexOf('\n'));
  return [...section.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ''], i) => ({
    name: i === 0 ? heading : `${heading}, ${i + 1}`,
    text,
  }));
});

let shell: Shell;
let database: Database;
let preview: Preview;
beforeAll(async () => {
  process.env.PGLITE_CLUSTER = CLUSTER;
  shell = await openShell();
  mkdirSync(join(shell.folder, 'examples'));
  cpSync(join(root, 'examples/flows'), join(shell.folder, 'examples/flows'), { recursive: true });
  database = await openDatabase({ password: defaultPassword, accounts: 20 });
  preview = await startPreview({ database, delay: 'none', truth: true });
}, 60_000);
afterAll(async () => {
  await preview?.close();
  await database.close();
  await shell.remove();
});

interface Declared {
  readonly requests?: readonly { readonly name: string }[];
  readonly flows?: readonly {
    readonly steps: readonly { readonly name?: string; readonly think?: string }[];
  }[];
  readonly setup?: readonly unknown[];
  readonly cleanup?: readonly unknown[];
}

/** Each request and step is sent, and every one of them is a success. */
async function runs(text: string): Promise<Result> {
  await writeFile(join(shell.folder, 'tailgate.yml'), text);
  const words = ['--target-url', preview.url, '--json', 'result.json'];
  const env = { TAILGATE_PASSWORD: defaultPassword, TAILGATE_EMAIL: 'syndic@grandplace.be' };
  const { exitCode, err } = await shell.run(words, { env });
  if (exitCode === 2 || exitCode === 70) throw new Error(err);
  const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
  const { requests = [], flows = [] } = (parse(text) as { scenario: Declared }).scenario;
  const names = [...requests, ...flows.flatMap(({ steps }) => steps.filter(({ think }) => !think))].map(
    ({ name }) => name,
  );
  const sent = result.endpoints.map(({ name, metrics }) => [
    name,
    metrics.successes > 0,
    metrics.requests - metrics.successes,
  ]);
  expect(sent).toEqual(names.map((name) => [name, true, 0]));
  expect(result.verdict).not.toBe('invalid');
  return result;
}

test('there is one under each heading that needs one', () => {
  expect(examples.map(({ name }) => name)).toEqual([
    'Requests and flows',
    'Data',
    'Captures',
    'Checks',
    'Cookies and forms',
    'Cookies and forms, 2',
    'Logins',
    'Bodies',
  ]);
});

const HOLDS = ['flows:', 'login', 'data:', 'setup:', 'cleanup:', 'multipart:', 'cookies:'];
testPart(
  examples,
  ...HOLDS.map(
    (key) =>
      ({ text }: { readonly text: string }) =>
        text.includes(key),
  ),
)(
  '$name',
  async ({ text }) => {
    const gate = 'gate' in parse(text) ? '' : 'gate: { errors: { max: 1 % } }\n';
    const load = 'load: { connections: 3, duration: 2s, warmup: 0s }';
    await runs(`name: example\ntarget: { ready: /api/v1/health }\n${load}\n${text}${gate}`);
  },
  60_000,
);

testInFull(
  'the flows of the demo',
  async () => {
    const rows = async () => ((await (await fetch(`${preview.url}/truth`)).json()) as { rows: object }).rows;
    const before = await rows();
    const text = readFileSync(join(root, 'examples/flows/tailgate.yml'), 'utf8');
    await runs(text.replace(/^load: .*$/m, 'load: { connections: 6, duration: 5s, warmup: 0s }'));
    expect(await rows()).toEqual(before);
  },
  60_000,
);
