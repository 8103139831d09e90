import { SuccessGaps } from '../../src/engine/worker/success-gaps.ts';

const END = 10_000;
const seen = (...moments: readonly (readonly [ms: number, success: boolean])[]): SuccessGaps => {
  const gaps = new SuccessGaps(5000, 5000 + END);
  for (const [ms, success] of moments) gaps.see(success, 5000 + ms);
  return gaps;
};

test('the longest stretch without a success, from the start on', () => {
  expect(seen([4000, true], [4100, true]).finish(5000 + 6000)).toEqual({ fromMs: 0, toMs: 4000 });
  expect(seen([10, true], [3000, false], [6000, true], [9999, true]).finish(5000 + END)).toEqual({
    fromMs: 10,
    toMs: 6000,
  });
});

test('until its end, where nothing came any more', () => {
  expect(seen([10, true]).finish(5000 + 9000)).toEqual({ fromMs: 10, toMs: 9000 });
});

test('responses that are waited for at the end: until the first of them, for then a connection has nothing to do', () => {
  const waited = seen([9000, true], [12_500, true], [30_000, true]);
  expect(waited.finish(5000 + 30_000)).toEqual({ fromMs: 0, toMs: 9000 });
  const hung = seen([2000, true], [14_000, false], [14_001, false]);
  expect(hung.finish(5000 + 14_001)).toEqual({ fromMs: 2000, toMs: 14_000 });
});

test('a pause in which nothing was sent is none', () => {
  const gaps = seen([1000, true]);
  gaps.skip(5000 + 8000);
  gaps.see(true, 5000 + 8500);
  expect(gaps.finish(5000 + 8600)).toEqual({ fromMs: 0, toMs: 1000 });
});
