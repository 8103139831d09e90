import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { parseDuration, parseLatency, parsePercent, parsePoints, parseRate } from '../../src/config/units.ts';
import fc from '../fast-check.ts';

describe('units', () => {
  test.each<[string, (text: string) => number, number]>([
    ['500ms', parseDuration, 500],
    ['500 ms', parseDuration, 500],
    ['10s', parseDuration, 10_000],
    ['1.5 s', parseDuration, 1500],
    ['2m', parseDuration, 120_000],
    ['2 min', parseDuration, 120_000],
    ['1h', parseDuration, 3_600_000],
    ['100 ms', parseLatency, 100],
    ['1.5 s', parseLatency, 1500],
    ['800us', parseLatency, 0.8],
    ['800 µs', parseLatency, 0.8],
    ['1.7 ms', parseDuration, 2],
    ['100 /s', parseRate, 100],
    ['300/s', parseRate, 300],
    ['300 req/s', parseRate, 300],
    ['10 %', parsePercent, 0.1],
    ['0.7%', parsePercent, 0.007],
    ['0.5 pp', parsePoints, 0.005],
    [' 5 pp ', parsePoints, 0.05],
  ])('%s', (text, parse, value) => {
    expect(parse(text)).toBe(value);
  });

  test.each<[string, (text: string) => number, string]>([
    ['10', parseDuration, '"10" has no unit: write a number and ms, s, m, min or h, such as 10s'],
    ['10 sec', parseDuration, '"10 sec" has a unit that does not fit a duration: write a number and ms,'],
    ['ten s', parseDuration, '"ten s" is no duration'],
    ['-1s', parseDuration, '"-1s" is no duration'],
    ['1,5 s', parseDuration, '"1,5 s" has a unit that does not fit'],
    ['1e3 s', parseDuration, '"1e3 s" has a unit that does not fit'],
    ['', parseDuration, '"" is no duration'],
    ['2m', parseLatency, '"2m" has a unit that does not fit a latency: write a number and us, µs, ms or s'],
    ['100 ms', parseRate, 'does not fit a rate: write a number and /s, req/s or requests/s, such as 100 /s'],
    ['10 pp', parsePercent, 'does not fit a percentage: write a number and %, such as 10 %'],
    ['10 %', parsePoints, 'difference in percentage points: write a number and pp, such as 0.5 pp'],
    ['10 constructor', parsePercent, 'does not fit a percentage'],
    [`${'9'.repeat(400)} %`, parsePercent, 'is too large'],
  ])('%s is refused', (text, parse, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  test('blanks around number and unit change nothing, and the number counts', () => {
    const blanks = fc.constantFrom('', ' ', '  ', '\t');
    fc.assert(
      fc.property(fc.nat(100_000), blanks, blanks, blanks, (n, a, b, c) => {
        expect(parseDuration(`${a}${n}${b}s${c}`)).toBe(n * 1000);
        expect(parsePercent(`${a}${n}${b}%${c}`)).toBeCloseTo(n / 100, 9);
      }),
    );
  });

  test('any text is a finite number of at least 0 or a ConfigurationError', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.]{0,5} ?[a-z/%]{0,3}$/));
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(parseDuration, parseLatency, parseRate, parsePercent, parsePoints),
        (written, parse) => {
          try {
            const value = parse(written);
            expect(Number.isFinite(value) && value >= 0).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigurationError);
          }
        },
      ),
    );
  });
});
