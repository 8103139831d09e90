import { hideRandom, hideValues } from '../../src/config/secrets/hide-values.ts';
import fc from '../fast-check.ts';

const asIs = (text: string) => text;
const token = fc.string({ unit: fc.constantFrom(...'abcdefXYZ0189-_.~+/'), minLength: 8, maxLength: 60 });

describe('of a response that may hold a session', () => {
  test('the shape stays, and short words, numbers and sentences', () => {
    const answer = { ok: true, none: null, role: 'admin', left: 3600, say: 'You are welcome here', list: [] };
    expect(hideValues(JSON.stringify(answer), asIs)).toBe(JSON.stringify(answer));
    expect(hideValues('', asIs)).toBe('');
    expect(hideValues('<h1>Sign in</h1>', asIs)).toBe('<h1>Sign in</h1>');
  });

  test.each<[string, (value: string) => string]>([
    ['a value of JSON', (value) => JSON.stringify({ user: { list: [{ sid: value }] } })],
    ['JSON that is cut off', (value) => `{"organisation": "${value}", "more": "`],
    ['JSON within JSON', (value) => JSON.stringify({ body: JSON.stringify({ sid: value, a: 'b c' }) })],
    ['a hidden field', (value) => `<input type=hidden name='csrf' value='${value}'> <p>`],
    ['a link', (value) => `Go on to <a href="/in?sid=${value}&x=1">the start</a>`],
    ['a form', (value) => `user=me sid=${value}`],
    ['the whole', asIs],
  ])('%s is hidden', (_, write) => {
    fc.assert(
      fc.property(token, (value) => {
        expect(hideValues(write(value), asIs)).not.toContain(value);
      }),
    );
  });

  test('known secrets are taken out first, since no part of one is recognised', () => {
    const redact = (text: string) => text.replaceAll('open sesame-4x9QzLm7', '***');
    expect(hideValues('{"say":"was open sesame-4x9QzLm7 twice"}', redact)).toBe('{"say":"was *** twice"}');
    expect(hideValues('was open sesame-4x9QzLm7 twice', redact)).toBe('was *** twice');
  });
});

test('what looks random is nearly always found in a sentence', () => {
  const of = (alphabet: string, length: number) =>
    fc
      .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
      .map((all) => all.join(''));
  const digits = '0123456789';
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  for (const sid of [
    of(`${digits}abcdef`, 20),
    of(`${letters}${letters.toUpperCase()}${digits}-_`, 22),
    fc.uuid(),
  ]) {
    const shown = fc.sample(fc.noBias(sid), 1000).filter((one) => hideRandom(`it is ${one}.`).includes(one));
    expect(shown.length).toBeLessThan(20);
  }
});

// With a pattern whose time grows with the square of the length, each of these takes minutes.
test.each([
  '=',
  '"',
  "'=",
  '"abcdefgh',
  'abcdefgh',
  'aB1',
  '":"',
  '="abcdefgh":',
  ' ',
  '<',
  '["',
  '{"a":',
])('a million letters of %s', (piece) => {
  const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
  expect(hideValues(`${text}": "opensesame"`, asIs)).not.toContain('opensesame');
});
