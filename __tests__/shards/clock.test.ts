import type { Plan } from '../../src/config/plan.ts';
import type { RoundOrder } from '../../src/engine/round.ts';
import { blocksOfBudget, isBeforeFirstLook, isBudgetSpent } from '../../src/engine/schedule.ts';
import { placeRounds } from '../../src/engine/shard-clock.ts';
import { measureNext } from '../../src/measure-next.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { makeShardedRound } from './make-shards.ts';

const NAMES = ['list'];
const plan: Plan = {
  ...makePlan({
    scenario: { logins: [], requests: NAMES.map((name) => makeRequest({ name })) },
    whole: { p99: { limit: null, regression: 0.1 } },
    base: { origin: 'http://127.0.0.1:9' },
  }),
  shards: 8,
};

async function measureAll(seed: string) {
  const orders: RoundOrder[] = [];
  const rounds = [] as ReturnType<typeof makeShardedRound>[];
  await measureNext(plan, rounds, {
    seed,
    measure: async (_, order) => {
      orders.push(order);
      return [makeShardedRound([], NAMES, { side: order.side, seed: order.seed })];
    },
  });
  return { orders, rounds };
}

test('beside a base all blocks of the budget are measured before anybody looks, in whole rounds', async () => {
  const { orders, rounds } = await measureAll('run 1');
  const { measureMs, discardMs, budgetMs } = plan.gate.interleaved;
  const slotMs = measureMs + discardMs + 2500;
  expect(orders).toHaveLength(2 * Math.floor(budgetMs / (2 * slotMs)));
  expect(orders.every(({ slice, warmUp }) => slice === undefined && !warmUp)).toBe(true);
  expect(isBeforeFirstLook(plan, rounds)).toBe(false);
  expect([blocksOfBudget(plan, rounds) * 2, isBudgetSpent(plan, rounds)]).toEqual([orders.length, false]);
});

test('the coin is that of the run: all shards have the same sides at the same time, another run has others', async () => {
  const sidesOf = async (seed: string) => (await measureAll(seed)).orders.map(({ side }) => side).join(' ');
  const one = await sidesOf('run 1');
  expect(await sidesOf('run 1')).toBe(one);
  expect(await sidesOf('run 2')).not.toBe(one);
  // Blocks: each side once, and either first now and then.
  const blocks = one.match(/\w+ \w+/g) ?? [];
  expect(new Set(blocks)).toEqual(new Set(['target base', 'base target']));
});

test('rounds begin by the clock, each after the last responses of the one before, whatever those took', async () => {
  const { orders } = await measureAll('run 1');
  const place = placeRounds(plan, 1_000_000);
  const starts = orders.map((order) => place(order).startMs as number);
  const [first] = orders;
  expect(starts[0]).toBe(1_000_000 + 500 + (first?.warmupMs ?? 0));
  const { measureMs, discardMs } = plan.gate.interleaved;
  starts.slice(1).forEach((start, i) => {
    // The first block's rounds warm up for longer.
    const warmupMs = orders[i + 1]?.warmupMs as number;
    expect(warmupMs).toBeGreaterThanOrEqual(discardMs);
    expect(start - (starts[i] as number)).toBe(measureMs + warmupMs + 2500);
  });
});

test('after a round that broke off nothing follows', async () => {
  const rounds: ReturnType<typeof makeShardedRound>[] = [];
  let measured = 0;
  await measureNext(plan, rounds, {
    seed: 'run',
    measure: async (_, { side, seed }) => {
      measured += 1;
      const ended = { how: 'target-lost', afterMs: 100, why: 'reset' } as const;
      return [makeShardedRound([], NAMES, { side, seed, ...(measured === 3 && { ended }) })];
    },
  });
  expect(rounds).toHaveLength(3);
});
