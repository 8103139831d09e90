import { decimalMarkOf, readNumber } from '../../src/evidence/readers/numbers.ts';
import fc from '../fast-check.ts';

describe('readNumber', () => {
  test.each([
    ['37,292', 'count', null, 37292],
    ['37.292', 'count', null, 37292],
    ['37 292', 'count', null, 37292],
    ['37\u202f292', 'count', null, 37292],
    ["1'234'567", 'count', null, 1234567],
    ['37292', 'count', null, 37292],
    ['93,84 ms', 'figure', null, 93.84],
    ['93.84 ms', 'figure', null, 93.84],
    ['1,204.5', 'figure', null, 1204.5],
    ['1.204,5', 'figure', null, 1204.5],
    ['1,204', 'figure', null, 1204],
    ['1.204', 'figure', null, 1.204],
    ['1,204', 'figure', ',', 1.204],
    ['1.204', 'figure', ',', 1204],
    ['0,123', 'figure', '.', 0.123],
    ['12,3456', 'figure', null, 12.3456],
  ] as const)('%s as a %s with mark %s is %d', (text, as, mark, value) => {
    expect(readNumber(text, as, mark)?.value).toBe(value);
  });

  test.each(['', 'abc', '-3', '~100', '< 100', '.5'])('%j is no number', (text) => {
    expect(readNumber(text, 'figure', null)).toBeNull();
  });

  test.each(['en-US', 'fr-FR', 'de-DE', 'de-CH'])('reads back what %s writes', (locale) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const count = new Intl.NumberFormat(locale);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (hundredths) => {
        const written = `${format.format(hundredths / 100)} ms`;
        const mark = decimalMarkOf([written]);
        expect(readNumber(written, 'figure', mark)?.value).toBe(hundredths / 100);
        expect(readNumber(`${count.format(hundredths)} requests`, 'count', mark)?.value).toBe(hundredths);
      }),
    );
  });
});

describe('decimalMarkOf', () => {
  test.each([
    [['93,84 ms', '37.292'], ','],
    [['93.84 ms', '37,292'], '.'],
    [['37,292', '1.204'], null],
    [['93.84', '27,30'], null],
    [['1.204,50'], ','],
    [['1,204.5'], '.'],
  ])('%j has %s', (texts, mark) => {
    expect(decimalMarkOf(texts)).toBe(mark);
  });
});
