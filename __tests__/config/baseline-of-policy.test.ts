import { withBaselineOf } from '../../src/config/baseline/baseline-of-policy.ts';
import { makeFullPlan, makePlan } from '../judgement/make.ts';
import { makeInterleavedPlan } from '../judgement/make-interleaved.ts';

const HISTORY = { kind: 'history', ref: null, written: 'history' };
const asking = makeFullPlan({ baseline: null });

test('a release whose regressions have nothing to be held against is held against the history', () => {
  expect(withBaselineOf('release', asking)).toEqual({ ...asking, baseline: HISTORY });
  const bounds = { p99: { limit: null, regression: 0.1 } };
  const ofOne = makePlan({ whole: {}, gate: { endpoints: { 'create owner': bounds } } });
  expect(withBaselineOf('release', ofOne).baseline).toEqual(HISTORY);
});

test.each([
  ['a release with a base keeps to the base', 'release', makeInterleavedPlan()],
  ['a release with a baseline keeps to that', 'release', makeFullPlan()],
  ['a release without regressions asks for none', 'release', makePlan()],
  ['a pull request is held against what its file says', 'pull-request', asking],
  ['and so is a night', 'nightly', asking],
] as const)('%s', (_, policy, plan) => {
  expect(withBaselineOf(policy, plan)).toBe(plan);
});
