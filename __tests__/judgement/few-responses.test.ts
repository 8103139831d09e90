/**
 * Fewer responses than a quantile takes may keep a run from passing, and never from failing: the slower a service is,
 * the fewer there are.
 */
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Figures } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { readHistoryBaseline } from '../../src/judgement/regressions/history/baseline.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { makeNights } from '../evidence/make-history.ts';
import { drawn, testPart } from '../part.ts';
import { generator } from './generator.ts';
import { makeFigures, makeMeasurement, makeOwnBaseline, makePlan } from './make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';

const TEN = { p99: { limit: null, regression: 0.1 } };
const stored = makePlan({
  whole: TEN,
  baseline: { kind: 'file', file: 'baseline.json', section: null, written: 'baseline.json' },
});
/** 100 ms of many responses, and no errors. */
const baseline = makeOwnBaseline({ latencyMs: { p99: 100 }, latencyAllMs: { p99: 100 } });

const SOURCE = { kind: 'history', ref: null, written: 'history' } as const;
const nightly = makePlan({ whole: TEN, baseline: SOURCE });
/** Nights whose P99 wavers about 100 ms by 3 %. */
const nightsOf = (count: number) => makeNights(count, () => ({ p99Ms: 100 }));

/** By number of requests. Their latencies are replaced, and making them takes most of the time of thousands of runs. */
const FIGURES = new Map<number, Figures>();

/** What a run in which each response took so long says, spread evenly over the run's ten parts. */
function measure(latenciesMs: readonly number[]) {
  const parts = Array.from({ length: 10 }, (_, i) => latenciesMs.filter((_, k) => k % 10 === i));
  const requests = latenciesMs.length;
  const figures = FIGURES.get(requests) ?? makeFigures({ requests, wobble: 0 });
  FIGURES.set(requests, figures);
  const batches = figures.batches.map((batch, i) => {
    const latency = Histogram.of(...(parts[i] ?? []).map((ms) => [edgeUs(ms), 1]));
    return { ...batch, requests: latency.count, latency, latencyAll: latency };
  });
  const latency = Histogram.merge(...batches.map((batch) => batch.latency));
  const p99 = latency.percentileMs(99) ?? 0;
  const latencyMs = { p50: p99, p75: p99, p90: p99, p95: p99, p99, p99_9: p99, max: p99, mean: p99 };
  const whole = { ...figures, latency, latencyMs, latencyAllMs: latencyMs, batches };
  return { ...makeMeasurement(), whole };
}

function edgeUs(ms: number): number {
  const us = Math.round(1000 * ms);
  const width = 2 ** Math.max(0, Math.floor(Math.log2(us)) - 10);
  return Math.floor(us / width) * width;
}

const againstStored = (latenciesMs: readonly number[]): Verdict =>
  judge(stored, measure(latenciesMs), baseline).verdict;

function againstNights(latenciesMs: readonly number[], count = 14): Verdict {
  const history = readHistoryBaseline(
    nightly,
    SOURCE,
    { records: nightsOf(count), skipped: [] },
    'the folder history',
  );
  return judge(nightly, measure(latenciesMs), history).verdict;
}

const all = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe.each([
  ['one stored number', againstStored],
  ['a history', againstNights],
] as const)('against %s of 100 ms', (_, against) => {
  test.each([
    [199, 1400],
    [50, 1400],
    [14, 1400],
    [2, 9000],
    [199, 170],
    [20, 170],
  ])('%d responses of %d ms fail, as many of them would', (count, ms) => {
    expect(against(all(3000, ms)).outcome).toBe('fail');
    const verdict = against(all(count, ms));
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([
      { code: 'regressed', metric: 'p99', figure: expect.closeTo(ms, -1), tolerance: 0.1 },
    ]);
    const [row] = verdict.comparisons;
    expect(row).toMatchObject({ finding: 'regressed', interval: null, notes: [] });
    expect(row?.change).toBeCloseTo((row?.target ?? 0) / (row?.baseline ?? 0) - 1, 9);
  });

  test.each([
    [199, 90],
    [199, 108],
    [14, 30],
  ])('%d responses of %d ms are too few for a pass', (count, ms) => {
    const { outcome, causes } = against(all(count, ms));
    expect(outcome).toBe('inconclusive');
    expect(causes).toMatchObject([
      { code: 'too-few-responses', metric: 'p99', responses: count, needed: 200 },
    ]);
  });

  test.each([1, 2])('one stall that hits %d of 100 is an accident', (stalled) => {
    const { causes } = against([...all(100 - stalled, 30), ...all(stalled, 1400)]);
    expect(causes).toMatchObject([{ code: 'too-few-responses' }]);
  });

  test('what one part of the run met alone counts as that part', () => {
    // Twelve of 120 are slow, and all of them in one of ten parts: no more than one witness.
    const slow = Array.from({ length: 120 }, (_, k) => (k % 10 === 4 ? 1400 : 30));
    expect(against(slow).causes).toMatchObject([{ code: 'too-few-responses' }]);
    const spread = Array.from({ length: 120 }, (_, k) => (k < 12 ? 1400 : 30));
    expect(against(spread).causes).toMatchObject([{ code: 'regressed' }]);
  });

  test('one response shows nothing', () => {
    expect(against([9000]).causes).toMatchObject([{ code: 'too-few-responses', responses: 1 }]);
  });
});

test('a history that only advises warns of it, and fails nothing', () => {
  const verdict = againstNights(all(50, 1400), 9);
  expect(verdict.outcome).not.toBe('fail');
  expect(verdict.comparisons[0]).toMatchObject({ finding: 'regressed', regression: { gates: false } });
});

test('under stored: warn it warns', () => {
  const plan = makePlan({ ...stored, whole: TEN, gate: { stored: 'warn' } });
  const { verdict } = judge(plan, measure(all(50, 1400)), baseline);
  expect(verdict.outcome).toBe('pass');
  expect(verdict.warnings).toMatchObject([{ code: 'regressed-warns', metric: 'p99' }]);
});

testPart([
  [20, 0.01],
  [60, 0.01],
  [199, 0.01],
])(
  'where nothing has changed but a run differs from the next by 10 %%, %d responses fail %d of runs at most',
  (count, most) => {
    const { normal } = generator(count);
    const runs = drawn(2000, 600);
    // Log-normal, with a P99 of 100 ms four and a half times the median, as previews have it.
    const sigma = Math.log(4.5) / 2.326348;
    let failed = 0;
    for (let run = 0; run < runs; run++) {
      const medianMs = (100 / 4.5) * Math.exp(Math.SQRT2 * 0.1 * normal());
      const latencies = Array.from({ length: count }, () => medianMs * Math.exp(sigma * normal()));
      if (againstStored(latencies).outcome === 'fail') failed++;
    }
    expect(failed / runs).toBeLessThanOrEqual(most);
  },
);

describe('against a base', () => {
  const plan = makeInterleavedPlan({ whole: TEN });
  const session = (p99: number, requests: number, blocks: number) => {
    const evidence = makeInterleaved({ blocks, budgetBlocks: blocks, requests, p99 }, plan);
    return judge(plan, makeTarget(evidence, {}, plan), null, evidence).verdict;
  };

  test('blocks of few responses make steps together, by which a gate fails', () => {
    const verdict = session(14, 30, 45);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.causes).toMatchObject([{ code: 'regressed', metric: 'p99', against: 'base' }]);
  });

  test('too few for a step never pass', () => {
    expect(session(1, 12, 12)).toMatchObject({ outcome: 'inconclusive' });
  });
});
