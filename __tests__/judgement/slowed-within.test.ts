/** A service that the load's own writes slow down, beside a figure that was stored before. */
import { seededRandom } from '../../src/engine/random.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { BatchFigures, Measurement } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { changeWithin, findSlowing } from '../../src/judgement/regressions/slowed-within.ts';
import { writeAdvice, writeReason } from '../../src/report/words/reason.ts';
import { writeWarnings } from '../../src/report/words/remarks.ts';
import { drawn, testPart } from '../part.ts';
import { makeFullPlan, makeMeasurement, makeOwnBaseline, makePlan } from './make.ts';

const random = seededRandom('slowed within');
const normal = () => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());

interface Drift {
  /** Of throughput, from the first batch to the last, and of the latency the other way round. */
  readonly slower?: number;
  readonly batches?: number;
  readonly noise?: number;
  readonly rho?: number;
  readonly writes?: number;
  readonly latencyToo?: boolean;
}

/** Multiplies each batch's throughput and latency. */
function drifting(
  { slower = 0, batches: n = 10, noise = 0.02, rho = 0.3, writes = 4812, latencyToo = true }: Drift,
  over: Partial<Measurement> = {},
): Measurement {
  const made = makeMeasurement({ whole: { requests: 0, batches: n, seconds: 2 * n } });
  let wave = normal();
  const factors = Array.from({ length: n }, (_, i) => {
    const factor = (1 / (1 - slower)) ** (i / (n - 1)) * Math.exp(noise * wave);
    wave = rho * wave + Math.sqrt(1 - rho * rho) * normal();
    return factor;
  });
  const us = (ms: number) => Math.round(1000 * ms);
  const batches = factors.map((factor): BatchFigures => {
    const requests = Math.round(600 / factor);
    const latency = Histogram.of([us(18 * (latencyToo ? factor : 1)), requests]);
    return {
      seconds: 2,
      requests,
      errors: 0,
      throughputPerSecond: requests / 2,
      responsesPerSecond: requests / 2,
      latency,
      latencyAll: latency,
    };
  });
  const endpoints = made.endpoints.map((one) => ({ ...one, figures: { ...one.figures, batches } }));
  return { ...made, writes, whole: { ...made.whole, batches }, endpoints, ...over };
}

describe('what is found', () => {
  test('a fall of a third, with its size', () => {
    const found = findSlowing(drifting({ slower: 0.33, noise: 0.005 }));
    expect(found).toMatchObject({ code: 'slowed-within', writes: 4812 });
    expect(found?.throughput).toBeCloseTo(0.33, 1);
    expect(found?.latency).toBeCloseTo(1 / 0.67 - 1, 1);
  });

  test('for the history, however small it is, and whether it is shown or not', () => {
    const little = changeWithin(drifting({ slower: 0.01, noise: 0.0005 }));
    expect(little).toMatchObject({ writes: 4812, throughput: expect.closeTo(-0.01, 2) });
    expect(little?.latency).toBeCloseTo(0.01, 2);
    expect(little?.latency).toBeGreaterThan(0);
    expect(changeWithin(drifting({ slower: -0.3, noise: 0.0005 }))).toMatchObject({
      throughput: expect.closeTo(0.3, 1),
      latency: expect.closeTo(-0.23, 1),
    });
    expect(changeWithin(drifting({ slower: 0.33, writes: 0 }))).toBeNull();
    expect(changeWithin(drifting({ slower: 0.33, batches: 4 }))).toBeNull();
  });

  test('in a rate, the latency of what is read alone', () => {
    const rate = drifting({ slower: 0.33, noise: 0.005 });
    const level = rate.whole.batches.map((batch) => ({ ...batch, throughputPerSecond: 300 }));
    expect(findSlowing({ ...rate, whole: { ...rate.whole, batches: level } })).toMatchObject({
      throughput: null,
      latency: expect.closeTo(0.49, 1),
    });
  });

  test.each<[string, Measurement]>([
    ['a run that writes nothing', drifting({ slower: 0.5, noise: 0.005, writes: 0 })],
    ['a run that becomes faster', drifting({ slower: -0.5, noise: 0.005 })],
    ['a drift below any tolerance', drifting({ slower: 0.03, noise: 0.0005 })],
    [
      'a run that was cut short',
      drifting({ slower: 0.5, noise: 0.005 }, { ended: { how: 'cancelled', ran: null } }),
    ],
    ['batches in which nothing came back', drifting({ slower: 1 - 1e-9, noise: 0 })],
  ])('nothing in %s', (_, measurement) => {
    expect(findSlowing(measurement)).toBeNull();
  });

  test('nothing where stages ask for more and more, nor where a rate is not kept up with', () => {
    const run = drifting({ slower: 0.5, noise: 0.005 });
    const [stage] = run.conditions.stages;
    if (!stage) throw new Error('it has one');
    const stages = { ...run, conditions: { ...run.conditions, stages: [stage, stage] } };
    const queue = { ...stage, ratePerSecond: run.whole.throughputPerSecond * 1.1 + 1 };
    const behind = { ...run, conditions: { ...run.conditions, stages: [queue] } };
    expect([findSlowing(stages), findSlowing(behind)]).toEqual([null, null]);
  });

  testPart(
    [
      [10, 0],
      [10, 0.3],
      [10, 0.5],
      [20, 0.3],
      [20, 0.5],
    ],
    ([batches]) => batches,
    ([, rho]) => rho,
  )('%i batches of a steady run, noise of 10 %% correlated by %f: in at most 1 %%', (batches, rho) => {
    const runs = drawn(1500, 500);
    let found = 0;
    for (let i = 0; i < runs; i++) if (findSlowing(drifting({ batches, rho, noise: 0.1 }))) found++;
    // 1 % and three standard errors.
    expect(found / runs).toBeLessThan(drawn(0.0178, 0.0234));
  });
});

describe('beside a stored figure', () => {
  const plan = makeFullPlan({
    whole: {
      p99: { limit: null, regression: 0.1 },
      throughput: { limit: null, regression: 0.1 },
      errors: { limit: null, regression: 0.005 },
    },
    gate: { spread: 0.02 },
  });
  const before = makeOwnBaseline();
  /** A run whose figures are those of `whole`, and whose batches drift. */
  const run = (drift: Drift, whole: { p99Ms?: number; requests?: number }) => {
    const { whole: wavering, endpoints, writes } = drifting(drift);
    const made = makeMeasurement({ whole }, plan);
    return {
      ...made,
      writes,
      whole: { ...made.whole, batches: wavering.batches },
      endpoints: made.endpoints.map((one, i) => ({
        ...one,
        figures: { ...one.figures, batches: endpoints[i]?.figures.batches ?? [] },
      })),
    };
  };
  const slow = { p99Ms: 150, requests: 4000 };

  test('a regression stands where nothing drifts', () => {
    const { verdict } = judge(plan, run({ noise: 0.01 }, slow), before);
    expect(verdict.outcome).toBe('fail');
  });

  test('where the run drifts by more than the tolerance, it is open, and says what to do', () => {
    const { verdict, wantsMore } = judge(plan, run({ slower: 0.33, noise: 0.005 }, slow), before);
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', false]);
    expect(verdict.causes).toMatchObject([{ code: 'slowed-within', writes: 4812 }]);
    const throughput = verdict.comparisons.find(({ metric }) => metric === 'throughput');
    expect(throughput).toMatchObject({
      finding: 'not-comparable',
      regression: { finding: 'not-comparable' },
    });
    expect(throughput?.change).toBeLessThan(-0.3);
    expect(writeReason(verdict, null)).toMatch(
      /^During the run throughput fell by 3\d % and the latency of GET requests rose by \d\d %, while 4,812 requests wrote: if what they leave behind slows the service down, a figure stored earlier can't be compared with it$/,
    );
    expect(writeAdvice(verdict, 20)).toMatch(
      /^Reset the database before each run, or measure a base as well/,
    );
    expect(verdict.warnings).toEqual([]);
  });

  test('a tolerance beyond the drift still fails', () => {
    const wide = makeFullPlan({
      whole: { throughput: { limit: null, regression: 0.15 } },
      gate: { spread: 0.02 },
    });
    const { verdict } = judge(wide, run({ slower: 0.1, noise: 0.002 }, slow), before);
    expect(verdict.outcome).toBe('fail');
    expect(verdict.warnings).toMatchObject([{ code: 'slowed-within' }]);
  });

  test('errors, limits and what has not regressed are as without it; it is a warning then', () => {
    const { verdict } = judge(plan, run({ slower: 0.33, noise: 0.005 }, {}), before);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toMatchObject([{ code: 'slowed-within' }]);
    expect(writeWarnings(verdict.warnings)[0]).toMatch(/^During the run throughput fell by/);
  });

  test('where nothing is stored, nothing is said', () => {
    const { verdict } = judge(makePlan(), run({ slower: 0.33, noise: 0.005 }, {}), null);
    expect(verdict.warnings).toEqual([]);
  });
});
