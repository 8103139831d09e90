import type { Arrivals, Load, Stage } from '../../src/config/plan.ts';
import type { Scenario } from '../../src/config/scenario.ts';
import { shareCap } from '../../src/engine/share-cap.ts';
import { splitStages } from '../../src/engine/split-load.ts';
import { request } from './run-load.ts';

const stage = (arrivals: Arrivals | null): Stage => ({
  name: null,
  connections: 300,
  durationMs: 10_000,
  arrivals,
});
const ALONE: Scenario = { logins: [], requests: [request()] };
const capsOf = (arrivals: Arrivals | null, maxRequests?: number, sent = 100, scenario = ALONE) => {
  const stages = [stage(arrivals)] as const;
  const plan = { scenario, load: { maxRequests } as Load };
  return shareCap(plan, { stages, warmupMs: 2000 }, sent, splitStages(stages, 3));
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

test('each step of a flow is a request that its arrival brings', () => {
  const flow = { name: 'both', weight: 1, steps: [{ request: 1 }, { request: 2 }] };
  const steps = ['one', 'two'].map((name) => request({ name, flow: 0 }));
  const scenario = { logins: [], requests: [request(), ...steps], flows: [flow] };
  // 600 arrivals, of which every second one is a flow: 900 requests, and 100 before.
  const arrivals = { perSecond: 50, kind: 'constant' } as const;
  const left = (maxRequests: number) =>
    capsOf(arrivals, maxRequests, 100, scenario).map(({ mostRepetitions }) => mostRepetitions);
  expect(left(1300)).toEqual([100, 100, 100]);
  expect(left(1000)).toEqual([0, 0, 0]);
  expect(capsOf(null, 1000, 100, scenario)).toEqual(capsOf(null, 1000));
});

describe('of shards', () => {
  const OF = 4;
  const capsOfShards = (arrivals: Arrivals | null, maxRequests: number, sent = 0) => {
    const stages = [{ ...stage(arrivals), connections: 10 }] as const;
    const load: Load = { profile: null, stages, warmupMs: 0, timeoutMs: 1000, maxRequests };
    return [1, 2, 3, 4].map((index) => {
      const shard = { index, of: OF };
      const parts = splitStages(stages, 1, shard);
      const [cap] = shareCap({ scenario: ALONE, load }, { stages, warmupMs: 0 }, sent, parts, shard);
      return cap?.mostRequests ?? cap?.mostRepetitions;
    });
  };

  test('in a closed model each has as much for each of its connections: 2, 2, 3 and 3', () => {
    expect(capsOfShards(null, 100_004)).toEqual([20_001, 20_001, 30_001, 30_001]);
    expect(capsOfShards(null, 100_004, 5000)).toEqual([15_001, 15_001, 25_001, 25_001]);
  });

  test('nobody is left without a request, and none is made up', () => {
    for (let most = OF; most < 60; most++) {
      const caps = capsOfShards(null, most);
      expect(caps.reduce((sum: number, one = 0) => sum + one, 0)).toBe(most);
      expect(Math.min(...caps.map((one = 0) => one))).toBeGreaterThanOrEqual(1);
    }
  });

  test('at a rate all have as much of it, and of the cap', () => {
    // Of 500 that are due, 125 each.
    expect(capsOfShards({ perSecond: 50, kind: 'constant' }, 1000)).toEqual([125, 125, 125, 125]);
  });
});
