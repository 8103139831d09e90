/** Sessions drawn from slices obey the guard that a run in slices obeys: rare stalls, and 30 s of load before a pass. */
import { Histogram } from '../../../src/evidence/histogram.ts';
import type { Block, RoundFigures, ScopeFigures } from '../../../src/evidence/interleaved.ts';
import { mergeScopes, scopeFrom } from '../../../src/evidence/merge-scopes.ts';
import type { Sides } from '../../../src/evidence/result/parts.ts';
import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import { type DrawnBlock, DrawnSession } from '../../../src/judgement/calibration/draw-session.ts';
import { DrawnTogether, tabulate } from '../../../src/judgement/calibration/drawn-together.ts';
import { guardedGate } from '../../../src/judgement/interleaved/guarded-gate.ts';
import { worseningsOf } from '../../../src/judgement/interleaved/series.ts';
import { testInFull } from '../../part.ts';
import { generator } from '../generator.ts';
import { makeInterleavedPlan } from '../make-interleaved.ts';
import { makeRun } from './make-calibration.ts';

const SPENDING = { nmax: 137, nmin: 6, alpha: 0.008, beta: 0.05 };
const STALL_ALPHA = 0.002;

/** 300 responses in a second; a stall holds up a third of them, for half as long again. */
function scope(tail: number, stalled: boolean, slower = 1): ScopeFigures {
  const usual = [20_000, 185, 40_000 * tail, 15];
  const held = stalled ? [90_000 * tail, 100] : [20_000, 100];
  const us = [...usual, ...held].map((value, i) => (i % 2 === 0 ? Math.round(1000 * value * slower) : value));
  return scopeFrom({ latency: Histogram.of(us), seconds: 1, successes: 300, requests: 300, failed: 0 });
}

/** By the P99 of all responses of either side. */
function slowdownOf(blocks: readonly Sides<ScopeFigures>[]): number {
  const of = (side: 'base' | 'target') => mergeScopes(blocks.map((block) => block[side])).latencyMs?.p99 ?? 0;
  return Math.log(of('target') / of('base'));
}

type Source = Sides<{ readonly tail: number; readonly stalled: boolean }>;

/** Blocks of the same code; in every so manieth, a stall on either side. */
function sources(count: number, stallEvery: number, seed: number): Source[] {
  const { normal, even } = generator(seed);
  const side = () => ({ tail: Math.exp(0.06 * normal()), stalled: even() < 1 / stallEvery });
  return Array.from({ length: count }, () => ({ base: side(), target: side() }));
}

const blockOf = ({ base, target }: Source, slower = 1): Sides<ScopeFigures> => ({
  base: scope(base.tail, base.stalled),
  target: scope(target.tail, target.stalled, slower),
});

testInFull('they end as the guarded gate ends the same blocks, at whatever change and tolerance', () => {
  const endings = new Set<string>();
  let unlikeTheRanks = 0;
  for (let seed = 0; seed < 12; seed++) {
    const measured = sources(50, seed % 2 === 0 ? 8 : 40, seed);
    const blocks = measured.map((source) => blockOf(source));
    const residuals = worseningsOf('p99', blocks).filter((value) => value !== null);
    let drawn: readonly DrawnBlock[] = [];
    const table = tabulate('p99', blocks, 0);
    const together = (those: readonly DrawnBlock[]) => {
      drawn = those;
      return new DrawnTogether(table, those, 1);
    };
    const { even } = generator(100 + seed);
    const guards = { stallAlpha: STALL_ALPHA, together };
    const session = new DrawnSession(residuals, 1, SPENDING, even, guards);
    const ranksAlone = new DrawnSession(residuals, 1, SPENDING, generator(100 + seed).even);
    // Twice as slow is exact in buckets that double in width.
    for (const change of [0, Math.LN2]) {
      const whole = drawn.map(({ index, swapped }) => {
        const { base, target } = measured[index] as Source;
        return blockOf(swapped ? { base: target, target: base } : { base, target }, Math.exp(change));
      });
      const series = worseningsOf('p99', whole);
      for (const by of [-0.1, -0.02, 0.05, 0.0953, 0.2]) {
        const tolerance = change + by;
        const rule = { tolerance, floor: tolerance, allowance: change / 2 };
        const gate = { metric: 'p99', endpoint: null, tolerance, stallAlpha: STALL_ALPHA } as const;
        const state = guardedGate({ ...gate, rule: { ...SPENDING, ...rule } }, whole, series);
        const ending = session.end(change, rule);
        expect(ending).toEqual({
          state: state.decision,
          blocks: state.passedAt ?? state.failedAt ?? SPENDING.nmax,
        });
        endings.add(ending.state);
        unlikeTheRanks += Number(ending.blocks !== ranksAlone.end(change, rule).blocks);
      }
    }
  }
  expect([...endings].sort()).toEqual(['failed', 'passed', 'undecided']);
  expect(unlikeTheRanks).toBeGreaterThan(20);
});

test('all responses of drawn blocks come to what the gate makes of them, without what the sides differ by', () => {
  const measured = sources(30, 8, 5).map((source) => blockOf(source, 1.2));
  const drawn = Array.from({ length: 40 }, (_, i) => ({ index: (7 * i) % 30, swapped: i % 3 === 0 }));
  const together = new DrawnTogether(tabulate('p99', measured, Math.log(1.2)), drawn, 1).with(0);
  const alike = sources(30, 8, 5).map((source) => blockOf(source));
  for (const until of [40, 1, 2, 13]) {
    const whole = drawn.slice(0, until).map(({ index, swapped }) => {
      const { base, target } = alike[index] as Sides<ScopeFigures>;
      return swapped ? { base: target, target: base } : { base, target };
    });
    expect(together.slowdown(until)).toBeCloseTo(slowdownOf(whole), 2);
    expect(together.seconds(until)).toBe(2 * until);
  }
  const [only] = drawn;
  const twice = new DrawnTogether(tabulate('p99', alike, 0), [only as DrawnBlock], 2).with(0.1);
  expect(twice.slowdown(1)).toBeCloseTo(2 * -slowdownOf(alike.slice(0, 1)) + 0.1, 9);
});

describe('a calibration', () => {
  /** Of blocks with a second of load, half of it on either side. */
  function blocksToPass(sliced: boolean) {
    const plan = makeInterleavedPlan({ base: null, whole: { p99: { limit: null, regression: 0.1 } } });
    const run = makeRun({ plan, sliced, blocks: 60, noise: 0.02, elapsedMs: 90_000 });
    const short = (side: RoundFigures): RoundFigures => ({ ...side, whole: { ...side.whole, seconds: 0.5 } });
    const blocks = run.evidence.blocks.map(
      (block): Block => ({
        ...block,
        target: short(block.target),
        base: short(block.base),
      }),
    );
    const { gates } = calibrate({ ...run, evidence: { ...run.evidence, blocks } });
    return gates.find(({ metric }) => metric === 'p99')?.reach?.blocks;
  }

  testInFull('in slices tells of no pass before 30 s of load', () => expect(blocksToPass(true)).toBe(30));

  test('in rounds of one piece it does', () => expect(blocksToPass(false)).toBeLessThan(15));
});
