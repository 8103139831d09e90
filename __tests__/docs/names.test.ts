/** A field that was renamed lives on in prose, where no compiler looks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs').map((name) => join('docs', name)),
].filter((file) => file.endsWith('.md'));
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');
/** Names of other tools, and of the tests' own. */
const OTHERS = ['handleSummary', 'setupRequest', 'testPart'];

test.each(pages)('%s names fields that there are', (page) => {
  const names = [...readFileSync(page, 'utf8').matchAll(/`([a-z]+[A-Z]\w+)`/g)].map(([, name = '']) => name);
  const gone = names.filter((name) => !OTHERS.includes(name) && !new RegExp(`\\b${name}\\b`).test(sources));
  expect(gone).toEqual([]);
});

test.each(pages)('%s names files that there are', (page) => {
  const files = readFileSync(page, 'utf8').matchAll(
    /`((?:src|__tests__|bench|scripts|docs|examples)\/[\w./-]+\.\w+)`/g,
  );
  const gone = [...files].map(([, file = '']) => file).filter((file) => !existsSync(file));
  expect(gone).toEqual([]);
});
