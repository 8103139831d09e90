import { redactor } from '../../src/config/secrets/redact.ts';
import fc from '../fast-check.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Secrets as people have them; what is made of stars alone can't be told from the mask. */
const secret = fc
  .oneof(
    fc.string({ minLength: 4, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
  )
  .filter((text) => !text.includes('*'));
const around = fc.string({ unit: fc.constantFrom('a', 'Z', '9', ' ', '-', '/'), maxLength: 12 });

const named = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const unicode = (text: string, capital = false) =>
  text
    .split('')
    .map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
    .map((hex) => `\\u${capital ? hex.toUpperCase() : hex}`)
    .join('');
const inJson = (text: string, escaped: RegExp, capital = false) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(escaped, (letter) => unicode(letter, capital));

/** Letters that a writer can't leave as they are, and the ways in which it may write any. */
const ESCAPES: Readonly<Record<string, { must: RegExp; ways: readonly ((letter: string) => string)[] }>> = {
  JSON: { must: /["\\\p{Cc}]/u, ways: [(letter) => unicode(letter), (letter) => unicode(letter, true)] },
  HTML: {
    must: /&/,
    ways: [
      (letter) => `&#${letter.codePointAt(0)};`,
      (letter) => `&#x${letter.codePointAt(0)?.toString(16)};`,
      (letter) => `&#X00${letter.codePointAt(0)?.toString(16).toUpperCase()};`,
    ],
  },
  'a URL': {
    must: /%/,
    ways: [
      (letter) => Buffer.from(letter).toString('hex').replaceAll(/../g, '%$&'),
      (letter) => Buffer.from(letter).toString('hex').toUpperCase().replaceAll(/../g, '%$&'),
    ],
  },
};

describe('no secret survives', () => {
  test.each<[string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['in a JSON string', (text) => JSON.stringify(text).slice(1, -1)],
    ['in JSON within JSON', (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3)],
    ['percent-encoded', encodeURIComponent],
    [
      'percent-encoded in small letters',
      (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ['as a form writes it', (text) => new URLSearchParams({ a: text }).toString().slice(2)],
    ['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
    ['in the query of a URL in JSON', (text) => JSON.stringify(encodeURIComponent(text)).slice(1, -1)],
    ['in HTML, as most write it', (text) => named(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    [
      'in HTML, as Python writes it',
      (text) => named(text).replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
    ],
    ['in HTML, as Go writes it', (text) => named(text).replaceAll('"', '&#34;').replaceAll("'", '&#39;')],
    ['in JSON of HTML', (text) => JSON.stringify(named(text)).slice(1, -1)],
    ['in JSON, as Go and Rails write it', (text) => inJson(text, /[<>&\u2028\u2029]/g)],
    ['in JSON, as Gson writes it', (text) => inJson(text, /[<>&'=]/g)],
    ['in JSON, as Python writes it', (text) => inJson(text, /[^ -~]/g)],
    [
      'in JSON, as .NET writes it',
      (text) => inJson(text, /[<>&'+`]|[^ -~]/g, true).replaceAll('\\"', '\\u0022'),
    ],
    ['in JSON, as PHP writes it', (text) => inJson(text, /[<>&']|[^ -~]/g, true).replaceAll('/', '\\/')],
  ])('%s', (_, write) => {
    fc.assert(
      fc.property(secret, around, around, (text, before, after) => {
        const form = write(text);
        expect(redactor([text])(before + form + after)).not.toContain(form);
      }),
    );
  });

  test.each(Object.entries(ESCAPES))('whichever of its letters are escaped in %s', (_, { must, ways }) => {
    fc.assert(
      fc.property(
        secret,
        fc.array(fc.nat(5), { minLength: 1 }),
        around,
        around,
        (text, how, before, after) => {
          const form = [...text].map((letter, i) => {
            const wanted = how[i % how.length] as number;
            // Beyond the last way, the letter stays as it is.
            const way = ways[must.test(letter) ? wanted % ways.length : wanted];
            return way?.(letter) ?? letter;
          });
          expect(redactor([text])([before, ...form, after].join(''))).not.toContain(form.join(''));
        },
      ),
    );
  });

  test('in Base64 and Base64url, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, around, around, (text, before, after) => {
        const redact = redactor([text]);
        for (const coded of [
          base64(before + text + after),
          base64(before + text + after)
            .replaceAll('+', '-')
            .replaceAll('/', '_'),
        ]) {
          const shown = redact(`x ${coded} y`);
          expect(shown).toContain('***');
          for (const piece of shown.split(/[^\w+/-]+/))
            expect(Buffer.from(piece, 'base64').toString()).not.toContain(text);
        }
      }),
    );
  });

  test('in Base64 in JSON, as PHP writes it', () => {
    const text = '???>>>ÿÿÿ~~~secret???';
    const coded = base64(text);
    expect(coded).toContain('/');
    expect(redactor([text])(`{"x":"${coded.replaceAll('/', '\\/')}"}`)).toMatch(/^\{"x":"\*{3}.{0,3}"\}$/);
  });

  test('with others beside it, the longer one first', () => {
    expect(redactor(['pass', 'password1'])('password1 pass')).toBe('*** ***');
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), (all) => {
        const shown = redactor(all)(all.join(' '));
        for (const one of all) expect(shown).not.toContain(one);
      }),
    );
  });

  test('larger and more of them than one pattern could hold', () => {
    const all = Array.from({ length: 4 }, (_, i) => `${i}-${'(a.b)+'.repeat(50_000)}-${i}`);
    const shown = redactor(all)(`x ${all.join(' ')} y`);
    expect(shown).toBe(`x ${all.map(() => '***').join(' ')} y`);
  });

  test('with a line break behind it, and with each of its lines alone', () => {
    const redact = redactor(['Tr0ubador4x9\n', 'first-line of it\r\nsecond-line of it\nend\n']);
    expect(redact('{"input":"Tr0ubador4x9"}')).toBe('{"input":"***"}');
    expect(redact(`x ${base64('u:Tr0ubador4x9')}`)).not.toContain(base64('u:Tr0ubador4x9').slice(4, 16));
    expect(redact('said second-line of it, first-line+of+it, end')).toBe('said ***, ***, end');
    expect(redact('"first-line of it\\r\\nsecond-line of it\\nend\\n"')).toBe('"***"');
  });

  test('and what stands around it stays as it was written', () => {
    const redact = redactor(['a<b&c"d']);
    expect(redact('{\\"x\\": \\"a\\u003cb\\u0026c\\\\\\"d\\", \\"y\\": \\"\\u003c\\"}')).toBe(
      '{\\"x\\": \\"***\\", \\"y\\": \\"\\u003c\\"}',
    );
    expect(redact('<p title="a&lt;b&#38;c&quot;d">&lt;&#9999999;&#x110000;%ff%</p>')).toBe(
      '<p title="***">&lt;&#9999999;&#x110000;%ff%</p>',
    );
    expect(redact('a%3Cb%26c%22d%20a<b&c"d')).toBe('***%20***');
  });

  test('made of stars, wherever masks meet', () => {
    expect(redactor(['****'])('*'.repeat(50))).toBe('***');
  });

  test('that itself looks like one: nothing of it is left beside the mask', () => {
    expect(redactor(['token=a b c d'])('said token=a b c d')).toBe('said ***');
  });

  test('and where a mask spells it', () => {
    expect(redactor(['***&b=2'])('password=x&b=2')).toBe('password=***');
  });

  test('but in a writing of its own it is not recognised', () => {
    const backwards = [...'sup3rs3cret/value'].reverse().join('');
    expect(redactor(['sup3rs3cret/value'])(`said ${backwards}`)).toBe(`said ${backwards}`);
  });

  test('and what is too short to be one stays', () => {
    expect(redactor(['abc', ''])('abc')).toBe('abc');
  });
});

describe('what looks like a secret is hidden without being known', () => {
  test.each([
    ['{"password":"a\\"b","n":1}', '{"password":"***","n":1}'],
    ['{"access_token" : "abc", "ok":true}', '{"access_token" : "***", "ok":true}'],
    ['{"API_KEY":12345}', '{"API_KEY":"***"}'],
    ['{"tokens":["a","b"],"n":1}', '{"tokens":"***","n":1}'],
    ['{"clientSecret":"cut off', '{"clientSecret":"***'],
    ["{'passwd': 'x'}", "{'passwd': '***'}"],
    ['"{\\"token\\":\\"abc\\",\\"n\\":1}"', '"{\\"token\\":\\"***\\",\\"n\\":1}"'],
    ['{"token":null}', '{"token":null}'],
    ['a=1&password=x%20y&b=2', 'a=1&password=***&b=2'],
    ['api-key="a b" c', 'api-key="***" c'],
    ['Authorization: Basic dTpw\r\nhost: a', 'Authorization: ***\r\nhost: a'],
    ['set-cookie: sid=1; Path=/', 'set-cookie: ***'],
    ['x-auth-token: abcdefgh', 'x-auth-token: ***'],
    ['X-Auth: no', 'X-Auth: no'],
    ['{"jwt":"abc"}', '{"jwt":"***"}'],
    ['jwt=abc&jot=1', 'jwt=***&jot=1'],
    ['sent Bearer abc.def-1, twice', 'sent Bearer ***, twice'],
    ['x eyJhbGciOi.eyJzdWIi.c2ln_x y', 'x *** y'],
    ['the token has expired', 'the token has expired'],
    ['{"error":"organization_id is missing"}', '{"error":"organization_id is missing"}'],
  ])('%s', (text, shown) => {
    expect(redactor([])(text)).toBe(shown);
  });

  test('hiding twice changes nothing more', () => {
    const redact = redactor([]);
    const pieces = fc.constantFrom(
      '"password"',
      ':',
      '"',
      '\\',
      'token',
      '=',
      '&',
      'Bearer ',
      'eyJabcdef.',
      'x',
      ' ',
      '{',
      '}',
      '[',
      ']',
      "'",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
        const once = redact(parts.join(''));
        expect(redact(redact(once))).toBe(redact(once));
      }),
    );
  });

  // With a pattern whose time grows with the square of the length, each of these takes minutes.
  test.each([
    'token:"\\',
    '"token":"',
    '"password":[',
    '"secret":{',
    'eyJ',
    '-eyJaaaaaa.',
    'password',
    'token\\',
    'Bearer ',
    'token=',
    'authorization:',
    '\\"token\\":\\"',
    "'token': '",
    '"token"   ',
    '\\',
    '%',
    '%25',
    '&amp;',
    '\\u005cu0025&amp;amp;',
    '%5cx26amp;%2526%5cu0025',
    'a',
  ])('a million letters of %s', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(redactor(['hunter22'])(`${text}hunter22`)).not.toContain('hunter22');
  });
});
