import { nameColumns } from '../../src/evidence/compare/name-columns.ts';

test.each<[string, string[], string[]]>([
  ['by their names', ['out/one.json', 'two.json'], ['one', 'two']],
  ['one name in two folders', ['a/result.json', 'b/result.json'], ['a/result', 'b/result']],
  ['deeper down', ['x/a/out/result.json', 'x/b/out/result.json'], ['a/out/result', 'b/out/result']],
  ['as far as needed', ['a/result.json', 'b/result.json', 'c/other.json'], ['a/result', 'b/result', 'other']],
  ['one above the other', ['result.json', 'old/result.json'], ['result', 'old/result']],
  ['with and without an ending', ['a.json', 'a', 'b.json'], ['a.json', 'a', 'b']],
  ['from Windows', ['c:\\x\\one.json', 'c:\\y\\one.json'], ['x/one', 'y/one']],
])('%s', (_, paths, names) => {
  expect(nameColumns(paths)).toEqual(names);
});
