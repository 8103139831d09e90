import fc from 'fast-check';
import { Deck } from '../../src/engine/deck.ts';
import { seededRandom } from '../../src/engine/random.ts';

const weights = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
const deal = (deck: Deck, cards: number) => Array.from({ length: cards }, () => deck.deal());
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the deck', () => {
  test('holds the exact weights in each pack, whatever they are', () => {
    fc.assert(
      fc.property(weights, fc.string(), (shares, seed) => {
        const deck = new Deck(shares, seededRandom(seed));
        for (let pack = 0; pack < 3; pack++) {
          const counts = shares.map(() => 0);
          for (const card of deal(deck, sum(shares))) counts[card] = (counts[card] as number) + 1;
          expect(counts).toEqual(shares);
        }
      }),
    );
  });

  test('is dealt in the same order by the same seed, and in another by another', () => {
    const shares = [5, 30, 4, 61];
    const dealt = (seed: string) => deal(new Deck(shares, seededRandom(seed)), 300);
    expect(dealt('a')).toEqual(dealt('a'));
    expect(dealt('a')).not.toEqual(dealt('b'));
  });

  test('is shuffled anew for each pack', () => {
    const deck = new Deck([5, 30, 4, 61], seededRandom('a'));
    expect(deal(deck, 100)).not.toEqual(deal(deck, 100));
  });

  test('divides weights that have a common factor, so that a pack is no longer than it must be', () => {
    const deck = new Deck([500, 1500], seededRandom('a'));
    for (let pack = 0; pack < 10; pack++) expect(sum(deal(deck, 4))).toBe(3);
  });

  test('puts each card at each place about equally often', () => {
    const deck = new Deck([1, 1, 1, 1], seededRandom('places'));
    const firsts = [0, 0, 0, 0];
    for (let pack = 0; pack < 4000; pack++) {
      const [first = 0] = deal(deck, 4);
      firsts[first] = (firsts[first] as number) + 1;
    }
    // The seed is fixed; 1,000 expected, standard deviation 27.
    for (const count of firsts) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
});
