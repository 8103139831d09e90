import type { Load, Stage } from '../../src/config/plan.ts';
import { mostByWorker, splitRequests, splitStage } from '../../src/engine/split-load.ts';

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

describe('a stage', () => {
  test('takes a thread for every hundred connections, and leaves one core free', () => {
    const connectionsOf = (count: number, cores: number) =>
      splitStage(stage(count), cores).map(({ connections }) => connections);
    expect(connectionsOf(100, 8)).toEqual([100]);
    expect(connectionsOf(101, 8)).toEqual([50, 51]);
    expect(connectionsOf(1000, 3)).toEqual([500, 500]);
    expect(connectionsOf(1000, 1)).toEqual([1000]);
  });

  test('gives each thread its portion of the rate, and its own moment within an interval', () => {
    const parts = splitStage(stage(300, 90), 8).map(({ arrivals }) => arrivals);
    expect(parts.map((part) => part?.phase)).toEqual([0, 1 / 3, 2 / 3]);
    expect(parts.map((part) => part?.perSecond)).toEqual(
      [30, 30, 30].map((value) => expect.closeTo(value, 9)),
    );
  });
});

test('threads are as many as the largest stage takes, each with the most that it carries in any', () => {
  expect(mostByWorker(load(stage(10)), 8)).toEqual([10]);
  expect(mostByWorker(load(stage(90), stage(120), stage(10)), 8)).toEqual([90, 60]);
});

test.each([
  [1000, [100, 100, 50]],
  [1, [100, 100, 50]],
  [7, [3, 3, 3]],
  [0, [5]],
])('%i requests for workers of %j connections: none is lost, and none made up', (most, connections) => {
  const parts = connections.map((count) => ({ connections: count, arrivals: null }));
  const shares = splitRequests(most, parts);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(most);
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
});
