/** What people who watch are shown. */
import { calibrationProgress } from '../../src/judgement/calibration/progress.ts';

test('a spread is there once there are blocks to learn one from', () => {
  expect(calibrationProgress(1, 0, 230)).toEqual({ blocks: 1, spread: null, secondsLeft: 230 });
  expect(calibrationProgress(2, 0.01, -3)).toEqual({ blocks: 2, spread: null, secondsLeft: 0 });
  expect(calibrationProgress(3, 0.031, 60)).toEqual({ blocks: 3, spread: 0.031, secondsLeft: 60 });
});
