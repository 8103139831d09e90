import type { MetricBounds, Plan, Stage } from '../../src/config/plan.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { blocksOfBudget, cappedBy, isBudgetSpent, nextRounds } from '../../src/engine/schedule.ts';
import { sentIn } from '../../src/engine/sent-in.ts';
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
  scenario: { logins: [], requests: [request({ name: 'often', weight: 9 }), request({ name: 'rare' })] },
  gate: {
    whole: over.whole ?? { p99: { limit: null, regression: 0.1 } },
    endpoints: over.endpoints ?? {},
    stages: {},
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
const roundOf = (order: RoundOrder, stage: Stage, perSecond: number): Round => {
  const successes = (share: number) => Math.round((perSecond * share * stage.durationMs) / 1000);
  const stats = (name: string, success: number) => ({
    name,
    sent: success,
    resent: 0,
    outcomes: { success, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
    inFlight: 0,
    statuses: {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: [],
    batches: [],
  });
  return {
    side: order.side,
    stage: order.stage + order.stages.indexOf(stage),
    startedAt: '2026-11-22T00:00:00.000Z',
    measuredMs: stage.durationMs,
    plannedMs: stage.durationMs,
    elapsedMs: stage.durationMs + order.warmupMs,
    connections: 10,
    seed: order.seed,
    address: '127.0.0.1',
    requests: [stats('often', successes(0.9)), stats('rare', successes(0.1))],
    ended: { how: 'complete' },
    generator: IN_TIME,
  };
};

/** Of an order with one stage. */
const round = (order: RoundOrder, perSecond: number): Round => roundOf(order, order.stages[0], perSecond);

const lengthsOf = ({ stages }: RoundOrder) => stages.map(({ durationMs }) => durationMs);

const afterFirst = (of: Plan, perSecond: number) =>
  nextRounds(of, [], 's').map((order) => round(order, perSecond));

test('without a base: the target alone, as long as the load says, and a short warm-up from the second time on', () => {
  const alone = plan({ base: false });
  const { stages } = alone.load;
  const [first] = nextRounds(alone, [], 's');
  expect(first).toEqual({ side: 'target', sequence: 0, stage: 0, stages, warmupMs: 5000, seed: 's/0' });
  const [second] = nextRounds(alone, [round(first as RoundOrder, 100)], 's');
  expect(second).toEqual({ side: 'target', sequence: 1, stage: 0, stages, warmupMs: 1000, seed: 's/1' });
});

test('a block is one round on each side with one seed, after the warm-up first and then after the discard', () => {
  const first = nextRounds(plan(), [], 's');
  expect(first.map(({ side }) => side).sort()).toEqual(['base', 'target']);
  const told = (order: RoundOrder) => [order.seed, order.warmupMs, lengthsOf(order)];
  expect(first.map(told)).toEqual(Array(2).fill(['s/0', 5000, [3000]]));
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

describe.each([
  ['several stages', [{ connections: 10 }, { connections: 30, durationMs: 7000 }]],
  ['a ramp', [{ fromConnections: 1, connections: 10 }]],
] as const)('a load of %s', (_, shape) => {
  const staged = (over: Parameters<typeof plan>[0]): Plan => {
    const one = plan(over);
    const [stage] = one.load.stages;
    const stages = shape.map((each) => ({ ...stage, ...each })) as unknown as Plan['load']['stages'];
    return { ...one, load: { ...one.load, stages } };
  };
  const passOf = (order: RoundOrder) => order.stages.map((stage) => roundOf(order, stage, 100));
  const LENGTHS = shape.map((stage) => ('durationMs' in stage ? stage.durationMs : 20_000));
  const passMs = LENGTHS.reduce((sum, ms) => sum + ms, 0);

  test('without a base: one order for all of it, and a short warm-up from the second time on', () => {
    const of = staged({ base: false });
    const told = (orders: readonly RoundOrder[]) =>
      orders.map((order) => [order.sequence, order.stage, order.warmupMs, order.stages]);
    const first = nextRounds(of, [], 's');
    expect(told(first)).toEqual([[0, 0, 5000, of.load.stages]]);
    const again = nextRounds(of, first.flatMap(passOf), 's');
    expect(told(again)).toEqual([[1, 0, 1000, of.load.stages]]);
  });

  test('with a base: it is run as a whole on either side in turn, whatever rounds are as long as', () => {
    const of = staged({});
    const sliced = {
      ...of,
      gate: { ...of.gate, interleaved: { ...of.gate.interleaved, sliced: true } },
    };
    const first = nextRounds(sliced, [], 's');
    expect(first.map(({ side }) => side).sort()).toEqual(['base', 'target']);
    expect(first.map((order) => [order.sequence, order.warmupMs, lengthsOf(order), order.seed])).toEqual(
      Array(2).fill([0, 5000, LENGTHS, 's/0']),
    );
    const second = nextRounds(sliced, first.flatMap(passOf), 's');
    expect(second.map(({ side }) => side).sort()).toEqual(['base', 'target']);
    expect(second.map((order) => [order.sequence, order.warmupMs, lengthsOf(order), order.seed])).toEqual(
      Array(2).fill([1, 500, LENGTHS, 's/1']),
    );
  });

  test('the coin of each pair of passes is fair', () => {
    const of = staged({});
    const one = (nextRounds(of, [], 's')[0] as RoundOrder) ?? null;
    const firsts = Array.from({ length: 400 }, (_each, block) => {
      const done = Array(2 * block)
        .fill(passOf(one))
        .flat() as Round[];
      return nextRounds(of, done, 'coins')[0]?.side;
    });
    const heads = firsts.filter((side) => side === 'target').length;
    expect(Math.abs(heads - 200)).toBeLessThan(50);
  });

  test('the budget holds as many passes as there is time for', () => {
    const pairMs = 2 * (passMs + 500);
    expect(blocksOfBudget(staged({ budgetMs: 3 * pairMs }), [])).toBe(3);
    expect(blocksOfBudget(staged({ budgetMs: 3 * pairMs - 1 }), [])).toBe(2);
  });

  test('a cap has to hold a whole pass, and a rate’s pass has to fit', () => {
    const of = { ...staged({ base: false }), caps: { durationMs: 2 * passMs + 6000 } };
    const done = nextRounds(of, [], 's').flatMap(passOf);
    const elapsedMs = done.reduce((sum, each) => sum + each.elapsedMs, 0);
    const leaving = (leftMs: number) => ({ ...of, caps: { durationMs: elapsedMs + leftMs } });
    expect(cappedBy(leaving(passMs + 1000), done)).toBeNull();
    expect(cappedBy(leaving(passMs + 999), done)).toBe('max-duration');
    const [stage, ...others] = of.load.stages;
    const arrivals = { perSecond: 100, kind: 'constant' } as const;
    const open = (maxRequests: number): Plan => ({
      ...staged({ base: false }),
      load: {
        ...of.load,
        stages: [{ ...stage, arrivals }, ...others.map((one) => ({ ...one, arrivals }))],
        maxRequests,
      },
    });
    expect(cappedBy(open(2 * sentIn(done)), done)).toBeNull();
    expect(cappedBy(open(2 * sentIn(done) - 1), done)).toBe('max-requests');
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
        seconds: order.stages[0].durationMs / 1000,
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
      nextRounds(sliced(), [], 's').map((order) => [order.warmUp, order.warmupMs, lengthsOf(order)]),
    ).toEqual(Array(2).fill([true, 2500, [2500]]));
    const cold = { ...sliced(), load: { ...sliced().load, warmupMs: 0 } };
    expect(nextRounds(cold, [], 's').map((order) => [order.warmupMs, lengthsOf(order)])).toEqual(
      Array(2).fill([0, [500]]),
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
    expect(orders.map((order) => [lengthsOf(order), order.warmupMs, order.sequence, order.slice])).toEqual(
      orders.map((_, slice) => [[lengthMs], 50, 0, slice]),
    );
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
    expect(nextRounds(sliced(), done, 's').map((order) => [lengthsOf(order), order.slice])).toEqual(
      Array(2).fill([[3000], undefined]),
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
