import { Histogram } from '../../src/evidence/histogram.ts';
import { scopeFrom } from '../../src/evidence/merge-scopes.ts';
import type { DeclaredGate } from '../../src/judgement/interleaved/declared-gates.ts';
import { guardedGate } from '../../src/judgement/interleaved/guarded-gate.ts';
import { type ScopeBlock, worseningsOf } from '../../src/judgement/interleaved/series.ts';
import { interleavedGate } from '../../src/judgement/statistics/interleaved-gate.ts';
import { stallEvidence } from '../../src/judgement/statistics/stall-guard.ts';
import { generator } from './generator.ts';

describe('evidence of stalls', () => {
  /** The mean over p, by sums. */
  const byHand = (a: number, b: number): number => {
    const n = 20_000;
    const at = (i: number) => {
      const p = 0.5 + (i + 0.5) / (2 * n);
      return (2 * p) ** a * (2 * (1 - p)) ** b;
    };
    return Array.from({ length: n }, (_, i) => at(i)).reduce((sum, one) => sum + one, 0) / n;
  };

  test.each([
    [0, 0],
    [1, 0],
    [0, 1],
    [5, 2],
    [12, 0],
    [20, 3],
    [40, 38],
  ])('%d blocks on the target, %d on the base: the mean of the likelihood ratios', (target, base) => {
    expect(stallEvidence({ target, base }) / byHand(target, base)).toBeCloseTo(1, 4);
  });

  test('it begins at one', () => expect(stallEvidence({ target: 0, base: 0 })).toBeCloseTo(1, 12));

  test('a fair coin brings it to 500 in one run of 500 at most, however often one looks', () => {
    const { even } = generator(11);
    const runs = 4000;
    let reached = 0;
    for (let run = 0; run < runs; run++) {
      const far = { target: 0, base: 0 };
      for (let n = 0; n < 150; n++) {
        far[even() < 0.5 ? 'target' : 'base']++;
        if (stallEvidence(far) >= 500) {
          reached++;
          break;
        }
      }
    }
    expect(reached / runs).toBeLessThanOrEqual(1 / 500 + 3 * Math.sqrt(0.002 / runs));
  });
});

describe('a gate over slices', () => {
  const rule = {
    nmax: 137,
    nmin: 6,
    alpha: 0.008,
    beta: 0.05,
    tolerance: Math.log(1.1),
    floor: Math.log(1.1),
    allowance: 0,
  };
  const gate: DeclaredGate = { metric: 'p99', endpoint: null, tolerance: 0.1, rule, stallAlpha: 0.002 };
  const scope = (stalled: boolean, wobble: number) =>
    scopeFrom({
      latency: Histogram.of([
        20_000,
        985,
        Math.round(60_000 * wobble),
        15,
        ...(stalled ? [160_000, 120] : []),
      ]),
      seconds: 1,
      successes: 300,
      requests: 300,
      failed: 0,
    });
  /** Looks after each block, as a run does. @param stalls whether a side stalls in a block */
  const run = (stalls: (block: number) => Partial<Record<'target' | 'base', boolean>>, most = 137) => {
    const { normal } = generator(3);
    const blocks: ScopeBlock[] = [];
    const side = (stalled = false) => scope(stalled, Math.exp(0.05 * normal()));
    for (let block = 0; block < most; block++) {
      const { target, base } = stalls(block);
      blocks.push({ base: side(base), target: side(target) });
      const state = guardedGate(gate, blocks, worseningsOf('p99', blocks));
      if (state.decision !== 'undecided') return { ...state, blocks: blocks.length };
    }
    return { ...interleavedGate(worseningsOf('p99', blocks), rule), blocks: most };
  };

  test('the same on both sides passes, after 30 s of load', () => {
    const { decision, blocks } = run(() => ({}));
    expect(decision).toBe('passed');
    expect(blocks).toBe(15);
  });

  test('stalls of the target alone, in every sixth block, fail; the ranks see nothing of them', () => {
    const { decision, blocks, lower } = run((block) => ({ target: block % 6 === 0 }));
    expect(decision).toBe('failed');
    expect(blocks).toBeLessThan(100);
    expect(lower).toBeLessThanOrEqual(rule.allowance);
  });

  test('stalls that meet either side alike pass', () => {
    const { decision } = run((block) => ({ target: block % 12 === 0, base: block % 12 === 6 }));
    expect(decision).toBe('passed');
  });

  test('until they are shown, such a run is left open', () => {
    expect(run((block) => ({ target: block % 6 === 0 }), 40).decision).toBe('undecided');
  });
});
