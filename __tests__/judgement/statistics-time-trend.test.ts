/** A line through windows of a load, and how sure it is where neighbours hang together. */
import { drawMemory } from '../../bench/trend/soaks.mjs';
import { seededRandom } from '../../src/engine/random.ts';
import { blockLength } from '../../src/judgement/statistics/block-length.ts';
import { studentQuantile } from '../../src/judgement/statistics/quantiles.ts';
import { type Point, timeTrend } from '../../src/judgement/statistics/time-trend.ts';
import { testInFull } from '../part.ts';

const random = seededRandom('time trend');
const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const pointsOf = (values: readonly number[], seconds = 5): Point[] =>
  values.map((value, i) => ({ seconds: i * seconds, value }));

/** Values of variance 1, each resembling the one before it. */
function wave(n: number, rho: number): number[] {
  let last = normal();
  return Array.from({ length: n }, () => {
    const value = last;
    last = rho * last + Math.sqrt(1 - rho * rho) * normal();
    return value;
  });
}

describe('the length of blocks', () => {
  /** Politis and White's, step by step as the paper has it, for one series about 0. */
  function byThePaper(values: readonly number[]): number {
    const n = values.length;
    const r = (k: number) => sum(values.map((v, i) => (i >= k ? v * (values[i - k] as number) : 0))) / n;
    const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))));
    const bound = 2 * Math.sqrt(Math.log10(n) / n);
    let m = 0;
    while (Array.from({ length: run }, (_, k) => Math.abs(r(m + k + 1) / r(0))).some((one) => one >= bound))
      m++;
    const top = (t: number) => (Math.abs(t) <= 0.5 ? 1 : Math.abs(t) <= 1 ? 2 * (1 - Math.abs(t)) : 0);
    const lags = m === 0 ? [0] : Array.from({ length: 4 * m + 1 }, (_, i) => i - 2 * m);
    const weight = (k: number) => (m === 0 ? Number(k === 0) : top(k / (2 * m)));
    const g = sum(lags.map((k) => weight(k) * Math.abs(k) * r(Math.abs(k))));
    const g0 = sum(lags.map((k) => weight(k) * r(Math.abs(k))));
    return Math.max(1, Math.cbrt((2 * g * g) / ((4 / 3) * g0 * g0)) * Math.cbrt(n));
  }

  test.each([
    [200, 0],
    [200, 0.3],
    [300, 0.6],
    [400, 0.7],
  ])('%i values, ρ %f: as the paper has it', (n, rho) => {
    const values = wave(n, rho);
    const centred = values.map((value) => value - mean(values));
    const expected = byThePaper(centred);
    expect(expected).toBeLessThan(n / 4);
    expect(blockLength([centred])).toBeCloseTo(expected, 9);
  });

  test('what hangs together for long has longer blocks, and never longer than a quarter', () => {
    const lengths = [0, 0.3, 0.6, 0.8].map((rho) =>
      mean(Array.from({ length: 40 }, () => blockLength([wave(200, rho)]))),
    );
    expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
    expect(lengths[0]).toBeLessThan(3);
    expect(blockLength([Array.from({ length: 60 }, (_, i) => Math.sin(i / 20))])).toBeLessThanOrEqual(15);
  });

  test.each([[[]], [[1]], [[0, 0, 0, 0, 0, 0, 0]]])('%j is as good as independent', (values) =>
    expect(blockLength([values])).toBe(1));
});

describe('the slope', () => {
  /** The median of the slopes of all pairs, each as often as it is long. */
  function weightedMedian(points: readonly Point[]): number {
    const pairs = points.flatMap((a, i) =>
      points.slice(i + 1).map((b) => ({
        slope: (b.value - a.value) / (b.seconds - a.seconds),
        weight: b.seconds - a.seconds,
      })),
    );
    pairs.sort((a, b) => a.slope - b.slope);
    const half = sum(pairs.map(({ weight }) => weight)) / 2;
    let seen = 0;
    return pairs.find(({ weight }) => {
      seen += weight;
      return seen >= half;
    })?.slope as number;
  }

  test.each([60, 61, 120])('of %i is the weighed median of all pairs', (n) => {
    const points = pointsOf(wave(n, 0.3).map((value, i) => value + i / 30));
    const found = timeTrend([points]);
    const spread = (found?.bounds(0.84).upper ?? 0) - (found?.slope ?? 0);
    expect(Math.abs((found?.slope ?? 0) - weightedMedian(points))).toBeLessThan(spread / 100);
  });

  test('a tenth of wild values hardly moves it; by size they do', () => {
    const wild = wave(100, 0).map((value, i) => 0.02 * i + 0.1 * value + (i >= 90 ? 50 : 0));
    expect(timeTrend([pointsOf(wild, 1)])?.slope).toBeCloseTo(0.02, 2);
    expect(timeTrend([pointsOf(wild, 1)], 'values')?.slope).toBeGreaterThan(0.1);
  });

  test('by size it is that of least squares', () => {
    const points = pointsOf(wave(70, 0.5));
    const at = mean(points.map(({ seconds }) => seconds));
    const slope =
      sum(points.map(({ seconds, value }) => (seconds - at) * value)) /
      sum(points.map(({ seconds }) => (seconds - at) ** 2));
    expect(timeTrend([points], 'values')?.slope).toBeCloseTo(slope, 12);
  });

  test('of passes with heights of their own it is one', () => {
    const passes = [3, -40].map((height) =>
      pointsOf(
        wave(60, 0).map((value, i) => height + 0.1 * i + 0.2 * value),
        1,
      ),
    );
    const both = timeTrend(passes);
    expect(both?.slope).toBeCloseTo(0.1, 2);
    const widthOf = (found: typeof both) => {
      const { lower, upper } = found?.bounds(0.95) ?? { lower: 0, upper: 0 };
      return upper - lower;
    };
    // Twice the values, but not one stretch twice as long.
    expect(widthOf(both) / widthOf(timeTrend([passes[0] as Point[]]))).toBeGreaterThan(0.4);
    expect(widthOf(both)).toBeLessThan(widthOf(timeTrend([passes[0] as Point[]])));
  });

  test('what is level, or without any noise, is certain', () => {
    expect(timeTrend([pointsOf(Array(60).fill(7))])).toMatchObject({ slope: 0 });
    expect(timeTrend([pointsOf(Array(60).fill(7))])?.bounds(0.95)).toEqual({ lower: 0, upper: 0 });
    const line = timeTrend([pointsOf(Array.from({ length: 60 }, (_, i) => 3 - i))])?.bounds(0.95);
    expect(line?.lower).toBeCloseTo(-0.2, 9);
    expect(line?.upper).toBeCloseTo(-0.2, 9);
  });

  test('values that are not there count as the smallest', () => {
    const values = wave(60, 0).map((value, i) => (i > 55 ? Number.NEGATIVE_INFINITY : value));
    const { slope = 0 } = timeTrend([pointsOf(values)]) ?? {};
    expect(slope).toBeLessThan(0);
    expect(Number.isFinite(slope)).toBe(true);
  });

  test.each([[[]], [[1, 2, 3, 4]], [Array(60).fill(Number.NEGATIVE_INFINITY)]])('%j says nothing', (values) =>
    expect(timeTrend([pointsOf(values)])).toBeNull());
});

test('by size, the standard error is that of drawn blocks, and two of them are spent', () => {
  const n = 64;
  const points = pointsOf(wave(n, 0.5), 1);
  const found = timeTrend([points], 'values');
  if (!found) throw new Error('there is enough of it');
  const { slope, block, degreesOfFreedom } = found;
  const x = points.map(({ seconds }) => seconds - (n - 1) / 2);
  const rest = points.map(({ value }, i) => value - slope * (x[i] as number));
  const centred = rest.map((value) => value - mean(rest));
  const sxx = sum(x.map((value) => value ** 2));
  const drawn = Array.from({ length: 6000 }, () => {
    let total = 0;
    for (let from = 0; from < n; from += block) {
      const start = random.int(0, n - 1);
      for (let i = from; i < Math.min(n, from + block); i++)
        total += (x[i] as number) * (centred[(start + i - from) % n] as number);
    }
    return total / sxx;
  });
  const blocks = n / block;
  expect(degreesOfFreedom).toBeCloseTo(blocks - 2, 9);
  const standardError = Math.sqrt((mean(drawn.map((one) => one ** 2)) * blocks) / (blocks - 2));
  const { upper } = found.bounds(0.95);
  const ratio = (upper - slope) / studentQuantile(0.95, degreesOfFreedom) / standardError;
  // 1 % is the spread of a standard deviation of 6,000.
  expect(Math.abs(ratio - 1)).toBeLessThan(0.04);
});

testInFull(
  'a leak of 1 kB a request at 300/s is found within 10 minutes, and none where there is none',
  () => {
    const { unit } = seededRandom('a leak');
    const found = (leakPerSecond: number, soaks: number) =>
      Array.from({ length: soaks }, () => timeTrend([drawMemory({ leakPerSecond }, 600, unit)]));
    const leaks = found(300_000, 60);
    expect(leaks.filter((trend) => (trend?.bounds(0.995).lower ?? 0) > 0).length).toBeGreaterThanOrEqual(57);
    const slopes = leaks.map((trend) => trend?.slope ?? 0).sort((a, b) => a - b);
    expect(slopes[30]).toBeGreaterThan(250_000);
    expect(slopes[30]).toBeLessThan(350_000);
    expect(found(0, 100).filter((trend) => (trend?.bounds(0.995).lower ?? 0) > 0).length).toBeLessThanOrEqual(
      3,
    );
  },
);
