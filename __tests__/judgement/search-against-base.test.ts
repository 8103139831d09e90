/** Two capacities of which each search knows only a wide interval: what it can't tell from chance is no pass. */
import type { SearchFigures } from '../../src/evidence/result/search.ts';
import { compareCapacities } from '../../src/judgement/search/against-base.ts';
import { makePlan } from './make.ts';

const TOLERANCE = 0.2;
const plan = makePlan({ whole: { capacity: { limit: null, regression: TOLERANCE } } });

/** @param width of either end of the interval, as a factor */
function compare(target: number, base: number, width: number) {
  const one = (side: 'target' | 'base', perSecond: number) => ({
    side,
    capacity: { perSecond, low: perSecond / width, high: perSecond * width },
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
