/** What somebody installs: the package that `npm pack` gives, in a folder that has nothing else. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLED } from '../scripts/bundled.mjs';
import { type Service, startService } from './action/service.ts';
import { repeatSaturated } from './saturation.ts';

const root = join(import.meta.dirname, '..');
const node = process.env.NODE_UNDER_TEST || process.execPath;
const PATIENCE_MS = 120_000;

let folder: string;
let service: Service;
let archive: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-package-'));
  service = await startService();
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [name = ''] = packed.match(/tailgate-[\d.]+\.tgz/) ?? [];
  archive = join(folder, name);
  await writeFile(join(folder, 'package.json'), '{}');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', archive], {
    cwd: folder,
  });
}, PATIENCE_MS);
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const installed = () => join(folder, 'node_modules/tailgate');

test('it holds the terminal with all that it needs, schemas and licences, and nothing else, below 2 MB', async () => {
  const found = await readdir(installed(), { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed().length + 1));
  expect(files.sort()).toEqual([
    'LICENSE',
    'README.md',
    'dist/cli/index.js',
    'dist/licenses.txt',
    'dist/package.json',
    'dist/page/history.css',
    'dist/page/history.js',
    'dist/page/page.css',
    'dist/page/page.js',
    'dist/worker/index.js',
    'docs/result.schema.json',
    'docs/tailgate.schema.json',
    'package.json',
  ]);
  expect((await stat(archive)).size).toBeLessThan(2_000_000);
});

test('nothing is installed beside it', async () => {
  const names = await readdir(join(folder, 'node_modules'));
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['tailgate']);
});

test(
  'its command measures in an empty folder, by its own name',
  async () => {
    const config = `load: { connections: 16, duration: 1s, warmup: 0s, timeout: 2s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s }, errors: { max: 1 % } }
`;
    await writeFile(join(folder, 'tailgate.yml'), config);
    const command = join(folder, 'node_modules/.bin/tailgate');
    // The first line of the file names the program: on the PATH it is the Node under test.
    const env = { ...process.env, PATH: `${join(node, '..')}:${process.env.PATH}` };
    const words = ['run', '--target-url', service.url, '--json', 'result.json', '--html', 'report.html'];
    const measure = () =>
      new Promise<{ exitCode: number | null; out: string; err: string; causes: string }>((resolve) => {
        const child = execFile(command, words, { cwd: folder, env }, async (_, out, err) => {
          const text = await readFile(join(folder, 'result.json'), 'utf8').catch(() => '{"causes":[]}');
          const causes = (JSON.parse(text) as { causes: { code: string }[] }).causes;
          resolve({ exitCode: child.exitCode, out, err, causes: causes.map(({ code }) => code).join() });
        });
      });
    const ended = await repeatSaturated(measure, ({ causes }) => causes);
    expect([ended.err, ended.exitCode]).toEqual([expect.any(String), 0]);
    expect(ended.out).toContain('PASS');
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
  },
  PATIENCE_MS,
);

test('each of them, and what it needs, has its licence in dist/licenses.txt, and is in the bill of materials', async () => {
  const licences = await readFile(join(root, 'dist/licenses.txt'), 'utf8');
  const text = execFileSync(process.execPath, ['scripts/write-sbom.mjs'], { cwd: root, encoding: 'utf8' });
  const bom = JSON.parse(text) as {
    bomFormat: string;
    components: { group?: string; name: string; version: string; purl: string }[];
  };
  expect(bom.bomFormat).toBe('CycloneDX');
  const told = bom.components.map(
    ({ name, version, group }) => `${group ? `${group}/` : ''}${name} ${version}`,
  );
  for (const name of BUNDLED) expect(told.some((one) => one.startsWith(`${name} `))).toBe(true);
  for (const one of told) expect(licences).toContain(`\n${one}\n`);
  expect(told.filter((one) => one.includes('jest'))).toEqual([]);
});
