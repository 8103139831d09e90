/**
 * The committed bundles, copied to a folder without node_modules beside it, as somebody else's runner has them. They
 * run under this Node, or under the one that NODE_UNDER_TEST names.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED, bundledFolders } from '../scripts/bundled.mjs';
import { parseOutputs } from './action/runner.ts';
import { type Service, startService } from './action/service.ts';
import { testInFull } from './part.ts';
import { causesOfStep, repeatSaturated } from './saturation.ts';

const root = join(import.meta.dirname, '..');
const node = process.env.NODE_UNDER_TEST || process.execPath;
const PATIENCE_MS = 120_000;

const CONFIG = `
load: { connections: 16, duration: 1s, warmup: 0s, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s }, errors: { max: 1 % } }
`;

let folder: string;
let service: Service;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-bundle-'));
  await cp(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  await cp(join(root, 'examples/performance-report.md'), join(folder, 'report.md'));
  await writeFile(join(folder, 'tailgate.yml'), CONFIG);
  service = await startService();
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child: ChildProcess = execFile(
      node,
      args,
      { cwd: folder, env: { PATH: process.env.PATH ?? '', ...env } },
      (_, out, err) => resolve({ exitCode: child.exitCode, out, err }),
    );
  });
}

const tailgate = (...args: string[]) => run(['dist/cli/index.js', ...args]);

test('the terminal tells its version', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(await tailgate('--version')).toEqual({ exitCode: 0, out: `${version}\n`, err: '' });
});

testInFull('the terminal prints the schema that is committed', async () => {
  const { exitCode, out } = await tailgate('schema');
  expect(exitCode).toBe(0);
  expect(out).toBe(await readFile(join(root, 'docs/tailgate.schema.json'), 'utf8'));
});

testInFull('the terminal lists the runs of a report', async () => {
  const { exitCode, out } = await tailgate('baseline', 'report.md', '--json');
  expect(exitCode).toBe(0);
  expect(JSON.parse(out).runs).toHaveLength(4);
});

test(
  'the terminal measures, with the worker that is beside it',
  async () => {
    const measure = async () => ({
      ...(await tailgate(
        ...['run', '--target-url', service.url, '--json', 'result.json'],
        ...['--markdown', 'comment.md', '--html', 'report.html'],
      )),
      result: JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')),
    });
    const { exitCode, out, err, result } = await repeatSaturated(measure, (ended) => ended.result.causes);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.not.stringContaining('bug') });
    expect(out).toContain('PASS');
    expect(result).toMatchObject({ verdict: 'pass', causes: [], course: [{ side: 'target' }] });
    expect(result.course[0].points.length).toBeGreaterThan(0);
    expect(await readFile(join(folder, 'comment.md'), 'utf8')).toContain('Pass');
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('id="latency-distribution"');
  },
  PATIENCE_MS,
);

test(
  'the action measures, with the worker that is beside it',
  async () => {
    const output = join(folder, 'output');
    const env = {
      'INPUT_TARGET-URL': service.url,
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: join(folder, 'temp'),
    };
    const measure = async () => {
      await writeFile(output, '');
      return {
        ...(await run(['dist/index.js'], env)),
        outputs: parseOutputs(await readFile(output, 'utf8')),
      };
    };
    const { exitCode, out, outputs } = await repeatSaturated(measure, causesOfStep);
    expect(out).not.toContain('::error');
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({ verdict: 'pass', causes: '' });
    expect(await readFile(outputs.report ?? '', 'utf8')).toContain('id="latency-distribution"');
  },
  PATIENCE_MS,
);

test.each([
  [
    'the terminal',
    'dist/cli/index.js',
    'err',
    /^tailgate: Tailgate could not be loaded, so that there is no verdict\. /,
  ],
  ['the action', 'dist/index.js', 'out', /^::error title=Tailgate%3A bug::Tailgate could not be loaded, /m],
] as const)('%s says so where it can’t be loaded, and no verdict comes of it', async (_, bundle, where, says) => {
  const preload = join(folder, 'preload.cjs');
  await writeFile(preload, 'delete globalThis.Set;');
  const ended = await run(['--require', preload, bundle, '--version']);
  expect(ended.exitCode).toBe(70);
  expect(ended[where]).toMatch(says);
});

test('dist/ holds the three bundles, the page’s script and styles, their licences, what they were built of and nothing else, less than 6.2 MB of code', async () => {
  const found = await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const wanted = [
    'build.json',
    'index.js',
    'licenses.txt',
    'package.json',
    'cli/index.js',
    'page/history.css',
    'page/history.js',
    'page/page.css',
    'page/page.js',
    'worker/index.js',
  ];
  expect(files.sort()).toEqual(wanted.map((name) => join(root, 'dist', name)).sort());
  const bytes = await Promise.all(
    files.filter((file) => file.endsWith('.js')).map(async (file) => (await stat(file)).size),
  );
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_200_000);
});

describe('licenses.txt', () => {
  const read = async () => {
    const text = await readFile(join(root, 'dist/licenses.txt'), 'utf8');
    const parts = text.split(`${'='.repeat(80)}\n`).slice(1);
    return new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))]));
  };

  test('holds each package whose code may be bundled, with the text of its licence', async () => {
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    const licences = await read();
    const folders = bundledFolders();
    expect(folders.length).toBeGreaterThan(100);
    const names = folders.map((place) => `${place.split('node_modules/').at(-1)} ${packages[place].version}`);
    expect(names.filter((name) => !licences.has(name))).toEqual([]);
    for (const text of licences.values()) expect(text).toMatch(/permission|permitted|licen[cs]e/i);
    for (const text of licences.values()) expect(text.length).toBeGreaterThan(400);
  });

  test('holds the text of a licence that a package only names', async () => {
    const licences = await read();
    const [, text] = [...licences].find(([name]) => name.startsWith('@assemblyscript/loader ')) ?? [];
    expect(text).toContain('Apache License');
    expect(text).toContain('END OF TERMS AND CONDITIONS');
  });

  test('no bundle holds code of a package that is not in it', async () => {
    const licences = await read();
    const named = new Set([...licences.keys()].map((name) => name.split(' ')[0]));
    // Types are compiled away.
    const IMPORT = /^(?!import type\b)(?:import|export|\}).*from '([^'.][^']*)'/gm;
    const sources = (await readdir(join(root, 'src'), { recursive: true })).filter((name) =>
      name.endsWith('.ts'),
    );
    const texts = await Promise.all(sources.map((name) => readFile(join(root, 'src', name), 'utf8')));
    const imported = texts.flatMap((text) => [...text.matchAll(IMPORT)].map(([, name = '']) => name));
    const packages = new Set(
      imported
        .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
        .filter((name) => !name.startsWith('node:')),
    );
    expect([...packages].filter((name) => !named.has(name) || !BUNDLED.includes(name))).toEqual([]);
  });
});
