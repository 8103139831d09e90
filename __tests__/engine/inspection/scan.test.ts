/** Going through a text beside making a document of it: they have to agree on what is JSON, and on what is found. */
import type { Inspection } from '../../../src/config/scenario.ts';
import { inspect } from '../../../src/engine/inspection/inspect.ts';
import { resolvePointer, sourceAt } from '../../../src/engine/inspection/pointer.ts';
import { scanFor } from '../../../src/engine/inspection/scan.ts';
import fc, { anyCharacter } from '../../fast-check.ts';
import { drawn } from '../../part.ts';
import { answered } from './responses.ts';

function byParsing(text: string, names: readonly string[]): { source: string | null } | null {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  return { source: resolvePointer(document, names) === undefined ? null : sourceAt(text, names) };
}

const NAMES = ['a', 'b', '', '0', '1', '01', '-1', 'length', '__proto__', 'é', '"', '\\'];
const name = fc.constantFrom(...NAMES);
const names = fc.array(name, { maxLength: 4 });

/** Written in any of the ways that JSON allows, members of one name among them. */
const written = fc.letrec<{ value: string }>((tie) => {
  const blank = fc.constantFrom('', '', ' ', '\n\t', '\r\n');
  const spaced = (text: fc.Arbitrary<string>) =>
    fc.tuple(blank, text, blank).map((pieces) => pieces.join(''));
  const letters = fc.oneof(
    anyCharacter.map((letter) => JSON.stringify(letter).slice(1, -1)),
    fc.constantFrom('\\u00e9', '\\u00E9', '\\/', '\\ud800', '\\"', '\\\\', '\u007f'),
  );
  const string = fc.array(letters, { maxLength: 6 }).map((all) => `"${all.join('')}"`);
  const key = fc.oneof(
    { weight: 4, arbitrary: name.map((one) => JSON.stringify(one)) },
    { weight: 1, arbitrary: fc.constantFrom('"\\u0061"', '"\\u00e9"') },
    { weight: 1, arbitrary: string },
  );
  const number = fc.constantFrom('0', '-0', '1.50', '12345678901234567890', '1e400', '-2E-3', '0.0e+07');
  const member = fc.tuple(spaced(key), tie('value')).map(([one, value]) => `${one}:${value}`);
  const value = fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(string, number, fc.constantFrom('true', 'false', 'null')),
    fc.array(member, { maxLength: 5 }).chain((all) => blank.map((b) => `{${all.join(',')}${b}}`)),
    fc.array(tie('value'), { maxLength: 4 }).chain((all) => blank.map((b) => `[${all.join(',')}${b}]`)),
  );
  return { value: spaced(value) };
}).value;

test('what is found is what a document has there, as it is written', () => {
  let found = 0;
  fc.assert(
    fc.property(written, names, (text, where) => {
      const truth = byParsing(text, where);
      expect(truth).not.toBeNull();
      if (truth?.source != null && where.length > 0) found++;
      expect(scanFor(text, where)).toEqual(truth);
    }),
    { numRuns: drawn(20_000, 3000) },
  );
  expect(found).toBeGreaterThan(50);
});

test('a text with a letter too many, too few or another one is JSON where it is for a parser', () => {
  const letter = fc.oneof(
    fc.constantFrom(...'{}[]",:\\ \n\t0123456789+-.eEtrufalsn/bx\u0000\u001f\u00a0\ufeff'),
    anyCharacter,
  );
  const change = fc.record({ at: fc.nat(), cut: fc.nat(3), put: fc.array(letter, { maxLength: 2 }) });
  const outcomes = { json: 0, none: 0 };
  fc.assert(
    fc.property(written, change, names, (text, { at, cut, put }, where) => {
      const start = at % (text.length + 1);
      const changed = text.slice(0, start) + put.join('') + text.slice(start + cut);
      const truth = byParsing(changed, where);
      outcomes[truth === null ? 'none' : 'json']++;
      expect(scanFor(changed, where)).toEqual(truth);
    }),
    { numRuns: drawn(30_000, 5000) },
  );
  expect(Math.min(outcomes.json, outcomes.none)).toBeGreaterThan(300);
});

test.each([
  ['', 'nothing'],
  ['{', 'an end that is missing'],
  ['[1,]', 'a comma too many'],
  ['{"a":1,}', 'a comma too many'],
  ['01', 'a zero before a number'],
  ['1.', 'no digit behind a point'],
  ['.5', 'none before it'],
  ['1e', 'no exponent'],
  ['+1', 'a plus'],
  ['"\u0001"', 'a control character'],
  ['"\\x41"', 'an escape that there is not'],
  ['"\\u12g4"', 'a digit that is none'],
  ['"\\', 'half an escape'],
  ['nul', 'half a word'],
  ['[]]', 'a bracket too many'],
  ['[}', 'the other bracket'],
  ['1 2', 'two values'],
  ['\ufeff1', 'a byte order mark'],
])('%j is no JSON: %s', (text) => {
  expect(scanFor(text, ['a'])).toBeNull();
  expect(byParsing(text, ['a'])).toBeNull();
});

test('depth is bounded by the length alone', () => {
  const depth = 200_000;
  const deep = `{"a":${'['.repeat(depth)}${']'.repeat(depth)},"b":1.0}`;
  expect(scanFor(deep, ['b'])).toEqual({ source: '1.0' });
  expect(scanFor(deep.replace(']]', ']'), ['b'])).toBeNull();
});

test('a long response is looked into as a short one is, whatever is looked for, and how often', () => {
  const inspection: Inspection = {
    captures: [
      { name: 'id', from: { json: '/a/id' } },
      { name: 'total', from: { json: '/a/total' } },
      { name: 'gone', from: { json: '/a/gone' } },
    ],
    checks: [
      { of: { json: '/a/id' }, holds: { equals: 12345678901234567890n } },
      { of: { json: '/a/list' }, holds: { contains: 'x' } },
      { of: { json: '/a/gone' }, holds: { exists: false } },
    ],
  };
  const own = '"a":{"id":12345678901234567890,"total":2.10,"list":["x"]}';
  const [short, long] = [`{${own}}`, `{"pad":"${'p'.repeat(10_000)}",${own}}`];
  for (const count of [1, 2, 3]) {
    const some = { checks: inspection.checks.slice(0, count), captures: inspection.captures.slice(0, count) };
    const looked = inspect(some, answered(long));
    expect(looked).toEqual(inspect(some, answered(short)));
    expect(looked.captured).toEqual({ id: '12345678901234567890', ...(count > 1 && { total: '2.10' }) });
  }
  const broken = inspect(inspection, answered(`${long}}`));
  expect(broken.failure).toContain('a body that is no JSON');
});
