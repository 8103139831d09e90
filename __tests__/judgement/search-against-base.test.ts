/** Two capacities of which each search knows only a wide interval: what it can't tell from chance is no pass. */
import type { SearchFigures } from '../../src/evidence/result/search.ts';
import { compareCapacities } from '../../src/judgement/search/against-base.ts';
import { makePlan } from './make.ts';

const TOLERANCE = 0.2;
const plan = makePlan({ whole: { capacity: { limit: null, regression: TOLERANCE } } });

/**
 * @param width of either end of the interval, as a factor
 * @param least sides of which only the least was found
 */
function compare(target: number, base: number, width: number, least: readonly string[] = []) {
  const one = (side: 'target' | 'base', perSecond: number) => ({
    side,
    capacity: {
      perSecond,
      low: perSecond / width,
      high: least.includes(side) ? null : perSecond * width,
    },
  });
  const searches = [one('target', target), one('base', base), one('base', base), one('target', target)];
  return compareCapacities('capacity', { searches } as unknown as SearchFigures, plan, true);
}

test('a third less within intervals that are wider is open, with what would have shown', () => {
  const { change, regression, open } = compare(125, 200, 1.9);
  expect(change).toBeCloseTo(-0.375, 9);
  expect(regression?.finding).toBe('undecided');
  expect(open).toMatchObject({
    cause: { code: 'passes-undecided', metric: 'capacity', passes: 2, tolerance: TOLERANCE },
  });
  expect(regression?.detectable).toBeGreaterThan(0.375);
});

test('what does not seem to be more than is tolerated is not, and neither is what is more', () => {
  expect(compare(190, 200, 1.9).open).toBeNull();
  expect(compare(320, 200, 1.9).open).toBeNull();
});

test('narrow intervals show it', () => {
  const { regression, open } = compare(125, 200, 1.03);
  expect([regression?.finding, open]).toEqual(['regressed', null]);
});

describe('of a side of which only the least is known', () => {
  const TOO_FEW = { cause: { code: 'too-few-searches' } };

  test('a base that bears at least so much more is a regression', () => {
    expect(compare(74, 144, 1.02, ['base']).regression?.finding).toBe('regressed');
    expect(compare(144, 144, 1.02, ['base'])).toMatchObject({
      open: { ...TOO_FEW, cause: { found: { target: 2, base: 0 } } },
    });
  });

  test('a target that bears at least as much is none, and one of which less is known is open', () => {
    expect(compare(144, 144, 1.02, ['target'])).toMatchObject({
      regression: { finding: 'within' },
      open: null,
    });
    expect(compare(74, 144, 1.02, ['target']).open).toMatchObject(TOO_FEW);
  });

  test('two of them can’t be compared', () => {
    for (const target of [74, 144, 300])
      expect(compare(target, 144, 1.02, ['target', 'base']).open).toMatchObject(TOO_FEW);
  });
});
