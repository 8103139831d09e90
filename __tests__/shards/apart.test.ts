import type { Round } from '../../src/engine/round.ts';
import type { ShardOfRound } from '../../src/engine/shard-of-round.ts';
import { gather } from '../../src/evidence/gather.ts';
import { seeShards } from '../../src/evidence/shards.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findLateBlocks } from '../../src/judgement/validity/generator.ts';
import { writeReason } from '../../src/report/words/reason.ts';
import { openMergedLoad } from '../../src/shards/merged-load.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { asText, makeShardedRound, makeShardFile, type Sent, VERSION } from './make-shards.ts';

const NAMES = ['list'];
const OF = 4;
const plan = {
  ...makePlan({
    scenario: { logins: [], requests: NAMES.map((name) => makeRequest({ name })) },
    whole: { p99: { limit: 1000, regression: null } },
  }),
  shards: OF,
};
const AT = Date.parse('2026-11-29T12:00:00.000Z');
/** 1,000 requests, half of them at or below that. */
const sentAt = (p50Ms: number): Sent[] =>
  Array.from({ length: 1000 }, (_, i) => ({
    name: 0,
    batch: i % 10,
    latency: Math.round(1024 * p50Ms * (0.5 + (i + 1) / 1000)),
    fails: false,
  }));

interface Machine {
  /** What its clock reads, less what the common one does. */
  readonly clockMs?: number;
  /** What it takes that to be. */
  readonly offsetMs?: number;
  readonly uncertaintyMs?: number;
  /** By the common clock. */
  readonly lateMs?: number;
  readonly measuredMs?: number;
  readonly ended?: Round['ended'];
  readonly p50Ms?: number;
  readonly generator?: Partial<Round['generator']>;
}

async function judgeMachines(machines: readonly Machine[]) {
  const files = machines.map((machine, i) => {
    const {
      clockMs = 0,
      offsetMs = 0,
      uncertaintyMs = 0,
      lateMs = 0,
      p50Ms = 20,
      ended,
      measuredMs,
    } = machine;
    const plain = makeShardedRound(sentAt(p50Ms), NAMES);
    const round = {
      ...plain,
      startedAt: new Date(AT + lateMs + clockMs).toISOString(),
      ...(measuredMs && { measuredMs }),
      ...(ended && { ended }),
      generator: { ...plain.generator, ...machine.generator },
    };
    const clock = { offsetMs, uncertaintyMs, source: 'github' } as const;
    return makeShardFile(plan, [i + 1, OF], [round], { clock });
  });
  const { engine } = await openMergedLoad(asText(files), VERSION);
  await engine.prepare(plan);
  const order = {
    side: 'target',
    sequence: 0,
    stage: 0,
    stages: plan.load.stages,
    warmupMs: 0,
    seed: 'abc/0',
  } as const;
  const rounds = await engine.measure(plan, order);
  const run = { machine: { tool: 't', machine: 'm' }, seed: 'abc', budgetBlocks: 1, budgetSpent: false };
  const { measurement } = gather(rounds, plan, run);
  return judge(plan, measurement, null);
}
const CAPPED = { how: 'capped', by: 'max-requests' } as const;
const machines = (...others: Machine[]): Machine[] => [...others, ...Array(OF - others.length).fill({})];

test.each<[string, Machine[]]>([
  ['all at one time', machines()],
  ['one half a second late, of 20 s', machines({ lateMs: 500 })],
  [
    'clocks that are 3 s off, and known to be',
    machines({ clockMs: 3000, offsetMs: -3000 }, { clockMs: -3000, offsetMs: 3000 }),
  ],
  ['clocks that are known to 100 ms', machines({ clockMs: 3000, offsetMs: -2920, uncertaintyMs: 100 })],
  ['all capped', machines({ ended: CAPPED })],
  [
    'all capped, each when its part of the requests was spent',
    [19_400, 19_800, 20_000, 19_600].map((measuredMs) => ({ ended: CAPPED, measuredMs })),
  ],
])('one run: %s', async (_, all) => {
  const { verdict, wantsMore } = await judgeMachines(all);
  expect([verdict.outcome, verdict.causes, wantsMore]).toEqual(['pass', [], false]);
});

test.each<[string, Machine[], number, string]>([
  ['one began late', machines({}, { lateMs: 1500 }), 2, 'late'],
  ['one ended early', machines({}, {}, { measuredMs: 18_000 }), 3, 'early'],
  [
    'all capped, one after two thirds of the time',
    Array.from({ length: OF }, (_, i) => ({ ended: CAPPED, measuredMs: i === 2 ? 13_333 : 20_000 })),
    3,
    'early',
  ],
  ['a clock is 3 s off, and taken for right', machines({ clockMs: 3000 }), 1, 'late'],
  [
    'a clock is 3 s off, and known to 3 s',
    machines({ clockMs: 3000, offsetMs: -3000, uncertaintyMs: 3000 }),
    1,
    'clock',
  ],
  [
    'one lost the target, and the others did not',
    machines({}, { ended: { how: 'target-lost', afterMs: 19_900, why: 'reset' } }),
    2,
    'stopped',
  ],
])('invalid, with its name: %s', async (_, all, shard, how) => {
  const { verdict } = await judgeMachines(all);
  expect(verdict.outcome).toBe('invalid');
  expect(verdict.causes[0]).toMatchObject({ code: 'shards-apart', of: OF });
  const [cause] = verdict.causes;
  expect(cause?.code === 'shards-apart' && cause.shards[0]).toMatchObject({ shard, how });
  expect(writeReason(verdict, null)).toContain(`shard ${shard} `);
});

test('a target that all of them lost is lost', async () => {
  const ended = { how: 'target-lost', afterMs: 12_000, why: 'reset' } as const;
  const { verdict } = await judgeMachines(Array(OF).fill({ ended, measuredMs: 12_000 }));
  expect([verdict.outcome, verdict.causes[0]?.code]).toEqual(['fail', 'target-lost']);
});

test.each<[string, Round['ended'], 'fail' | 'invalid']>([
  ['target-lost', { how: 'target-lost', afterMs: 3000, why: 'reset' }, 'fail'],
  [
    'rate-limited',
    { how: 'rate-limited', afterMs: 3000, share: 0.99, seconds: 2, retryAfterSeconds: null },
    'invalid',
  ],
])('%s: each noticed by itself, after 3.0 to 3.4 s, and none was apart', async (code, ended, outcome) => {
  const { verdict } = await judgeMachines(
    Array.from({ length: OF }, (_, i) => ({ ended, measuredMs: 3000 + (i === 0 ? 0 : 400) })),
  );
  expect([verdict.outcome, verdict.causes[0]?.code]).toEqual([outcome, code]);
  expect(verdict.causes.filter((cause) => cause.code === 'shards-apart')).toEqual([]);
});

test.each<[string, Machine[], number[]]>([
  ['all alike', machines({ p50Ms: 21 }), []],
  ['one far off', machines({}, { p50Ms: 60 }), [2]],
  ['one much nearer', machines({ p50Ms: 4 }), [1]],
  [
    'twice as slow, by less than anybody would notice',
    Array.from({ length: OF }, (_, i) => ({ p50Ms: i === 0 ? 4 : 1.5 })),
    [],
  ],
])('another way to the target is a warning: %s', async (_, all, shards) => {
  const { verdict } = await judgeMachines(all);
  expect(verdict.outcome).toBe('pass');
  expect(verdict.warnings.flatMap((one) => (one.code === 'shard-elsewhere' ? one.shard : []))).toEqual(
    shards,
  );
});

test('of two, the slower one is told', () => {
  const made = (shard: number, p50Ms: number): ShardOfRound => ({
    shard,
    p50Ms,
    startMs: AT,
    uncertaintyMs: 0,
    measuredMs: 1000,
    ended: 'complete',
    generator: { cpuShare: 0.1, loopDelayP99Ms: 0, lateShare: null },
  });
  expect(seeShards([{ stage: 0, shards: [made(1, 20), made(2, 50)] }])?.elsewhere).toEqual([
    { shard: 2, p50Ms: 50, othersMs: 20 },
  ]);
  expect(seeShards([{ stage: 0 }])).toBeNull();
});

test('a short stage that they did not make together is told, however long the others were', () => {
  const lateMs = 1500;
  const stage = (number: number, seconds: number, over: Partial<ShardOfRound> = {}) => ({
    stage: number,
    shards: [0, lateMs].map(
      (late, i): ShardOfRound => ({
        shard: i + 1,
        p50Ms: 20,
        startMs: AT + 60_000 * number + late,
        uncertaintyMs: 0,
        measuredMs: 1000 * seconds,
        ended: 'complete',
        generator: { cpuShare: 0.1, loopDelayP99Ms: 0, lateShare: null },
        ...over,
      }),
    ),
  });
  // A peak of two seconds, of which each had its own.
  const peaked = seeShards([stage(0, 60), stage(1, 2), stage(2, 60)]);
  expect(peaked?.overlap).toBeCloseTo(0.35, 5);
  expect(seeShards([stage(0, 60), stage(2, 60)])?.overlap).toBeCloseTo(0.975, 5);
  // Where all lost the target soon, each saw it when it did.
  const lost = seeShards([stage(0, 60), stage(1, 1, { ended: 'target-lost' })]);
  expect(lost?.overlap).toBeCloseTo(58.5 / 60, 5);
  expect(lost?.apart.map(({ seconds }) => seconds)).toEqual([0.75, 0.75]);
});

test('one that was saturated is one for all of them, with its name and how many it takes', async () => {
  const busy = { generator: { cpuShare: 0.97, loopDelayP99Ms: 40 } };
  const { verdict } = await judgeMachines(machines({}, {}, busy));
  const told = [...verdict.causes, ...verdict.warnings].find(({ code }) => code.startsWith('generator-la'));
  expect(told).toMatchObject({ shard: 3, shards: 7, cpuShare: 0.97 });
});

test('beside a base, the worst over both sides is named: whoever was only the base’s need not be', () => {
  const busy = (shard: number, cpuShare: number): ShardOfRound => ({
    shard,
    p50Ms: 20,
    startMs: AT,
    uncertaintyMs: 0,
    measuredMs: 20_000,
    ended: 'complete',
    generator: { cpuShare, loopDelayP99Ms: 0, lateShare: null },
  });
  const roundOf = (side: 'base' | 'target', ...shares: number[]) => {
    const plain = makeShardedRound(sentAt(20), NAMES, { side });
    const generator = { ...plain.generator, cpuShare: Math.max(...shares) };
    return { ...plain, generator, shards: shares.map((share, i) => busy(i + 1, share)) };
  };
  const rounds = [roundOf('base', 0.9, 0.86), roundOf('target', 0.86, 0.99)];
  const run = { machine: { tool: 't', machine: 'm' }, seed: 'abc', budgetBlocks: 1, budgetSpent: false };
  const { interleaved } = gather(rounds, { ...plan, base: { origin: 'http://127.0.0.1:9' } }, run);
  expect(interleaved && findLateBlocks(interleaved)).toMatchObject({ shard: 2, shards: 4 });
});

test('what is beyond a limit and not shown stays undecided: nobody is there to measure once more', async () => {
  const near = { ...plan, gate: makePlan({ whole: { p99: { limit: 29.74, regression: null } } }).gate };
  const round = makeShardedRound(sentAt(20), NAMES);
  const run = { machine: { tool: 't', machine: 'm' }, seed: 'abc', budgetBlocks: 1, budgetSpent: false };
  const seen = (of: typeof near | Omit<typeof near, 'shards'>) =>
    judge(of, gather([round], of, run).measurement, null);
  const { shards: _, ...alone } = near;
  expect([seen(alone).verdict.outcome, seen(alone).wantsMore]).toEqual(['inconclusive', true]);
  expect([seen(near).verdict.outcome, seen(near).wantsMore]).toEqual(['inconclusive', false]);
});
