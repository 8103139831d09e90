import fc from 'fast-check';
import { redactor } from '../../src/config/secrets/redact.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Secrets as people have them; what is made of stars alone can't be told from the mask. */
const secret = fc
  .oneof(
    fc.string({ minLength: 4, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
  )
  .filter((text) => !text.includes('*'));
const around = fc.string({ unit: fc.constantFrom('a', 'Z', '9', ' ', '-', '/'), maxLength: 12 });

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
    [
      'in HTML',
      (text) =>
        text
          .replaceAll('&', '&amp;')
          .replaceAll('<', '&lt;')
          .replaceAll('>', '&gt;')
          .replaceAll('"', '&quot;')
          .replaceAll("'", '&#39;'),
    ],
  ])('%s', (_, write) => {
    fc.assert(
      fc.property(secret, around, around, (text, before, after) => {
        const form = write(text);
        expect(redactor([text])(before + form + after)).not.toContain(form);
      }),
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

  test('made of stars, wherever masks meet', () => {
    expect(redactor(['****'])('*'.repeat(50))).toBe('***');
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
    'a',
  ])('a million letters of %s', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    expect(redactor(['hunter22'])(`${text}hunter22`)).not.toContain('hunter22');
  });
});
