import { Mix } from '../../src/engine/mix.ts';
import { seededRandom } from '../../src/engine/random.ts';
import fc from '../fast-check.ts';

const weights = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
const pick = (mix: Mix, picks: number) => Array.from({ length: picks }, () => mix.pick());
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the mix', () => {
  test('holds the exact weights in each pass, whatever they are', () => {
    fc.assert(
      fc.property(weights, fc.string(), (shares, seed) => {
        const mix = new Mix(shares, seededRandom(seed));
        for (let pass = 0; pass < 3; pass++) {
          const counts = shares.map(() => 0);
          for (const request of pick(mix, sum(shares))) counts[request] = (counts[request] as number) + 1;
          expect(counts).toEqual(shares);
        }
      }),
    );
  });

  test('is picked in the same order by the same seed, and in another by another', () => {
    const shares = [5, 30, 4, 61];
    const picked = (seed: string) => pick(new Mix(shares, seededRandom(seed)), 300);
    expect(picked('a')).toEqual(picked('a'));
    expect(picked('a')).not.toEqual(picked('b'));
  });

  test('is shuffled anew for each pass', () => {
    const mix = new Mix([5, 30, 4, 61], seededRandom('a'));
    expect(pick(mix, 100)).not.toEqual(pick(mix, 100));
  });

  test('divides weights that have a common factor, so that a pass is no longer than it must be', () => {
    const mix = new Mix([500, 1500], seededRandom('a'));
    for (let pass = 0; pass < 10; pass++) expect(sum(pick(mix, 4))).toBe(3);
  });

  test('puts each request at each place about equally often', () => {
    const mix = new Mix([1, 1, 1, 1], seededRandom('places'));
    const firsts = [0, 0, 0, 0];
    for (let pass = 0; pass < 4000; pass++) {
      const [first = 0] = pick(mix, 4);
      firsts[first] = (firsts[first] as number) + 1;
    }
    // The seed is fixed; 1,000 expected, standard deviation 27.
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
});
