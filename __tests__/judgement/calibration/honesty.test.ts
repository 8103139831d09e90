/**
 * Whether a recommendation keeps what it promises: blocks with a known spread are calibrated on, and fresh sessions
 * with the same spread are judged at what was recommended, by the interleaved gate itself.
 */
import type { Calibration, GateAdvice } from '../../../src/judgement/calibration/calibration.ts';
import { declareGates } from '../../../src/judgement/interleaved/declared-gates.ts';
import { fromSize } from '../../../src/judgement/scale.ts';
import { interleavedGate } from '../../../src/judgement/statistics/interleaved-gate.ts';
import { drawn } from '../../part.ts';
import { generator } from '../generator.ts';
import { makeInterleavedPlan } from '../make-interleaved.ts';
import { makeCalibration } from './make-calibration.ts';

const CALIBRATIONS = drawn(8, 2);
const SESSIONS = 40;

/**
 * Of the P99 of single rounds; blocks differ by √2 times as much. One block in `stallEvery` has a stall on one side.
 */
const ENVIRONMENTS = [
  { name: 'quiet', noise: 0.02, stallEvery: 100 },
  { name: 'typical', noise: 0.07, stallEvery: 20 },
  { name: 'noisy', noise: 0.18, stallEvery: 8 },
] as const;

function p99Advice({ gates }: Calibration): GateAdvice {
  const advice = gates.find(({ metric, endpoint }) => metric === 'p99' && endpoint === null);
  if (!advice) throw new Error('the whole has a gate on P99');
  return advice;
}

describe.each(ENVIRONMENTS)('$name', ({ noise, stallEvery }) => {
  const stall = (unit: () => number) => (unit() < 1 / stallEvery ? 2.5 : 1);
  const calibrations = Array.from({ length: CALIBRATIONS }, (_, draw) => {
    const random = generator(900 + draw);
    return makeCalibration({
      draw,
      noise,
      p99: () => stall(random.even) / stall(random.even),
    });
  });

  /** Sessions that ended so, of all, with the target worse by so many tolerances. */
  function endings(times: number): { passed: number; failed: number } {
    const random = generator(77);
    let [passed, failed, all] = [0, 0, 0];
    for (const calibration of calibrations) {
      const { tolerance } = p99Advice(calibration);
      if (tolerance === null) throw new Error('nothing was recommended');
      const size = fromSize('p99', tolerance);
      const [gate] = declareGates(makeInterleavedPlan(), calibration.rounds.blocks, 0, false);
      for (let session = 0; session < SESSIONS; session++) {
        const series = Array.from(
          { length: calibration.rounds.blocks },
          () =>
            times * size +
            noise * (random.normal() - random.normal()) +
            Math.log(stall(random.even) / stall(random.even)),
        );
        const { decision: state } = interleavedGate(series, {
          ...(gate as NonNullable<typeof gate>).rule,
          tolerance: size,
          floor: size,
        });
        all++;
        passed += Number(state === 'passed');
        failed += Number(state === 'failed');
      }
    }
    return { passed: passed / all, failed: failed / all };
  }

  test('the same code fails in at most 2 of 100 sessions, and passes in at least 90', () => {
    const { passed, failed } = endings(0);
    expect(failed).toBeLessThanOrEqual(0.02);
    expect(passed).toBeGreaterThanOrEqual(0.9);
  });

  test('twice the tolerance fails in at least 90 of 100 sessions, and passes in at most 2', () => {
    const { passed, failed } = endings(2);
    expect(failed).toBeGreaterThanOrEqual(0.9);
    expect(passed).toBeLessThanOrEqual(0.02);
  });

  test('what is recommended is no wider than the noise asks for', () => {
    // Of the blocks: the plan of 45 blocks holds about twice that; stalls want more.
    const ofBlocks = noise * Math.SQRT2;
    for (const calibration of calibrations) {
      const { tolerance, spread } = p99Advice(calibration);
      expect(spread ?? 0).toBeGreaterThan(ofBlocks * 0.6);
      expect(spread ?? 0).toBeLessThan(ofBlocks * 1.7);
      expect(tolerance ?? 1).toBeLessThanOrEqual(Math.max(0.11, 2.5 * ofBlocks));
    }
  });
});
