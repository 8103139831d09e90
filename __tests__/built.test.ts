/** When `npm test` may leave the bundles as they are: only where they are what a build of these sources gave. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
// No types are known of it.
const { isBuilt, isLibCurrent, recordBuilt, recordLib } = await import(`${root}/scripts/built.mjs`);
const FILES = ['scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

let folder: string;
/** A small project that was just built. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tailgate-built-'));
  process.chdir(folder);
  for (const name of FILES) cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['src/room', 'lib', 'dist/cli', 'docs', 'page'])
    mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['src/a.ts', 'src/room/b.ts', 'dist/index.js', 'dist/cli/index.js'])
    writeFileSync(join(folder, name), `// ${name}\n`);
  for (const name of ['result', 'tailgate']) writeFileSync(join(folder, `docs/${name}.schema.json`), '{}\n');
  record();
});
afterEach(() => {
  process.chdir(root);
  rmSync(folder, { recursive: true, force: true });
});

const record = () => {
  recordLib();
  recordBuilt();
};
const current = () => ({ lib: isLibCurrent(), dist: isBuilt() });
const place = (name: string) => join(folder, name);

test('nothing has changed: they are', () => {
  expect(current()).toEqual({ lib: true, dist: true });
});

test('the sources, what builds them or the packages have changed: neither lib/ nor dist/ is', () => {
  for (const name of ['src/room/b.ts', 'scripts/build.mjs', 'package-lock.json', 'tsconfig.build.json']) {
    expect([name, current()]).toEqual([name, { lib: true, dist: true }]);
    appendFileSync(place(name), '\n');
    expect([name, current()]).toEqual([name, { lib: false, dist: false }]);
    record();
  }
  writeFileSync(place('src/c.ts'), '');
  expect(current()).toEqual({ lib: false, dist: false });
  rmSync(place('src/c.ts'));
  rmSync(place('src/a.ts'));
  expect(current()).toEqual({ lib: false, dist: false });
});

test('what was built has changed: dist/ is not', () => {
  for (const name of ['dist/index.js', 'docs/result.schema.json']) {
    appendFileSync(place(name), '\n');
    expect([name, current()]).toEqual([name, { lib: true, dist: false }]);
    record();
  }
  writeFileSync(place('dist/left-over.js'), '');
  expect(current()).toEqual({ lib: true, dist: false });
  rmSync(place('dist/left-over.js'));
  rmSync(place('docs/tailgate.schema.json'));
  expect(current()).toEqual({ lib: true, dist: false });
});

test('a fresh clone has the record of dist/, and no lib/', () => {
  rmSync(place('lib'), { recursive: true });
  expect(current()).toEqual({ lib: false, dist: true });
});
