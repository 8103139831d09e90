import { compileJson } from '../../src/config/scenario/compile-json.ts';
import { compilePath } from '../../src/config/scenario/compile-path.ts';
import { compileTemplate, type TemplateScope } from '../../src/config/scenario/compile-template.ts';
import { readSource } from '../../src/config/yaml/source.ts';
import fc, { anyCharacter } from '../fast-check.ts';

const place = { file: 'tailgate.yml' };
const plain = { values: 'none', literals: 'none' } as const;

function scope(
  variables: Record<string, string> = {},
  captures: string[] = [],
  env: Record<string, string> = {},
): TemplateScope {
  return {
    variables: new Map(Object.entries(variables)),
    captures: new Map(captures.map((name) => [name, name])),
    env,
    secrets: new Set(),
    read: new Map(),
    used: new Set(),
  };
}

const compile = (text: string, names = scope()) => compileTemplate(text, names, plain, place);
const json = (value: unknown, names = scope()) => compileJson(value, names, readSource('a: 1', 'f.yml'), []);

describe('templates', () => {
  test.each([
    ['a', ['a']],
    ['', []],
    ['{{unique}}', [{ value: 'unique' }]],
    ['{{ uuid }}', [{ value: 'uuid' }]],
    ['at {{now}}.', ['at ', { value: 'now' }, '.']],
    ['{{int 100 999}}', [{ value: 'int', from: 100, to: 999 }]],
    ['{{int -5 5}}', [{ value: 'int', from: -5, to: 5 }]],
    ['{{pick a b c}}', [{ value: 'pick', options: ['a', 'b', 'c'] }]],
    ['{{pick "a b" \'c "d"\' don\'t}}', [{ value: 'pick', options: ['a b', 'c "d"', "don't"] }]],
    ['{{pick "}}" x}}', [{ value: 'pick', options: ['}}', 'x'] }]],
    ['{{"{{"}}x}}', ['{{x}}']],
    ['{"a":{"b":1}}', ['{"a":{"b":1}}']],
    ['a{{ v }}b', ['a1b']],
    ['{{t}}', [{ value: 'capture', name: 't', encoding: 'none' }]],
    ['{{env.TAILGATE_X}}', ['from outside']],
  ])('%s', (text, parts) => {
    expect(compile(text, scope({ v: '1' }, ['t'], { TAILGATE_X: 'from outside' }))).toEqual(parts);
  });

  test.each([
    ['{{', 'has {{ without }} after it: close it, or write {{"{{"}} for two braces'],
    ['{{pick "a}}', 'has a quote " inside {{…}} without its second one'],
    ['{{constructor}}', '"{{constructor}}" is not known'],
    ['{{v x}}', 'has words after a name that takes no arguments'],
    ['{{int 1.5 2}}', 'int takes two whole numbers'],
    ['{{int 1 2 3}}', 'int takes two whole numbers'],
    ['{{env.TAILGATE_}}', 'only names that start with TAILGATE_ may'],
    ['{{env.PATH}}', 'may not be read'],
    ['{{env.TAILGATE_X-Y}}', 'may not be read'],
    ['{{env.TAILGATE_EMPTY}}', 'is empty in the environment'],
    ['{{vv}}', 'did you mean v?'],
  ])('%s is refused', (text, message) => {
    expect(() => compile(text, scope({ v: '1' }, [], { TAILGATE_EMPTY: '', PATH: '/bin' }))).toThrow(message);
  });

  test("no text makes it throw anything but the user's mistake, and text without {{ stays as it is", () => {
    const pieces = fc.constantFrom(
      '{{',
      '}}',
      '"',
      "'",
      ' ',
      'unique',
      'pick',
      'int',
      'env.',
      'TAILGATE_X',
      '1',
      '{',
      '}',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        try {
          const compiled = compile(text);
          if (!text.includes('{{')) expect(compiled.join('')).toBe(text);
        } catch (error) {
          expect((error as Error).name).toBe('ConfigurationError');
        }
      }),
    );
  });
});

describe('a value can not break out', () => {
  test('of JSON: any structure comes back, with any value in its texts and keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: anyCharacter }), (inside, value) => {
        // Braces of the arbitrary value are no templates of ours.
        const literal = JSON.parse(JSON.stringify(inside).replaceAll('{{', '{ {'));
        const body = json({ literal, text: 'a{{v}}"', 'k{{v}}': 1 }, scope({ v: value }));
        expect(JSON.parse(body.join(''))).toEqual({ literal, text: `a${value}"`, [`k${value}`]: 1 });
      }),
    );
  });

  test('of JSON by a picked word or a captured value', () => {
    const body = json(["{{pick '\"],' b}}", '{{t}}'], scope({}, ['t']));
    expect(body).toEqual([
      '["',
      { value: 'pick', options: ['\\"],', 'b'] },
      '","',
      { value: 'capture', name: 't', encoding: 'json' },
      '"]',
    ]);
  });

  test('of a path: any value is one segment and one query value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        // A segment of dots alone has a meaning of its own in URLs; no encoding takes it away.
        fc.pre(!/^\.{1,2}$/.test(value));
        const path = compilePath('/a/{{v}}/b?q={{v}}&r=1', scope({ v: value }), place).join('');
        const url = new URL(path, 'http://target.example');
        expect(url.host).toBe('target.example');
        expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'a', value, 'b']);
        expect([...new URLSearchParams(url.search)]).toEqual([
          ['q', value],
          ['r', '1'],
        ]);
      }),
    );
  });

  test('of a path by a picked word, a captured value or half a letter', () => {
    expect(compilePath('/{{pick a/b c}}/{{t}}/{{v}}', scope({ v: '\ud800' }, ['t']), place)).toEqual([
      '/',
      { value: 'pick', options: ['a%2Fb', 'c'] },
      '/',
      { value: 'capture', name: 't', encoding: 'url' },
      '/%EF%BF%BD',
    ]);
  });
});
