/** What the rule for one stored number promises, checked by drawing runs: seeded, so that it always ends alike. */
import { judgeRatio } from '../../src/judgement/regressions/ratio.ts';
import { logStandardError } from '../../src/judgement/statistics/batch-means.ts';

const RUNS = 4_000;
const SPREAD = 0.1;
const WITHIN_RUN = 0.06;

/** Mulberry32: 32 bits of state are plenty for this. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Share of runs called regressed, where the target is truly `factor` times as slow and each run has its own level. */
function shareRegressed(factor: number, seed: number): number {
  const random = makeRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const measure = (level: number): { p99: number; standardError: number } => {
    const run = Math.log(level) + SPREAD * normal();
    const logs = Array.from({ length: 10 }, () => run + WITHIN_RUN * normal());
    const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
    return { p99: Math.exp(mean), standardError: logStandardError(logs.map(Math.exp)) ?? 0 };
  };
  let regressed = 0;
  for (let i = 0; i < RUNS; i++) {
    const before = measure(90);
    const now = measure(90 * factor);
    const { finding } = judgeRatio({
      metric: 'p99',
      now: now.p99,
      before: before.p99,
      standardErrorNow: now.standardError,
      standardErrorBefore: now.standardError,
      spread: SPREAD,
      tolerance: 0.1,
    });
    if (finding === 'regressed') regressed++;
  }
  return regressed / RUNS;
}

test('no change fails about one run in a hundred', () => {
  const share = shareRegressed(1, 1);
  expect(share).toBeGreaterThan(0.005);
  expect(share).toBeLessThan(0.015);
});

test('a run twice as slow fails nearly always', () => {
  expect(shareRegressed(2, 2)).toBeGreaterThan(0.95);
});

test('the change that a row says it can show is shown by half of the runs that have it', () => {
  const share = shareRegressed(1.4, 3);
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
});
