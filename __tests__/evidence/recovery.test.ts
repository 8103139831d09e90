/** When a service is told to be as before, against timelines whose truth is known. */
import type { Load, Stage } from '../../src/config/plan.ts';
import {
  compareLastStage,
  type Recovery,
  recoveryOfFault,
  recoveryOfSpike,
} from '../../src/evidence/recovery/recovery.ts';
import { drawn, testInFull } from '../part.ts';
import { makeRandom, makeTimeline, type Service, type StageOf, type Trouble } from './make-timeline.ts';

const SERVICE: Service = { perSecond: 400, sigma: 0.4, closed: 0.03 };
const SECONDS = [30, 30, 60, 30, 30] as const;
const LOADS = [1, 5, 10, 5, 1] as const;
/** The spike's end. */
const END = 120;

const constant = (connections: number, seconds: number): Stage => ({
  name: null,
  connections,
  durationMs: seconds * 1000,
  arrivals: null,
});
const loadOf = (...stages: readonly Stage[]): Pick<Load, 'stages'> & Load => ({
  profile: null,
  stages: stages as unknown as Load['stages'],
  warmupMs: 0,
  timeoutMs: 10_000,
});

const spike = loadOf(...SECONDS.map((seconds, i) => constant(10 * (LOADS[i] as number), seconds)));
const stagesOf = (seconds: readonly number[] = SECONDS): StageOf[] =>
  seconds.map((one, i) => ({ seconds: one, load: LOADS[i] as number }));

function recoveryAfter(
  troubleAt: (seconds: number) => Trouble | undefined,
  seed = 1,
  service = SERVICE,
): Recovery | null {
  return recoveryOfSpike([makeTimeline(service, stagesOf(), makeRandom(seed), troubleAt)], spike);
}

const slowUntil = (end: number, slower: number) => (seconds: number) =>
  seconds >= 60 && seconds < end ? { slower } : undefined;

describe('after a spike', () => {
  test('a service that was never slow is back at once', () => {
    expect(recoveryAfter(() => undefined)).toEqual({
      of: 'spike',
      fromSeconds: END,
      seconds: 0,
      measuredSeconds: 60,
    });
  });

  test.each([
    [3, 3],
    [4.5, 2],
    [12, 1.6],
    [28.5, 3],
    // In the midst of the two stages that follow, and in the last of them.
    [31, 3],
    [47.5, 2],
  ])('one that is slow for %d s more, by a factor of %d: found within a second', (seconds, slower) => {
    for (let seed = 1; seed <= drawn(5, 1); seed++) {
      const found = recoveryAfter(slowUntil(END + seconds, slower), seed)?.seconds ?? Number.NaN;
      expect(Math.abs(found - seconds)).toBeLessThanOrEqual(1);
    }
  });

  test.each<[string, Trouble]>([
    ['answers nothing', { answers: 0 }],
    ['answers half of them', { answers: 0.5 }],
    ['fails at once', { errorRate: 1 }],
    ['fails one in fifty, at once', { errorRate: 0.02 }],
  ])('one that %s meanwhile is not back, however fast it is', (_, trouble) => {
    const found = recoveryAfter((seconds) => (seconds >= 60 && seconds < END + 9 ? trouble : undefined));
    expect(Math.abs((found?.seconds ?? Number.NaN) - 9)).toBeLessThanOrEqual(1);
  });

  test('one that is slow to the end was not back within what was measured', () => {
    expect(recoveryAfter(slowUntil(Number.POSITIVE_INFINITY, 2))).toMatchObject({
      seconds: null,
      measuredSeconds: 60,
    });
  });

  test('of its last five seconds alone nothing is told', () => {
    expect(recoveryAfter(slowUntil(END + 57, 3))?.seconds).toBeNull();
    expect(recoveryAfter(slowUntil(END + 54, 3))?.seconds).not.toBeNull();
  });

  test('a calm of five seconds is none: it has to stay for ten', () => {
    const found = recoveryAfter((seconds) =>
      (seconds >= 60 && seconds < END + 4) || (seconds >= END + 10 && seconds < END + 16)
        ? { slower: 3 }
        : undefined,
    );
    expect(Math.abs((found?.seconds ?? Number.NaN) - 16)).toBeLessThanOrEqual(1);
  });

  test('what becomes slow only later had been back', () => {
    const found = recoveryAfter((seconds) => (seconds >= END + 20 ? { slower: 3 } : undefined));
    expect(found?.seconds).toBe(0);
  });

  testInFull('10 % slower is as before, and so is what the earlier stage itself varies by', () => {
    expect(recoveryAfter((seconds) => (seconds >= END ? { slower: 1.08 } : undefined))?.seconds).toBe(0);
    const stalls = { perSecond: 1, ms: 150 };
    const stalling = (seed: number) => recoveryAfter(() => undefined, seed, { ...SERVICE, stalls })?.seconds;
    expect([1, 2, 3, 4].map(stalling)).toEqual([0, 0, 0, 0]);
  });

  test('each stage is held against the earlier one of its own load', () => {
    // Five times as slow under five times the load, as before the spike.
    const queueing = (seconds: number) =>
      ({
        slower: [1, 5, 10, 5, 1][
          seconds < 60 ? Math.floor(seconds / 30) : seconds < END ? 2 : seconds < 150 ? 3 : 4
        ],
      }) as Trouble;
    expect(recoveryAfter(queueing, 1, { perSecond: 2000, sigma: 0.4, closed: 0.03 })?.seconds).toBe(0);
  });

  test('a stage without an earlier one tells nothing, and its time counts', () => {
    const load = loadOf(constant(10, 30), constant(100, 30), constant(20, 10), constant(10, 30));
    const stages = [{ seconds: 30 }, { seconds: 30, load: 10 }, { seconds: 10, load: 2 }, { seconds: 30 }];
    const found = recoveryOfSpike([makeTimeline(SERVICE, stages, makeRandom(1))], load);
    expect(found).toMatchObject({ fromSeconds: 60, seconds: 10, measuredSeconds: 40 });
  });

  test('so do ramps', () => {
    const down: Stage = { ...constant(10, 10), fromConnections: 100 };
    const load = loadOf(constant(10, 30), constant(100, 30), down, constant(10, 30));
    const stages = [{ seconds: 30 }, { seconds: 30, load: 10 }, { seconds: 10, load: 5 }, { seconds: 30 }];
    const found = recoveryOfSpike([makeTimeline(SERVICE, stages, makeRandom(1))], load);
    expect(found?.seconds).toBe(10);
  });

  test('a load without a spike, or that ended before its end, has no recovery', () => {
    const rising = loadOf(constant(10, 30), constant(50, 30));
    const timeline = makeTimeline(SERVICE, stagesOf([30, 30]), makeRandom(1));
    expect(recoveryOfSpike([timeline], rising)).toBeNull();
    const cut = makeTimeline(SERVICE, stagesOf([30, 30, 20]), makeRandom(1));
    expect(recoveryOfSpike([cut], spike)).toBeNull();
    expect(recoveryOfSpike([], spike)).toBeNull();
  });

  test('short stages are looked at as a whole', () => {
    const short = loadOf(
      ...[3, 3, 6, 2, 2].map((seconds, i) => constant(10 * (LOADS[i] as number), seconds)),
    );
    const timeline = (seed: number) => makeTimeline(SERVICE, stagesOf([3, 3, 6, 2, 2]), makeRandom(seed));
    expect([1, 2, 3].map((seed) => recoveryOfSpike([timeline(seed)], short)?.seconds)).toEqual([0, 0, 0]);
  });

  test('of several passes it is the middle one, of two the longer', () => {
    const pass = (seconds: number) =>
      makeTimeline(SERVICE, stagesOf(), makeRandom(seconds), slowUntil(END + seconds, 3));
    const [short, middle, long] = [pass(2), pass(10), pass(20)] as const;
    const secondsOf = (...passes: readonly (typeof short)[]) => recoveryOfSpike(passes, spike)?.seconds ?? 0;
    expect(Math.abs(secondsOf(short, long) - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(secondsOf(long, short, middle) - 10)).toBeLessThanOrEqual(1);
  });
});

describe('the last stage against the first', () => {
  const compare = (troubleAt: (seconds: number) => Trouble | undefined) =>
    compareLastStage([makeTimeline(SERVICE, stagesOf(), makeRandom(1), troubleAt)], spike);

  test('is no slower where nothing was', () => {
    const same = compare(() => undefined);
    expect(same?.isSlower).toBe(false);
    expect((same?.p99Ms ?? 0) / (same?.firstP99Ms ?? 1)).toBeCloseTo(1, 1);
  });

  test('is slower where it is', () => {
    const slower = compare((seconds) => (seconds >= 150 ? { slower: 1.4 } : undefined));
    expect(slower?.isSlower).toBe(true);
    expect((slower?.p99Ms ?? 0) / (slower?.firstP99Ms ?? 1)).toBeCloseTo(1.4, 0);
  });

  test('is not compared where the load is another one', () => {
    const load = loadOf(constant(10, 30), constant(100, 30), constant(20, 30));
    const stages = [{ seconds: 30 }, { seconds: 30, load: 10 }, { seconds: 30, load: 2 }];
    expect(compareLastStage([makeTimeline(SERVICE, stages, makeRandom(1))], load)).toBeNull();
  });
});

describe('after a fault', () => {
  const load = loadOf(constant(10, 60));
  const recovery = (until: number, trouble: Trouble, fault = { fromSeconds: 15.2, toSeconds: 25.3 }) =>
    recoveryOfFault(
      makeTimeline(SERVICE, [{ seconds: 60 }], makeRandom(1), (seconds) =>
        seconds >= 15 && seconds < until ? trouble : undefined,
      ),
      load,
      fault,
    );

  test.each([
    [25.5, 0.2],
    [28, 2.7],
    [40.5, 15.2],
  ])('a service that is back at %d s', (until, seconds) => {
    const found = recovery(until, { answers: 0.02, slower: 20 });
    expect(found).toMatchObject({ of: 'fault', fromSeconds: 25.3 });
    expect(Math.abs((found?.seconds ?? Number.NaN) - seconds)).toBeLessThanOrEqual(1);
    expect(found?.measuredSeconds).toBeCloseTo(34.7, 5);
  });

  test('one that did not mind it is back at once', () => {
    expect(recovery(0, {})?.seconds).toBe(0);
  });

  test('one that fails for good was not back', () => {
    expect(recovery(99, { errorRate: 1 })?.seconds).toBeNull();
  });

  test('a load that ended in its midst tells nothing', () => {
    expect(recovery(99, {}, { fromSeconds: 15, toSeconds: 60 })).toBeNull();
    // Nor one that was cut a moment after it.
    expect(recovery(0, {}, { fromSeconds: 15, toSeconds: 59.2 })).toBeNull();
  });
});
