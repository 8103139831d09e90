import { fewestBlocks } from '../../src/config/gate/fewest-blocks.ts';
import type { MetricBounds, Plan } from '../../src/config/plan.ts';
import { responsesWanted } from '../../src/config/responses.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { blocksOfBudget, isBudgetSpent, nextRounds } from '../../src/engine/schedule.ts';
import { request } from './run-load.ts';

const plan = (
  over: {
    base?: boolean;
    whole?: MetricBounds;
    endpoints?: Record<string, MetricBounds>;
    budgetMs?: number;
  } = {},
): Plan => ({
  name: 'n',
  configFile: 'tailgate.yml',
  target: { origin: 'http://127.0.0.1:1', ready: null, identity: null, headers: [] },
  base: over.base === false ? null : { origin: 'http://127.0.0.1:2' },
  load: {
    profile: null,
    stages: [{ name: null, connections: 10, durationMs: 20_000, arrivals: null }],
    warmupMs: 5000,
    timeoutMs: 1000,
  },
  scenario: { login: null, requests: [request({ name: 'often', weight: 9 }), request({ name: 'rare' })] },
  gate: {
    whole: over.whole ?? { p99: { limit: null, regression: 0.1 } },
    endpoints: over.endpoints ?? {},
    stored: 'gate',
    spread: 0.1,
    interleaved: { measureMs: 3000, discardMs: 500, budgetMs: over.budgetMs ?? 360_000, allowance: null },
  },
  baseline: null,
  secrets: [],
  notices: [],
});

/** A round in which so many requests a second succeeded, nine of ten of them the frequent one. */
const round = (order: RoundOrder, perSecond: number): Round => {
  const successes = (share: number) => Math.round((perSecond * share * order.measureMs) / 1000);
  const stats = (name: string, success: number) => ({
    name,
    sent: success,
    retried: 0,
    outcomes: { success, status: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
    inFlight: 0,
    statuses: {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: [],
    batches: [],
  });
  return {
    side: order.side,
    stage: order.stage,
    startedAt: '2026-11-22T00:00:00.000Z',
    measuredMs: order.measureMs,
    plannedMs: order.measureMs,
    elapsedMs: order.measureMs + order.warmupMs,
    connections: 10,
    seed: order.seed,
    address: '127.0.0.1',
    requests: [stats('often', successes(0.9)), stats('rare', successes(0.1))],
    ended: { how: 'complete' },
    generator: { workers: 1, cpuShare: 0.1, loopDelayP99Ms: 0, lateShare: null, worstLagMs: 0 },
  };
};

const afterFirst = (of: Plan, perSecond: number) =>
  nextRounds(of, [], 's').map((order) => round(order, perSecond));

test('without a base: the target alone, as long as the load says, and a short warm-up from the second time on', () => {
  const alone = plan({ base: false });
  const [first] = nextRounds(alone, [], 's');
  expect(first).toEqual({
    side: 'target',
    sequence: 0,
    stage: 0,
    warmupMs: 5000,
    measureMs: 20_000,
    seed: 's/0',
  });
  const [second] = nextRounds(alone, [round(first as RoundOrder, 100)], 's');
  expect(second).toEqual({
    side: 'target',
    sequence: 1,
    stage: 0,
    warmupMs: 1000,
    measureMs: 20_000,
    seed: 's/1',
  });
});

test('a block is one round on each side with one seed, after the warm-up first and then after the discard', () => {
  const first = nextRounds(plan(), [], 's');
  expect(first.map(({ side }) => side).sort()).toEqual(['base', 'target']);
  expect(first.map(({ seed, warmupMs, measureMs }) => ({ seed, warmupMs, measureMs }))).toEqual(
    Array(2).fill({ seed: 's/0', warmupMs: 5000, measureMs: 3000 }),
  );
  const next = nextRounds(plan(), afterFirst(plan(), 300), 's');
  expect(next.map(({ seed, warmupMs, sequence }) => ({ seed, warmupMs, sequence }))).toEqual(
    Array(2).fill({ seed: 's/1', warmupMs: 500, sequence: 1 }),
  );
});

test('without a warm-up the first block is discarded from as the others are', () => {
  const cold = { ...plan(), load: { ...plan().load, warmupMs: 0 } };
  expect(nextRounds(cold, [], 's').map(({ warmupMs }) => warmupMs)).toEqual([500, 500]);
});

test('the coin is fair, decided for each block anew, and the seed repeats it', () => {
  const firsts = (seed: string) =>
    Array.from({ length: 400 }, (_, block) => {
      const done = Array(2 * block).fill(afterFirst(plan(), 300)[0]) as Round[];
      return nextRounds(plan(), done, seed)[0]?.side;
    });
  const some = firsts('one');
  expect(firsts('one')).toEqual(some);
  expect(firsts('two')).not.toEqual(some);
  const heads = some.filter((side) => side === 'target').length;
  // Five standard deviations of 400 tosses are 50.
  expect(Math.abs(heads - 200)).toBeLessThan(50);
});

test('rounds are lengthened where a gate on P99 gets fewer answers than it wants, its own request counted', () => {
  expect(responsesWanted('p99', 0.1)).toBe(900);
  expect(responsesWanted('p99', 0.2)).toBe(246);
  const lengthOf = (of: Plan, perSecond: number) =>
    nextRounds(of, afterFirst(of, perSecond), 's')[0]?.measureMs;
  expect(lengthOf(plan(), 300)).toBe(3000);
  expect(lengthOf(plan(), 100)).toBe(9000);
  const rare = plan({ whole: {}, endpoints: { rare: { p99: { limit: null, regression: 0.2 } } } });
  expect(lengthOf(rare, 300)).toBe(8200);
  // A limit alone wants nothing of a round, and neither does throughput.
  expect(lengthOf(plan({ whole: { p99: { limit: 100, regression: null } } }), 10)).toBe(3000);
});

test('but never so long that fewer than a dozen blocks fit into the budget', () => {
  const of = plan();
  const done = afterFirst(of, 1);
  const measureMs = nextRounds(of, done, 's')[0]?.measureMs as number;
  expect(measureMs).toBe(360_000 / 12 / 2 - 500);
  expect(blocksOfBudget(of, done)).toBeGreaterThanOrEqual(12);
});

test('nor so long that fewer fit than the gates need to show anything', () => {
  const bounds = { p99: { limit: null, regression: 0.1 } };
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`request ${i}`, bounds]));
  const of = plan({ endpoints: many });
  expect(fewestBlocks(of.gate)).toBeGreaterThan(12);
  expect(blocksOfBudget(of, afterFirst(of, 1))).toBeGreaterThanOrEqual(fewestBlocks(of.gate));
});

test('time-outs are answers that a P99 wants: rounds of a slow target grow no longer for them', () => {
  const of = plan();
  const slow = afterFirst(of, 100).map((one) => {
    const halved = one.requests.map((stats) => {
      const success = stats.outcomes.success / 2;
      return { ...stats, outcomes: { ...stats.outcomes, success, timeout: success } };
    });
    return { ...one, requests: halved };
  });
  expect(nextRounds(of, slow, 's')[0]?.measureMs).toBe(9000);
});

test('the budget holds 45 blocks at most, and no more than fit into it', () => {
  expect(blocksOfBudget(plan(), [])).toBe(45);
  expect(blocksOfBudget(plan({ budgetMs: 70_000 }), [])).toBe(10);
  expect(blocksOfBudget(plan({ budgetMs: 30_000 }), [])).toBe(4);
});

test('time counts too: rounds whose answers are long in coming end the run before the last block', () => {
  const slow = (blocks: number) =>
    Array.from({ length: 2 * blocks }, () => ({
      ...(afterFirst(plan(), 300)[0] as Round),
      elapsedMs: 13_500,
    }));
  expect(isBudgetSpent(plan(), slow(13))).toBe(false);
  // 14 blocks of 27 s less the warm-up of 10 s are 368 s.
  expect(isBudgetSpent(plan(), slow(14))).toBe(true);
  expect(isBudgetSpent(plan({ base: false }), slow(50))).toBe(false);
});

test('the warm-up of both sides is not of the budget', () => {
  const done = (elapsedMs: number) => [{ ...(afterFirst(plan(), 300)[0] as Round), elapsedMs }];
  expect(isBudgetSpent(plan(), done(360_000 + 2 * 5000 - 1))).toBe(false);
  expect(isBudgetSpent(plan(), done(360_000 + 2 * 5000))).toBe(true);
});

describe('a load of several stages', () => {
  const staged = (over: Parameters<typeof plan>[0]): Plan => {
    const one = plan(over);
    const [stage] = one.load.stages;
    return { ...one, load: { ...one.load, stages: [stage, { ...stage, durationMs: 7000 }] } };
  };

  test('without a base: a round of each in their order, and the whole warm-up before the first only', () => {
    const of = staged({ base: false });
    const first = nextRounds(of, [], 's');
    expect(
      first.map(({ sequence, stage, warmupMs, measureMs }) => [sequence, stage, warmupMs, measureMs]),
    ).toEqual([
      [0, 0, 5000, 20_000],
      [1, 1, 1000, 7000],
    ]);
    const again = nextRounds(
      of,
      first.map((order) => round(order, 100)),
      's',
    );
    expect(again.map(({ sequence, stage, warmupMs }) => [sequence, stage, warmupMs])).toEqual([
      [2, 0, 1000],
      [3, 1, 1000],
    ]);
  });

  test('with a base: blocks take turns, each as long as its own stage needs', () => {
    const of = staged({});
    const done = [...afterFirst(of, 300)];
    const second = nextRounds(of, done, 's');
    expect(second.map(({ stage, measureMs }) => [stage, measureMs])).toEqual([
      [1, 3000],
      [1, 3000],
    ]);
    done.push(...second.map((order) => round(order, 100)));
    const third = nextRounds(of, done, 's');
    expect(third.map(({ stage, measureMs }) => [stage, measureMs])).toEqual([
      [0, 3000],
      [0, 3000],
    ]);
    done.push(...third.map((order) => round(order, 300)));
    expect(nextRounds(of, done, 's').map(({ stage, measureMs }) => [stage, measureMs])).toEqual([
      [1, 9000],
      [1, 9000],
    ]);
    // Two blocks of 7 s, then blocks of 7 s and 19 s in turn.
    expect(blocksOfBudget(of, done)).toBe(2 + Math.floor((360_000 - 14_000) / 13_000));
  });
});
