import { randomBytes } from 'node:crypto';
import type { Plan } from '../config/plan.ts';
import { urlOf } from '../config/target/location.ts';
import type { Engine } from '../engine/engine.ts';
import { seededRandom } from '../engine/random.ts';
import type { Round } from '../engine/round.ts';
import { isBudgetSpent, spentMs } from '../engine/schedule.ts';
import { gather } from '../evidence/gather.ts';
import { calibrate } from '../judgement/calibration/calibrate.ts';
import type { Calibration } from '../judgement/calibration/calibration.ts';
import type { CalibrationRefusal } from '../judgement/calibration/causes.ts';
import { describeNoise } from '../judgement/calibration/noise.ts';
import { type CalibrationProgress, calibrationProgress } from '../judgement/calibration/progress.ts';
import { findRefusal } from '../judgement/calibration/validity.ts';
import { measureNext } from '../measure-next.ts';

/** Drawn for each gate; many gates share the time. */
const SESSIONS = 400;
const FEWEST_SESSIONS = 100;
const SESSIONS_IN_ALL = 2400;

interface CalibrationRounds {
  /** Of the file as it is. */
  readonly written: Plan;
  /** Of the calibration, made from it. */
  readonly plan: Plan;
  readonly signal: AbortSignal;
  tell(progress: CalibrationProgress): void;
}

/** What came of it, or why nothing did. */
export type Calibrated = { readonly calibration: Calibration } | { readonly refusal: CalibrationRefusal };

/** Measures block by block, and says what that comes to. Throws Unmeasurable. */
export async function measureCalibration(
  engine: Engine,
  { written, plan, signal, tell }: CalibrationRounds,
): Promise<Calibrated> {
  const seed = randomBytes(6).toString('hex');
  const measured = await measure(plan, engine, tell, { seed, signal });
  return conclude(written, plan, measured, { seed, machine: engine.machine });
}

interface Measured {
  /** Whole blocks, and what came after them where the target or its login was lost. */
  readonly rounds: readonly Round[];
  readonly cutShort: boolean;
}

/** Block by block until the time is up or somebody ends it. Throws Unmeasurable. */
async function measure(
  plan: Plan,
  engine: Engine,
  tell: CalibrationRounds['tell'],
  { seed, signal }: { readonly seed: string; readonly signal: AbortSignal },
): Promise<Measured> {
  const rounds: Round[] = [];
  const goesOn = () => !signal.aborted && rounds.every(({ ended }) => ended.how === 'complete');
  await engine.prepare(plan);
  while (goesOn() && !isBudgetSpent(plan, rounds)) {
    await measureNext(plan, rounds, { seed, measure: engine.measure });
    if (!goesOn()) break;
    const { interleaved } = gather(rounds, plan, {
      machine: engine.machine,
      seed,
      budgetBlocks: rounds.length,
      budgetSpent: false,
    });
    const leftMs = plan.gate.interleaved.budgetMs - spentMs(plan, rounds);
    if (interleaved)
      tell(calibrationProgress(rounds.length / 2, describeNoise(interleaved).ofBlocks, leftMs / 1000));
  }
  const cancelled = signal.aborted || rounds.some(({ ended }) => ended.how === 'cancelled');
  if (!cancelled) {
    await engine.confirm();
    return { rounds, cutShort: false };
  }
  const whole = rounds.findIndex(({ ended }) => ended.how !== 'complete');
  const complete = whole < 0 ? rounds.length : whole;
  return { rounds: rounds.slice(0, complete - (complete % 2)), cutShort: true };
}

function conclude(
  written: Plan,
  plan: Plan,
  { rounds, cutShort }: Measured,
  { seed, machine }: { readonly seed: string; readonly machine: Engine['machine'] },
): Calibrated {
  const run = { machine, seed, budgetBlocks: rounds.length / 2, budgetSpent: true };
  const { measurement, interleaved } = gather(rounds, plan, run);
  if (interleaved === null) throw new Error('a calibration has two sides');
  const refusal = findRefusal(measurement, interleaved, cutShort);
  if (refusal) return { refusal };
  const gates = Object.keys({ ...plan.gate.endpoints, ...plan.gate.flows }).length + 1;
  const calibration = calibrate({
    written,
    plan,
    evidence: interleaved,
    elapsedMs: spentMs(plan, rounds),
    cutShort,
    oneUrl: written.base === null || urlOf(written.base) === urlOf(written.target),
    unit: seededRandom(`${seed}/sessions`).unit,
    sessions: Math.max(FEWEST_SESSIONS, Math.min(SESSIONS, Math.round(SESSIONS_IN_ALL / (3 * gates)))),
  });
  return { calibration };
}
