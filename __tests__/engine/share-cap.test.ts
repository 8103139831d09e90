import type { Arrivals, Stage } from '../../src/config/plan.ts';
import { shareCap } from '../../src/engine/share-cap.ts';
import { splitStages } from '../../src/engine/split-load.ts';

const stage = (arrivals: Arrivals | null): Stage => ({
  name: null,
  connections: 300,
  durationMs: 10_000,
  arrivals,
});
const capsOf = (arrivals: Arrivals | null, maxRequests?: number, sent = 100) => {
  const stages = [stage(arrivals)] as const;
  return shareCap(maxRequests, { stages, warmupMs: 2000 }, sent, splitStages(stages, 3));
};

test('without a cap there is none', () => {
  expect(capsOf(null)).toEqual([{}, {}, {}]);
});

test('a closed load has what is left of it, in parts that add up', () => {
  expect(capsOf(null, 1000)).toEqual([{ mostRequests: 300 }, { mostRequests: 300 }, { mostRequests: 300 }]);
  expect(capsOf(null, 90)).toEqual([{ mostRequests: 0 }, { mostRequests: 0 }, { mostRequests: 0 }]);
});

test('with a rate only what is sent again can go beyond it: what the schedule leaves', () => {
  const arrivals = { perSecond: 50, kind: 'constant' } as const;
  // 500 in the measured time, 100 in the warm-up, 100 before.
  expect(capsOf(arrivals, 1000)).toEqual([
    { mostRepetitions: 100 },
    { mostRepetitions: 100 },
    { mostRepetitions: 100 },
  ]);
  expect(capsOf(arrivals, 700)).toEqual([
    { mostRepetitions: 0 },
    { mostRepetitions: 0 },
    { mostRepetitions: 0 },
  ]);
});
