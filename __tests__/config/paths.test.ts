import { parseConfig, readConcern } from '../../src/config/parse-config.ts';
import { isRelevant } from '../../src/config/paths.ts';
import fc from '../fast-check.ts';

test.each([
  ['services/shop/**', 'services/shop/index.ts', true],
  ['services/shop/**', 'services/shop/a/b/c.ts', true],
  ['services/shop/**', 'services/shop', false],
  ['services/shop/**', 'services/shopping/index.ts', false],
  ['services/*/package.json', 'services/shop/package.json', true],
  ['services/*/package.json', 'services/shop/a/package.json', false],
  ['**/*.sql', 'a.sql', true],
  ['**/*.sql', 'a/b/c.sql', true],
  ['**/*.sql', 'a/b/c.sqlx', false],
  ['**/db/**', 'db/a', true],
  ['**/db/**', 'a/b/db/c/d', true],
  ['**/db/**', 'a/mydb/c', false],
  ['*', 'package.json', true],
  ['*', 'a/package.json', false],
  ['**', 'a/b/c', true],
  ['**.md', 'docs/a.md', true],
  ['a?c', 'abc', true],
  ['a?c', 'a/c', false],
  ['a?c', 'ac', false],
  ['Docs/**', 'docs/a', false],
  ['a.c', 'abc', false],
  ['a[bc]', 'ab', false],
  ['a[bc]', 'a[bc]', true],
])('%s and %s: %s', (pattern, path, fits) => {
  expect(isRelevant(path, [pattern])).toBe(fits);
});

test('the last pattern that fits decides', () => {
  const patterns = ['services/shop/**', '!**/*.md', 'services/shop/README.md'];
  expect(isRelevant('services/shop/a.ts', patterns)).toBe(true);
  expect(isRelevant('services/shop/a.md', patterns)).toBe(false);
  expect(isRelevant('services/shop/README.md', patterns)).toBe(true);
  expect(isRelevant('libs/a.ts', patterns)).toBe(false);
});

test('stars stand for what they stand for, as a regular expression tells it, and never take long', () => {
  const piece = fc.constantFrom('a', 'b', '/', '*', '**', '**/', '?', '.');
  const pattern = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''));
  const path = fc
    .array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 10 })
    .map((parts) => parts.join(''));
  const asExpression = (text: string) =>
    text.replace(/\*\*\/|\*\*|\*|\?|\./g, (word) =>
      word === '**/'
        ? '(?:.*/)?'
        : word === '**'
          ? '.*'
          : word === '*'
            ? '[^/]*'
            : word === '?'
              ? '[^/]'
              : '\\.',
    );
  fc.assert(
    fc.property(pattern, path, (written, changed) => {
      // Where ** is no part of its own, what may follow it is anybody's guess.
      fc.pre(!/\*{3}|[^/]\*\*\//.test(written));
      expect(isRelevant(changed, [written])).toBe(new RegExp(`^${asExpression(written)}$`).test(changed));
    }),
  );
  const started = performance.now();
  expect(isRelevant(`${'a'.repeat(4000)}b`, [`${'*a'.repeat(90)}c`])).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});

const config = (paths: string) => `paths: ${paths}
scenario: { requests: [ { get: /items } ] }
gate: { p99: { max: 1 s } }
`;
const parse = (paths: string) =>
  parseConfig(config(paths), 'tailgate.yml', { inputs: { door: 'action', targetIsFound: true }, env: {} });

test.each([
  [
    '[services/shop/]',
    'paths[0]: "services/shop/" names a folder: write services/shop/** for all that is in it',
  ],
  ['[./services/**]', 'paths[0]: "./services/**" begins outside of the repository: write services/**'],
  ['[/services/**]', 'paths[0]: "/services/**" begins outside of the repository: write services/**'],
  ["['a\\b']", 'has a backslash in it'],
  ["['!']", 'is no pattern: write one such as services/shop/**'],
  [
    "['!**/*.md']",
    'paths: only excludes files, so nothing would ever be measured: start with a pattern such as **',
  ],
  ['[]', 'paths: [] does not fit: write a path or a pattern such as services/shop/**, or leave the key out'],
  ['services/**', 'paths: "services/**" does not fit: write a list such as [services/shop/**, libs/**]'],
  ['[1]', 'paths[0]: 1 does not fit'],
])('%s is a mistake', (paths, message) => {
  expect(() => parse(paths)).toThrow(message);
});

test('what concerns a service can be read without its secrets, its baseline with it', () => {
  const text = `${config('[a/**]')}name: shop\nbaseline: docs/report.md#final\n`.replace(
    'get: /items',
    "get: '/items?key={{env.TAILGATE_KEY}}'",
  );
  expect(readConcern(text, 'a/tailgate.yml')).toEqual({
    name: 'shop',
    configFile: 'a/tailgate.yml',
    paths: ['a/**'],
    baselineFile: 'docs/report.md',
    sentFiles: [],
  });
  expect(readConcern(text.replace('docs/report.md#final', 'history@v1'), 'a.yml')?.baselineFile).toBeNull();
  expect(readConcern(config('[a/**]').replace('paths: [a/**]', ''), 'a.yml')).toBeNull();
  expect(readConcern('gate: 1', 'a.yml')).toBeNull();
});
