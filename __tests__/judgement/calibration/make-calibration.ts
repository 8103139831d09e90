import { planCalibration } from '../../../src/config/calibration/calibration-plan.ts';
import type { Plan } from '../../../src/config/plan.ts';
import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import type { Calibration } from '../../../src/judgement/calibration/calibration.ts';
import type { CalibrationRun } from '../../../src/judgement/calibration/calibration-run.ts';
import { drawn } from '../../part.ts';
import { generator } from '../generator.ts';
import { type LiveShape, makeInterleaved, makeInterleavedPlan } from '../make-interleaved.ts';

export interface CalibrationShape extends LiveShape {
  readonly plan?: Plan;
  readonly oneUrl?: boolean;
  readonly cutShort?: boolean;
  readonly sessions?: number;
  readonly elapsedMs?: number;
}

const MINUTES_MS = 360_000;

/** A calibration of 50 blocks of 3 s, by default of one address against itself. */
export function makeCalibration(shape: CalibrationShape = {}): Calibration {
  return calibrate(makeRun(shape));
}

export function makeRun({
  plan: written = makeInterleavedPlan({ base: null }),
  oneUrl = true,
  cutShort = false,
  sessions = drawn(200, 60),
  elapsedMs,
  ...shape
}: CalibrationShape = {}): CalibrationRun {
  const blocks = shape.blocks ?? 50;
  const plan = planCalibration(written, MINUTES_MS);
  const random = generator(4711 + (shape.draw ?? 1));
  return {
    written,
    plan,
    evidence: makeInterleaved({ ...shape, blocks }, plan),
    elapsedMs: elapsedMs ?? blocks * 7000,
    cutShort,
    oneUrl,
    unit: random.even,
    sessions,
  };
}
