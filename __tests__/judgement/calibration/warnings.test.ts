import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import { widening } from '../../../src/judgement/calibration/spread.ts';
import { quantilesOf } from '../../evidence/quantiles.ts';
import { testInFull } from '../../part.ts';
import { makeInterleavedPlan } from '../make-interleaved.ts';
import { makeCalibration, makeRun } from './make-calibration.ts';

describe('what is said beside it', () => {
  testInFull('stalls, few blocks and a run that was cut short', () => {
    const stalling = makeCalibration({ noise: 0.02, p99: (block) => (block % 3 === 0 ? 3 : 1) });
    const { base, target } = stalling.noise.stalledRounds;
    expect(stalling.warnings).toContainEqual({
      code: 'stalled-rounds',
      stalled: base + target,
      rounds: 100,
    });
    expect(makeCalibration({ blocks: 14 }).warnings[0]).toEqual({
      code: 'few-blocks',
      blocks: 14,
      spreadFactor: widening(14),
    });
    expect(makeCalibration({ blocks: 9, cutShort: true }).warnings[0]).toEqual({
      code: 'cut-short',
      blocks: 9,
      spreadFactor: widening(9),
    });
  });

  test('that requests failed, from one of a hundred on', () => {
    const codes = (errors: number) =>
      makeCalibration({ noise: 0.02, targetErrors: errors, baseErrors: errors }).warnings.filter(
        ({ code }) => code === 'requests-failed',
      );
    expect(codes(0.02)).toEqual([{ code: 'requests-failed', errorRate: expect.closeTo(0.02, 2) }]);
    expect(codes(0.005)).toEqual([]);
  });

  test('that neighbouring blocks are opposed, or alike', () => {
    const codesOf = (p99: (block: number) => number) => {
      const { warnings, noise } = makeCalibration({ noise: 0.02, p99 });
      return { warnings, correlation: noise.autocorrelation };
    };
    const opposed = codesOf((block) => (block % 2 === 0 ? 1.1 : 0.9));
    expect(opposed.correlation).toBeLessThan(-0.5);
    expect(opposed.warnings).toContainEqual({ code: 'blocks-correlated', correlation: opposed.correlation });
    const alike = codesOf((block) => (block < 25 ? 1.1 : 0.9));
    expect(alike.correlation).toBeGreaterThan(0.5);
    expect(alike.warnings).toContainEqual({ code: 'blocks-correlated', correlation: alike.correlation });
  });

  test('that a request differs by more than the whole, which its gate would take for the code', () => {
    const plan = makeInterleavedPlan({
      base: null,
      gate: { endpoints: { 'create owner': { p99: { limit: null, regression: 0.2 } } } },
    });
    const { warnings, allowance, gates } = makeCalibration({
      plan,
      noise: 0.02,
      oneUrl: false,
      sharedHost: false,
      endpoints: { 'create owner': { p99: 1.3 } },
    });
    const own = gates.find(({ endpoint }) => endpoint === 'create owner');
    expect(warnings.filter(({ code }) => code === 'beyond-allowance')).toEqual([
      {
        code: 'beyond-allowance',
        metric: 'p99',
        endpoint: 'create owner',
        allowance: allowance?.allowance,
        interval: own?.offset?.interval,
      },
    ]);
  });

  test('that the second round of a block is slower: it is no matter of sides', () => {
    const run = makeRun({ noise: 0.01 });
    const slower = run.evidence.blocks.map((block) => {
      const side = block.order[0] === 'target' ? 'base' : 'target';
      const { whole } = block[side];
      return {
        ...block,
        [side]: {
          ...block[side],
          whole: { ...whole, latencyMs: quantilesOf((whole.latencyMs?.p99 ?? 0) * 1.06) },
        },
      };
    });
    const { noise, warnings } = calibrate({ ...run, evidence: { ...run.evidence, blocks: slower } });
    expect(noise.secondRound).toBeCloseTo(0.06, 1);
    expect(warnings).toContainEqual({ code: 'second-round-differs', change: noise.secondRound });
  });
});
