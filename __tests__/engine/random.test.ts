import { seededRandom } from '../../src/engine/random.ts';
import fc from '../fast-check.ts';

describe('seeded random numbers', () => {
  test('are repeated by their seed', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [first, second] = [seededRandom(seed), seededRandom(seed)];
        for (let i = 0; i < 50; i++) expect(first.unit()).toBe(second.unit());
      }),
    );
  });

  test('lie in [0, 1), and whole ones within their bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -1000, max: 1000 }), fc.nat(1000), (seed, from, width) => {
        const random = seededRandom(seed);
        for (let i = 0; i < 50; i++) {
          const unit = random.unit();
          expect(unit >= 0 && unit < 1).toBe(true);
          const whole = random.int(from, from + width);
          expect(Number.isInteger(whole) && whole >= from && whole <= from + width).toBe(true);
        }
      }),
    );
  });

  test('fall into 20 equal bins about equally often (χ², seed fixed)', () => {
    const random = seededRandom('bins');
    const bins = Array<number>(20).fill(0);
    const draws = 100_000;
    for (let i = 0; i < draws; i++) {
      const bin = random.int(0, 19);
      bins[bin] = (bins[bin] as number) + 1;
    }
    const expected = draws / 20;
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(43.8); // 99.9 % point of 19 degrees of freedom
  });

  test('of seeds that differ in one letter have nothing in common', () => {
    const streams = ['s/0/0/values', 's/0/1/values', 's/1/0/values', 't/0/0/values'].map((seed) => {
      const random = seededRandom(seed);
      return Array.from({ length: 200 }, () => random.unit());
    });
    for (const one of streams) {
      for (const other of streams) {
        if (one === other) continue;
        const near = one.filter((value, i) => Math.abs(value - (other[i] as number)) < 0.01).length;
        expect(near).toBeLessThan(20); // 4 expected
      }
    }
  });
});
