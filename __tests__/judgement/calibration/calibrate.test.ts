import { DrawnSession } from '../../../src/judgement/calibration/draw-session.ts';
import { autocorrelation, widening } from '../../../src/judgement/calibration/spread.ts';
import { interleavedGate } from '../../../src/judgement/statistics/interleaved-gate.ts';
import { drawn, testInFull } from '../../part.ts';
import { generator } from '../generator.ts';
import { withArrivals } from '../make.ts';
import { makeInterleavedPlan } from '../make-interleaved.ts';
import { makeCalibration } from './make-calibration.ts';

const p99Of = ({ gates }: ReturnType<typeof makeCalibration>) => gates.find(({ metric }) => metric === 'p99');

describe('drawn sessions', () => {
  test('end as the interleaved gate ends them, at whatever change and tolerance', () => {
    const random = generator(5);
    const spending = { nmax: 45, nmin: 6, alpha: 0.01, beta: 0.05 };
    for (let i = 0; i < drawn(60, 20); i++) {
      const one = 0.04 + 0.1 * random.even();
      // One size and a coin: what is drawn is told by how the session ends with no other source of chance.
      const session = new DrawnSession([one], 1, spending, generator(i).even);
      const again = generator(i).even;
      const values = Array.from({ length: 45 }, () => {
        again();
        return again() < 0.5 ? one : -one;
      });
      for (const change of [0, 0.03, 0.1, 0.2]) {
        for (const tolerance of [0.05, 0.0953, 0.2]) {
          const rule = { tolerance, floor: tolerance, allowance: 0.0198 };
          const shifted = values.map((value) => value + change);
          const { decision: state, passedAt, failedAt } = interleavedGate(shifted, { ...spending, ...rule });
          expect(session.end(change, rule)).toEqual({ state, blocks: passedAt ?? failedAt ?? 45 });
        }
      }
    }
  });
});

test('the spread of few values is widened more than that of many', () => {
  expect(widening(12)).toBeCloseTo(1.4, 1);
  expect(widening(50)).toBeCloseTo(1.15, 1);
  expect(widening(1)).toBe(Number.POSITIVE_INFINITY);
  expect(autocorrelation([1, 1, 1, 1])).toBe(0);
  expect(autocorrelation([1, -1, 1, -1, 1, -1])).toBeLessThan(-0.5);
});

describe('what is recommended', () => {
  test('in a quiet environment: what is declared holds, and nothing needs to change', () => {
    const calibration = makeCalibration({ noise: 0.02 });
    expect(calibration.complete).toBe(true);
    expect(p99Of(calibration)).toMatchObject({ declared: 0.1, declaredHolds: true, advice: null });
    expect(p99Of(calibration)?.tolerance).toBeLessThanOrEqual(0.1);
    expect(calibration.rounds).toMatchObject({
      measureMs: 3000,
      discardMs: 500,
      budgetMs: 360_000,
      blocks: 45,
    });
    expect(calibration.warnings).toEqual([]);
    expect(calibration.allowance).toBeNull();
    expect(calibration.unknown).toEqual([
      { code: 'hosts-not-compared', allowance: 0.02 },
      { code: 'between-runs' },
      { code: 'other-conditions' },
    ]);
  });

  testInFull('in a noisy one: a wider tolerance, and why the declared one does not hold', () => {
    const calibration = makeCalibration({ noise: 0.2 });
    const p99 = p99Of(calibration);
    expect(p99?.declaredHolds).toBe(false);
    expect(p99?.tolerance).toBeGreaterThan(0.15);
    const { spread, tolerance } = p99 ?? {};
    expect(p99?.advice).toEqual({
      code: 'too-noisy',
      wanted: 0.1,
      blocks: calibration.rounds.blocks,
      spreadWanted: ((spread ?? 0) * 0.1) / (tolerance ?? 0),
    });
  });

  test('where nothing holds, nothing is recommended', () => {
    const calibration = makeCalibration({ noise: 1.2, sessions: drawn(100, 30) });
    expect(calibration.complete).toBe(false);
    expect(p99Of(calibration)).toMatchObject({ tolerance: null, reach: null, shown: null });
    expect(p99Of(calibration)?.advice).toMatchObject({ code: 'too-noisy', wanted: 0.1, spreadWanted: null });
  });

  test('the gate of a request by its own answers', () => {
    const plan = makeInterleavedPlan({
      base: null,
      gate: { endpoints: { 'create owner': { p99: { limit: 250, regression: 0.2 } } } },
    });
    const calibration = makeCalibration({ plan, noise: 0.02, requests: 4000 });
    const own = calibration.gates.find(({ endpoint }) => endpoint === 'create owner');
    expect(own).toMatchObject({ metric: 'p99', declared: 0.2, declaredHolds: true, responses: 800 });
  });

  test('where no request was answered, that is what has to be seen to', () => {
    const plan = makeInterleavedPlan({
      base: null,
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.2 } } } },
    });
    const calibration = makeCalibration({
      plan,
      noise: 0.02,
      endpoints: { 'create owner': { targetErrors: 1, baseErrors: 1 } },
    });
    expect(calibration.complete).toBe(false);
    expect(calibration.gates.find(({ endpoint }) => endpoint !== null)).toMatchObject({
      declaredHolds: false,
      tolerance: null,
      advice: { code: 'no-responses' },
    });
  });

  test('without a regression in the file, the usual three; in an open model, not of throughput', () => {
    const bare = makeInterleavedPlan({ base: null, whole: { p99: { limit: 100, regression: null } } });
    const calibration = makeCalibration({ plan: bare, noise: 0.02 });
    expect(calibration.gates.map(({ metric, declared }) => [metric, declared])).toEqual([
      ['p99', null],
      ['throughput', null],
      ['errors', null],
    ]);
    const load = withArrivals(bare.load, { perSecond: 300, kind: 'constant' });
    const open = makeCalibration({ plan: { ...bare, load }, noise: 0.02 });
    expect(open.gates.map(({ metric }) => metric)).toEqual(['p99', 'errors']);
  });

  test('a longer budget where its blocks are too few for what is declared', () => {
    const interleaved = { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 63_000, allowance: null };
    const plan = makeInterleavedPlan({ base: null, gate: { interleaved } });
    const calibration = makeCalibration({ plan, noise: 0.07 });
    expect(calibration.rounds.blocks).toBeGreaterThan(9);
    expect(calibration.rounds.budgetMs).toBeGreaterThan(63_000);
    expect(p99Of(calibration)?.declaredHolds).toBe(true);
  });
});

describe('two environments with the same code', () => {
  const twoHosts = { oneUrl: false, sharedHost: false, noise: 0.02 };

  test('what they differ by at most is allowed for, and tolerances are more than twice as large', () => {
    const calibration = makeCalibration({ ...twoHosts, p99: 1.04 });
    const { allowance } = calibration;
    expect(allowance?.estimate).toBeGreaterThan(0.03);
    expect(allowance?.allowance).toBeGreaterThanOrEqual(allowance?.estimate ?? 1);
    expect((allowance?.allowance ?? 0) * 200).toBeCloseTo(Math.round((allowance?.allowance ?? 0) * 200), 9);
    expect(p99Of(calibration)?.tolerance).toBeGreaterThan(2 * (allowance?.allowance ?? 1));
    expect(p99Of(calibration)?.advice).toEqual({
      code: 'within-allowance',
      wanted: 0.1,
      allowance: allowance?.allowance,
    });
    expect(calibration.unknown.map(({ code }) => code)).toEqual([
      'other-hosts',
      'between-runs',
      'other-conditions',
    ]);
  });

  test('on one host nothing is allowed for, unless they are shown to differ', () => {
    const alike = makeCalibration({ ...twoHosts, sharedHost: true });
    expect(alike.allowance?.allowance).toBe(0);
    const unlike = makeCalibration({ ...twoHosts, sharedHost: true, p99: 1.05 });
    expect(unlike.allowance?.allowance).toBeGreaterThan(0.03);
    const { estimate } = unlike.allowance ?? {};
    expect(unlike.warnings).toContainEqual({ code: 'shared-host-differs', estimate });
    expect(estimate).toBeCloseTo(0.05, 1);
    expect(unlike.unknown.map(({ code }) => code)).toEqual(['between-runs', 'other-conditions']);
  });

  test('a wide allowance that comes of few blocks is told from one of unlike hosts', () => {
    const { warnings, allowance } = makeCalibration({ ...twoHosts, noise: 0.15, blocks: 14 });
    const { estimate, allowance: allowed } = allowance ?? {};
    expect(warnings).toContainEqual({ code: 'allowance-uncertain', allowance: allowed, estimate });
    const certain = makeCalibration({ ...twoHosts, p99: 1.1, noise: 0.01 });
    expect(certain.warnings.map(({ code }) => code)).not.toContain('allowance-uncertain');
  });
});
