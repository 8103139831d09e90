import { partsIn, resolvePointer, sourceAt } from '../../../src/engine/inspection/pointer.ts';
import fc from '../../fast-check.ts';

/** The document and the pointers of RFC 6901, section 5. */
const DOCUMENT = {
  foo: ['bar', 'baz'],
  '': 0,
  'a/b': 1,
  'c%d': 2,
  'e^f': 3,
  'g|h': 4,
  'i\\j': 5,
  'k"l': 6,
  ' ': 7,
  'm~n': 8,
};

test.each([
  ['', DOCUMENT],
  ['/foo', ['bar', 'baz']],
  ['/foo/0', 'bar'],
  ['/', 0],
  ['/a~1b', 1],
  ['/c%d', 2],
  ['/e^f', 3],
  ['/g|h', 4],
  ['/i\\j', 5],
  ['/k"l', 6],
  ['/ ', 7],
  ['/m~0n', 8],
])('%p names what RFC 6901 says', (pointer, value) => {
  expect(resolvePointer(DOCUMENT, pointer)).toEqual(value);
});

test.each([
  '/nothing',
  '/foo/2',
  '/foo/-',
  '/foo/00',
  '/foo/+1',
  '/foo/length',
  '/foo/0/0',
  '/toString',
])('%p names nothing', (pointer) => {
  expect(resolvePointer(DOCUMENT, pointer)).toBeUndefined();
});

test('~01 is a tilde and a one, not a slash', () => {
  expect(resolvePointer({ '~1': 'tilde', '/': 'slash' }, '/~01')).toBe('tilde');
});

test('prototypes are not looked into', () => {
  for (const pointer of ['/__proto__', '/constructor/name', '/a/__proto__']) {
    expect(resolvePointer({ a: {} }, pointer)).toBeUndefined();
  }
});

test('finds any value by the path to it', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), fc.jsonValue(), (names, value) => {
      const document = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
      const pointer = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      expect(resolvePointer(document, pointer)).toEqual(value);
    }),
  );
});

test.each([
  ['{"id":1234567890123456789}', '/id', '1234567890123456789'],
  ['{"version": 2.10 }', '/version', '2.10'],
  ['{"a":[1.0,-0,1E400]}', '/a/0', '1.0'],
  ['{"a":[1.0,-0,1E400]}', '/a/1', '-0'],
  ['{"a":[1.0,-0,1E400]}', '/a/2', '1E400'],
  ['{"a":1,"a":2.50}', '/a', '2.50'],
  ['\n{"x\\"y/": {"}": "]", "z": true}}', '/x"y~1/z', 'true'],
  ['{"\\u0061": [[{}], 7.0]}', '/a/1', '7.0'],
  [' 100000000000000000000 ', '', '100000000000000000000'],
])('of %s, %s is written %s', (text, pointer, source) => {
  expect(sourceAt(text, pointer)).toBe(source);
});

test('of any document, what is written at a pointer is the value that it names', () => {
  const pathsOf = (value: unknown): string[] => {
    if (typeof value !== 'object' || value === null) return [''];
    const names = Object.entries(value).flatMap(([name, own]) =>
      pathsOf(own).map((rest) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${rest}`),
    );
    return ['', ...names];
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const document = JSON.parse(text) as unknown;
      for (const pointer of pathsOf(document)) {
        expect(JSON.parse(sourceAt(text, pointer))).toEqual(resolvePointer(document, pointer));
      }
    }),
  );
});

test('of any list or object, its parts are written as at their names', () => {
  const holder = fc.jsonValue().filter((value) => typeof value === 'object' && value !== null);
  fc.assert(
    fc.property(holder, fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const document = JSON.parse(text) as object;
      const parts = [...partsIn(text)].map(([name, part]) => [name, JSON.parse(part) as unknown]);
      expect(new Map(parts as [string, unknown][])).toEqual(new Map(Object.entries(document)));
    }),
  );
});

test('of two parts of one name the last one counts', () => {
  expect([...partsIn('{"a":1, "b" : [ "}" ] ,"\\u0061": 2.50 }')]).toEqual([
    ['a', '2.50'],
    ['b', '[ "}" ]'],
  ]);
});
