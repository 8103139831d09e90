import { foldLetters } from '../../src/config/secrets/fold.ts';
import { redactor, secretsIn } from '../../src/config/secrets/redact.ts';
import fc from '../fast-check.ts';
import { drawn, RUNS_ALL, testPart } from '../part.ts';
import { encodings, rotate } from '../secrets/encodings.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/**
 * Secrets as people have them: four letters or more that can be seen. What is made of stars can't be told from the mask.
 */
const secret = fc
  .oneof(
    fc.string({ minLength: 4, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }),
  )
  .filter((text) => !text.includes('*') && foldLetters(text.trim(), 'folded').codes.length >= 4);
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

const SECRETS = [
  'hunter2-Sésame/9',
  'sk_live_4eC39HqLyjWDarjtT1',
  'pw4!',
  'two words & more',
  'line-one\nline-two',
] as const;

/**
 * What is shown of a text that holds the secret: the same as with another secret in its place, so that nobody learns from
 * it which it was. Of Base64, a letter may stay on either side that has bits of a neighbour in it.
 */
function show(
  secret: string,
  write: (secret: string) => string,
  { isCut = false, edges = /[\w+/]{0,2}\*{3}[\w+/]{0,2}/gu } = {},
): string {
  const [shown, other] = [secret, rotate(secret)].map((one) =>
    redactor([one])(write(one), isCut).replace(edges, '***'),
  ) as [string, string];
  if (isCut && !shown.includes('***')) {
    // What both have in common is no secret, and may happen to be the beginning of one.
    for (const text of [shown, other])
      expect(commonStart(write(secret), write(rotate(secret)))).toContain(text);
  } else expect([write(secret), shown]).toEqual([write(secret), other]);
  return shown;
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

/** The same where each of these letters is escaped. */
const ESCAPED_EDGES = /[^*]{0,13}\*{3}[^*]{0,13}/gu;

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
    const all = Array.from({ length: 4 }, (_, i) => `${i}-${'(a.b)+'.repeat(2500)}-${i}`);
    const shown = redactor(all)(`x ${all.join(' ')} y`);
    expect(shown).toBe(`x ${all.map(() => '***').join(' ')} y`);
  });

  test('with a line break behind it, and with each of its lines alone', () => {
    const redact = redactor(['Tr0ubador4x9\n', 'first-line of it\r\nsecond-line of it\nend\n']);
    expect(redact('{"input":"Tr0ubador4x9"}')).toBe('{"input":"***"}');
    expect(redact(`x ${base64('u:Tr0ubador4x9')}`)).not.toContain(base64('u:Tr0ubador4x9').slice(4, 16));
    expect(redact('said second-line of it, first-line+of+it, end')).toBe('said ***, ***, end');
    expect(redact('"first-line of it\\r\\nsecond-line of it\\nend\\n"')).toBe('"***\\n"');
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

describe('in each way in which a writer, a reader or a decoder may have it', () => {
  test.each(encodings)('$name', ({ write }) => {
    for (const secret of SECRETS) {
      expect(write(secret)).not.toBe(write(rotate(secret)));
      const shown = show(secret, (one) => `before ${write(one)} after`);
      expect(shown).toMatch(/^before .*\*\*\*.* after$/su);
    }
  });

  /** What cuts up sequences of terminals makes letters of them, which a reader sees. */
  const isOfTerminals = (name: string) => /colours|title/.test(name);

  // Each within every third one, unless everything is run.
  test.each(encodings)('$name, within another', ({ name, write }) => {
    const turn = encodings.findIndex((one) => one.name === name);
    const outers = encodings.filter(
      (one, i) =>
        (RUNS_ALL || (i + turn) % 3 === 0) &&
        one.isLetterwise &&
        !(isOfTerminals(name) && /of HTML$|colours|title|link|lines/.test(one.name)),
    );
    for (const outer of outers)
      expect([
        outer.name,
        show(SECRETS[1], (one) => outer.write(write(one)), { edges: ESCAPED_EDGES }),
      ]).toEqual([outer.name, expect.stringContaining('***')]);
  });

  test('in so many escapes within one another that nobody can tell: nothing is shown', () => {
    let text = 'sk_live_4eC39HqLyjWDarjtT1 said';
    for (let i = 0; i < 6; i++) text = JSON.stringify(text).replaceAll('s', '\\u0073');
    expect(redactor(['sk_live_4eC39HqLyjWDarjtT1'])(text)).not.toMatch(/live/);
    expect(redactor(['sk_live_4eC39HqLyjWDarjtT1'])(`%${'25'.repeat(40)}73k_live`)).toBe('***');
  });

  test('of a name and a password in Base64, each alone', () => {
    const basic = base64('preview-user:pass:of it');
    expect(secretsIn(basic)).toEqual([basic, 'preview-user:pass:of it', 'preview-user', 'pass:of it']);
    expect(secretsIn(`Basic ${basic}`)).toHaveLength(4);
    expect(secretsIn(Buffer.from('jos\u00e9:s\u00e9same', 'latin1').toString('base64')).slice(2)).toEqual([
      'jos\u00e9',
      's\u00e9same',
    ]);
    for (const other of ['sk_live_4eC39HqLyjWDarjtT1', 'plain:text', base64('no colon'), '', 'abcde'])
      expect(secretsIn(other)).toEqual([other]);
    expect(redactor([basic])('no user preview-user with the secret pass:of it')).toBe(
      'no user *** with the secret ***',
    );
  });
});

describe('a text that is cut off is cut before a secret’s beginning', () => {
  // A link's own letters may be the beginning of a secret, too.
  const cases = encodings
    .filter(({ name }) => !name.includes('link'))
    .flatMap(({ name, write }) => SECRETS.map((secret) => ({ name, write, secret })));
  testPart(
    cases,
    ({ name }) => name,
    ({ secret }) => secret,
  )('$name: $secret', ({ write, secret }) => {
    for (let kept = 1; kept < write(secret).length; kept++)
      show(secret, (one) => `~: ${write(one).slice(0, kept)}`, { isCut: true });
  });

  test('before any letter of it, and before a token that nobody knows', () => {
    const redact = redactor(['hunter22', 'other-secret']);
    for (let kept = 1; kept < 8; kept++)
      expect(redact(`said ${'hunter22'.slice(0, kept)}`, true)).toBe('said ');
    expect(redact('said hunter22', true)).toMatch(/^said (?:\*\*\*)?$/);
    expect(redact('said hunter', false)).toBe('said hunter');
    expect(redact('said eyJhbGciOiJIUzI1Ni', true)).toBe('said ');
    expect(redact('said hunter22 and mor', true)).toBe('said *** and ');
    expect(redact('said hunter22 and the rest', true)).toBe('said *** and the ');
  });

  test('also where it is too long to be looked at whole', () => {
    const shown = redactor(['hunter22'])(`${'x'.repeat(65_530)}hunter22`);
    expect(shown).toBe('x'.repeat(65_530));
  });
});

describe('what it takes', () => {
  /** Steps of the search: it asks for one edge at each. */
  function count(act: () => void): number {
    const { get } = Map.prototype;
    let asked = 0;
    Map.prototype.get = function (this: Map<unknown, unknown>, key: unknown) {
      asked += 1;
      return get.call(this, key);
    };
    try {
      act();
    } finally {
      Map.prototype.get = get;
    }
    return asked;
  }
  const secrets = (count: number, start = '') =>
    Array.from({ length: count }, (_, i) => `${start}${base64(`secret ${i} of many`)}`);
  const steps = (redact: (text: string) => string, text: string) => {
    redact('');
    redact('warm');
    return count(() => redact(text));
  };

  test('is the same for one secret and for five hundred', () => {
    const text = `${'the quick brown fox '.repeat(200)} ${secrets(500)[77]}`;
    const [one, many] = [secrets(1), secrets(500)].map((all) => steps(redactor(all), text)) as [
      number,
      number,
    ];
    expect(many).toBeLessThan(2.5 * one);
    expect(redactor(secrets(500))(text)).toMatch(/ fox {2}\*\*\*$/);
  });

  test.each([
    ['plain', 'abcdefgh '],
    ['that begin as secrets do', 'AAAAAAAAAAAAAAAA'],
    ['escaped in each way', '\\u0041%41&#65;\\n&amp;%2541'],
    ['of Base64', 'QUFBQUFBQUFBQUFBQUFBQUFB'],
  ])('grows with the length alone: letters %s', (_, piece) => {
    // Of secrets that differ at their ends only, each of which may be the one that is under way.
    const redact = redactor(secrets(300, 'A'.repeat(300)));
    const ask = (letters: number) => steps(redact, piece.repeat(letters / piece.length));
    const [short, long] = [ask(4000), ask(32_000)];
    expect(long).toBeLessThan(10 * short);
    expect(long).toBeLessThan(32_000 * 200);
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

  // With a pattern whose time grows with the square of the length, each of these takes minutes, of a third a minute.
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
    const text = piece.repeat(Math.ceil(drawn(1_000_000, 333_000) / piece.length));
    expect(redactor(['hunter22'])(`${text}hunter22`)).not.toContain('hunter22');
  });
});
