import { dateWithAge } from '../../src/report/view/age.ts';
import { wordsIn } from '../../src/report/words/language.ts';

describe('age', () => {
  test.each([
    ['2026-11-22', 'less than a day old'],
    ['2026-11-21T08:00:00Z', '1 day old'],
    ['2026-10-31', '3 weeks old'],
    ['2025-10-30', '13 months old'],
    ['2023-01-05', '3 years old'],
  ])('%s is %s', (date, age) => {
    expect(dateWithAge(date, '2026-11-22T10:00:00.000Z', wordsIn('en'))).toBe(
      `${date.slice(0, 10)} (${age})`,
    );
  });

  test('what is no date has no age', () => {
    expect(dateWithAge(null, '2026-11-22T10:00:00.000Z', wordsIn('en'))).toBeNull();
    expect(dateWithAge('last spring', '2026-11-22T10:00:00.000Z', wordsIn('en'))).toBeNull();
    expect(dateWithAge('2027-01-01', '2026-11-22T10:00:00.000Z', wordsIn('en'))).toBe(
      '2027-01-01, in the future',
    );
  });
});
