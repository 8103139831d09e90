/** What came with a secret and hardly anybody means: told by the variable that holds it, and never by the value. */
import { findOddity } from '../../src/config/scenario/odd-letters.ts';
import { parse, smallFile } from './example.ts';

test.each([
  ['token\n', 'ends with a line break'],
  ['token\r\n', 'ends with a line break'],
  ['token\r', 'ends with a carriage return'],
  ['token ', 'ends with a space'],
  [' token', 'begins with a space'],
  ['\ttoken', 'begins with a tab'],
  ['token\u200b', 'ends with an invisible character (U+200B)'],
  ['\ufefftoken', 'begins with an invisible character (U+FEFF)'],
  ['to\u200dken', 'has an invisible character (U+200D) in it'],
  ['to\u00a0ken', 'has an unusual space (U+00A0) in it'],
  ['to\u0007ken', 'has a control character (U+0007) in it'],
])('%j %s', (value, says) => {
  expect(findOddity(value)).toBe(says);
});

test.each([
  'token',
  'pass phrase of words',
  'Über',
  'BEGIN\nline\nEND',
  '🏠',
])('%j is nothing odd', (value) => {
  expect(findOddity(value)).toBeNull();
});

const request = '    - { name: a, get: /a }';
const header = (variables = '', value = '{{env.TAILGATE_TOKEN}}') =>
  `scenario:\n${variables}  headers: { authorization: "Bearer ${value}" }\n  requests:\n${request}\ngate: { p99: { max: 1 s } }\n`;

describe('in a header', () => {
  test.each([
    ['abcdef\n', 'ends with a line break'],
    ['abc\r\ndef', 'has a carriage return in it'],
    ['abcdef\u200b', 'ends with an invisible character (U+200B)'],
    ['\ufeffabcdef', 'begins with an invisible character (U+FEFF)'],
    ['abcdéf', 'has a letter outside ASCII in it'],
  ])('%j: the message names the variable, and not the YAML', (TAILGATE_TOKEN, says) => {
    const attempt = () => parse(header(), { env: { TAILGATE_TOKEN } });
    expect(attempt).toThrow(
      `scenario.headers.authorization: "Bearer {{env.TAILGATE_TOKEN}}": the value of TAILGATE_TOKEN in the environment ${says}, which a header can't hold: set TAILGATE_TOKEN again without it`,
    );
    expect(attempt).not.toThrow(/YAML|abc/);
  });

  test('also by way of a variable of the scenario', () => {
    const text = header('  variables: { token: "x-{{env.TAILGATE_TOKEN}}" }\n', '{{token}}');
    expect(() => parse(text, { env: { TAILGATE_TOKEN: 'abcdef\n' } })).toThrow(
      'the value of TAILGATE_TOKEN in the environment ends with a line break',
    );
  });

  test('what stands in the YAML itself is told as before', () => {
    expect(() => parse(header('', 'abc\\n'), { env: { TAILGATE_TOKEN: 'x\n' } })).toThrow(
      'has a line break in it, which would start another header',
    );
  });
});

describe('where it can be sent', () => {
  const text = `scenario:
  login: { post: /login, json: { password: "{{env.TAILGATE_PASSWORD}}" }, capture: { token: /token } }
  requests: [{ name: a, get: "/a?key={{env.TAILGATE_KEY}}", headers: { x-token: "{{token}}" } }]
gate: { p99: { max: 1 s } }
`;
  const env = { TAILGATE_PASSWORD: 'hunter2\n', TAILGATE_KEY: 'key\u200b' };

  test('the report says so', () => {
    expect(parse(text, { env }).notices).toEqual([
      'The value of TAILGATE_PASSWORD in the environment ends with a line break, and is sent with it.',
      'The value of TAILGATE_KEY in the environment ends with an invisible character (U+200B), and is sent with it.',
    ]);
  });

  test('a login that is refused says so of what it sends', () => {
    expect(parse(text, { env }).scenario.logins[0]?.doubts).toEqual([
      'the value of TAILGATE_PASSWORD in the environment ends with a line break',
    ]);
  });
});

test('a value of blanks is none', () => {
  expect(() => parse(header(), { env: { TAILGATE_TOKEN: ' \n' } })).toThrow(
    '"{{env.TAILGATE_TOKEN}}" contains only blanks in the environment',
  );
});

test('nothing is said of values that are as they should be', () => {
  expect(parse(smallFile(request)).notices).toEqual([]);
});
