/** `tailgate init --from`, in processes of their own against the preview, to a run that passes without an edit. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type Preview,
  startPreview,
} from '../../examples/preview/start.mjs';
import { CLUSTER } from '../examples/cluster.ts';
import { drawn, RUNS_ALL, testInFull } from '../part.ts';
import { repeatSaturated, repeatWhile } from '../saturation.ts';
import { type How, openShell, type RunEnded, type Shell } from './process.ts';

const PATIENCE_MS = 180_000;
const root = join(import.meta.dirname, '../..');
const openApi = join(root, 'examples/preview/openapi.yaml');
const env = { TAILGATE_EMAIL: 'syndic@grandplace.be', TAILGATE_PASSWORD: defaultPassword };
const own = { env, own: true };
/** A process of its own only where everything is run: run.test.ts starts some in any case. */
const ownInFull = { env, own: RUNS_ALL };

let database: Database;
let preview: Preview;
let shell: Shell;

beforeAll(async () => {
  process.env.PGLITE_CLUSTER = CLUSTER;
  database = await openDatabase({ password: defaultPassword });
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  shell = await openShell();
});
afterEach(async () => {
  await preview?.close();
  await shell.remove();
});

async function start(options = {}): Promise<string> {
  preview = await startPreview({ database, delay: 'none', ...options });
  return preview.url;
}

interface Written {
  readonly target: { readonly ready?: string };
  readonly scenario: {
    readonly login?: { readonly post: string };
    readonly setup?: readonly { readonly get: string; readonly capture: object }[];
    readonly requests: readonly ({ readonly name: string; readonly weight: number } & Record<
      string,
      unknown
    >)[];
  };
}

async function written(): Promise<Written> {
  return parse(await readFile(join(shell.folder, 'tailgate.yml'), 'utf8'));
}

/** Of the log of a load whose shares are drawn by the hundred. */
const ENOUGH_LINES = drawn(1500, 1);

/** As if the load that wrote the log had gone on: each request that reads once more by its weight, twenty times. */
async function lengthen(
  log: string,
  requests: readonly { readonly get?: string; readonly weight: number }[],
) {
  const lines = (await readFile(log, 'utf8')).split('\n');
  const more = requests.flatMap(({ get, weight }) =>
    get === undefined ? [] : Array<string>(20 * weight).fill(lineOf(lines, get)),
  );
  await appendFile(log, `${more.join('\n')}\n`);
}

function lineOf(lines: readonly string[], path: string): string {
  const found = lines.find((line) => line.includes(`GET ${path} `));
  if (found === undefined) throw new Error(`no line of the log is of ${path}`);
  return found;
}

/** A run, again where the machine was too busy to load. */
const runSound = (words: readonly string[], how: How): Promise<RunEnded> =>
  repeatSaturated(
    () => shell.run(words, how),
    ({ causes }) => causes,
  );
const runShortly = (url: string, how: How) => runSound(['--target-url', url, '--duration', '2s'], how);

const pathsOf = ({ scenario }: Written) =>
  scenario.requests.flatMap(({ get, post }) => (typeof get === 'string' ? [`GET ${get}`] : [`POST ${post}`]));

test(
  'from the OpenAPI document of the preview to a run that passes, without an edit',
  async () => {
    const url = await start();
    const made = await shell.tailgate(['init', '--from', openApi], own);
    expect([made.exitCode, made.err]).toEqual([0, '']);
    expect(pathsOf(await written())).toEqual([
      'GET /api/v1/health',
      'GET /api/v1/version',
      'GET /metrics',
      ...['buildings', 'units', 'owners', 'expenses', 'meetings', 'stock'].map(
        (name) => `GET /api/v1/${name}`,
      ),
      'GET /login',
    ]);
    const checked = await shell.tailgate(['check', '--target-url', url], ownInFull);
    expect(checked.exitCode).toBe(0);
    const ran = await runShortly(url, ownInFull);
    expect([ran.exitCode, ran.causes]).toEqual([0, []]);
  },
  PATIENCE_MS,
);

testInFull(
  'with --writes, too: bodies are taken as they are made of examples and schemas',
  async () => {
    const url = await start();
    await shell.tailgate(['init', '--from', openApi, '--writes'], { env });
    expect(pathsOf(await written())).toEqual(
      expect.arrayContaining(['POST /api/v1/expenses', 'POST /api/v1/owners']),
    );
    const checked = await shell.tailgate(['check', '--target-url', url], { env });
    expect([checked.exitCode, checked.exitCode === 0 ? '' : checked.out]).toEqual([0, '']);
    const ran = await runShortly(url, { env });
    expect([ran.exitCode, ran.causes]).toEqual([0, []]);
  },
  PATIENCE_MS,
);

test(
  'from the access log of a load, to a run that passes, without an edit, with the weights of the load',
  async () => {
    const log = join(shell.folder, 'access.log');
    let url = await start({ accessLog: log });
    // The demo's scenario, without what is compared with.
    const {
      baseline: _,
      gate: __,
      ...demo
    } = parse(await readFile(join(root, 'examples/tailgate.yml'), 'utf8'));
    const config = JSON.stringify({ ...demo, gate: { errors: { max: '50 %' } } });
    await writeFile(join(shell.folder, 'demo.yml'), config);
    // As long as it takes for the shares to be as they are meant, however slow the machine is.
    const loaded = await repeatWhile(
      async (nth) => {
        const duration = `${drawn(4, 1) * 2 ** (nth - 1)}s`;
        const ended = await runSound(['--config', 'demo.yml', '--target-url', url, '--duration', duration], {
          env,
        });
        return { ...ended, lines: (await readFile(log, 'utf8')).split('\n').length };
      },
      ({ lines }) => lines < ENOUGH_LINES,
      4,
    );
    expect([loaded.exitCode, loaded.causes]).toEqual([0, []]);
    await preview.close();
    if (!RUNS_ALL) await lengthen(log, demo.scenario.requests);
    url = await start();
    const made = await shell.tailgate(['init', '--from', 'access.log'], ownInFull);
    expect([made.exitCode, made.err]).toEqual([0, '']);
    const file = await written();
    expect(file.scenario.login?.post).toBe('/api/v1/auth/login');
    expect(file.target.ready).toBe('/api/v1/health');
    // The shares of the lists in examples/tailgate.yml, of its 80 that read.
    const total = file.scenario.requests.reduce((sum, { weight }) => sum + weight, 0);
    const shareOf = (path: string) =>
      (file.scenario.requests.find(({ get }) => get === path)?.weight ?? Number.NaN) / total;
    for (const [name, weight] of [
      ['buildings', 30],
      ['units', 20],
      ['owners', 12],
      ['expenses', 10],
      ['meetings', 3],
    ] as const)
      expect(Math.abs(shareOf(`/api/v1/${name}`) - weight / 80)).toBeLessThan(0.01);
    const checked = await shell.tailgate(['check', '--target-url', url], ownInFull);
    expect(checked.exitCode).toBe(0);
    const ran = await runShortly(url, ownInFull);
    expect([ran.exitCode, ran.causes]).toEqual([0, []]);
  },
  PATIENCE_MS,
);

describe('--try', () => {
  testInFull(
    'mends the base path, the token’s place, statuses and values, leaves out the rest, and says so',
    async () => {
      const url = await start();
      const document = parse(await readFile(openApi, 'utf8'));
      document.servers = [{ url: 'https://api.example.com/wrong' }];
      const login = document.paths['/api/v1/auth/login'].post.responses['200'].content['application/json'];
      login.schema.properties = { access_token: { type: 'string' } };
      document.paths['/api/v1/gone'] = {
        get: { operationId: 'gone', responses: { 200: { description: '' } } },
      };
      document.paths['/api/v1/orders'].post.responses = { 202: { description: '' } };
      await writeFile(join(shell.folder, 'openapi.json'), JSON.stringify(document));
      const made = await shell.tailgate(['init', '--from', 'openapi.json', '--writes', '--try', url], {
        env,
      });
      expect([made.exitCode, made.exitCode === 0 ? '' : made.err]).toEqual([0, '']);
      expect(made.out.match(/^Changed: .*$/gm)).toEqual([
        'Changed: all paths are under /, not under /wrong.',
        "Changed: the login's token is now read from /token.",
        'Changed: order: expect is now 201, the status of its response.',
        'Changed: gone: left out, because its response was 404.',
      ]);
      const checked = await shell.tailgate(['check', '--target-url', url], { env });
      expect(checked.exitCode).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    'where nothing can be asked, nothing is written',
    async () => {
      const made = await shell.tailgate(['init', '--from', openApi, '--try', 'http://127.0.0.1:1'], { env });
      expect(made.exitCode).toBe(2);
      expect(made.err).toContain('--try: nothing was written');
      await expect(readFile(join(shell.folder, 'tailgate.yml'))).rejects.toThrow('ENOENT');
    },
    PATIENCE_MS,
  );
});
