/** Figures as they are written in either language. */
import { speak } from '../../../src/report/compare/language.ts';

const { numbers: en } = speak('en');
const { numbers: fr } = speak('fr');

type Name =
  | 'ms'
  | 'perSecond'
  | 'roughly'
  | 'share'
  | 'percent'
  | 'count'
  | 'seconds'
  | 'relative'
  | 'points';

// In French a narrow blank, at which no line ends, groups digits and stands before a percent sign.
test.each<[Name, number | null, string, string]>([
  ['ms', 18.3, '18.30 ms', '18,30 ms'],
  ['ms', 1234.567, '1,234.57 ms', '1\u202f234,57 ms'],
  ['ms', 0, '0.00 ms', '0,00 ms'],
  ['ms', 0.001, '< 0.01 ms', '< 0,01 ms'],
  ['ms', null, '–', '–'],
  ['ms', Number.NaN, '–', '–'],
  ['ms', Number.POSITIVE_INFINITY, '–', '–'],
  ['ms', 1e300, '1.00e300 ms', '1,00e300 ms'],
  ['perSecond', 310.53, '310.53 req/s', '310,53 req/s'],
  ['roughly', 652.6, '≈ 650 req/s', '≈ 650 req/s'],
  ['roughly', 12_345, '≈ 12,000 req/s', '≈ 12\u202f000 req/s'],
  ['roughly', 3.26, '≈ 3.3 req/s', '≈ 3,3 req/s'],
  ['share', 0.0367, '3.67 %', '3,67\u202f%'],
  ['share', 0.00027, '0.027 %', '0,027\u202f%'],
  ['share', 0, '0 %', '0\u202f%'],
  ['share', 1e-9, '< 0.001 %', '< 0,001\u202f%'],
  ['share', 0.99999, '> 99.99 %', '> 99,99\u202f%'],
  ['share', 1, '100.00 %', '100,00\u202f%'],
  ['percent', 0.38, '38 %', '38\u202f%'],
  ['percent', 0.001, '< 1 %', '< 1\u202f%'],
  ['count', 37_292, '37,292', '37\u202f292'],
  ['seconds', 120, '120 s', '120 s'],
  ['seconds', 4.46, '4.5 s', '4,5 s'],
  ['relative', 0.198, '+19.8 %', '+19,8\u202f%'],
  ['relative', -0.0108, '−1.1 %', '−1,1\u202f%'],
  ['relative', 0, '0.0 %', '0,0\u202f%'],
  ['relative', 1.5, '+150 %', '+150\u202f%'],
  ['points', 0.1164, '+11.64 pp', '+11,64 points'],
  ['points', -0.00001, '0.00 pp', '0,00 point'],
])('%s of %d: %s, %s', (name, value, english, french) => {
  expect([en[name](value), fr[name](value)]).toEqual([english, french]);
});

test.each([
  ['bytes', 19 * 1024 ** 2, '19 MiB', '19 MiB'],
  ['bytes', 1.5 * 1024 ** 3, '1.5 GiB', '1,5 GiB'],
  ['bytes', 0, '0 B', '0 B'],
  ['cores', 0.26, '0.26 cores', '0,26 cœur'],
  ['connections', 9, '9', '9'],
  ['number', 1.52, '1.52', '1,52'],
  ['share', 0.5, '50 %', '50\u202f%'],
  ['seconds', 0.0125, '0.013 s', '0,013 s'],
  ['per second', 12.5, '12.50 /s', '12,50 /s'],
] as const)('in %s, %d: %s, %s', (unit, value, english, french) => {
  expect([en.inUnit(unit, value), fr.inUnit(unit, value)]).toEqual([english, french]);
});

test('a difference has its sign, and none where it is nothing', () => {
  expect([-1.68, 0.39, 0.001, 0].map((value) => en.signed(value, en.ms))).toEqual([
    '−1.68 ms',
    '+0.39 ms',
    '< 0.01 ms',
    '0.00 ms',
  ]);
});
