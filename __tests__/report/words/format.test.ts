import {
  formatBound,
  formatChange,
  formatChangeSize,
  formatCount,
  formatFactor,
  formatFigure,
  formatInterval,
  formatMs,
  formatPerSecond,
  formatSeconds,
  formatShare,
} from '../../../src/report/words/format.ts';
import fc from '../../fast-check.ts';

test.each([
  [84.91, '84.9 ms'],
  [0.5234, '0.523 ms'],
  [0.0034, '0.003 ms'],
  [0, '0 ms'],
  [112.4, '112 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [1253, '1.25 s'],
  [99.96, '100 ms'],
  [3_600_000, '3,600 s'],
])('%d ms reads %s', (ms, text) => {
  expect(formatMs(ms)).toBe(text);
});

test.each([
  [0, '0 %'],
  [0.0367, '3.67 %'],
  [0.001, '0.10 %'],
  [0.00003, '0.003 %'],
  [0.000001, '< 0.001 %'],
  [0.126, '12.6 %'],
  [0.9999, '> 99.9 %'],
  [1, '100 %'],
])('the share %d reads %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

test.each([
  ['p99', 0.198, '+19.8 %'],
  ['p99', -0.042, '−4.2 %'],
  ['p99', 1.204, '+120 %'],
  ['p99', 12.5, '+1,250 %'],
  ['throughput', -0.0002, '0.0 %'],
  ['throughput', -0.9996, '−100 %'],
  ['errors', 0.005, '+0.5 pp'],
  ['errors', -0.0357, '−3.57 pp'],
  ['errors', 0.0000001, '0.0 pp'],
  ['errors', 0.5, '+50.0 pp'],
] as const)('a change of %s by %d reads %s', (metric, change, text) => {
  expect(formatChange(metric, change)).toBe(text);
});

test('counts, rates, factors, waits, bounds and sizes read as people write them', () => {
  expect(formatCount(37292)).toBe('37,292');
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatPerSecond(310.53)).toBe('311 /s');
  expect(formatPerSecond(12_345.6)).toBe('12,346 /s');
  expect([2.14, 12.3, 1.04, 1234].map(formatFactor)).toEqual(['2.1×', '12×', '1.04×', '1,234×']);
  expect([0.2, 45, 140, 120, 11_100].map(formatSeconds)).toEqual([
    '1 s',
    '45 s',
    '2 min 20 s',
    '2 min',
    '3 h 5 min',
  ]);
  expect(formatBound('p99', 100)).toBe('100 ms');
  expect(formatBound('p99', 1500)).toBe('1.5 s');
  expect(formatBound('throughput', 1000)).toBe('1,000 /s');
  expect(formatBound('errors', 0.01)).toBe('1 %');
  expect(formatBound('errors', 0.005)).toBe('0.5 %');
  expect(formatFigure('errors', 0.0367)).toBe('3.67 %');
  expect(formatChangeSize('p99', 0.3894)).toBe('39 %');
  expect(formatChangeSize('errors', 0.005)).toBe('0.5 pp');
  expect(formatInterval('p99', [-0.08, 0.561])).toBe('−8.0 … +56.1 %');
});

test('no figure loses more than half a unit of its third digit, whatever its size', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 1e6, noNaN: true }), (ms) => {
      const [digits = '', unit] = formatMs(ms).split(' ');
      const read = Number(digits.replaceAll(',', '')) * (unit === 's' ? 1000 : 1);
      expect(Math.abs(read - ms) / ms).toBeLessThanOrEqual(0.00501);
    }),
  );
});
