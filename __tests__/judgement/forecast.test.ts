/** What is told of the blocks left: that it doesn't jump, and that it is about right. */
import { gateProgress } from '../../src/judgement/interleaved/progress.ts';
import { steady } from '../../src/judgement/interleaved/steady.ts';
import { trackGates } from '../../src/judgement/interleaved/tracked-gates.ts';
import type { BlockProgress } from '../../src/judgement/verdict.ts';
import { writeProgress } from '../../src/report/words/progress.ts';
import { drawn } from '../part.ts';
import { makeInterleaved, makeInterleavedPlan } from './make-interleaved.ts';

const at = (blocks: number, blocksMore: number | null, budgetBlocks = 100): BlockProgress => ({
  blocks,
  budgetBlocks,
  gates: [],
  blocksMore,
  longer: 0,
});
/** What is told after each block, from the sixth on, of what each says alone. */
function tell(alone: readonly (number | null)[], budgetBlocks = 100): (number | null)[] {
  let told: BlockProgress | null = null;
  return alone.map((blocksMore, i) => {
    told = steady(told, at(6 + i, blocksMore, budgetBlocks));
    return told.blocksMore;
  });
}

describe('steadily', () => {
  test('it counts down as the blocks do, and doesn’t rise with one of them', () => {
    expect(tell([20, 19, 40, 18, 17, 90, 90, 16])).toEqual([20, 19, 19, 18, 17, 17, 17, 16]);
  });

  test('it falls by no more than two fifths at once', () => {
    expect(tell([50, 3, 3, 3, 3, 3, 3])).toEqual([50, 30, 18, 10, 6, 3, 3]);
    expect(tell([2, 1, 1])).toEqual([2, 1, 1]);
  });

  test('it rises once five in a row take much longer, by five; and then again', () => {
    expect(tell([10, 17, 17, 17, 17, 17, 17, 17, 17, 17, 17])).toEqual([
      10, 10, 10, 10, 10, 15, 15, 15, 15, 15, 15,
    ]);
    expect(tell([4, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60])).toEqual([4, 4, 4, 4, 4, 9, 9, 9, 9, 9, 14]);
    // Of one that is little longer, none does; and four and a shorter one are no five.
    expect(tell([10, 16, 16, 16, 16, 16, 16])).toEqual([10, 10, 10, 10, 10, 10, 10]);
    expect(tell([10, 17, 17, 17, 17, 12, 17, 17])).toEqual([10, 10, 10, 10, 10, 10, 10, 10]);
  });

  test('a budget that may be too short is told so until it is clearly long enough', () => {
    const words = (alone: readonly number[]) => {
      let told: BlockProgress | null = null;
      return alone.map((blocksMore, i) => {
        told = steady(told, at(6 + i, blocksMore, 26));
        return writeProgress(told).split('; ')[1];
      });
    };
    expect(words([400, 21, 17, 16, 9, 8])).toEqual([
      'perhaps not decided in the 20 blocks left',
      'perhaps not decided in the 19 blocks left',
      'perhaps not decided in the 18 blocks left',
      'perhaps not decided in the 17 blocks left',
      'about 10 blocks left',
      'about 8 blocks left',
    ]);
  });

  test('it begins when it is known', () => expect(tell([null, null, 12, 30])).toEqual([null, null, 12, 12]));
});

test('each block alone would have it jump, in most sessions that take a while', () => {
  const jumping = Array.from({ length: drawn(12, 6) }, (_, draw) => play(0.1, 1.1, 10 + draw, false)).filter(
    ({ alone }) => alone.some((one, i) => one > (alone[i - 1] ?? one) + 5),
  );
  expect(jumping.length).toBeGreaterThan(drawn(6, 3));
});

/** A session block by block until its gates are decided: what is told, what each block says alone, and its end. */
function play(noise: number, p99: number, draw: number, sliced: boolean) {
  const plan = makeInterleavedPlan();
  const budgetBlocks = sliced ? 90 : 45;
  const whole = makeInterleaved({ blocks: budgetBlocks, budgetBlocks, noise, p99, draw, sliced }, plan);
  const told: BlockProgress[] = [];
  const alone: number[] = [];
  for (let blocks = 1; blocks <= budgetBlocks; blocks++) {
    const tracked = trackGates(plan, { ...whole, blocks: whole.blocks.slice(0, blocks) });
    if (tracked.whole?.decision !== 'undecided') return { told, alone, end: blocks };
    const now = gateProgress(tracked);
    alone.push(Math.min(now.blocksMore ?? 0, budgetBlocks - blocks));
    told.push(steady(told.at(-1) ?? null, now));
  }
  return { told, alone, end: budgetBlocks };
}

describe.each([
  { name: 'quiet', noise: 0.03, p99: 1, sliced: false },
  { name: 'typical', noise: 0.07, p99: 1, sliced: false },
  { name: 'noisy', noise: 0.14, p99: 1, sliced: false },
  { name: 'noisy, in slices', noise: 0.14, p99: 1, sliced: true },
  { name: 'quiet, +10 %', noise: 0.03, p99: 1.1, sliced: false },
  { name: 'typical, +10 %', noise: 0.07, p99: 1.1, sliced: false },
  { name: 'noisy, +10 %', noise: 0.14, p99: 1.1, sliced: false },
  { name: 'typical, +20 %', noise: 0.07, p99: 1.2, sliced: false },
])('simulated sessions, $name', ({ noise, p99, sliced }) => {
  const sessions = Array.from({ length: drawn(24, 4) }, (_, draw) => play(noise, p99, 50 + draw, sliced));
  const rises = (values: readonly number[]) =>
    values.slice(1).map((value, i) => value - (values[i] ?? value));
  const known = ({ told }: (typeof sessions)[number]) => told.flatMap(({ blocksMore }) => blocksMore ?? []);

  test('what is told never rises by more than five blocks', () => {
    for (const session of sessions) expect(Math.max(0, ...rises(known(session)))).toBeLessThanOrEqual(5);
  });

  test('it is about right: by less than a factor of two, on average over a session', () => {
    const errors = sessions.flatMap(({ told, end }) => {
      const off = told.flatMap(({ blocks, budgetBlocks, blocksMore }) => {
        if (blocksMore === null) return [];
        const left = Math.min(blocksMore, budgetBlocks - blocks);
        return [Math.abs(Math.log((left + 2) / (end - blocks + 2)))];
      });
      return off.length > 0 ? [off.reduce((sum, one) => sum + one, 0) / off.length] : [];
    });
    const mean = errors.reduce((sum, one) => sum + one, 0) / Math.max(1, errors.length);
    expect(Math.exp(mean)).toBeLessThan(2);
  });
});
