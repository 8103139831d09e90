import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

// The way of the data: a room imports only from rooms before it.
const WAY = ['config', 'engine', 'evidence', 'judgement', 'report', 'store'];
const DOORS = ['action', 'cli'];
const PURE = ['config', 'evidence', 'judgement', 'report'];
/** Libraries that compute and touch nothing outside. */
const HARMLESS = ['zod', 'yaml', 'hdr-histogram-js', 'jstat'];

const roomOf = (file: string) => file.split('/')[1] ?? '';
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

const imports = files.flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(import|export)( type)?\b[^;]*?from '([^']+)'/gms)].map(
    (match) => ({
      file,
      typeOnly: match[2] !== undefined,
      path: match[3] as string,
      target: (match[3] as string).startsWith('.') ? normalize(join(file, '..', match[3] as string)) : null,
    }),
  ),
);
const show = ({ file, path }: (typeof imports)[number]) => `${file} imports ${path}`;

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

test('pure rooms do no I/O: no module of Node or the runner, and of the engine only types', () => {
  const wrong = imports.filter(({ file, path, target, typeOnly }) => {
    if (!PURE.includes(roomOf(file))) return false;
    return target === null ? !HARMLESS.includes(path) : roomOf(target) === 'engine' && !typeOnly;
  });
  expect(wrong.map(show)).toEqual([]);
});

test('GitHub is spoken to in one place, and autocannon is driven in one', () => {
  const users = (name: string) => imports.filter(({ path }) => path === name).map(({ file }) => file);
  expect(users('@actions/github').every((file) => file.startsWith('src/action/github/'))).toBe(true);
  expect(users('autocannon').every((file) => file.startsWith('src/engine/worker/'))).toBe(true);
});

test('the pipeline fits on one screen', () => {
  expect(readFileSync('src/pipeline.ts', 'utf8').split('\n').length).toBeLessThanOrEqual(62);
});
