import { Histogram } from '../../src/evidence/histogram.ts';
import fc from '../fast-check.ts';

const latencyUs = fc.oneof(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 60_000_000 }));
const pairs = (values: readonly number[]): number[] => values.flatMap((value) => [value, 1]);
const shape = (histogram: Histogram) => histogram.buckets;

describe('Histogram', () => {
  test('is empty without requests', () => {
    const empty = Histogram.of();
    expect([empty.count, empty.percentileMs(99), empty.meanMs, empty.maxMs]).toEqual([0, null, null, null]);
    expect(empty.shareAboveMs(10)).toEqual({ above: 0, count: 0 });
    expect(Histogram.fromBase64(empty.toBase64()).count).toBe(0);
  });

  test('reads percentiles by nearest rank', () => {
    const histogram = Histogram.of(pairs([1000, 2000, 3000, 4000]), [5000, 96]);
    expect(histogram.percentileMs(1)).toBe(1);
    expect(histogram.percentileMs(3)).toBeCloseTo(3, 2);
    expect(histogram.percentileMs(100)).toBe(histogram.maxMs);
    expect(Histogram.of([1000, 999, 9000, 1]).percentileMs(99.9)).toBe(1);
  });

  test('never reads a timeout shorter than its limit', () => {
    expect(Histogram.of([10_000_000, 1]).percentileMs(50)).toBeGreaterThanOrEqual(10_000);
  });

  test('percentiles are those of the sorted values, at most 0.1 % above', () => {
    fc.assert(
      fc.property(
        fc.array(latencyUs, { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0, 10, 50, 75, 90, 95, 99, 99.9, 100),
        (values, p) => {
          const sorted = [...values].sort((a, b) => a - b);
          const rank = Math.max(1, Math.ceil((p * values.length) / 100 - 1e-9));
          const exact = (sorted[rank - 1] as number) / 1000;
          const read = Histogram.of(pairs(values)).percentileMs(p) as number;
          expect(read).toBeGreaterThanOrEqual(exact);
          expect(read).toBeLessThanOrEqual(exact * 1.001);
        },
      ),
    );
  });

  test('a merge of histograms is the histogram of the merge', () => {
    fc.assert(
      fc.property(fc.array(fc.array(latencyUs, { maxLength: 50 }), { maxLength: 6 }), (parts) => {
        const merged = Histogram.merge(...parts.map((part) => Histogram.of(pairs(part))));
        expect(shape(merged)).toEqual(shape(Histogram.of(pairs(parts.flat()))));
        expect(shape(Histogram.of(...parts.map(pairs)))).toEqual(shape(merged));
      }),
    );
  });

  test('without a part is the histogram of the rest; what is no part is refused, and spoils no later sum', () => {
    fc.assert(
      fc.property(
        fc.array(latencyUs, { maxLength: 50 }),
        fc.array(latencyUs, { maxLength: 50 }),
        (part, rest) => {
          const whole = Histogram.of(pairs([...part, ...rest]));
          expect(shape(whole.without(Histogram.of(pairs(part))))).toEqual(shape(Histogram.of(pairs(rest))));
        },
      ),
    );
    const one = Histogram.of([5000, 1]);
    expect(() => one.without(Histogram.of([5000, 2]))).toThrow(RangeError);
    expect([...one.buckets]).toEqual([...Histogram.of([5000, 1]).buckets]);
  });

  test('takes up any whole number, as far as it is exact', () => {
    expect(Histogram.of([Number.MAX_SAFE_INTEGER, 2, 2 ** 60, 1, 0, 1]).count).toBe(4);
  });

  test('P99 is within the limit exactly when at most 1 % is above it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 100 }),
        (values, limitMs) => {
          const histogram = Histogram.of(pairs(values));
          const { above, count } = histogram.shareAboveMs(limitMs);
          expect((histogram.percentileMs(99) as number) <= limitMs).toBe(above * 100 <= count);
        },
      ),
    );
  });

  test('what took as long as the limit is not above it', () => {
    expect(Histogram.of([1000, 5, 1001, 2]).shareAboveMs(1)).toEqual({ above: 2, count: 7 });
  });

  test('survives base64', () => {
    fc.assert(
      fc.property(fc.array(latencyUs, { maxLength: 50 }), (values) => {
        const histogram = Histogram.of(pairs(values));
        expect(shape(Histogram.fromBase64(histogram.toBase64()))).toEqual(shape(histogram));
      }),
      { numRuns: 20 },
    );
    expect(Histogram.of([93_840, 1]).toBase64()).toMatch(/^HIST/);
    expect(() => Histogram.fromBase64('not a histogram')).toThrow();
  });

  test('the mean is that of the values within 0.1 %', () => {
    expect(Histogram.of([10_000, 1, 20_000, 1, 60_000, 2]).meanMs).toBeCloseTo(37.5, 1);
  });
});

test('the mean of the slowest is that of the sorted values, at most 0.1 % above', () => {
  expect(Histogram.of().meanOfSlowestMs(0.1)).toBeNull();
  fc.assert(
    fc.property(
      fc.array(latencyUs, { minLength: 1, maxLength: 300 }),
      fc.constantFrom(0.05, 0.1, 0.5, 1),
      (values, share) => {
        const sorted = [...values].sort((a, b) => b - a);
        let [left, sum] = [share * values.length, 0];
        for (const value of sorted) {
          sum += Math.min(1, Math.max(0, left)) * (value / 1000);
          left -= 1;
        }
        const exact = sum / (share * values.length);
        const read = Histogram.of(pairs(values)).meanOfSlowestMs(share) as number;
        expect(read).toBeGreaterThanOrEqual(exact - 1e-9);
        expect(read).toBeLessThanOrEqual(exact * 1.001 + 1e-9);
      },
    ),
  );
});
