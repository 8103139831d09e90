import { NeedleAutomaton } from '../../src/config/secrets/needle-automaton.ts';
import { NeedleIndex } from '../../src/config/secrets/needle-index.ts';
import { redactor } from '../../src/config/secrets/redact.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';

const codesOf = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

/** All letters that a needle covers, and how many of the last ones one begins with. */
function seen(needles: Pick<NeedleAutomaton, 'scan'>, text: string) {
  const covered = new Set<number>();
  let tail = 0;
  needles.scan(codesOf(text), (index, found, begun) => {
    for (let at = index - found + 1; at <= index; at++) covered.add(at);
    if (index === text.length - 1) tail = begun;
  });
  return { covered: [...covered].sort((a, b) => a - b), tail };
}

test('finds what the automaton finds', () => {
  const needle = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 14 });
  fc.assert(
    fc.property(
      fc.array(needle, { minLength: 1, maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'b', 'b', 'c'), maxLength: 80 }),
      (needles, text) => {
        const codes = needles.map(codesOf);
        const whole = `${text}${needles[0]}${text}`;
        for (const one of [text, whole, whole.slice(0, -3), `${whole}${needles[0]?.slice(0, 5)}`]) {
          expect(seen(new NeedleIndex(codes), one)).toEqual(seen(new NeedleAutomaton(codes), one));
        }
      },
    ),
  );
});

testInFull('tokens of two thousand users are found in every form, in little time and memory', () => {
  const tokens = Array.from(
    { length: 2000 },
    (_, i) => `tok.${(i * 7919).toString(36)}/${'Qx9'.repeat(120)}+${i}==`,
  );
  const startMs = performance.now();
  const redact = redactor(tokens);
  for (const i of [0, 1234, 1999]) {
    const token = tokens[i] as string;
    expect(redact(`a ${token} b`)).toBe('a *** b');
    expect(redact(`a ${encodeURIComponent(token)} b`)).toBe('a *** b');
    expect(redact(JSON.stringify({ of: token }).replaceAll('/', '\\/'))).not.toContain('Qx9');
    expect(redact(`a ${Buffer.from(`user:${token}`).toString('base64')}`)).not.toMatch(/[A-Za-z0-9]{24}/);
    expect(redact(`said ${token.slice(0, 100)}`, true)).not.toContain('Qx9');
  }
  expect(redact('x'.repeat(65_536))).toHaveLength(65_536);
  expect(performance.now() - startMs).toBeLessThan(10_000);
});
