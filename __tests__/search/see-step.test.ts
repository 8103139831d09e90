import { limitsIn, limitsOf } from '../../src/search/limits.ts';
import { type StepTotals, seeStep } from '../../src/search/see-step.ts';
import type { StepBreak } from '../../src/search/step.ts';
import { limits } from './simulate.ts';

const STEP = { phase: 'close', load: 400, ms: 10_000 } as const;
const ALL: StepTotals = {
  sentMs: 10_000,
  elapsedMs: 10_050,
  throughputPerSecond: 399,
  requests: 4000,
  errors: 0,
  limited: 0,
  latency: [20_000, 4000],
  generatorLate: false,
  generatorHeldBack: false,
};
const HELD = { broken: null, grew: false };

const broke = (totals: Partial<StepTotals>, watch: { broken: StepBreak | null; grew: boolean } = HELD) =>
  seeStep(STEP, limits(100, 0.01), { ...ALL, ...totals }, watch).broke;

test('a step that held', () => {
  expect(seeStep(STEP, limits(100), ALL, HELD)).toEqual({
    phase: 'close',
    load: 400,
    seconds: 10,
    elapsedMs: 10_050,
    throughputPerSecond: 399,
    broke: null,
    cut: false,
  });
});

test.each<[string, Partial<StepTotals>, StepBreak | null]>([
  ['40 of 4,000 are slow', { latency: [20_000, 3960, 120_000, 40] }, null],
  ['41 of them are', { latency: [20_000, 3959, 120_000, 41] }, { what: 'limit', metric: 'p99' }],
  ['40 fail', { errors: 40 }, null],
  ['41 fail', { errors: 41 }, { what: 'limit', metric: 'errors' }],
  ['one alone of ten is slow', { requests: 10, latency: [20_000, 9, 120_000, 1] }, null],
  ['one of nine is', { requests: 9, latency: [20_000, 8, 120_000, 1] }, { what: 'limit', metric: 'p99' }],
  ['two of 99 are', { requests: 99, latency: [20_000, 97, 120_000, 2] }, { what: 'limit', metric: 'p99' }],
  ['one alone of 20 fails', { requests: 20, latency: [20_000, 19], errors: 1 }, null],
  ['two of 20 fail', { requests: 20, latency: [20_000, 18], errors: 2 }, { what: 'limit', metric: 'errors' }],
  ['half of these were turned away by a limiter', { errors: 50, limited: 25 }, { what: 'limiter' }],
  ['fewer of them were', { errors: 50, limited: 24 }, { what: 'limit', metric: 'errors' }],
  ['the generator was late', { errors: 50, generatorLate: true }, { what: 'generator' }],
  ['it was late, and all held', { generatorLate: true }, null],
  ['it asked less than it was to', { generatorHeldBack: true }, { what: 'generator' }],
  ['nothing came to an end', { requests: 0, latency: [] }, { what: 'silence' }],
])('%s', (_what, totals, expected) => {
  expect(broke(totals)).toEqual(expected);
});

test('a limiter that turns few away has nothing to do with a P99 that breaks', () => {
  expect(broke({ latency: [120_000, 4000], errors: 2, limited: 2 })).toEqual({
    what: 'limit',
    metric: 'p99',
  });
});

test('latency that grew to the end', () => {
  expect(broke({}, { broken: null, grew: true })).toEqual({ what: 'queue' });
});

test('what a step was ended for is what broke', () => {
  const step = seeStep(STEP, limits(100), ALL, { broken: { what: 'silence' }, grew: false });
  expect(step).toMatchObject({ broke: { what: 'silence' }, cut: true });
});

describe('the limits of a step', () => {
  const gate = (whole: Parameters<typeof limitsOf>[0]['whole']) => limitsOf({ whole });

  test('are those of the gate, of any quantile', () => {
    const declared = gate({
      p95: { limit: 80, regression: null },
      p99: { limit: 100, regression: 0.1 },
      errors: { limit: 0.002, regression: null },
      throughput: { limit: 100, regression: null },
    });
    expect(declared.errors).toEqual({ metric: 'errors', share: 0.002 });
    expect(declared.latencies.map(({ metric, limitMs }) => [metric, limitMs])).toEqual([
      ['p95', 80],
      ['p99', 100],
    ]);
    expect(declared.latencies[0]?.allowed).toBeCloseTo(0.05, 12);
  });

  test('are 5 % errors where it declares none', () => {
    expect(gate({ p99: { limit: null, regression: 0.1 } })).toEqual({
      latencies: [],
      errors: { metric: 'errors', share: 0.05 },
    });
  });

  test('leave a rest a tenth of its few requests', () => {
    expect(limitsIn('rest', limits(100, 0.01))).toMatchObject({
      latencies: [{ allowed: 0.1 }],
      errors: { share: 0.1 },
    });
    expect(limitsIn('climb', limits(100, 0.01))).toEqual(limits(100, 0.01));
  });
});
