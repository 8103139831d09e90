/** Responses in the charsets that they come in, said or unsaid. */
import { decodeText } from '../../src/engine/decode-text.ts';
import fc from '../fast-check.ts';
import { charsets } from '../secrets/charsets.ts';

describe.each(charsets)('$name', ({ type, write, isLatin = false, head = '' }) => {
  const text = `${head}{"error":"Clé inconnue: 42 ÷ 7"}`;

  test('is read as what it is', () => {
    expect(decodeText(write(text), type)).toBe(text);
    expect(decodeText(new Uint8Array(write(text)), type)).toBe(text);
  });

  test('whatever stands in it, in letters that most texts are of', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'abcdefgXYZ0189 .:/-_{}"é'),
      minLength: 8,
      maxLength: 200,
    });
    fc.assert(
      fc.property(letters, (said) =>
        expect(decodeText(write(`${head}said ${said}`), type)).toBe(`${head}said ${said}`),
      ),
    );
    if (!isLatin) expect(decodeText(write(`${head}said €ŝЖ`), type)).toBe(`${head}said €ŝЖ`);
  });

  test('cut off anywhere, it has no letter that was not there', () => {
    const bytes = write(text);
    for (let kept = bytes.length - 30; kept < bytes.length; kept++)
      expect(text.startsWith(decodeText(bytes.subarray(0, kept), type, true) as string)).toBe(true);
  });
});

test('in a charset that Node has', () => {
  expect(decodeText(Buffer.from([0x82, 0xb1, 0x82, 0xf1]), 'text/plain; charset=shift_jis')).toBe('こん');
  expect(decodeText(Buffer.from([0xcf, 0xc0]), 'text/plain;charset=koi8-r')).toBe('ою');
});

test('in one that it has not: nothing is read, since it may say anything', () => {
  for (const charset of ['utf-7', 'IBM037', 'x-none'])
    expect(decodeText(Buffer.from('+AHM-'), `text/plain; charset=${charset}`)).toBeNull();
});

test('what is no text is some letters, and nothing is nothing', () => {
  expect(decodeText(Buffer.alloc(0), '')).toBe('');
  expect(decodeText(Buffer.from([0, 1, 2, 3, 255]), '')).toEqual(expect.any(String));
  expect(decodeText(Buffer.from([0]), '')).toBe('\0');
});
