/** The Dockerfile, which nobody could build here: linted, and held to what docs/kubernetes.md says of it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
const dockerfile = DockerfileParser.parse(text);
const instructions = dockerfile.getInstructions();
const named = (keyword: string) =>
  instructions
    .filter((one) => one.getKeyword() === keyword)
    .map((one) => one.getArguments().map((word) => word.getValue()));

test('the linter has nothing to say', () => {
  expect(validate(text)).toEqual([]);
});

test('and it would: of a Dockerfile with mistakes it has', () => {
  expect(validate('FROM node:24-slim\nCOPPY a b\nUSER\n').length).toBeGreaterThanOrEqual(2);
});

test('one stage, of Node 24, slim', () => {
  expect(named('FROM')).toEqual([['node:24-slim']]);
});

test('nothing is run while it is built: no package manager, and nothing from the network', () => {
  expect([named('RUN'), named('ADD')]).toEqual([[], []]);
});

test('only dist and the licence are in it, and nobody but root may change them', () => {
  const copied = dockerfile.getCOPYs().map((copy) => ({
    from: copy
      .getArguments()
      .slice(0, -1)
      .map((word) => word.getValue()),
    flags: copy.getFlags().map((flag) => flag.toString()),
  }));
  expect(copied.flatMap(({ from }) => from)).toEqual(['LICENSE', 'dist/']);
  for (const { flags } of copied) expect(flags).toEqual(['--chown=root:root']);
  const sent = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => /^[^#]/.test(line));
  expect(sent).toEqual(['*', '!LICENSE', '!dist']);
});

test('it runs as a user that is none of root’s, by number, as the pods say', () => {
  expect(named('USER')).toEqual([['1000:1000']]);
});

test('what it starts is there', () => {
  const [[program, file] = []] = named('ENTRYPOINT').map(
    (words) =>
      JSON.parse(
        words
          .join(' ')
          .replace(/^(?!\[)/, '[')
          .replace(/(?<!\])$/, ']'),
      ) as string[],
  );
  expect(program).toBe('node');
  expect(existsSync(join(root, (file ?? '').replace('/opt/tailgate/', '')))).toBe(true);
  expect(parse(readFileSync(join(root, 'dist/package.json'), 'utf8'))).toEqual({ type: 'module' });
});
