import { findCapacity } from '../../src/search/found.ts';
import type { SeenStep, StepBreak } from '../../src/search/step.ts';
import { findThreshold } from '../../src/search/threshold.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';
import { CONNECTIONS, RATES } from './simulate.ts';

const RANGE = { from: 50, most: 2000 };

function seen(load: number, broke: StepBreak | null, more: Partial<SeenStep> = {}): SeenStep {
  return {
    phase: 'close',
    load,
    seconds: 10,
    elapsedMs: 10_000,
    throughputPerSecond: load,
    broke,
    cut: false,
    ...more,
  };
}
const LIMIT: StepBreak = { what: 'limit', metric: 'p99' };

describe('the threshold between what held and what broke', () => {
  /** After a climb that broke at 600. */
  const CLIMB = [
    [267, true],
    [600, false],
    [450, false],
  ] as const;
  const of = (...loads: readonly (readonly [number, boolean])[]) =>
    findThreshold(
      [...CLIMB, ...loads].map(([load, held]) => ({ load, held })),
      RANGE,
    );

  test('without a trial is anywhere, each factor as likely', () => {
    const { at, low, high } = findThreshold([], RANGE);
    const [from, most] = [50 * 0.75, 2000 / 0.75];
    expect(at / Math.sqrt(from * most)).toBeCloseTo(1, 2);
    expect(low / (from * (most / from) ** 0.025)).toBeCloseTo(1, 2);
    expect(high / (from * (most / from) ** 0.975)).toBeCloseTo(1, 2);
  });

  test('lies between them, and is the better known the more of them there are', () => {
    const once = of([390, true], [410, false]);
    const often = of([390, true], [410, false], [392, true], [408, false], [391, true], [409, false]);
    for (const { at, low, high } of [once, often]) {
      expect(low).toBeLessThan(at);
      expect(high).toBeGreaterThan(at);
    }
    expect(often.at).toBeGreaterThan(390);
    expect(often.at).toBeLessThan(410);
    expect(often.high / often.low).toBeLessThan(1.15);
    expect(once.high / once.low).toBeGreaterThan(1.2 * (often.high / often.low));
  });

  test('is less well known where trials contradict each other', () => {
    const clear = of([380, true], [385, true], [415, false], [420, false]);
    const mixed = of([380, false], [385, true], [415, true], [420, false]);
    expect(mixed.high / mixed.low).toBeGreaterThan(1.2 * (clear.high / clear.low));
  });

  test('survives one load that broke for another reason', () => {
    const stalled = of([300, false], [390, true], [392, true], [391, true], [410, false], [409, false]);
    expect(stalled.at).toBeGreaterThan(385);
    expect(stalled.at).toBeLessThan(412);
  });

  test('does not mind the unit of the load', () => {
    const trial = fc.record({ load: fc.double({ min: 60, max: 1500, noNaN: true }), held: fc.boolean() });
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 8 }), (trials) => {
        const here = findThreshold(trials, RANGE);
        const there = findThreshold(
          trials.map(({ load, held }) => ({ load: load * 10, held })),
          { from: 500, most: 20_000 },
        );
        expect(there.at / here.at).toBeCloseTo(10, 1);
        expect(there.low / here.low).toBeCloseTo(10, 1);
      }),
      { numRuns: 20 },
    );
  });

  // Simulated answers of a known threshold: the interval holds it about as often as it says.
  testInFull('is held by its interval', () => {
    let state = 1;
    const unit = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    let within = 0;
    for (let run = 0; run < 60; run++) {
      const truth = 200 * (1 + unit());
      const trials = Array.from({ length: 12 }, () => {
        const load = truth * (0.85 + 0.3 * unit());
        const bears = 1 / (1 + Math.exp(Math.log(load / truth) / 0.02));
        return { load, held: unit() < bears };
      });
      const { low, high } = findThreshold(trials, RANGE);
      if (low <= truth && truth <= high) within++;
    }
    expect(within / 60).toBeGreaterThan(0.88);
  });
});

describe('what a search came to', () => {
  test('nothing but rests', () => {
    expect(findCapacity(RATES, [])).toEqual({ capacity: null, knee: null, broke: null });
  });

  test('the lowest load that broke tells what broke first', () => {
    const steps = [
      seen(200, null),
      seen(400, { what: 'silence' }),
      seen(300, LIMIT),
      seen(50, LIMIT, { phase: 'rest' }),
    ];
    expect(findCapacity(RATES, steps).broke).toEqual(LIMIT);
  });

  test('what broke below all that held broke by a stall, and is not what broke first', () => {
    const steps = [seen(100, LIMIT), seen(200, null), seen(300, { what: 'silence' })];
    expect(findCapacity(RATES, steps).broke).toEqual({ what: 'silence' });
    const late = [seen(100, { what: 'generator' }), seen(200, null)];
    expect(findCapacity(RATES, late).broke).toBeNull();
  });

  test.each([
    'rate',
    'connections',
  ] as const)('the most of a %s that held twice is the least of the capacity, whatever stalled on the way', (of) => {
    const range = of === 'rate' ? RATES : CONNECTIONS;
    const steps = [seen(range.from, LIMIT), seen(range.from, null), seen(range.most, null)];
    expect(findCapacity(range, [...steps, seen(range.most, null)])).toMatchObject({
      capacity: { perSecond: range.most, low: range.most, high: null },
      broke: null,
    });
    const { capacity } = findCapacity(range, [...steps, seen(range.most, LIMIT)]);
    expect(capacity?.high).not.toBeNull();
  });

  test('the knee is the step that held nearest to the capacity', () => {
    const steps = [seen(100, null), seen(380, null), seen(395, null), seen(410, LIMIT), seen(405, LIMIT)];
    expect(findCapacity(RATES, steps).knee).toMatchObject({ load: 395 });
  });

  test('what the generator or a limiter broke is nobody’s capacity', () => {
    for (const what of ['generator', 'limiter'] as const) {
      const { capacity, broke } = findCapacity(RATES, [seen(200, null), seen(300, { what })]);
      expect(capacity).toEqual({ perSecond: 200, low: 200, high: null });
      expect(broke).toEqual({ what });
    }
  });

  test('of connections it is the throughput of the plateau', () => {
    const at = (load: number, throughputPerSecond: number) =>
      seen(load, null, { phase: 'climb', throughputPerSecond });
    const steps = [at(1, 50), at(2, 100), at(4, 200), at(8, 396), at(12, 400), at(18, 404)];
    const { capacity, knee, broke } = findCapacity(CONNECTIONS, steps);
    expect(capacity?.perSecond).toBeCloseTo(400, 9);
    expect(capacity?.low).toBeCloseTo(400 - 9.94, 1);
    expect(knee).toMatchObject({ load: 8 });
    expect(broke).toEqual({ what: 'flat' });
  });

  test('between two numbers of connections there is none, and the capacity lies between their throughputs', () => {
    const steps = [seen(2, null), seen(3, LIMIT), seen(2, null), seen(3, LIMIT)].map((step) => ({
      ...step,
      throughputPerSecond: 100 * step.load,
    }));
    const { capacity } = findCapacity(CONNECTIONS, steps);
    expect(capacity?.perSecond).toBe(200);
    expect(capacity?.high).toBe(300);
  });
});
