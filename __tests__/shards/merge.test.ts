import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { blocksOfBudget } from '../../src/engine/schedule.ts';
import { gather } from '../../src/evidence/gather.ts';
import { judge } from '../../src/judgement/judge.ts';
import { measureNext } from '../../src/measure-next.ts';
import { hashPlan } from '../../src/shards/hash-plan.ts';
import { openMergedLoad } from '../../src/shards/merged-load.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { drawn } from '../part.ts';
import {
  asText,
  makeShardedFlow,
  makeShardedRound,
  makeShardFile,
  type Sent,
  VERSION,
} from './make-shards.ts';

const NAMES = ['list', 'read', 'create'];
const plan: Plan = makePlan({
  scenario: { logins: [], requests: NAMES.map((name) => makeRequest({ name })) },
  whole: { p99: { limit: 100, regression: null }, errors: { limit: 0.01, regression: null } },
});
const ORDER: RoundOrder = {
  side: 'target',
  sequence: 0,
  stage: 0,
  stages: plan.load.stages,
  warmupMs: 0,
  seed: `abc/0`,
};

const drawSent = (seed: string): Sent[] => {
  const random = seededRandom(seed);
  // Some sessions are near their limit of 100 ms, some fail, some are beyond.
  const scale = [20, 90, 100, 140][random.int(0, 3)] as number;
  const failing = [0, 0, 0.009, 0.08][random.int(0, 3)] as number;
  return Array.from({ length: random.int(1, 900) }, () => ({
    name: random.int(0, NAMES.length - 1),
    batch: random.int(0, 9),
    latency: Math.ceil(1024 * scale * (random.unit() < 0.012 ? 1.1 : random.unit())),
    fails: random.unit() < failing,
  }));
};

const seenOf = (rounds: Parameters<typeof gather>[0], of: number) => {
  const own = { ...plan, shards: of };
  const machine = { tool: 'tailgate 0.1.0', machine: 'a machine' };
  const { measurement } = gather(rounds, own, { machine, seed: 'abc', budgetBlocks: 1, budgetSpent: false });
  const { verdict } = judge(own, measurement, null);
  const { whole, endpoints, unaccounted, sent } = measurement;
  return { whole, endpoints, unaccounted, sent, timelines: measurement.timelines, verdict };
};

async function merge(files: ReturnType<typeof makeShardFile>[], of: number) {
  const { engine } = await openMergedLoad(asText(files), VERSION);
  await engine.prepare({ ...plan, shards: of });
  return engine.measure({ ...plan, shards: of }, ORDER);
}

test('whatever the split into 1 to 256 shards, figures, batches and verdict are those of one machine', async () => {
  const verdicts = new Set<string>();
  const sessions = Math.max(drawn(400, 10), Number(process.env.TAILGATE_SPLITS ?? 0));
  for (let session = 0; session < sessions; session++) {
    const sent = drawSent(`session ${session}`);
    const random = seededRandom(`split ${session}`);
    const of = random.unit() < 0.05 ? random.int(65, 256) : random.int(1, 24);
    const parts = Array.from({ length: of }, (): Sent[] => []);
    for (const one of sent) parts[random.int(0, of - 1)]?.push(one);
    const hash = hashPlan({ ...plan, shards: of });
    const files = parts.map((part, i) =>
      makeShardFile(plan, [i + 1, of], [makeShardedRound(part, NAMES)], { plan: hash }),
    );
    // In whatever order they are found.
    const rounds = await merge(random.unit() < 0.5 ? files : files.toReversed(), of);
    const [one, merged] = [seenOf([makeShardedRound(sent, NAMES)], of), seenOf(rounds, of)];
    // The stricter comparison is ten times as fast; the other one tells what differs.
    if (!isDeepStrictEqual(merged, one)) expect(merged).toEqual(one);
    expect(rounds[0]?.shards).toHaveLength(of);
    verdicts.add(one.verdict.outcome);
  }
  expect([...verdicts].sort()).toEqual(['fail', 'inconclusive', 'pass']);
}, 3_600_000);

/** Two stages and a flow; or blocks beside a base, each side in whole rounds. */
const kinds: readonly (readonly [string, Partial<Plan>])[] = [
  [
    'two stages and a flow',
    {
      load: {
        ...plan.load,
        stages: [
          { ...plan.load.stages[0], name: 'calm' },
          { ...plan.load.stages[0], name: 'busy' },
        ],
      },
      scenario: {
        ...plan.scenario,
        flows: [{ name: 'walk', weight: 1, steps: [{ request: 0 }, { request: 2 }] }],
      },
    },
  ],
  [
    'blocks beside a base',
    {
      base: { origin: 'http://127.0.0.1:9' },
      gate: { ...plan.gate, interleaved: { ...plan.gate.interleaved, budgetMs: 120_000 } },
    },
  ],
];

test.each(
  kinds,
)('%s, of which some are empty: figures and verdict are those of one machine', async (_, over) => {
  const sessions = drawn(40, 1);
  for (let session = 0; session < sessions; session++) {
    const of = seededRandom(`of ${session}`).int(2, 12);
    const own: Plan = { ...plan, ...over, shards: of };
    /** Which shard sent each of them; the last one sends nothing. */
    const sentIn = ({ side, seed }: RoundOrder, stage: number) => {
      const key = `${session} ${side} ${seed} ${stage}`;
      const random = seededRandom(`by ${key}`);
      return drawSent(key).map((one) => ({ one, shard: random.int(1, of - 1) }));
    };
    const roundsOf = async (shard: number | null) => {
      const rounds: Round[] = [];
      await measureNext(own, rounds, {
        seed: 'abc',
        measure: async (_, order) =>
          order.stages.map((_, i) => {
            const all = sentIn(order, i);
            const sent = all.flatMap((each) => (shard === null || each.shard === shard ? [each.one] : []));
            const walked = sent.filter(({ name }) => name === 2);
            return makeShardedRound(sent, NAMES, {
              side: order.side,
              seed: order.seed,
              stage: order.stage + i,
              ...(own.scenario.flows && { flows: [makeShardedFlow('walk', walked)] }),
            });
          }),
      });
      return rounds;
    };
    const files = await Promise.all(
      Array.from({ length: of }, async (_, i) =>
        makeShardFile(own, [i + 1, of], await roundsOf(i + 1), { base: own.base && 'http://127.0.0.1:9' }),
      ),
    );
    const { engine } = await openMergedLoad(asText(files.toReversed()), VERSION);
    await engine.prepare(own);
    const merged: Round[] = [];
    await measureNext(own, merged, { seed: 'abc', measure: engine.measure });
    const see = (rounds: readonly Round[]) => {
      const machine = { tool: 'tailgate 0.1.0', machine: 'a machine' };
      const run = { machine, seed: 'abc', budgetBlocks: blocksOfBudget(own, rounds), budgetSpent: false };
      const { measurement, interleaved } = gather(rounds, own, run);
      const judged = judge(own, measurement, null, interleaved).verdict;
      // What one machine can't tell: that another was elsewhere.
      const warnings = judged.warnings.filter(({ code }) => code !== 'shard-elsewhere');
      const verdict = { ...judged, warnings };
      const { whole, endpoints, flows, stages, timelines, sent, unaccounted } = measurement;
      const ofBlocks = interleaved?.blocks.map(({ order, ...sides }) => [
        order,
        ...[sides.base, sides.target].map(({ generator: _, ...figures }) => figures),
      ]);
      const ofStages = stages.map(({ index, figures }) => [index, figures]);
      const base = interleaved?.base.whole;
      return { whole, endpoints, flows, ofStages, timelines, sent, unaccounted, base, ofBlocks, verdict };
    };
    const alone = await roundsOf(null);
    expect(merged).toHaveLength(alone.length);
    expect(see(merged)).toEqual(see(alone));
  }
});

/** One of whose batches a login took a part, and of the ticks in it. */
const pausing = (sent: readonly Sent[], batch: number, pausedMs: number, connections: number): Round => {
  const round = makeShardedRound(sent, NAMES, { connections, renewals: { logins: 1, pausedMs } });
  const cut = (seconds: number) => seconds - pausedMs / 1000;
  return {
    ...round,
    ticks:
      round.ticks?.map((tick, i) => (i === 4 * batch ? { ...tick, pausedMs: pausedMs / 4 } : tick)) ?? [],
    requests: round.requests.map((stats) => ({
      ...stats,
      batches: stats.batches.map((one, b) => (b === batch ? { ...one, seconds: cut(one.seconds) } : one)),
    })),
  };
};

test('a pause of one shard takes away its part of the load only, whenever the others pause', async () => {
  const sent = drawSent('pauses');
  // Of 10 connections: 3, 3 and 4.
  const parts = [
    pausing(sent, 1, 1000, 10),
    makeShardedRound(sent, NAMES, { connections: 10 }),
    pausing(sent, 7, 2000, 10),
  ];
  const [merged] = await merge(
    parts.map((round, i) => makeShardFile(plan, [i + 1, 3], [round])),
    3,
  );
  expect(merged?.renewals).toEqual({ logins: 2, pausedMs: (3 * 1000 + 4 * 2000) / 10 });
  const seconds = merged?.requests.map(({ batches }) => batches.map((batch) => batch.seconds)) ?? [];
  for (const own of seconds) {
    expect(own[0]).toBeCloseTo(2, 12);
    expect(own[1]).toBeCloseTo((3 * 1 + 3 * 2 + 4 * 2) / 10, 12);
    expect(own[7]).toBeCloseTo((3 * 2 + 3 * 2 + 4 * 0) / 10, 12);
  }
  expect(merged?.ticks?.flatMap(({ pausedMs }, i) => (pausedMs ? [[i, pausedMs]] : []))).toEqual([
    [4, 75],
    [28, 200],
  ]);
});

test('in whatever groups they are put together, and at a rate each has as much of the load', async () => {
  const of = 20;
  const [stage] = plan.load.stages;
  const paced: Plan = {
    ...plan,
    load: { ...plan.load, stages: [{ ...stage, arrivals: { kind: 'constant', perSecond: 100 } }] },
  };
  // Of 110 connections, the first ten have 5, the others 6.
  const files = (own: Plan) =>
    Array.from({ length: of }, (_, i) => {
      const over = { connections: 110 };
      const round = i === 19 ? pausing([], 1, 1000, 110) : makeShardedRound([], NAMES, over);
      return makeShardFile(own, [i + 1, of], [round]);
    });
  const pausedOf = async (own: Plan) => {
    const { engine } = await openMergedLoad(asText(files(own)), VERSION);
    await engine.prepare({ ...own, shards: of });
    const [round] = await engine.measure({ ...own, shards: of }, ORDER);
    return [round?.renewals?.pausedMs ?? 0, round?.requests[0]?.batches[1]?.seconds ?? 0] as const;
  };
  const [ofConnections, seconds] = await pausedOf(plan);
  expect(ofConnections).toBeCloseTo((1000 * 6) / 110, 9);
  expect(seconds).toBeCloseTo(2 - 6 / 110, 12);
  expect((await pausedOf(paced))[0]).toBeCloseTo(1000 / 20, 9);
});

test('a block of whose round one shard had a quarter is left out, and the others are judged without it', async () => {
  const own: Plan = {
    ...plan,
    base: { origin: 'http://127.0.0.1:9' },
    gate: { ...plan.gate, whole: { p99: { limit: null, regression: 0.1 } } },
    shards: 2,
  };
  const rounds: Round[] = [];
  const shardOf = (shard: number, lateMs: number) => ({
    shard,
    startMs: Date.parse('2026-11-29T12:00:00.000Z') + lateMs,
    uncertaintyMs: 0,
    measuredMs: 20_000 - lateMs,
    ended: 'complete' as const,
    p50Ms: 20,
    generator: { cpuShare: 0.1, loopDelayP99Ms: 0, lateShare: null },
  });
  let measured = 0;
  await measureNext(own, rounds, {
    seed: 'abc',
    measure: async (_, { side, seed }) => {
      const shards = [shardOf(1, 0), shardOf(2, ++measured === 6 ? 15_000 : 200)];
      return [makeShardedRound(drawSent(seed), NAMES, { side, seed, shards })];
    },
  });
  const budgetBlocks = blocksOfBudget(own, rounds);
  expect(rounds).toHaveLength(2 * budgetBlocks);
  const machine = { tool: 'tailgate 0.1.0', machine: 'a machine' };
  const { measurement, interleaved } = gather(rounds, own, {
    machine,
    seed: 'abc',
    budgetBlocks,
    budgetSpent: false,
  });
  expect(interleaved?.blocks).toHaveLength(budgetBlocks - 1);
  const { wantsMore, verdict } = judge(own, measurement, null, interleaved);
  expect([wantsMore, verdict.causes.filter(({ code }) => code === 'interim')]).toEqual([false, []]);
});

test('nothing that is asked for comes twice, and rounds of another seed are none of this load', async () => {
  const files = [makeShardFile(plan, [1, 1], [makeShardedRound([], NAMES, { seed: 'other/0' })])];
  await expect(merge(files, 1)).rejects.toMatchObject({ code: 'shards-refused' });
  const { engine } = await openMergedLoad(
    asText([makeShardFile(plan, [1, 1], [makeShardedRound([], NAMES)])]),
    VERSION,
  );
  await engine.prepare({ ...plan, shards: 1 });
  await engine.measure(plan, ORDER);
  await expect(engine.measure(plan, ORDER)).rejects.toMatchObject({ code: 'shards-refused' });
});

test('a stage that is missing is refused, unless the load broke off before it', async () => {
  const stage = plan.load.stages[0];
  const staged: Plan = {
    ...plan,
    shards: 1,
    load: { ...plan.load, stages: [stage, { ...stage, name: 'busy' }] },
  };
  const measure = async (over: Partial<Round>) => {
    const round = { ...makeShardedRound([], NAMES), ...over };
    const { engine } = await openMergedLoad(asText([makeShardFile(staged, [1, 1], [round])]), VERSION);
    await engine.prepare(staged);
    return engine.measure(staged, { ...ORDER, stages: staged.load.stages });
  };
  await expect(measure({})).rejects.toMatchObject({ code: 'shards-refused' });
  await expect(measure({ ended: { how: 'capped', by: 'max-duration' } })).resolves.toHaveLength(1);
});
