import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

// The way of the data: a room imports only from rooms before it.
const WAY = ['config', 'search', 'engine', 'evidence', 'shards', 'judgement', 'report', 'store'];
const DOORS = ['action', 'cli'];
const PURE = ['config', 'search', 'evidence', 'judgement', 'report'];
/** Libraries that compute and touch nothing outside. */
const HARMLESS = [
  'csv-parse/sync',
  'lossless-json',
  'zod',
  'yaml',
  'hdr-histogram-js',
  'jstat',
  'github-slugger',
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm-table',
  'micromark-extension-gfm-table',
];

const roomOf = (file: string) => file.split('/')[1] ?? '';
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

const IMPORT =
  /^(?:import|export)( type)?\b[^;'"`]*?\bfrom ['"]([^'"]+)|^import ['"]([^'"]+)|\b(?:import|require)\(\s*(?:['"`]([^'"`]+))?/gm;

/** What a text imports, at its top or on the way. What is only known when it runs is no name of a room: `?`. */
const importsOf = (text: string) =>
  [...text.matchAll(IMPORT)].map(([, type, from, bare, onTheWay]) => ({
    typeOnly: type !== undefined,
    path: from ?? bare ?? onTheWay ?? '?',
  }));

/** What a function can look at or do outside of what it was given, without importing anything. */
const OUTSIDE =
  /\b(?:process|performance|globalThis|console|import\.meta)\s*(?:\.|\?\.|\[)|\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\b(?:fetch|setTimeout|setInterval|setImmediate|queueMicrotask)\(/g;

const imports = files.flatMap((file) =>
  importsOf(readFileSync(file, 'utf8')).map((found) => ({
    ...found,
    file,
    target: found.path.startsWith('.') ? normalize(join(file, '..', found.path)) : null,
  })),
);
const show = ({ file, path }: (typeof imports)[number]) => `${file} imports ${path}`;

test.each([
  ["import { a } from './a.ts';", './a.ts', false],
  ["import {\n  a,\n  type B,\n} from '../a.ts';", '../a.ts', false],
  ["import type { A } from './a.ts';", './a.ts', true],
  ["export { a } from './a.ts';", './a.ts', false],
  ["import 'node:fs';", 'node:fs', false],
  ["const { readFile } = await import('node:fs/promises');", 'node:fs/promises', false],
  ['const it = await import(\n  `node:fs`,\n);', 'node:fs', false],
  ['const it = await import(name);', '?', false],
  ["const fs = require('node:fs');", 'node:fs', false],
])('an import is seen: %s', (text, path, typeOnly) => {
  expect(importsOf(`const one = 'a';\n${text}\n`)).toEqual([{ path, typeOnly }]);
});

test.each([
  'process.env.HOME',
  'process?.env',
  "globalThis['fetch']",
  'Date.now()',
  'new Date()',
  'performance.now()',
  'Math.random()',
  "fetch('http://a')",
])('a look outside is seen: %s', (text) => {
  expect(`const one = ${text};`.match(OUTSIDE)).not.toBeNull();
});

test('the rooms are there and the imports are seen', () => {
  expect([...new Set(files.map(roomOf))]).toEqual(expect.arrayContaining([...WAY, ...DOORS]));
  expect(imports.length).toBeGreaterThan(200);
});

test('a room imports only rooms before it, and nobody imports a door', () => {
  const wrong = imports.filter(({ file, target }) => {
    if (target === null) return false;
    const [from, to] = [roomOf(file), roomOf(target)];
    if (DOORS.includes(to)) return from !== to;
    if (WAY.includes(from))
      return !target.includes('/version.ts') && (!WAY.includes(to) || WAY.indexOf(to) > WAY.indexOf(from));
    return false;
  });
  expect(wrong.map(show)).toEqual([]);
});

test('the store reads and writes: it asks for no judgement', () => {
  const asking = imports.filter(
    ({ file, target }) => roomOf(file) === 'store' && target !== null && roomOf(target) === 'judgement',
  );
  expect(asking.map(show)).toEqual([]);
});

test('pure rooms do no I/O: no module of Node or the runner, and of the engine only types', () => {
  const wrong = imports.filter(({ file, path, target, typeOnly }) => {
    if (!PURE.includes(roomOf(file))) return false;
    return target === null ? !HARMLESS.includes(path) : roomOf(target) === 'engine' && !typeOnly;
  });
  expect(wrong.map(show)).toEqual([]);
});

test('pure rooms look at nothing else either: not at the clock, the environment or chance', () => {
  const looks = files
    .filter((file) => PURE.includes(roomOf(file)))
    .flatMap((file) =>
      (readFileSync(file, 'utf8').match(OUTSIDE) ?? []).map((found) => `${file} has ${found}`),
    );
  expect(looks).toEqual([]);
});

test('GitHub is spoken to in one place, and autocannon is driven in one', () => {
  const users = (name: string) => imports.filter(({ path }) => path === name).map(({ file }) => file);
  expect(users('@actions/github').every((file) => file.startsWith('src/action/github/'))).toBe(true);
  expect(users('autocannon').every((file) => file.startsWith('src/engine/worker/'))).toBe(true);
});

test('the pipeline fits on one screen', () => {
  expect(readFileSync('src/pipeline.ts', 'utf8').split('\n').length).toBeLessThanOrEqual(62);
});
