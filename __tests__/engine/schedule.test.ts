import type { MetricBounds, Plan } from '../../src/config/plan.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { blocksOfBudget, cappedBy, isBudgetSpent, nextRounds, sentIn } from '../../src/engine/schedule.ts';
import { IN_TIME } from '../generator-health.ts';
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
    interleaved: {
      measureMs: 3000,
      sliced: false,
      discardMs: 500,
      budgetMs: over.budgetMs ?? 360_000,
      allowance: null,
    },
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
    resent: 0,
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
    generator: IN_TIME,
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

  test('with a base: blocks take turns', () => {
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
      [1, 3000],
      [1, 3000],
    ]);
    expect(blocksOfBudget(of, done)).toBe(45);
  });
});

describe('slices', () => {
  const sliced = (over: Parameters<typeof plan>[0] = {}): Plan => {
    const one = plan(over);
    return { ...one, gate: { ...one.gate, interleaved: { ...one.gate.interleaved, sliced: true } } };
  };
  /** A warm-up in which each request took so long. */
  const warmed = (of: Plan, meanMs: number, addresses: readonly string[] = ['127.0.0.1', '127.0.0.1']) =>
    nextRounds(of, [], 's').map((order, i): Round => {
      const batch = {
        seconds: order.measureMs / 1000,
        requests: 100,
        errors: 0,
        busyMs: 100 * meanMs,
        completedSuccesses: 100,
        completedResponses: 100,
        latency: [],
        latencyOfErrors: [],
        service: [],
      };
      const [often] = round(order, 100).requests as [Round['requests'][number]];
      return {
        ...round(order, 100),
        warmUp: true,
        address: addresses[i] ?? null,
        requests: [{ ...often, batches: [batch] }],
      };
    });

  test('first a warm-up of both sides, whose second half shows how fast they answer', () => {
    expect(
      nextRounds(sliced(), [], 's').map(({ warmUp, warmupMs, measureMs }) => [warmUp, warmupMs, measureMs]),
    ).toEqual(Array(2).fill([true, 2500, 2500]));
    const cold = { ...sliced(), load: { ...sliced().load, warmupMs: 0 } };
    expect(nextRounds(cold, [], 's').map(({ warmupMs, measureMs }) => [warmupMs, measureMs])).toEqual(
      Array(2).fill([0, 500]),
    );
  });

  test.each([
    [1, 250, 4],
    [12.5, 250, 4],
    [25, 500, 2],
    [50, 1000, 1],
    [100, 2000, 1],
  ])('at %d ms a response: %d ms each, %d pairs a block', (meanMs, lengthMs, pairs) => {
    const orders = nextRounds(sliced(), warmed(sliced(), meanMs), 's');
    expect(orders).toHaveLength(2 * pairs);
    expect(
      orders.map(({ measureMs, warmupMs, sequence, slice }) => [measureMs, warmupMs, sequence, slice]),
    ).toEqual(orders.map((_, slice) => [lengthMs, 50, 0, slice]));
    // Each pair has both sides, and the same mix on either.
    for (let pair = 0; pair < pairs; pair++) {
      const two = orders.slice(2 * pair, 2 * pair + 2);
      expect(two.map(({ side }) => side).sort()).toEqual(['base', 'target']);
      expect(new Set(two.map(({ seed }) => seed)).size).toBe(1);
    }
  });

  test.each([
    ['a service that takes 150 ms', warmed(sliced(), 150)],
    ['two hosts', warmed(sliced(), 20, ['192.0.2.1', '192.0.2.2'])],
    ['a service that answered nothing', warmed(sliced(), 20).map((one) => ({ ...one, requests: [] }))],
  ])('%s has rounds of one piece', (_, done) => {
    expect(nextRounds(sliced(), done, 's').map(({ measureMs, slice }) => [measureMs, slice])).toEqual(
      Array(2).fill([3000, undefined]),
    );
  });

  test('so has a load with a rate, and a length that the file fixes', () => {
    const of = sliced();
    const [stage] = of.load.stages;
    const open = {
      ...of,
      load: { ...of.load, stages: [{ ...stage, arrivals: { perSecond: 10, kind: 'constant' } }] },
    } as Plan;
    for (const one of [open, plan()])
      expect(nextRounds(one, [], 's').map(({ warmUp }) => warmUp)).toEqual([undefined, undefined]);
  });

  test('the coin of each pair is fair', () => {
    const done = warmed(sliced(), 10);
    const firsts = Array.from({ length: 100 }, (_, block) => {
      const blocks = Array(2 * block).fill(
        round(nextRounds(plan(), [], 's')[0] as RoundOrder, 100),
      ) as Round[];
      const orders = nextRounds(sliced(), [...done, ...blocks], 's');
      return orders.filter((_, i) => i % 2 === 0).map(({ side }) => side);
    }).flat();
    expect(firsts).toHaveLength(400);
    const heads = firsts.filter((side) => side === 'target').length;
    expect(Math.abs(heads - 200)).toBeLessThan(50);
  });

  test('the budget holds as many blocks as there is time for, and 300 at most', () => {
    const blocks = (budgetMs: number) =>
      blocksOfBudget(sliced({ budgetMs }), warmed(sliced({ budgetMs }), 25));
    // Two pairs of 500 ms, 50 ms of lead-in and 25 ms for the last response, on either side.
    expect(blocks(315_000)).toBe(Math.floor(315_000 / 2300));
    expect(blocks(3_600_000)).toBeLessThanOrEqual(300);
    expect(blocks(3_600_000)).toBeGreaterThan(200);
  });

  test('the warm-up is not of the budget', () => {
    const of = sliced({ budgetMs: 30_000 });
    const blocks = (elapsedMs: number) => [
      ...warmed(of, 25),
      { ...round(nextRounds(plan(), [], 's')[0] as RoundOrder, 100), elapsedMs },
    ];
    expect(isBudgetSpent(of, blocks(29_999))).toBe(false);
    expect(isBudgetSpent(of, blocks(30_000))).toBe(true);
  });
});

describe('a cap on requests', () => {
  const capped = (
    maxRequests: number | undefined,
    over: { base?: boolean; perSecond?: number } = {},
  ): Plan => {
    const made = plan({ base: over.base ?? false });
    const arrivals =
      over.perSecond === undefined ? null : ({ perSecond: over.perSecond, kind: 'constant' } as const);
    const [stage] = made.load.stages;
    const load = { ...made.load, stages: [{ ...stage, arrivals }] as const };
    return { ...made, load: maxRequests === undefined ? load : { ...load, maxRequests } };
  };
  // 2,000 requests a round without a base, 300 with one; warm-ups beside them where they are told.
  const done = (of: Plan) => afterFirst(of, 100);

  test('counts what was sent, with the warm-ups where that is known', () => {
    const [first] = done(capped(undefined)) as [Round];
    expect(sentIn([first])).toBe(2000);
    expect(sentIn([{ ...first, sent: 2345 }, first])).toBe(4345);
  });

  test('a closed load may begin as long as one is left', () => {
    expect(cappedBy(capped(undefined), done(capped(undefined)))).toBeNull();
    expect(cappedBy(capped(2001), done(capped(2001)))).toBeNull();
    expect(cappedBy(capped(2000), done(capped(2000)))).toBe('max-requests');
    const [first] = done(capped(9000)) as [Round];
    expect(cappedBy(capped(9000), [{ ...first, ended: { how: 'capped', by: 'max-requests' } }])).toBe(
      'max-requests',
    );
  });

  test('what a rate comes to has to fit', () => {
    expect(cappedBy(capped(4000, { perSecond: 100 }), done(capped(4000)))).toBeNull();
    expect(cappedBy(capped(3999, { perSecond: 100 }), done(capped(3999)))).toBe('max-requests');
    const both = capped(1200, { perSecond: 100, base: true });
    expect(cappedBy(both, done(both))).toBeNull();
    expect(cappedBy(capped(1199, { perSecond: 100, base: true }), done(both))).toBe('max-requests');
  });
});
