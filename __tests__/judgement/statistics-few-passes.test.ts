import { reachOf } from '../../src/judgement/statistics/few-passes.ts';
import { SHOWN } from '../../src/judgement/statistics/quantiles.ts';
import { generator } from './generator.ts';

const NOTHING = { within: 0, spread: 0 };

describe('reach of a few passes', () => {
  test.each<[string, readonly number[], readonly number[], number, number]>([
    // By hand: variances 0.005 and 0.0018; t(2) at 99 % is 0.98 / √0.0198 = 6.964557.
    ['two a side', [0.1, 0.2], [0, 0.06], 0.99, 6.964557 * Math.sqrt(0.0034)],
    // Squares 0.005 and 0.0018 over three degrees of freedom; t(3) at 95 % is 2.353363.
    ['three and two', [0.1, 0.2, 0.15], [0, 0.06], 0.95, 2.353363 * Math.sqrt((0.0068 / 3) * (5 / 6))],
  ])('is that of Student’s test on the pooled variance: %s', (_, target, base, level, expected) => {
    expect(reachOf({ target, base, ...NOTHING }, level)).toBeCloseTo(expected, 5);
  });

  test('is never shorter than what is assumed to lie between passes', () => {
    const equal = { target: [0.1, 0.1], base: [0, 0], within: 0, spread: 0.1 };
    // 2.326 · √(0.01 / 2 + 0.01 / 2)
    expect(reachOf(equal, 0.99)).toBeCloseTo(0.232635, 5);
    expect(reachOf({ ...equal, target: [0.1, 0.1, 0.1, 0.1], base: [0, 0, 0, 0] }, 0.99)).toBeCloseTo(
      0.232635 / Math.SQRT2,
      5,
    );
    // What a pass tells of itself comes on top.
    expect(reachOf({ ...equal, within: 0.03 }, 0.99)).toBeGreaterThan(0.46);
  });

  test('two values that agree by chance don’t hide what they are known to vary by', () => {
    const by = (within: number) => reachOf({ target: [0.1, 0.1], base: [0, 0], within, spread: 0 }, 0.99);
    expect(by(0)).toBe(0);
    // t(2) at 99 % is 6.965.
    expect(by(0.0004)).toBeCloseTo(6.964557 * 0.02, 5);
  });
});

/** How often a true change of none is shown, in sessions whose passes vary by so much. */
function falseShare(passes: number, value: (random: ReturnType<typeof generator>) => number): number {
  const random = generator(passes);
  const SESSIONS = 20_000;
  let shown = 0;
  for (let session = 0; session < SESSIONS; session++) {
    const draw = () => Array.from({ length: passes }, () => value(random));
    const [target, base] = [draw(), draw()];
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / passes;
    if (mean(target) - mean(base) > reachOf({ target, base, within: 0, spread: 0.1 }, SHOWN)) shown++;
  }
  return shown / SESSIONS;
}

/** 20,000 sessions of a chance of 1 % are out by 0.25 points in one of 3,000. */
const AT_MOST = 0.0125;

describe('a change that isn’t there is shown in 1 % at most', () => {
  test.each([2, 3, 6])('%d passes whose noise is three times what is assumed', (passes) => {
    expect(falseShare(passes, ({ normal }) => 0.3 * normal())).toBeLessThan(AT_MOST);
  });

  test.each([2, 3, 6])('%d passes with less noise than is assumed', (passes) => {
    expect(falseShare(passes, ({ normal }) => 0.05 * normal())).toBeLessThan(0.001);
  });

  test.each([2, 3, 6])('%d passes of which one in ten stalls', (passes) => {
    const stalls = ({ even, normal }: ReturnType<typeof generator>) =>
      0.03 * normal() + (even() < 0.1 ? 0.7 : 0);
    expect(falseShare(passes, stalls)).toBeLessThan(AT_MOST);
  });

  test('two passes in one of two modes, 15 % apart, which Student’s test alone takes for a change', () => {
    const modes = ({ even, normal }: ReturnType<typeof generator>) =>
      0.02 * normal() + (even() < 0.5 ? 0.15 : 0);
    expect(falseShare(2, modes)).toBeLessThan(0.001);
  });
});
