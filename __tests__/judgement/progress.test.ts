/** Lines for people who watch. */
import { tellCalibrating } from '../../src/judgement/calibration/progress.ts';

test('a spread is told once there are blocks to learn one from', () => {
  expect(tellCalibrating(1, 0, 230)).toBe('block 1; 3 min 50 s left');
  expect(tellCalibrating(2, 0.01, 0)).toBe('block 2');
  expect(tellCalibrating(3, 0.031, 60)).toBe('block 3: single blocks differ by ±3.1 % in P99; 60 s left');
});
