/** What the server's side tells of a planted trouble, and of none: whole sessions through judge(), seeded. */
import type { Why } from '../../../src/evidence/result/why.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { drawn, testInFull, testPart } from '../../part.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from '../make-interleaved.ts';
import { walk } from '../session.ts';
import { drawBlocks, type Planted, requestsOf, type Served, withBlocks } from './draw-evidence.ts';
import { drawServer, LIST, NAME, OTHER, type ServerPlanted } from './draw-server.ts';

const MIX: readonly Served[] = [
  { name: 'health', responses: 15, medianMs: 1, sigma: 0.3, database: 0 },
  { name: 'list buildings', responses: 90, medianMs: 16, sigma: 0.45, database: 0.6 },
  { name: 'list owners', responses: 60, medianMs: 12, sigma: 0.45, database: 0.6 },
  { name: 'list expenses', responses: 45, medianMs: 20, sigma: 0.5, database: 0.8 },
  { name: 'show building', responses: 45, medianMs: 6, sigma: 0.4, database: 0.5 },
  { name: 'create owner', responses: 24, medianMs: 14, sigma: 0.4, database: 0.7 },
  { name: 'create expense', responses: 12, medianMs: 18, sigma: 0.4, database: 0.7 },
  { name: 'log in', responses: 9, medianMs: 40, sigma: 0.1, database: 0.05 },
];
const BLOCKS = 16;
const SLOW_LIST: Planted = { endpoint: 'list expenses', statements: 3 };
const ALL_SLOWER: Planted = { statements: 1.5, rest: 1.5 };
const STATEMENTS = { [LIST]: [0.15, 2], [NAME]: [0.3, 0.2], [OTHER]: [0.1, 1] } as const;

const bare = makeInterleavedPlan();
const plan = { ...bare, scenario: { ...bare.scenario, requests: requestsOf(MIX) } };
const merged = makeInterleaved({ blocks: BLOCKS, budgetBlocks: BLOCKS }, plan);
const target = makeTarget(merged, {}, plan);

function sessions(
  planted: readonly Planted[],
  head: ServerPlanted,
  count: number,
  base: ServerPlanted = {},
): (Why | undefined)[] {
  return Array.from({ length: count }, (_, i) => {
    const blocks = drawBlocks(MIX, planted, { blocks: BLOCKS, noise: 0.04, draw: 7919 * (i + 1) });
    const seen = withBlocks(merged, blocks);
    const evidence = {
      ...seen,
      base: { ...seen.base, server: drawServer({ place: 'base', ...base }, 31 * (i + 1)) },
    };
    const measurement = { ...target, server: drawServer({ place: 'head', ...head }, 37 * (i + 1)) };
    return walk(evidence, (own) => judge(plan, measurement, null, own)).verdict.why;
  });
}

const named = (why: Why | undefined) =>
  (why?.found ?? []).map((one) =>
    one.kind === 'statement' ? one.text : one.kind === 'resource' ? one.what : one.kind,
  );
const isOfServer = (one: Why['found'][number]) => ['statement', 'table', 'resource'].includes(one.kind);

describe('what is planted is told first in at least 19 of 20 sessions', () => {
  testPart<[string, string, readonly Planted[], ServerPlanted]>([
    [
      'a statement that takes longer',
      LIST,
      [SLOW_LIST],
      { statements: { ...STATEMENTS, [LIST]: [0.15, 25] } },
    ],
    ['a statement for each record', NAME, [SLOW_LIST], { statements: { ...STATEMENTS, [NAME]: [3.3, 0.2] } }],
    ['a loop on the processor', 'cpu', [ALL_SLOWER], { cpuMs: 1.7 }],
    [
      'a lock, before the statements that wait for it',
      'lock-wait',
      [SLOW_LIST],
      { waiting: { 'lock-wait': 2.5 }, statements: { ...STATEMENTS, [LIST]: [0.15, 40] } },
    ],
    ['a pool that is too small', 'pool-wait', [ALL_SLOWER], { waiting: { 'pool-wait': 2.2 } }],
    [
      'a collector, before the processor that it runs on',
      'collection',
      [ALL_SLOWER],
      { waiting: { collection: 0.2 }, cpuMs: 1.75 },
    ],
  ])('%s: %s', (_, expected, planted, head) => {
    const all = sessions(planted, head, drawn(40, 4));
    const right = all.filter((why) => named(why)[0] === expected);
    expect(right.length).toBeGreaterThanOrEqual(drawn(38, 4));
  });

  test('the table that it reads comes after the statement, with what is read of it', () => {
    const head = { statements: { ...STATEMENTS, [LIST]: [0.15, 25] as const }, scanned: 3000 };
    for (const why of sessions([SLOW_LIST], head, drawn(5, 2))) {
      expect(named(why).slice(0, 3)).toEqual([LIST, 'table', 'endpoint']);
      const rowsAfter = expect.closeTo(3000, 6);
      expect(why?.found[1]).toMatchObject({
        table: 'app.expenses',
        isScanned: true,
        isLarger: false,
        rowsAfter,
      });
    }
  });

  test('and so does one that is larger', () => {
    const head = { statements: { ...STATEMENTS, [LIST]: [0.15, 25] as const }, rows: 80_000 };
    const [why] = sessions([SLOW_LIST], head, 1);
    expect(why?.found[1]).toMatchObject({
      kind: 'table',
      isScanned: false,
      isLarger: true,
      sizeBefore: 20_000,
    });
  });
});

testInFull(
  'where the server did what it did before, nothing is told of it in at least 19 of 20 sessions',
  () => {
    const all = sessions([SLOW_LIST], {}, drawn(100, 20));
    expect(all.filter((why) => why?.found[0]?.kind === 'endpoint').length).toBeGreaterThanOrEqual(
      drawn(95, 19),
    );
    expect(all.filter((why) => why?.found.some(isOfServer)).length).toBeLessThanOrEqual(drawn(5, 1));
  },
);

test('a wait that is longer because of what takes longer comes after it', () => {
  const head = {
    statements: { ...STATEMENTS, [LIST]: [0.15, 25] as const },
    waiting: { 'pool-wait': 2.5 },
  };
  for (const why of sessions([SLOW_LIST], head, drawn(5, 2)))
    expect(named(why).slice(0, 2)).toEqual([LIST, 'pool-wait']);
});

test('a statement that took the place of another is no addition', () => {
  const { [OTHER]: _, ...others } = STATEMENTS;
  const head = {
    statements: { ...others, 'insert into app.owners (name) values ($1) returning id': [0.1, 1] as const },
  };
  for (const why of sessions([SLOW_LIST], head, drawn(5, 2)))
    expect((why?.found ?? []).filter(isOfServer)).toEqual([]);
});

test('of a database that both share nothing is told, but that', () => {
  const head = { statements: { ...STATEMENTS, [LIST]: [0.15, 25] as const }, place: 'one' };
  const [why] = sessions([SLOW_LIST], head, 1, { place: 'one' });
  expect(why?.indistinct).toEqual(['probes[0].postgres']);
  expect(why?.found.some(isOfServer)).toBe(false);
});

test('what moved while nothing got slower is not told', () => {
  const head = { cpuMs: 2, statements: { ...STATEMENTS, [LIST]: [0.15, 25] as const } };
  const told = sessions([], head, drawn(40, 5)).filter((why) => why !== undefined);
  expect(told.length).toBeLessThanOrEqual(drawn(2, 1));
});

test('memory is told as what it is, after all that tells a time', () => {
  const [why] = sessions([ALL_SLOWER], { cpuMs: 1.7, memoryMiB: 420 }, 1);
  const at = named(why).indexOf('memory');
  expect(at).toBeGreaterThan(0);
  expect(why?.found[at]).toMatchObject({ share: 0, msBefore: null, unit: 'bytes' });
});
