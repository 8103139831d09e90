import {
  type ErrorBlock,
  errorRise,
  errorsGate,
  upperRise,
} from '../../src/judgement/statistics/errors-gate.ts';
import type { GateRule } from '../../src/judgement/statistics/interleaved-gate.ts';
import { newcombe } from '../../src/judgement/statistics/newcombe.ts';
import { normalQuantile } from '../../src/judgement/statistics/quantiles.ts';
import fc from '../fast-check.ts';

const RULE: GateRule = {
  nmax: 45,
  nmin: 6,
  alpha: 0.005,
  beta: 0.05,
  tolerance: 0.005,
  floor: 0.005,
  allowance: 0,
};

/** Blocks of rounds with n requests each; failures of base and target by block. */
function blocks(n: number, base: readonly number[], target: readonly number[]): ErrorBlock[] {
  return base.map((hits, i) => ({ base: { hits, n }, target: { hits: target[i] ?? 0, n } }));
}
const all = (count: number, hits: number) => new Array<number>(count).fill(hits);

describe('the gate of the error rate', () => {
  test('no errors in thousands of requests pass with the first look', () => {
    expect(errorsGate(blocks(1000, all(12, 0), all(12, 0)), RULE)).toMatchObject({
      decision: 'passed',
      passedAt: 8,
      meanRise: 0,
      broken: false,
    });
  });

  test('no errors in a handful of requests do not: so few could hide more than the tolerance', () => {
    const few = blocks(20, all(12, 0), all(12, 0));
    expect(errorsGate(few, RULE)).toMatchObject({ decision: 'undecided', upper: 0 });
    expect(upperRise(few, 0.05)).toBeGreaterThan(RULE.tolerance);
  });

  test('a steady rise of one point fails after ten blocks', () => {
    const rising = blocks(1000, all(12, 2), [12, 13, 11, 12, 14, 12, 13, 11, 12, 12, 13, 12]);
    expect(errorsGate(rising, RULE)).toMatchObject({ decision: 'failed', failedAt: 10, broken: false });
  });

  test('the mean has to reach the floor, not the median', () => {
    // Most blocks rise a little, three by a lot: the median of the averages alone would be below the floor.
    const target = [1, 1, 40, 1, 1, 40, 1, 1, 40, 1];
    const state = errorsGate(blocks(1000, all(10, 0), target), RULE);
    expect(state.meanRise).toBeCloseTo(0.0127, 10);
    expect(state.decision).toBe('failed');
    expect(errorsGate(blocks(1000, all(10, 0), target), { ...RULE, floor: 0.0128 }).decision).toBe(
      'undecided',
    );
  });

  test('two blocks running with 20 points more fail at once, even after a pass; one does not', () => {
    const broken = blocks(100, [0, 0, 10, 10], [0, 0, 30, 30]);
    expect(errorsGate(broken, RULE)).toMatchObject({
      decision: 'failed',
      failedAt: 4,
      passedAt: null,
      broken: true,
    });
    expect(errorsGate(blocks(100, all(4, 0), [30, 0, 30, 0]), RULE)).toMatchObject({
      decision: 'undecided',
      broken: false,
    });
    const late = blocks(1000, all(12, 0), [...all(10, 0), 500, 500]);
    expect(errorsGate(late, RULE)).toMatchObject({
      decision: 'failed',
      passedAt: 8,
      failedAt: 12,
      broken: true,
    });
  });

  test('a round without a request says nothing, and breaks no row of two', () => {
    const empty = { base: { hits: 0, n: 0 }, target: { hits: 0, n: 50 } };
    expect(errorRise(empty)).toBeNull();
    const [bad] = blocks(100, [0], [40]);
    expect(errorsGate([bad as ErrorBlock, empty, bad as ErrorBlock], RULE).broken).toBe(false);
    expect(errorsGate([], RULE)).toMatchObject({ decision: 'undecided', meanRise: null, n: 0 });
    expect(upperRise([empty], 0.05)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("Newcombe's upper bound over rounds", () => {
  test('evenly spread failures count one by one, bursts as what they are worth', () => {
    const even = blocks(500, all(10, 1), all(10, 2));
    const z = normalQuantile(0.95);
    const plain = newcombe({ share: 20 / 5000, n: 5000 }, { share: 10 / 5000, n: 5000 }, z).upper;
    expect(upperRise(even, 0.05)).toBeCloseTo(plain, 12);
    const bursts = blocks(500, all(10, 1), [20, ...all(9, 0)]);
    expect(upperRise(bursts, 0.05)).toBeGreaterThan(plain * 1.5);
  });

  test('lies above what was seen, the higher the smaller the level', () => {
    const hits = fc.integer({ min: 0, max: 50 });
    const round = fc.tuple(hits, hits, fc.integer({ min: 50, max: 900 }));
    fc.assert(
      fc.property(
        fc.array(round, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 1e-4, max: 0.4, noNaN: true }),
        (rounds, level) => {
          const some = rounds.map(([base, target, n]) => ({
            base: { hits: base, n },
            target: { hits: target, n },
          }));
          const n = rounds.reduce((sum, [, , count]) => sum + count, 0);
          const rise = rounds.reduce((sum, [base, target]) => sum + target - base, 0) / n;
          expect(upperRise(some, level)).toBeGreaterThanOrEqual(rise - 1e-12);
          expect(upperRise(some, level / 2)).toBeGreaterThanOrEqual(upperRise(some, level) - 1e-12);
        },
      ),
    );
    expect(upperRise(blocks(100, [0], [0]), 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
