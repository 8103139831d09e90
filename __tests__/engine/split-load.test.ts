import type { Load, Stage } from '../../src/config/plan.ts';
import { mostByWorker, splitRequests, splitStages, workersFor } from '../../src/engine/split-load.ts';
import { firstConnections } from '../../src/engine/worker/connection-steps.ts';

const stage = (connections: number, perSecond: number | null = null): Stage => ({
  name: null,
  connections,
  durationMs: 1000,
  arrivals: perSecond === null ? null : { perSecond, kind: 'constant' },
});
const load = (...stages: [Stage, ...Stage[]]): Load => ({
  profile: null,
  stages,
  warmupMs: 0,
  timeoutMs: 1000,
});

describe('a load', () => {
  test('takes a thread for every hundred connections, and leaves one core free', () => {
    const connectionsOf = (count: number, cores: number) => {
      const { stages } = load(stage(count));
      return splitStages(stages, workersFor({ stages }, cores)).map(firstConnections);
    };
    expect(connectionsOf(100, 8)).toEqual([100]);
    expect(connectionsOf(101, 8)).toEqual([50, 51]);
    expect(connectionsOf(1000, 3)).toEqual([500, 500]);
    expect(connectionsOf(1000, 1)).toEqual([1000]);
  });

  test('has the same threads in all its stages, as many as the busiest takes, each with some connections', () => {
    expect(workersFor(load(stage(10)), 8)).toBe(1);
    expect(workersFor(load(stage(90), stage(220), stage(50)), 8)).toBe(3);
    expect(workersFor(load(stage(10), stage(300)), 8)).toBe(2);
    expect(workersFor(load({ ...stage(300), fromConnections: 10 }), 8)).toBe(2);
    expect(workersFor(load({ ...stage(10), fromConnections: 300 }), 8)).toBe(2);
    expect(workersFor(load(stage(1), stage(300)), 8)).toBe(1);
  });

  test('gives each thread its portion of the rate, and its own moment within an interval', () => {
    const ramp = { perSecond: 90, fromPerSecond: 30, kind: 'constant' } as const;
    const parts = splitStages([stage(300, 90), { ...stage(300), arrivals: ramp }], 3);
    const [steady, rising] = [0, 1].map((at) => parts.map(({ stages }) => stages[at]?.arrivals));
    expect(steady?.map((part) => part?.phase)).toEqual([0, 1 / 3, 2 / 3]);
    const thirds = (of: number) => Array(3).fill(expect.closeTo(of / 3, 9));
    expect(steady?.map((part) => part?.perSecond)).toEqual(thirds(90));
    expect(rising?.map((part) => part?.perSecond)).toEqual(thirds(90));
    expect(rising?.map((part) => part?.fromPerSecond)).toEqual(thirds(30));
  });

  test.each([
    [7, 2],
    [101, 3],
    [10_000, 7],
  ])('the parts of %d connections and their rate on %d threads add up', (connections, workers) => {
    const parts = splitStages([stage(connections, 123.4)], workers);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(parts.map(firstConnections))).toBe(connections);
    expect(sum(parts.map(({ stages }) => stages[0].arrivals?.perSecond ?? 0))).toBeCloseTo(123.4, 9);
  });
});

test('each thread is given the most connections that it has at any time', () => {
  expect(mostByWorker(load(stage(10)), 8)).toEqual([10]);
  expect(mostByWorker(load(stage(90), stage(121), stage(10)), 8)).toEqual([60, 61]);
  expect(mostByWorker(load({ ...stage(10), fromConnections: 121 }), 8)).toEqual([60, 61]);
});

test.each([
  [1000, [100, 100, 50]],
  [1, [100, 100, 50]],
  [7, [3, 3, 3]],
  [0, [5]],
])('%i requests for stages of %j connections on three threads: none is lost, and none made up', (most, connections) => {
  const [first = 0, ...others] = connections;
  const shares = splitRequests(most, splitStages([stage(first), ...others.map((count) => stage(count))], 3));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(most);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
});
