import { type GateRule, interleavedGate } from '../../src/judgement/statistics/interleaved-gate.ts';
import { criticalRank } from '../../src/judgement/statistics/signed-rank.ts';
import { planLevels } from '../../src/judgement/statistics/spending-plan.ts';
import { wholeGate } from '../../src/judgement/statistics/whole-gate.ts';
import fc from '../fast-check.ts';
import { drawn } from '../part.ts';
import { generator } from './generator.ts';
import { SESSION_FLOOR, SESSION_TOLERANCE, SESSIONS } from './vectors-sequential.ts';

const P99: GateRule = {
  nmax: 45,
  nmin: 6,
  alpha: 0.01,
  beta: 0.05,
  tolerance: SESSION_TOLERANCE.p99,
  floor: SESSION_FLOOR,
  allowance: 0,
};
const THROUGHPUT: GateRule = { ...P99, alpha: 0.005, tolerance: SESSION_TOLERANCE.throughput };

function session(p99: readonly number[], throughput: readonly number[]) {
  const gates = [
    { name: 'p99', state: interleavedGate(p99, P99) },
    { name: 'throughput', state: interleavedGate(throughput, THROUGHPUT) },
  ];
  return { gates, whole: wholeGate(gates) };
}

describe.each(SESSIONS)('$name', ({ verdict, blocks, which, rows, p99, throughput }) => {
  test('is decided as it should be, and at that block', () => {
    const { whole } = session(p99, throughput);
    expect(whole.decision).toBe(verdict === 'pass' ? 'passed' : 'failed');
    expect(whole.block).toBe(blocks);
    expect(whole.failed.map(({ name }) => name)).toEqual(which);
    expect(whole.undecided.length === 0 || verdict === 'fail').toBe(true);
  });

  test('bounds and estimates at its end', () => {
    const { gates } = session(p99.slice(0, blocks), throughput.slice(0, blocks));
    for (const { name, state } of gates) {
      const [lower, estimate, upper] = rows[name as keyof typeof rows];
      expect(state.lower).toBeCloseTo(lower ?? Number.NEGATIVE_INFINITY, 10);
      expect(state.estimate).toBeCloseTo(estimate ?? Number.NaN, 10);
      expect(state.upper).toBeCloseTo(upper ?? Number.POSITIVE_INFINITY, 10);
      expect(state.n).toBe(blocks);
    }
  });

  test('was undecided one block before', () => {
    const { whole } = session(p99.slice(0, blocks - 1), throughput.slice(0, blocks - 1));
    expect(whole).toMatchObject({ decision: 'undecided', block: null, failed: [] });
    expect(whole.undecided.length).toBeGreaterThan(0);
  });
});

describe('an interleaved gate', () => {
  test('fails after nine blocks at the earliest (ten at 0.5 %), passes after eight', () => {
    expect(interleavedGate(new Array(45).fill(0.5), P99)).toMatchObject({
      decision: 'failed',
      failedAt: 9,
      passedAt: null,
    });
    expect(interleavedGate(new Array(45).fill(0.5), THROUGHPUT)).toMatchObject({
      decision: 'failed',
      failedAt: 10,
    });
    expect(interleavedGate(new Array(45).fill(0), P99)).toMatchObject({
      decision: 'passed',
      passedAt: 8,
      failedAt: null,
    });
  });

  test('a pass is for good: what comes later can be shown, not failed', () => {
    const series = [...new Array(8).fill(0), ...new Array(30).fill(0.5)];
    expect(interleavedGate(series, P99)).toMatchObject({ decision: 'passed', passedAt: 8, shown: 'worse' });
  });

  test('a change shown below the tolerance passes, and is called what it is', () => {
    const small = Array.from({ length: 45 }, (_, i) => 0.05 + 0.001 * (i % 3));
    const rule = { ...P99, floor: P99.tolerance };
    expect(interleavedGate(small, rule)).toMatchObject({ decision: 'passed', shown: 'worse' });
    expect(interleavedGate(small, { ...rule, allowance: 0.06 })).toMatchObject({
      decision: 'passed',
      shown: null,
    });
    const faster = small.map((slowdown) => -slowdown);
    expect(interleavedGate(faster, rule)).toMatchObject({ decision: 'passed', shown: 'better' });
    expect(interleavedGate(faster, { ...rule, allowance: 0.06 })).toMatchObject({
      decision: 'passed',
      shown: null,
    });
    expect(interleavedGate(faster.slice(0, 8), rule)).toMatchObject({ decision: 'passed', shown: null });
  });

  test('neither allowance nor floor can be skipped', () => {
    const slower = Array.from({ length: 45 }, (_, i) => 0.12 + 0.001 * (i % 3));
    expect(interleavedGate(slower, { ...P99, floor: 0.11 }).decision).toBe('failed');
    expect(interleavedGate(slower, { ...P99, floor: 0.13 }).decision).toBe('undecided');
    expect(interleavedGate(slower, { ...P99, allowance: 0.13 }).decision).toBe('undecided');
  });

  test('blocks without a figure count for the budget, not for the level', () => {
    const gaps = [null, ...new Array(9).fill(0.5), null];
    expect(interleavedGate(gaps, P99)).toMatchObject({ decision: 'failed', failedAt: 10, n: 9 });
    expect(interleavedGate([null, null], P99)).toEqual({
      decision: 'undecided',
      passedAt: null,
      failedAt: null,
      n: 0,
      lower: Number.NEGATIVE_INFINITY,
      estimate: null,
      upper: Number.POSITIVE_INFINITY,
      shown: null,
    });
  });

  test('NaN, infinity and blocks beyond the budget are refused', () => {
    expect(() => interleavedGate([0.1, Number.NaN], P99)).toThrow(RangeError);
    expect(() => interleavedGate([Number.POSITIVE_INFINITY], P99)).toThrow(RangeError);
    expect(() => interleavedGate(new Array(46).fill(0), P99)).toThrow(RangeError);
  });

  test('what was decided stays decided, whatever comes', () => {
    const difference = fc.double({ min: -0.4, max: 0.6, noNaN: true });
    const rule = { ...P99, nmax: 20, alpha: 0.05 };
    fc.assert(
      fc.property(fc.array(difference, { minLength: 1, maxLength: 20 }), fc.nat(20), (series, cut) => {
        const early = interleavedGate(series.slice(0, cut), rule);
        const late = interleavedGate(series, rule);
        if (early.decision !== 'undecided') {
          expect(late).toMatchObject({
            decision: early.decision,
            passedAt: early.passedAt,
            failedAt: early.failedAt,
          });
        }
        expect(late.passedAt === null || late.failedAt === null).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a block more slower never turns a fail into a pass at the same look', () => {
    const difference = fc.double({ min: -0.3, max: 0.5, noNaN: true });
    const ten = fc.array(difference, { minLength: 10, maxLength: 10 });
    const rule = { ...P99, nmax: 10, nmin: 10, alpha: 0.05 };
    fc.assert(
      fc.property(ten, fc.nat(9), fc.double({ min: 0, max: 1, noNaN: true }), (series, at, more) => {
        const worse = series.map((slowdown, i) => (i === at ? slowdown + more : slowdown));
        const [before, after] = [interleavedGate(series, rule), interleavedGate(worse, rule)];
        expect(after.lower).toBeGreaterThanOrEqual(before.lower);
        expect(after.upper).toBeGreaterThanOrEqual(before.upper);
        if (before.decision === 'failed') expect(after.decision).toBe('failed');
      }),
      { numRuns: 60 },
    );
  });
});

describe('false fails when nothing changed', () => {
  const rule = { ...P99, nmax: 12, alpha: 0.05, beta: 1e-9, floor: 0 };

  /** Exact: of all signs that fair coins can give these sizes, the share that fails. */
  function falseFails(sizes: readonly number[]): number {
    let failed = 0;
    for (let signs = 0; signs < 2 ** sizes.length; signs++) {
      const series = sizes.map((size, i) => ((signs >> i) & 1 ? size : -size));
      if (interleavedGate(series, rule).decision === 'failed') failed++;
    }
    return failed / 2 ** sizes.length;
  }

  test('over all signs of twelve blocks with sizes in any order: at most α', () => {
    const { normal } = generator(7);
    const shares = Array.from({ length: drawn(4, 2) }, () =>
      falseFails(Array.from({ length: 12 }, () => Math.abs(normal()))),
    );
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(mean).toBeGreaterThan(0.5 * rule.alpha);
    expect(mean).toBeLessThanOrEqual(rule.alpha);
  });

  test('differences that grow from block to block are the worst order: a quarter more than α', () => {
    expect(falseFails(Array.from({ length: 12 }, (_, i) => 0.01 * 1.5 ** i))).toBeLessThanOrEqual(
      1.25 * rule.alpha,
    );
    expect(falseFails(Array.from({ length: 12 }, (_, i) => 0.4 - 0.01 * i))).toBeLessThanOrEqual(rule.alpha);
    expect(falseFails(new Array(12).fill(0.2))).toBeLessThanOrEqual(rule.alpha);
  });

  test('45 looks at heavy tails, drift and stalls, with a fair coin for the order: at most 1 %', () => {
    const { even, normal } = generator(45);
    const sessions = 1500;
    const levels = planLevels(45, P99.alpha);
    const critical = levels.map((level, n) => (level > 0 ? criticalRank(n, level) : -1));
    let failed = 0;
    for (let session = 0; session < sessions; session++) {
      const series: number[] = [];
      let drift = 0;
      for (let n = 1; n <= 45; n++) {
        drift = 0.8 * drift + 0.1 * normal();
        // Drift helps the slot that comes second; a stall of ×2.5 hits one of the two slots now and then.
        const slots = drift + 0.05 * normal() + (even() < 0.1 ? Math.sign(even() - 0.5) * Math.log(2.5) : 0);
        series.push(even() < 0.5 ? slots : -slots);
        // The gate's own test in its counting form: its lower bound is above 0 when so few averages aren't.
        if (notAbove(series) <= (critical[n] ?? -1)) {
          failed++;
          break;
        }
      }
    }
    expect(failed).toBeGreaterThan(0);
    // Three standard errors above 1 %.
    expect(failed / sessions).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / sessions));
  });
});

function notAbove(series: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < series.length; i++) {
    for (let j = i; j < series.length; j++) if ((series[i] ?? 0) + (series[j] ?? 0) <= 0) count++;
  }
  return count;
}

describe('all gates together', () => {
  const state = interleavedGate([], P99);
  const gate = (name: string, passedAt: number | null, failedAt: number | null = null) => ({
    name,
    state: { ...state, passedAt, failedAt },
  });
  const names = (gates: readonly { name: string }[]) => gates.map(({ name }) => name);

  test('all passed: decided with the last', () => {
    expect(wholeGate([gate('a', 8), gate('b', 20)])).toMatchObject({
      decision: 'passed',
      block: 20,
      undecided: [],
    });
  });

  test('one failed: decided there, whoever passed before', () => {
    const whole = wholeGate([gate('a', 8), gate('b', null, 10), gate('c', null), gate('d', 14)]);
    expect(whole).toMatchObject({ decision: 'failed', block: 10 });
    expect(names(whole.failed)).toEqual(['b']);
    expect(names(whole.undecided)).toEqual(['c', 'd']);
  });

  test('one failed with the block with which the last one passed: failed', () => {
    const whole = wholeGate([gate('a', 12), gate('b', 8, 12)]);
    expect(whole).toMatchObject({ decision: 'failed', block: 12 });
    expect(names(whole.failed)).toEqual(['b']);
  });

  test('one undecided holds the rest', () => {
    const whole = wholeGate([gate('a', 8), gate('b', null)]);
    expect(whole).toMatchObject({ decision: 'undecided', block: null });
    expect(names(whole.undecided)).toEqual(['b']);
  });

  test('a gate that passed can still break, as long as another is open', () => {
    expect(wholeGate([gate('a', 8, 12), gate('b', null)])).toMatchObject({ decision: 'failed', block: 12 });
    expect(wholeGate([gate('a', 8, 12), gate('b', 10)])).toMatchObject({ decision: 'passed', block: 10 });
  });

  test('no gate is not a pass', () => {
    expect(() => wholeGate([])).toThrow(RangeError);
  });
});
