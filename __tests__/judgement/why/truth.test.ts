/**
 * What is told of a planted change, and of none: whole sessions through judge(), drawn response by response. Seeded, so
 * that they always end alike.
 */
import type { Explanation, Why } from '../../../src/evidence/result/why.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { drawn } from '../../part.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from '../make-interleaved.ts';
import { walk } from '../session.ts';
import { drawBlocks, type Planted, requestsOf, type Served, withBlocks } from './draw-evidence.ts';

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
/** Of rounds as a whole, on a quiet machine and on a busy one. */
const [QUIET, BUSY] = [0.04, 0.15];

const bare = makeInterleavedPlan();
const plan = { ...bare, scenario: { ...bare.scenario, requests: requestsOf(MIX) } };
const merged = makeInterleaved({ blocks: BLOCKS, budgetBlocks: BLOCKS }, plan);
const target = makeTarget(merged, {}, plan);

function sessions(planted: Planted | readonly Planted[], count: number, noise = QUIET): (Why | undefined)[] {
  return Array.from({ length: count }, (_, i) => {
    const blocks = drawBlocks(MIX, [planted].flat(), { blocks: BLOCKS, noise, draw: 7919 * (i + 1) });
    return walk(withBlocks(merged, blocks), (evidence) => judge(plan, target, null, evidence)).verdict.why;
  });
}

const firstOf = <Kind extends Explanation['kind']>(why: Why | undefined, kind: Kind) =>
  why?.found.find((one): one is Extract<Explanation, { kind: Kind }> => one.kind === kind);

test.each([
  QUIET,
  BUSY,
])('of the same code nothing is told in at least 19 of 20 sessions, noise %p', (noise) => {
  const told = sessions([], drawn(100, 8), noise).filter((why) => (why?.found.length ?? 0) > 0);
  expect(told.length).toBeLessThanOrEqual(drawn(5, 1));
});

describe('what is planted is told first in at least 19 of 20 sessions', () => {
  test.each<[string, Planted]>([
    ['slow statements of a usual request', { endpoint: 'list buildings', statements: 1.8 }],
    ['very slow statements of a rare request', { endpoint: 'create expense', statements: 3.5 }],
    ['statements that are very slow now and then', { endpoint: 'list owners', statements: 8, share: 0.15 }],
  ])('%s: the request, and its statements', (_, planted) => {
    const all = sessions(planted, drawn(40, 4));
    const named = all.filter((why) => {
      const [first] = why?.found ?? [];
      return first?.kind === 'endpoint' && first.endpoint === planted.endpoint;
    });
    expect(named.length).toBeGreaterThanOrEqual(drawn(38, 4));
    const durations = all.map((why) => firstOf(why, 'server-timing'));
    const right = durations.filter((one) => one?.endpoint === planted.endpoint && one?.name === 'db');
    expect(right.length).toBeGreaterThanOrEqual(drawn(38, 4));
  });

  test('a slow part that is not the statements is not told to be theirs', () => {
    const all = sessions({ endpoint: 'list expenses', rest: 5 }, drawn(40, 4));
    const first = all.map((why) => firstOf(why, 'server-timing'));
    expect(first.filter((one) => one?.name === 'app').length).toBeGreaterThanOrEqual(drawn(38, 4));
    expect(
      all.filter((why) => why?.found.some((one) => 'name' in one && one.name === 'db')).length,
    ).toBeLessThanOrEqual(2);
  });

  test('a request that all others wait for is told before them', () => {
    const all = sessions(
      [
        { statements: 1.4, rest: 1.4 },
        { endpoint: 'list expenses', statements: 2.2 },
      ],
      drawn(40, 4),
    );
    const right = all.filter((why) => {
      const [first, second, third] = why?.found ?? [];
      const own = [first, second].every(
        (one) => one && 'endpoint' in one && one.endpoint === 'list expenses',
      );
      return (
        first?.kind === 'endpoint' &&
        second?.kind === 'server-timing' &&
        own &&
        (third?.kind ?? 'everywhere') === 'everywhere'
      );
    });
    expect(right.length).toBeGreaterThanOrEqual(drawn(38, 4));
  });

  test('what slows all requests alike is told of no single one', () => {
    const all = sessions({ statements: 1.4, rest: 1.4 }, drawn(40, 4));
    const alike = all.filter((why) => why?.found[0]?.kind === 'everywhere');
    expect(alike.length).toBeGreaterThanOrEqual(drawn(38, 4));
    expect(all.filter((why) => firstOf(why, 'endpoint')).length).toBeLessThanOrEqual(2);
  });
});
