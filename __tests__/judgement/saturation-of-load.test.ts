/** Whether twice the connections bring more: known truths from a queue whose capacity is known. */
import { besideHalves } from '../../src/config/load/halves.ts';
import type { Load, Stage } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findSaturation } from '../../src/judgement/saturation.ts';
import { describeSaturation } from '../../src/report/words/saturation.ts';
import { IN_TIME } from '../generator-health.ts';
import { makeMeasurement, makePlan } from './make.ts';
import { loadQueue } from './queue.ts';

const { unit } = seededRandom('saturation of a load');
const exponential = (ms: number) => () => -ms * Math.log(1 - unit());

const main = (connections: number, seconds = 20): Stage => ({
  name: null,
  connections,
  durationMs: 1000 * seconds,
  arrivals: null,
});

function loadOf(connections: number, seconds?: number): Load {
  return { profile: null, stages: besideHalves(main(connections, seconds)), warmupMs: 0, timeoutMs: 10_000 };
}

/** What a load sees of a service that works at so many requests together, each for 20 ms or so. */
function measured(load: Load, places: number, workMs = exponential(20)) {
  const stages = load.stages.map(({ connections, durationMs }) => ({
    connections,
    seconds: durationMs / 1000,
  }));
  return makeMeasurement({ timelines: [loadQueue({ places, workMs }, stages)] });
}

describe('a service with 8 places of 20 ms, which can do 400 /s', () => {
  test.each([100, 40, 24])('is saturated by %i connections, and its capacity is found', (connections) => {
    const load = loadOf(connections);
    const found = findSaturation({ load }, measured(load, 8));
    expect(found).toMatchObject({
      finding: 'saturated',
      connections: { half: connections / 2, full: connections },
    });
    expect(found?.throughputPerSecond.full).toBeGreaterThan(380);
    expect(found?.throughputPerSecond.full).toBeLessThan(420);
    // Little: twice the connections at the same throughput wait twice as long.
    const ratio = (found?.meanMs.full ?? 0) / (found?.meanMs.half ?? 1);
    expect(ratio).toBeGreaterThan(1.85);
    expect(ratio).toBeLessThan(2.15);
  });

  test.each([8, 4, 2])('is not by %i: twice as many bring twice as much', (connections) => {
    const load = loadOf(connections);
    const found = findSaturation({ load }, measured(load, 8));
    expect(found?.finding).toBe('growing');
    expect(found?.growth).toBeGreaterThan(0.8);
    expect(found?.growth).toBeLessThan(1.2);
  });

  test('just about where it fills up nothing is called its capacity that isn’t', () => {
    // Half of 12 leave two places empty; all of them queue.
    const load = loadOf(12);
    const found = findSaturation(
      { load },
      measured(load, 8, () => 20),
    );
    expect(found?.finding).toBe('growing');
    expect(describeSaturation(found as NonNullable<typeof found>)).toMatch(
      /^12 connections bring 1\.3× what 6 do \(400 \/s, 300 \/s with 6\): 400 \/s is what they generate, and the capacity of the service is at least that$/,
    );
  });
});

test('a service that drowns has the capacity that it had with half as many', () => {
  const load = loadOf(40);
  const calm = measured(load, 8);
  const timelines = calm.timelines.map((timeline) =>
    timeline.map((moment) =>
      moment.stage === 1
        ? {
            ...moment,
            successes: Math.round(moment.successes / 2),
            requests: Math.round(moment.requests / 2),
          }
        : moment,
    ),
  );
  const found = findSaturation({ load }, { ...calm, timelines });
  expect(found?.finding).toBe('saturated');
  expect(describeSaturation(found as NonNullable<typeof found>)).toMatch(
    /saturated, (39|40|41)\d \/s is its capacity/,
  );
});

test('what drifts over the load meets both numbers of connections', () => {
  const load = loadOf(8);
  // A service that becomes slower by a half over the load: the half before is faster than the half after it.
  const timelines = measured(load, 8, () => 20).timelines.map((timeline) =>
    timeline.map((moment) => {
      const successes = Math.round(moment.successes * (1 - moment.fromSeconds / 150));
      return { ...moment, successes };
    }),
  );
  const found = findSaturation({ load }, makeMeasurement({ timelines }));
  expect(found?.growth).toBeGreaterThan(0.9);
  expect(found?.growth).toBeLessThan(1.1);
});

describe('the stretches that are compared', () => {
  const load = loadOf(8, 60);
  const seen = measured(load, 8, () => 20);
  const growthOf = (factor: (ofStage: number, stage: number) => number) => {
    const starts = [0, 15, 75];
    const timelines = seen.timelines.map((timeline) =>
      timeline.map((moment) => ({
        ...moment,
        successes: moment.successes * factor(moment.fromSeconds - (starts[moment.stage] ?? 0), moment.stage),
      })),
    );
    const found = findSaturation({ load }, { ...seen, timelines });
    if (!found) throw new Error('there is enough of it');
    return { ...found, width: found.interval[1] - found.interval[0] };
  };

  test('leave out what the change of connections does at first', () => {
    const disturbed = growthOf((at, stage) => (at < 1.4 ? (stage === 1 ? 0.1 : 3) : 1));
    expect(disturbed.growth).toBeCloseTo(growthOf(() => 1).growth, 9);
  });

  test('are no surer by batches that hang together', () => {
    const quick = growthOf((at) => (Math.floor(at / 2) % 2 === 0 ? 1.1 : 0.9));
    const slow = growthOf((at) => (Math.floor(at / 8) % 2 === 0 ? 1.1 : 0.9));
    expect(slow.width).toBeGreaterThan(1.25 * quick.width);
  });
});

test('few and noisy batches tell nothing', () => {
  const load = loadOf(24, 4);
  const slow = findSaturation({ load }, measured(load, 2, exponential(900)));
  expect(slow === null || slow.finding === 'unclear').toBe(true);
  const cut = measured(loadOf(24), 8);
  const none = {
    ...cut,
    timelines: cut.timelines.map((moments) => moments.filter(({ stage }) => stage === 1)),
  };
  expect(findSaturation({ load: loadOf(24) }, none)).toBeNull();
});

describe('nothing is said', () => {
  const load = loadOf(24);
  const seen = measured(load, 8);

  test('where the generator was late', () => {
    const late = { ...seen, generator: { ...IN_TIME, cpuShare: 0.97 } };
    expect(findSaturation({ load }, late)).toBeNull();
  });

  test('where connections were not kept busy by what was answered', () => {
    const idle = seen.timelines.map((timeline) =>
      timeline.map((moment) => ({ ...moment, latency: moment.latency.without(moment.latency) })),
    );
    expect(findSaturation({ load }, { ...seen, timelines: idle })).toBeNull();
    const wide = {
      ...load,
      stages: load.stages.map((stage) => ({ ...stage, connections: 2 * stage.connections })),
    };
    expect(findSaturation({ load: wide as unknown as Load }, seen)).toBeNull();
  });

  test('where no half was measured, and where the load was cut short', () => {
    expect(findSaturation({ load: { ...load, stages: [main(24)] } }, seen)).toBeNull();
    expect(findSaturation({ load }, { ...seen, ended: { how: 'capped' } })).toBeNull();
  });
});

test('the verdict holds it, whatever it is', () => {
  const load = loadOf(24);
  const plan = makePlan({ load });
  const { verdict, wantsMore } = judge(plan, { ...measured(load, 8), rounds: 1 }, null);
  expect([verdict.outcome, verdict.saturation?.finding, wantsMore]).toEqual(['pass', 'saturated', false]);
});
