/** How often the rule of the history is wrong, and right: seeded, so that it always ends alike. */
import type { HistoryPoint } from '../../src/evidence/history/basis.ts';
import { judgeSpeed } from '../../src/judgement/regressions/history/change.ts';
import { judgeErrors } from '../../src/judgement/regressions/history/errors.ts';
import { findRegime } from '../../src/judgement/regressions/history/regimes.ts';
import { testInFull, testPart } from '../part.ts';
import { generator } from './generator.ts';

const SESSIONS = 1_500;
/** What is gated in production: a tolerance far below the noise lets the statistics alone decide. */
const TINY = 1e-9;

function point(value: number, night: number, requests = 6000): HistoryPoint {
  const at = new Date(Date.UTC(2026, 0, 1 + night)).toISOString();
  return { value, requests, at, commit: null, machine: 'runner' };
}

/** Share of the sessions that end as regressed, among those with enough history; and the share that has enough. */
function simulate(
  nights: number,
  { spread, factor = 1, seed, level }: SpeedSession,
): { regressed: number; judged: number } {
  const { normal } = generator(seed);
  const counts = { regressed: 0, judged: 0 };
  for (let session = 0; session < SESSIONS; session++) {
    const series = Array.from({ length: nights }, (_, night) =>
      point((level?.(night) ?? 90) * Math.exp(spread * normal()), night),
    );
    const now = (level?.(nights) ?? 90) * factor * Math.exp(spread * normal());
    const { points } = findRegime('p99', series);
    if (points.length < 12) continue;
    counts.judged++;
    const { finding } = judgeSpeed({ metric: 'p99', now, points, ownSpread: 0, tolerance: TINY });
    if (finding === 'regressed') counts.regressed++;
  }
  return { regressed: counts.regressed / counts.judged, judged: counts.judged / SESSIONS };
}

interface SpeedSession {
  readonly spread: number;
  readonly factor?: number;
  readonly seed: number;
  /** Typical figure of a night. */
  readonly level?: (night: number) => number;
}

describe('false fails', () => {
  testPart([
    [12, 0.03, 1],
    [14, 0.1, 2],
    [30, 0.2, 3],
    [60, 0.08, 4],
  ])('%d nights of a spread of %d: at most 2 %, however small the tolerance', (nights, spread, seed) => {
    const { regressed, judged } = simulate(nights, { spread, seed });
    expect(regressed).toBeLessThan(0.02);
    expect(judged).toBeGreaterThan(0.97);
  });

  testInFull('a shift of 30 % twenty nights ago does not fail what has stayed as it is since', () => {
    const level = (night: number) => (night < 20 ? 90 : 117);
    const { regressed, judged } = simulate(40, { spread: 0.05, seed: 5, level });
    expect(regressed).toBeLessThan(0.02);
    expect(judged).toBeGreaterThan(0.95);
  });
});

describe('power', () => {
  test('20 % fail after quiet nights in 99 of 100 sessions, after typical ones in a third', () => {
    expect(simulate(14, { spread: 0.03, factor: 1.2, seed: 6 }).regressed).toBeGreaterThan(0.99);
    expect(simulate(14, { spread: 0.08, factor: 1.2, seed: 7 }).regressed).toBeGreaterThan(0.33);
  });
});

describe('error rates', () => {
  /** Each night has its own true rate, as far as `unrest` goes; its requests fail or don't. */
  function share(rate: number, unrest: number, factor: number, seed: number): number {
    const { normal, even } = generator(seed);
    const binomial = (p: number, n: number): number => {
      if (n * p > 50)
        return Math.max(0, Math.min(n, Math.round(n * p + Math.sqrt(n * p * (1 - p)) * normal())));
      // Poisson by waiting times.
      let [count, waited] = [0, -Math.log(even())];
      while (waited < n * p) {
        count++;
        waited -= Math.log(even());
      }
      return count;
    };
    const n = 6000;
    const night = (times: number) =>
      binomial(Math.min(0.9, rate * times * Math.exp(unrest * normal())), n) / n;
    let regressed = 0;
    for (let session = 0; session < SESSIONS; session++) {
      const points = Array.from({ length: 14 }, (_, i) => point(night(1), i, n));
      const run = { share: night(factor), requests: n, burst: 1, points, tolerance: TINY };
      if (judgeErrors(run).finding === 'regressed') regressed++;
    }
    return regressed / SESSIONS;
  }

  testPart(
    [
      [0.0002, 0, 8],
      [0.002, 0, 9],
      [0.02, 0, 10],
      [0.01, 0.3, 11],
    ],
    ([, unrest]) => unrest > 0,
  )('a rate of %d, unrest %d: at most 2 % false fails', (rate, unrest, seed) => {
    expect(share(rate, unrest, 1, seed)).toBeLessThan(0.02);
  });

  test('three times the errors fail nearly always where nights are alike', () => {
    expect(share(0.01, 0, 3, 12)).toBeGreaterThan(0.99);
  });
});
