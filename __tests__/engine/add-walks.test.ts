import { addCarried, addSteps } from '../../src/engine/add-walks.ts';
import type { StepCounts } from '../../src/engine/round.ts';
import fc from '../fast-check.ts';

const step = (carriedIn: number, notReached: number, carriedOut: number): StepCounts => ({
  carriedIn,
  notReached,
  carriedOut,
});

test('of several workers everything adds up, for each has walks of its own', () => {
  expect(addSteps([step(1, 2, 3), step(4, 5, 6)], 'beside')).toEqual({ walks: step(5, 7, 9) });
  expect(addSteps([], 'beside')).toEqual({});
});

test('what a slice hands on to the next one counts in neither', () => {
  // Three paused walks go on; at the end two are left.
  expect(addSteps([step(1, 2, 3), step(3, 0, 2)], 'in-turn')).toEqual({ walks: step(1, 2, 2) });
});

test('what was over, or began, in the lead-in between them stays in the sums', () => {
  // Of three, one went on where nobody looks.
  expect(addCarried([step(0, 0, 3), step(2, 0, 0)], 'in-turn')).toEqual({ carriedIn: 0, carriedOut: 1 });
  expect(addCarried([step(0, 0, 1), step(4, 0, 2)], 'in-turn')).toEqual({ carriedIn: 3, carriedOut: 2 });
});

test('whatever the slices carry, what holds of each holds of all together', () => {
  const slice = fc.record({ carriedIn: fc.nat(9), carriedOut: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(slice, { minLength: 1, maxLength: 6 }), (slices) => {
      const all = addCarried(slices, 'in-turn');
      const balance = slices.reduce((sum, { carriedIn, carriedOut }) => sum + carriedIn - carriedOut, 0);
      expect(all.carriedIn - all.carriedOut).toBe(balance);
      expect(Math.min(all.carriedIn, all.carriedOut)).toBeGreaterThanOrEqual(0);
      expect(all.carriedIn).toBeGreaterThanOrEqual(slices[0]?.carriedIn ?? 0);
      expect(all.carriedOut).toBeGreaterThanOrEqual(slices.at(-1)?.carriedOut ?? 0);
    }),
  );
});
