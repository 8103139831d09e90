import type { Stage } from '../../src/config/plan.ts';
import { parseShard, shareOfShard, sharesBefore } from '../../src/config/shard.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { mostByWorker, splitStages, workersFor } from '../../src/engine/split-load.ts';
import { splitUsers } from '../../src/engine/split-users.ts';
import { createValues, newRun, uniquePrefix } from '../../src/engine/values.ts';
import { ArrivalTimes } from '../../src/engine/worker/arrival-times.ts';
import { ConnectionSteps, shareOf } from '../../src/engine/worker/connection-steps.ts';
import fc from '../fast-check.ts';
import { makePlan } from '../judgement/make.ts';
import { drawn } from '../part.ts';

const stageOf = (connections: number, over: Partial<Stage> = {}): Stage => ({
  name: null,
  connections,
  durationMs: 10_000,
  arrivals: null,
  ...over,
});
const shardsOf = (of: number) => Array.from({ length: of }, (_, i) => ({ index: i + 1, of }));
const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);

test.each(['3/8', ' 1 / 1 ', '256/256'])('%j is a shard', (written) => {
  const { index, of } = parseShard(written);
  expect(`${index}/${of}`).toBe(written.replaceAll(' ', ''));
});

test.each([
  '',
  '0/8',
  '9/8',
  '3',
  '3/0',
  '1/257',
  '-1/8',
  '3/8/2',
  '1e1/20',
  '３/8',
])('%j is none', (written) => {
  expect(() => parseShard(written)).toThrow('is no shard: write which one this is and how many there are');
});

test('parts of connections add up at every moment of a ramp, over shards and their threads', () => {
  const cases = fc.record({
    from: fc.integer({ min: 0, max: 700 }),
    to: fc.integer({ min: 1, max: 700 }),
    of: fc.integer({ min: 1, max: 20 }),
    threads: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 20, maxLength: 20 }),
  });
  fc.assert(
    fc.property(cases, ({ from, to, of, threads }) => {
      const stages = [stageOf(to, { fromConnections: from }), stageOf(from + 1)] as const;
      const parts = shardsOf(of).flatMap((shard, i) => splitStages([...stages], threads[i] ?? 1, shard));
      const steps = parts.map((part) => new ConnectionSteps(part));
      const alone = new ConnectionSteps(splitStages([...stages], 1)[0] as (typeof parts)[number]);
      for (let atMs = 0; atMs <= 20_000; atMs += 617) {
        for (const one of [...steps, alone]) one.goTo(atMs);
        expect(sum(steps.map(({ connections }) => connections))).toBe(alone.connections);
      }
    }),
  );
});

test('shares add up, and each begins where those before it end', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.integer({ min: 1, max: 256 }), (total, of) => {
      const shards = shardsOf(of);
      expect(sum(shards.map((shard) => shareOfShard(total, shard)))).toBe(total);
      for (const shard of shards.slice(1))
        expect(sharesBefore(total, shard)).toBe(
          sharesBefore(total, { ...shard, index: shard.index - 1 }) +
            shareOfShard(total, { ...shard, index: shard.index - 1 }),
        );
    }),
  );
});

const allOf = (
  stages: readonly [Stage, ...Stage[]],
  of: number,
  threads: (shard: number) => number,
  seed: string,
) =>
  shardsOf(of)
    .flatMap((shard) =>
      splitStages(stages, threads(shard.index), shard).flatMap(({ stages: own }, worker) => {
        const times = new ArrivalTimes(own, seededRandom(`${seed}/${shard.index}/${worker}`));
        const found: number[] = [];
        for (let ms = times.next(); Number.isFinite(ms); ms = times.next()) found.push(ms);
        return found;
      }),
    )
    .sort((a, b) => a - b);

test('the constant schedules of all shards and threads together are the schedule of one, to 1 µs', () => {
  const cases = fc.record({
    perSecond: fc.double({ min: 1, max: 3000, noNaN: true }),
    from: fc.double({ min: 0.5, max: 3000, noNaN: true }),
    of: fc.integer({ min: 1, max: 40 }),
    threads: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 40, maxLength: 40 }),
  });
  fc.assert(
    fc.property(cases, ({ perSecond, from, of, threads }) => {
      const stages = [
        stageOf(400, { durationMs: 3000, arrivals: { kind: 'constant', perSecond } }),
        stageOf(500, {
          durationMs: 2000,
          arrivals: { kind: 'constant', perSecond: from, fromPerSecond: perSecond },
        }),
      ] as const;
      const one = new ArrivalTimes(splitStages([...stages], 1)[0]?.stages ?? [], seededRandom('one'));
      const all = allOf([...stages], of, (shard) => threads[shard - 1] ?? 1, 'all');
      const alone: number[] = [];
      for (let ms = one.next(); Number.isFinite(ms); ms = one.next()) alone.push(ms);
      // At a bound, rounding may put the last one on either side.
      expect(Math.abs(all.length - alone.length)).toBeLessThanOrEqual(1);
      const apartMs = alone.map((ms, i) => Math.abs(ms - (all[i] ?? ms)));
      expect(Math.max(0, ...apartMs)).toBeLessThan(0.001);
    }),
  );
});

test('Poisson arrivals of all shards together are a Poisson process: Kolmogorov and Smirnov find nothing', () => {
  const seeds = drawn(1000, 100);
  const ps: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const stage = stageOf(300, { durationMs: 2000, arrivals: { kind: 'poisson', perSecond: 200 } });
    const all = allOf([stage], 8, (shard) => 1 + (shard % 3), `seed ${seed}`);
    // Gaps of a Poisson process are exponential.
    const gaps = all.slice(1).map((ms, i) => 1 - Math.exp((-(ms - (all[i] as number)) / 1000) * 200));
    ps.push(pOfUniform(gaps));
  }
  // Under the null hypothesis p-values are uniform themselves.
  expect(ps.filter((p) => p < 0.01).length / seeds).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / seeds));
  expect(pOfUniform(ps)).toBeGreaterThan(0.001);
});

/** Kolmogorov's limit, with Stephens' correction for few values (1970). */
function pOfUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  const d = Math.max(...sorted.map((value, i) => Math.max((i + 1) / n - value, value - i / n)));
  const x = d * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, p));
}

test('rows: each once over all shards, threads and sides, none twice, none missing; a user has its own', () => {
  const cases = fc.record({
    of: fc.integer({ min: 1, max: 12 }),
    cores: fc.array(fc.integer({ min: 2, max: 8 }), { minLength: 12, maxLength: 12 }),
    connections: fc.integer({ min: 60, max: 2500 }),
    more: fc.nat(5000),
    hasBase: fc.boolean(),
    isPaced: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({ of, cores, connections, more, hasBase, isPaced }) => {
      const rows = Array.from({ length: connections * 2 + more }, (_, i) => [`${i}`]);
      const arrivals = isPaced ? ({ kind: 'constant', perSecond: 100 } as const) : null;
      const stages = [stageOf(connections, { arrivals })] as const;
      const load = { profile: null, stages, warmupMs: 0, timeoutMs: 1000 };
      const table = { columns: ['id'], rows };
      const plan = makePlan({
        load,
        ...(hasBase && { base: { origin: 'http://127.0.0.1:9' } }),
        scenario: {
          logins: [],
          requests: [],
          data: (['once', 'per-user', 'in-order'] as const).map((take) => ({ ...table, take, name: take })),
        },
      });
      const sides = hasBase ? (['target', 'base'] as const) : (['target'] as const);
      const usersOf = (side: 'target' | 'base') =>
        shardsOf(of).flatMap((shard, i) =>
          splitUsers(plan, side, mostByWorker(load, cores[i], shard), shard),
        );
      const idsOf = (users: ReturnType<typeof usersOf>, table: number) =>
        users.flatMap(({ data }) => data?.[table]?.rows.map(([id]) => Number(id)) ?? []);
      const inOrder = rows.map((_, i) => i);
      const byNumber = (a: number, b: number) => a - b;
      expect(sides.flatMap((side) => idsOf(usersOf(side), 0)).sort(byNumber)).toEqual(inOrder);
      for (const side of sides) {
        const users = usersOf(side);
        // User i of the load has row i, on whichever machine.
        expect(
          users.flatMap(({ firstUser, mostConnections }) =>
            Array.from({ length: mostConnections }, (_, i) => firstUser + i),
          ),
        ).toEqual(inOrder.slice(0, connections));
        expect(idsOf(users, 1)).toEqual(inOrder.slice(0, connections));
        if (
          new Set(cores.slice(0, of).map((own, i) => workersFor(load, own, { index: i + 1, of }))).size === 1
        )
          expect(idsOf(users, 2).sort(byNumber)).toEqual(inOrder);
      }
    }),
  );
});

test.each([
  ['a closed model', null, [100, 100, 110]],
  ['a rate', { kind: 'poisson', perSecond: 100 } as const, [103, 104, 103]],
])('rows that are taken once go where the requests go: %s', (_, arrivals, wanted) => {
  const load = { profile: null, stages: [stageOf(31, { arrivals })] as const, warmupMs: 0, timeoutMs: 1000 };
  const rows = Array.from({ length: 310 }, (_, i) => [`${i}`]);
  const data = [{ name: 'once', take: 'once', columns: ['id'], rows } as const];
  const plan = makePlan({ load, scenario: { logins: [], requests: [], data } });
  const ofShards = shardsOf(3).map((shard) =>
    splitUsers(plan, 'target', mostByWorker(load, 4, shard), shard).flatMap(
      (own) => own.data?.[0]?.rows ?? [],
    ),
  );
  expect(ofShards.map((own) => own.length)).toEqual(wanted);
});

test('what is unique is so over shards, even those that begin at one instant with the same random bits', () => {
  const tags = shardsOf(256).map((shard) => newRun(shard));
  expect(new Set(tags.map((tag) => tag.slice(0, 2))).size).toBe(256);
  const values = tags.flatMap((tag) => {
    const { unique } = createValues(uniquePrefix(tag, 'target', '0', 0), seededRandom('same'));
    return [unique(), unique()];
  });
  expect(new Set(values).size).toBe(512);
  expect(newRun().slice(0, 2)).not.toMatch(/^0|^[1-7]/);
});

test('threads of a shard are as many as its own connections take', () => {
  const load = { profile: null, stages: [stageOf(800)] as const, warmupMs: 0, timeoutMs: 1000 };
  expect(workersFor(load, 8)).toBe(7);
  expect(workersFor(load, 8, { index: 1, of: 8 })).toBe(1);
  expect(mostByWorker(load, 8, { index: 8, of: 8 })).toEqual([100]);
  expect(shareOf(10, { worker: 1, of: 2, shard: { index: 3, of: 3 } })).toBe(2);
});
