import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Check, Extraction, Inspection } from '../../../src/config/scenario.ts';
import { bytesNeeded, inspect } from '../../../src/engine/inspection/inspect.ts';
import fc, { anyCharacter } from '../../fast-check.ts';
import { heldBytes } from '../held-memory.ts';
import { answered } from './responses.ts';

const capturing = (from: Extraction, inHeader?: true): Inspection => ({
  captures: [{ name: 'it', from, ...(inHeader && { inHeader }) }],
  checks: [],
});
const checking = (...checks: Check[]): Inspection => ({ captures: [], checks });

const BODY =
  '{"id":12345678901234567890,"price":2.10,"open":true,"name":"Ann","none":null,"list":[1,"b"],"in":{}}';

describe('a capture', () => {
  test.each([
    ['an integer beyond 2^53', '/id', '12345678901234567890'],
    ['a number that ends with zeros', '/price', '2.10'],
    ['a truth', '/open', 'true'],
    ['a text', '/name', 'Ann'],
    ['an element of a list', '/list/0', '1'],
  ])('takes %s as it is written', (_, json, it) => {
    expect(inspect(capturing({ json }), answered(BODY))).toEqual({ captured: { it }, failure: null });
  });

  test.each([
    ['/none', 'null'],
    ['/list', 'a list of 2'],
    ['/in', 'an object'],
    ['/missing', 'nothing'],
    ['/id/0', 'nothing'],
  ])('of %s finds %s, which is no value', (json, found) => {
    expect(inspect(capturing({ json }), answered(BODY))).toEqual({
      captured: {},
      failure: `expected a value to capture as it at ${json}, found ${found}`,
    });
  });

  test('takes headers, cookies and what stands between two marks', () => {
    const fields = [
      ['etag', '"a, b"'],
      ['set-cookie', 'csrf=old; Path=/'],
      ['set-cookie', 'sid=a=b; Expires=Thu, 01 Jan 2037 00:00:00 GMT'],
      ['set-cookie', ' csrf = new ; HttpOnly'],
    ] as const;
    const page = '<input name="csrf" value="first"><input name="csrf" value="second">';
    const inspection: Inspection = {
      captures: [
        { name: 'etag', from: { header: 'etag' } },
        { name: 'sid', from: { cookie: 'sid' } },
        { name: 'csrf', from: { cookie: 'csrf' } },
        { name: 'field', from: { after: 'name="csrf" value="', before: '"' } },
      ],
      checks: [],
    };
    expect(inspect(inspection, answered(page, fields))).toEqual({
      captured: { etag: '"a, b"', sid: 'a=b', csrf: 'new', field: 'first' },
      failure: null,
    });
  });

  test.each<[string, Extraction, string, string]>([
    ['a header that is not there', { header: 'x' }, '', 'in the header x, found nothing'],
    ['a cookie that is not there', { cookie: 'x' }, '', 'in the cookie x, found nothing'],
    ['no first mark', { after: '<a>', before: '<' }, 'text', 'found a text of 4 letters without the first'],
    ['no second mark', { after: '<a>', before: '<' }, '<a>text', 'found the first alone'],
    ['nothing between', { after: '<', before: '>' }, '<>', 'found an empty text'],
    [
      'too much between',
      { after: '<', before: '>' },
      `<${'a'.repeat(8193)}>`,
      'found 8193 characters, but at most',
    ],
    ['half a letter', { json: '' }, '"\\ud800"', 'found half a letter'],
    ['no body', { json: '/a' }, '', 'found no body'],
    ['no JSON', { json: '/a' }, '<html>', 'found a body that is no JSON'],
  ])('fails on %s', (_, from, body, says) => {
    const { captured, failure } = inspect(capturing(from), answered(body));
    expect(captured).toEqual({});
    expect(failure).toContain(says);
  });

  test('for a header refuses control characters, elsewhere not', () => {
    expect(inspect(capturing({ json: '' }, true), answered('"a\\r\\nb"')).failure).toContain(
      'control characters',
    );
    expect(inspect(capturing({ json: '' }), answered('"a\\r\\nb"')).captured).toEqual({ it: 'a\r\nb' });
  });

  test('of a header takes bytes of UTF-8 for what they are', () => {
    const fields = [['x-name', Buffer.from('Zoë').toString('latin1')]] as const;
    expect(inspect(capturing({ header: 'x-name' }), answered('', fields)).captured).toEqual({ it: 'Zoë' });
  });

  test('what is there is taken, whatever else fails', () => {
    const inspection: Inspection = {
      captures: [
        { name: 'a', from: { json: '/a' } },
        { name: 'b', from: { json: '/b' } },
      ],
      checks: [{ of: { json: '/c' }, holds: { exists: true } }],
    };
    expect(inspect(inspection, answered('{"b":"x"}'))).toEqual({
      captured: { b: 'x' },
      failure: 'expected /c to be there, found nothing',
    });
  });
});

describe('a check', () => {
  const json = (at: string) => ({ json: at });
  test.each<[Check['holds'], string]>([
    [{ exists: true }, '/none'],
    [{ exists: false }, '/missing'],
    [{ equals: 'Ann' }, '/name'],
    [{ equals: 2.1 }, '/price'],
    [{ equals: null }, '/none'],
    [{ equals: [1, 'b'] }, '/list'],
    [{ equals: {} }, '/in'],
    [{ equals: 12345678901234567890n }, '/id'],
    [{ equals: '12345678901234567890' }, '/id'],
    [{ atLeast: 2.1 }, '/price'],
    [{ atMost: 2.1 }, '/price'],
    [{ atLeast: 1e19 }, '/id'],
    [{ contains: 'nn' }, '/name'],
    [{ contains: 'b' }, '/list'],
  ])('%p holds of %s', (holds, at) => {
    expect(inspect(checking({ of: json(at), holds }), answered(BODY)).failure).toBeNull();
  });

  test.each<[Check['holds'], string, string]>([
    [{ exists: true }, '/missing', 'expected /missing to be there, found nothing'],
    [{ exists: false }, '/none', 'expected no /none, found null'],
    [{ equals: 'Bob' }, '/name', 'expected /name to be "Bob", found "Ann"'],
    [{ equals: '2.1' }, '/price', 'expected /price to be "2.1", found 2.10'],
    [{ equals: 1 }, '/open', 'expected /open to be 1, found true'],
    [{ equals: [1] }, '/list', 'expected /list to be [1], found a list of 2'],
    [{ equals: { a: 1 } }, '/in', 'expected /in to be {"a":1}, found an object'],
    [
      { equals: 12345678901234567891n },
      '/id',
      'expected /id to be 12345678901234567891, found 12345678901234567890',
    ],
    [{ atLeast: 3 }, '/price', 'expected /price to be at least 3, found 2.10'],
    [{ atMost: 2 }, '/price', 'expected /price to be at most 2, found 2.10'],
    [{ atLeast: 0 }, '/name', 'expected /name to be at least 0, found "Ann"'],
    [{ contains: 'x' }, '/name', 'expected /name to contain "x", found "Ann"'],
    [{ contains: 2 }, '/list', 'expected /list to contain 2, found a list of 2'],
  ])('%p fails of %s', (holds, at, says) => {
    expect(inspect(checking({ of: json(at), holds }), answered(BODY)).failure).toBe(says);
  });

  test.each<[Check, string, string | null]>([
    [{ of: { header: 'x' }, holds: { equals: 'a' } }, '', null],
    [
      { of: { header: 'x' }, holds: { contains: 'b' } },
      '',
      'expected the header x to contain "b", found "a"',
    ],
    [{ of: { header: 'y' }, holds: { equals: 'a' } }, '', 'expected the header y to be "a", found nothing'],
    [{ of: { body: 'text' }, holds: { contains: 'ell' } }, 'hello', null],
    [
      { of: { body: 'text' }, holds: { contains: 'x' } },
      'hello',
      'expected the body to contain "x", found "hello"',
    ],
    [{ of: { body: 'size' }, holds: { atLeast: 5 } }, 'hello', null],
    [
      { of: { body: 'size' }, holds: { atMost: 4 } },
      'hello',
      "expected the body's size in bytes to be at most 4, found 5",
    ],
    [
      { of: { json: '/a' }, holds: { exists: false } },
      'hello',
      'expected JSON without /a, found a body that is no JSON',
    ],
    [{ of: { json: '/a' }, holds: { exists: false } }, '', null],
    [{ of: { json: '' }, holds: { exists: false } }, '', null],
    [{ of: { json: '/a' }, holds: { exists: true } }, '', 'expected JSON with /a, found no body'],
    [{ of: { json: '/a' }, holds: { equals: null } }, '', 'expected JSON with /a, found no body'],
    [
      { of: { json: '/a' }, holds: { exists: false } },
      '{"b":1',
      'expected JSON without /a, found a body that is no JSON',
    ],
  ])('%j of %p: %p', (check, body, failure) => {
    expect(inspect(checking(check), answered(body, [['x', 'a']])).failure).toBe(failure);
  });

  test.each([
    ['1200', '1.20e3', true],
    ['100000000000000000000000', '1e23', true],
    ['-0.50e25', '-5e24', true],
    ['9007199254740993', '9007199254740992', false],
    ['1e400', '1e401', false],
  ])('numbers beyond what a double holds: %s and %s are the same: %p', (expected, found, isSame) => {
    const check: Check = { of: { json: '' }, holds: { equals: expected } };
    // Of a safe number a text is no equal.
    const failure = inspect(checking(check), answered(found)).failure;
    expect(failure === null).toBe(isSame && Math.abs(Number(found)) > Number.MAX_SAFE_INTEGER);
  });

  test.each<[Check['holds'], boolean]>([
    [{ contains: '9007199254740993' }, true],
    [{ contains: '9007199254740992' }, false],
    [{ contains: { id: '9007199254740995', tags: [] } }, true],
    [{ contains: { id: '9007199254740996', tags: [] } }, false],
    [{ equals: [1, '9007199254740993', { id: '9007199254740995', tags: [] }] }, true],
    [{ equals: [1, '9007199254740993', { id: '9007199254740994', tags: [] }] }, false],
  ])('%j of numbers in a list or an object goes by their digits: %p', (holds, isSo) => {
    const body =
      '{"ids": [ 1, 9007199254740993 ,{"id":1, "tags": [ ], "i\\u0064" : 9007199254740995} ], "n":1}';
    const failure = inspect(checking({ of: { json: '/ids' }, holds }), answered(body)).failure;
    expect(failure === null).toBe(isSo);
  });

  test('a list of large numbers is taken apart once', () => {
    const ids = Array.from({ length: 40_000 }, (_, i) => `${9007199254740993n + 2n * BigInt(i)}`);
    const last = checking({ of: { json: '' }, holds: { contains: ids.at(-1) } });
    const startMs = performance.now();
    expect(inspect(last, answered(`[${ids.join(',')}]`)).failure).toBeNull();
    // A pass over the text for each would take many seconds.
    expect(performance.now() - startMs).toBeLessThan(2000);
  });

  test('repeats no text that is long, of which a part could be part of a secret', () => {
    const check: Check = { of: { json: '' }, holds: { equals: 'a' } };
    expect(inspect(checking(check), answered(JSON.stringify('s'.repeat(201)))).failure).toBe(
      'expected the document to be "a", found a text of 201 letters',
    );
  });
});

describe('errors of GraphQL', () => {
  const inspection: Inspection = { captures: [], checks: [], graphql: true };
  test.each([
    ['{"data":{}}', null],
    ['{"data":{},"errors":null}', null],
    ['{"data":{},"errors":[]}', null],
    [
      '{"errors":[{"message":"no such field"},{}]}',
      'expected no GraphQL errors, found a list of 2, the first "no such field"',
    ],
    ['[{"data":{}},{"errors":[{}]}]', 'expected no GraphQL errors, found a list of 1'],
    ['{"errors":"odd"}', 'expected no GraphQL errors, found "odd"'],
    ['<html>', 'expected JSON of GraphQL, found a body that is no JSON'],
  ])('%s: %p', (body, failure) => {
    expect(inspect(inspection, answered(body)).failure).toBe(failure);
  });
});

describe('a body', () => {
  const inspection = capturing({ json: '/a' });
  const of = (body: Buffer, encoding: string) =>
    inspect(inspection, answered(body, [['content-encoding', encoding]]));

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ] as const)('is unpacked from %s', (encoding, pack) => {
    expect(of(pack('{"a":"é"}'), encoding)).toEqual({ captured: { it: 'é' }, failure: null });
  });

  test('is unpacked to 8 MiB at most, and read of 1 MiB', () => {
    expect(of(gzipSync(Buffer.alloc(9 * 1024 * 1024, ' ')), 'gzip').failure).toContain(
      'it is larger than 8 MiB',
    );
    const large = answered(Buffer.alloc(1024 * 1024, ' '), [], { bodyBytes: 1024 * 1024 + 1 });
    expect(inspect(inspection, large).failure).toContain(
      'a body of 1048577 bytes, but at most 1048576 are read',
    );
    const whole = Buffer.alloc(1024 * 1024, ' ');
    whole.write('{"a":1}');
    expect(inspect(inspection, answered(whole)).captured).toEqual({ it: '1' });
  });

  test('that says it is packed and is not, or in a way that is not known, is told', () => {
    expect(of(Buffer.from('{"a":1}'), 'gzip').failure).toContain('says gzip, and it is none');
    expect(of(Buffer.from('{"a":1}'), 'zstd').failure).toContain('"zstd" is none of');
    expect(of(Buffer.from('{"a":1}'), Array(99).fill('gzip').join(',')).failure).toContain('packed 99 times');
  });

  test.each([
    ['application/json', Buffer.from('\ufeff{"a":"é"}')],
    ['application/json', Buffer.from('{"a":"é"}', 'utf16le')],
    ['application/json; charset=iso-8859-1', Buffer.from('{"a":"é"}', 'latin1')],
    ['application/problem+json', Buffer.from('{"a":"é"}')],
    ['text/plain; charset="UTF-8"', Buffer.from('{"a":"é"}')],
    ['', Buffer.from('{"a":"é"}', 'latin1')],
  ])('of %p is read in its charset', (type, body) => {
    expect(inspect(inspection, answered(body, [['content-type', type]])).captured).toEqual({ it: 'é' });
  });

  test.each<[Inspection, boolean]>([
    [{ captures: [], checks: [] }, false],
    [capturing({ header: 'a' }), false],
    [capturing({ cookie: 'a' }), false],
    [
      checking(
        { of: { body: 'size' }, holds: { atMost: 1 } },
        { of: { header: 'a' }, holds: { exists: true } },
      ),
      false,
    ],
    [capturing({ json: '' }), true],
    [capturing({ after: 'a', before: 'b' }), true],
    [checking({ of: { body: 'text' }, holds: { contains: 'a' } }), true],
    [checking({ of: { json: '' }, holds: { exists: true } }), true],
    [{ captures: [], checks: [], graphql: true }, true],
  ])('of %j is kept: %p', (one, isNeeded) => {
    expect(bytesNeeded(one)).toBe(isNeeded ? 1024 * 1024 : 0);
  });

  test('is parsed once, and where only heads are looked at not at all', () => {
    let parsed = 0;
    const parse = JSON.parse;
    JSON.parse = (text: string) => {
      parsed++;
      return parse(text) as unknown;
    };
    try {
      const many: Inspection = {
        captures: [1, 2, 3].map((i) => ({ name: `c${i}`, from: { json: '/n' } })),
        checks: [{ of: { json: '/n' }, holds: { atLeast: 1 } }],
        graphql: true,
      };
      expect(inspect(many, answered('{"n":1.0}')).captured).toEqual({ c1: '1.0', c2: '1.0', c3: '1.0' });
      expect(parsed).toBe(1);
      inspect(capturing({ header: 'a' }), answered('{"n":1}'));
      expect(parsed).toBe(1);
    } finally {
      JSON.parse = parse;
    }
  });
});

const pointerTo = (names: readonly string[]) =>
  names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

describe('of any response', () => {
  test('numbers and texts are captured letter by letter, wherever they stand', () => {
    const word = fc.oneof(
      fc.bigInt().map(String),
      fc
        .tuple(fc.integer(), fc.nat(), fc.integer({ min: -400, max: 400 }))
        .map(([a, b, e]) => `${a}.${b}0e${e}`),
      fc.constantFrom('-0', '1E400', '0.10', 'true', 'false'),
      fc
        .array(anyCharacter, { minLength: 1, maxLength: 20 })
        .map((letters) => JSON.stringify(letters.join(''))),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.array(anyCharacter, { maxLength: 4 }).map((letters) => letters.join('')),
          { maxLength: 5 },
        ),
        fc.jsonValue(),
        word,
        fc.constantFrom('', ' ', '\n\t'),
        (names, beside, source, blank) => {
          const text = names.reduceRight(
            (inner, name) =>
              `{${blank}"${name === '' ? 'x' : ''}":${JSON.stringify(beside)},${JSON.stringify(name)}${blank}:${blank}${inner}${blank}}`,
            source,
          );
          const value = source.startsWith('"') ? (JSON.parse(source) as string) : source;
          expect(inspect(capturing({ json: pointerTo(names) }), answered(text))).toEqual({
            captured: { it: value },
            failure: null,
          });
        },
      ),
    );
  });

  test('what stands between two marks is what was put there', () => {
    const letters = fc.array(anyCharacter, { minLength: 1, maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(letters, letters, letters, letters, (lead, after, value, before) => {
        const text = `${lead}${after}${value}${before}`;
        fc.pre(text.indexOf(after) === lead.length && `${value}${before}`.indexOf(before) === value.length);
        fc.pre(!text.startsWith('\ufeff') && !text.includes('\0'));
        const { captured } = inspect(
          capturing({ after, before }),
          answered(text, [['content-type', 'text/plain; charset=utf-8']]),
        );
        expect(captured).toEqual({ it: value });
      }),
    );
  });

  test('nothing throws, and what is told stays short', () => {
    const inspection: Inspection = {
      captures: [
        { name: 'a', from: { json: '/a' } },
        { name: 'b', from: { header: 'x' }, inHeader: true },
        { name: 'c', from: { cookie: 'sid' } },
        { name: 'd', from: { after: 'a', before: 'b' } },
      ],
      checks: [
        { of: { json: '/a/0' }, holds: { equals: { a: [1] } } },
        { of: { body: 'text' }, holds: { contains: 'a' } },
        { of: { header: 'x' }, holds: { atLeast: 1 } },
      ],
    };
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
      fc.jsonValue().map((value) => gzipSync(JSON.stringify(value))),
      fc
        .constantFrom(`${'['.repeat(20_000)}${']'.repeat(20_000)}`, '{"a":', '{"__proto__":1}')
        .map((s) => Buffer.from(s)),
    );
    const field = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
    fc.assert(
      fc.property(
        body,
        fc.constantFrom('', 'gzip', 'br', 'deflate', 'gzip, gzip', 'x', ',,'),
        fc.constantFrom('', 'application/json', 'text/html; charset=utf-16', 'a; charset=nonsense'),
        field,
        fc.array(field, { maxLength: 4 }),
        fc.boolean(),
        (bytes, encoding, type, x, cookies, graphql) => {
          const fields = [
            ['content-encoding', encoding],
            ['content-type', type],
            ['x', x],
            ...cookies.map((line) => ['set-cookie', line] as const),
          ] as const;
          const { failure } = inspect(
            { ...inspection, ...(graphql && { graphql }) },
            answered(bytes, fields),
          );
          expect((failure ?? '').length).toBeLessThan(800);
        },
      ),
    );
  });

  test('nesting of any depth is no trouble, in what is captured, checked and told', () => {
    const depth = 400_000;
    const text = `{"deep":${'['.repeat(depth)}7${']'.repeat(depth)},"it":12345678901234567890}`;
    const inspection: Inspection = {
      captures: [
        { name: 'it', from: { json: '/it' } },
        { name: 'deep', from: { json: '/deep/0/0/0' } },
      ],
      checks: [{ of: { json: '/deep' }, holds: { equals: [[[[1]]]] } }],
    };
    expect(inspect(inspection, answered(text))).toEqual({
      captured: { it: '12345678901234567890' },
      failure: 'expected /deep to be [[[[1]]]], found a list of 1',
    });
    const listed = checking({ of: { json: '/deep' }, holds: { contains: 7 } });
    expect(inspect(listed, answered(text)).failure).toBe('expected /deep to contain 7, found a list of 1');
  });

  test('nothing but the captured value is kept of a response', () => {
    const inspection: Inspection = {
      captures: [
        { name: 'number', from: { json: '/number' } },
        { name: 'text', from: { after: '"text":"', before: '"' } },
        { name: 'field', from: { header: 'x-field' } },
        { name: 'cookie', from: { cookie: 'sid' } },
      ],
      checks: [],
    };
    const word = (i: number) => `a-word-of-some-letters-${i}`;
    const pad = 100_000;
    const bytes = heldBytes(() =>
      Array.from({ length: 60 }, (_, i) => {
        // As a head is read: each field is cut out of it.
        const head = Buffer.from(`${word(i)}; ${'h'.repeat(pad)}`).toString('latin1');
        const field = head.slice(0, word(i).length);
        const body = `{"number":1234567890123456${i},"text":"${word(i)}","pad":"${'b'.repeat(pad)}"}`;
        const { captured, failure } = inspect(
          inspection,
          answered(body, [
            ['x-field', field],
            ['set-cookie', `sid=${field}`],
          ]),
        );
        expect(failure).toBeNull();
        expect(captured).toEqual({
          number: `1234567890123456${i}`,
          text: word(i),
          field: word(i),
          cookie: word(i),
        });
        return captured;
      }),
    );
    // A body and a head for each would be 12 MB.
    expect(bytes).toBeLessThan(3_000_000);
  });

  test('a hundred thousand escapes, quotes and names cost no more than their length calls for', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `"k${i}":"\\\\\\""`).join(',');
    const text = `{"pad":"${'\\\\'.repeat(200_000)}",${names},"z":1.0}`;
    const startMs = performance.now();
    expect(
      inspect(capturing({ json: '/z' }), answered(gzipSync(text), [['content-encoding', 'gzip']])).captured,
    ).toEqual({ it: '1.0' });
    expect(performance.now() - startMs).toBeLessThan(2000);
  });
});
