/** Which parts carry the shift of a quantile, against computations that know nothing of the formula. */
import { Histogram } from '../../../src/evidence/histogram.ts';
import { shiftOfQuantile } from '../../../src/judgement/statistics/quantile-shift.ts';
import fc from '../../fast-check.ts';
import { drawn } from '../../part.ts';

const of = (ms: readonly number[]) => Histogram.of(ms.flatMap((one) => [Math.round(one * 1000), 1]));
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

/** Exponential latencies of a mean, at equal steps of probability; `n` of them. */
const exponential = (meanMs: number, n: number) =>
  Array.from({ length: n }, (_, i) => -meanMs * Math.log(1 - (i + 0.5) / n));

/**
 * The same way walked in small steps, with formulas of the distributions alone: at each step the quantile of the mix is
 * found by bisection, and what each part moves it by is measured by changing that part alone.
 */
function walk(
  parts: readonly { readonly weight: number; readonly before: number; readonly now: number }[],
  quantile: number,
): number[] {
  const steps = drawn(400, 100);
  const quantileOf = (shares: readonly number[]): number => {
    let [low, high] = [0, 1e5];
    for (let i = 0; i < 80; i++) {
      const middle = (low + high) / 2;
      const above = sum(
        parts.map(({ weight, before, now }, part) => {
          const t = shares[part] as number;
          return weight * ((1 - t) * Math.exp(-middle / before) + t * Math.exp(-middle / now));
        }),
      );
      if (above > 1 - quantile) low = middle;
      else high = middle;
    }
    return low;
  };
  const moved = parts.map(() => 0);
  for (let step = 0; step < steps; step++) {
    const middle = parts.map(() => (step + 0.5) / steps);
    for (let part = 0; part < parts.length; part++) {
      const more = middle.map((t, i) => (i === part ? t + 0.5 / steps : t));
      const less = middle.map((t, i) => (i === part ? t - 0.5 / steps : t));
      (moved[part] as number) += quantileOf(more) - quantileOf(less);
    }
  }
  return moved;
}

test.each([
  [
    'one of three gets slower',
    [
      [10, 10, 50],
      [20, 20, 30],
      [15, 45, 20],
    ],
    0.99,
  ],
  [
    'one gets faster meanwhile',
    [
      [30, 20, 50],
      [20, 40, 50],
    ],
    0.95,
  ],
  [
    'all get faster',
    [
      [30, 20, 40],
      [20, 10, 60],
    ],
    0.9,
  ],
  [
    'a rare one gets very slow',
    [
      [10, 10, 97],
      [10, 300, 3],
    ],
    0.99,
  ],
] as const)('as small steps along the way tell: %s', (_, mix, quantile) => {
  const parts = mix.map(([before, now, weight]) => ({ before, now, weight: weight / 100 }));
  const found = shiftOfQuantile(
    parts.map(({ before, now, weight }) => ({
      base: of(exponential(before, 2000 * 100 * weight)),
      target: of(exponential(now, 2000 * 100 * weight)),
    })),
    quantile,
  );
  const known = walk(parts, quantile);
  known.forEach((one, part) => {
    expect(Math.abs((found?.partsMs[part] as number) - one)).toBeLessThan(0.02 * Math.abs(sum(known)) + 0.1);
  });
});

const latencies = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 });

test('contributions add up to the shift exactly, whatever the parts are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ base: latencies, target: latencies }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(0.5, 0.9, 0.99),
      (shapes, quantile) => {
        const parts = shapes.map(({ base, target }) => ({ base: of(base), target: of(target) }));
        const found = shiftOfQuantile(parts, quantile);
        if (found === null) throw new Error('each side has a response');
        const whole = (side: 'base' | 'target') => Histogram.merge(...parts.map((part) => part[side]));
        expect(found.beforeMs).toBe(whole('base').percentileMs(100 * quantile));
        expect(found.afterMs).toBe(whole('target').percentileMs(100 * quantile));
        expect(found.partsMs.every(Number.isFinite)).toBe(true);
        expect(sum(found.partsMs)).toBeCloseTo(found.afterMs - found.beforeMs, 6);
      },
    ),
  );
});

test('swapping the sides turns every sign, and parts that are split add up to what they were', () => {
  fc.assert(
    fc.property(latencies, latencies, latencies, latencies, (a, b, c, d) => {
      const two = [
        { base: of(a), target: of(b) },
        { base: of(c), target: of(d) },
      ];
      const there = shiftOfQuantile(two, 0.9)?.partsMs ?? [];
      const back = shiftOfQuantile(
        two.map(({ base, target }) => ({ base: target, target: base })),
        0.9,
      )?.partsMs;
      there.forEach((one, part) => {
        expect(back?.[part]).toBeCloseTo(-one, 6);
      });
      const half = (all: readonly number[], from: number) => of(all.filter((_, i) => i % 2 === from));
      const split = [0, 1].map((from) => ({ base: half(a, from), target: half(b, from) }));
      const three = shiftOfQuantile([...split, two[1] as (typeof two)[0]], 0.9)?.partsMs ?? [];
      expect((three[0] as number) + (three[1] as number)).toBeCloseTo(there[0] as number, 6);
    }),
  );
});

test('what did not change carries nothing', () => {
  const same = of(exponential(10, 500));
  const found = shiftOfQuantile(
    [
      { base: same, target: same },
      { base: of(exponential(10, 500)), target: of(exponential(30, 500)) },
    ],
    0.99,
  );
  expect(found?.partsMs[0]).toBe(0);
  expect(found?.partsMs[1]).toBeGreaterThan(10);
});

test('without a response on a side there is no shift', () => {
  expect(shiftOfQuantile([{ base: of([]), target: of([1]) }], 0.99)).toBeNull();
  expect(shiftOfQuantile([], 0.99)).toBeNull();
});
