import { seededRandom } from '../../src/engine/random.ts';
import { trend } from '../../src/judgement/statistics/trend.ts';
import fc from '../fast-check.ts';
import { testPart } from '../part.ts';

/** Slope and residuals of the least-squares line, by the usual sums. */
function fitLine(y: readonly number[]): { readonly slope: number; readonly residuals: readonly number[] } {
  const n = y.length;
  let [sx, sy, sxx, sxy] = [0, 0, 0, 0];
  y.forEach((value, x) => {
    sx += x;
    sy += value;
    sxx += x * x;
    sxy += x * value;
  });
  const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
  const first = (sy - slope * sx) / n;
  return { slope, residuals: y.map((value, x) => value - first - slope * x) };
}

/** What each of the independent shocks of an AR(1) process of variance 1 does to the n values. */
function responses(n: number, rho: number): number[][] {
  return Array.from({ length: n }, (_, k) =>
    Array.from({ length: n }, (__, i) =>
      i < k ? 0 : (k === 0 ? 1 : Math.sqrt(1 - rho * rho)) * rho ** (i - k),
    ),
  );
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

test('without correlation it is the test of a slope: Spearman’s 0.8857 of six', () => {
  const found = trend([1, 3, 2, 5, 4, 6], 0);
  expect(found?.rise).toBeCloseTo((5 * 15.5) / 17.5, 12);
  expect(found?.standardError).toBeCloseTo(5 * Math.sqrt(3.7714285714285714 / 4 / 17.5), 12);
  expect(found?.degreesOfFreedom).toBeCloseTo(4, 12);
  expect(found?.p).toBeCloseTo(0.0188454810495627 / 2, 10);
});

test('with it, standard error and degrees of freedom are those that the shocks give', () => {
  const values = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 24 });
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 0.9, noNaN: true }), (y, rho) => {
      const n = y.length;
      const shocks = responses(n, rho).map(fitLine);
      const spread = sum(shocks.map(({ slope }) => slope ** 2));
      const trace = sum(shocks.map(({ residuals }) => sum(residuals.map((r) => r ** 2))));
      const square = sum(
        shocks.flatMap((a) =>
          shocks.map((b) => sum(a.residuals.map((r, i) => r * (b.residuals[i] ?? 0))) ** 2),
        ),
      );
      const { slope, residuals } = fitLine(y);
      const found = trend(y, rho);
      const rss = sum(residuals.map((r) => r ** 2));
      expect(found?.rise).toBeCloseTo((n - 1) * slope, 9);
      expect(found?.standardError).toBeCloseTo((n - 1) * Math.sqrt((rss / trace) * spread), 9);
      expect(found?.degreesOfFreedom).toBeCloseTo(trace ** 2 / square, 6);
    }),
  );
});

test('a fall is no rise, a line without noise is certain, and what is level is not', () => {
  expect(trend([5, 4, 3, 2.1, 1, 0])?.p).toBeGreaterThan(0.99);
  expect(trend([0, 1, 2, 3, 4, 5])?.p).toBeLessThan(1e-9);
  expect(trend([1, 1, 1, 1, 1, 1])?.p).toBe(1);
});

test.each([
  [[]],
  [[1, 2, 3, 4]],
  [[1, 2, Number.NaN, 4, 5]],
  [[1, 2, 3, 4, Number.POSITIVE_INFINITY]],
])('%j says nothing', (values) => expect(trend(values)).toBeNull());

describe('steady values, correlated as an AR(1) process', () => {
  const random = seededRandom('trend');
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
  const shown = (n: number, rho: number, rise: number, sd: number, series: number): number => {
    let found = 0;
    for (let k = 0; k < series; k++) {
      let noise = normal();
      const values = Array.from({ length: n }, (_, i) => {
        const value = sd * noise + (rise * i) / (n - 1);
        noise = rho * noise + Math.sqrt(1 - rho * rho) * normal();
        return value;
      });
      if ((trend(values)?.p ?? 1) < 0.005) found++;
    }
    return found / series;
  };

  testPart(
    [
      [10, 0],
      [10, 0.3],
      [10, 0.6],
      [20, 0],
      [20, 0.3],
      [20, 0.5],
    ],
    ([n]) => n,
    ([, rho]) => rho > 0,
  )('%i of them at %f: taken for a trend in at most 1 %% of runs', (n, rho) => {
    // 1 % of 3,000 and three standard errors.
    expect(shown(n, rho, 0, 0.1, 3000)).toBeLessThan(0.0155);
  });

  test('a rise of a third in noise of 3 % is found nearly always', () => {
    expect(shown(10, 0.3, Math.log(1.33), 0.03, 500)).toBeGreaterThan(0.9);
  });
});
