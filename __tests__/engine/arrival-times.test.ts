/** When requests are due, against what the cumulated rate says of those moments. */
import { seededRandom } from '../../src/engine/random.ts';
import { ArrivalTimes } from '../../src/engine/worker/arrival-times.ts';
import type { ArrivalsPart, StagePart } from '../../src/engine/worker/messages.ts';

type Stretch = readonly [from: number, to: number, seconds: number];

const CALM: Stretch = [20, 20, 2];
const CLIMB: Stretch = [20, 100, 1.5];
const PEAK: Stretch = [100, 100, 1];
const FALL: Stretch = [100, 0.5, 3];
const ALL = [CALM, CLIMB, PEAK, FALL];

function stagesOf(stretches: readonly Stretch[], over: Partial<ArrivalsPart> = {}, portion = 1): StagePart[] {
  return stretches.map(([from, to, seconds]) => ({
    durationMs: seconds * 1000,
    connections: 1,
    arrivals: {
      kind: 'constant',
      phase: 0,
      perSecond: to * portion,
      ...(from !== to && { fromPerSecond: from * portion }),
      ...over,
    },
  }));
}

function listTimes(stages: readonly StagePart[], seed = 's'): number[] {
  const times = new ArrivalTimes(stages, seededRandom(seed));
  const list: number[] = [];
  for (let next = times.next(); next < Number.POSITIVE_INFINITY; next = times.next()) list.push(next);
  expect(times.next()).toBe(Number.POSITIVE_INFINITY);
  return list;
}

/** Requests expected until then: the rate added up in small steps, at the middle of each. */
function expectedUntil(ms: number, stretches: readonly Stretch[]): number {
  const STEPS = 2000;
  let [total, startMs] = [0, 0];
  for (const [from, to, seconds] of stretches) {
    const lengthMs = seconds * 1000;
    const untilMs = Math.min(lengthMs, Math.max(0, ms - startMs));
    for (let i = 0; i < STEPS; i++) {
      const atMs = ((i + 0.5) / STEPS) * untilMs;
      total += ((from + ((to - from) * atMs) / lengthMs) * untilMs) / STEPS / 1000;
    }
    startMs += lengthMs;
  }
  return total;
}

const LENGTH_MS = ALL.reduce((sum, [, , seconds]) => sum + seconds * 1000, 0);

test.each([0, 0.5])('evenly spread ones come where the cumulated rate is a whole number and %d', (phase) => {
  const times = listTimes(stagesOf(ALL, { phase }));
  const off = times.filter((ms, nth) => Math.abs(expectedUntil(ms, ALL) - nth - phase) > 1e-6);
  expect(off).toEqual([]);
  expect(times).toHaveLength(Math.ceil(expectedUntil(LENGTH_MS, ALL) - phase));
});

test('a steady rate has equal intervals, over the bounds of stages too', () => {
  const times = listTimes(stagesOf([CALM, CALM]));
  expect(times).toHaveLength(80);
  times.forEach((ms, nth) => {
    expect(ms).toBeCloseTo(nth * 50, 9);
  });
});

test('of three workers each takes every third', () => {
  const together = [0, 1, 2].flatMap((worker) => listTimes(stagesOf(ALL, { phase: worker / 3 }, 1 / 3)));
  const alone = listTimes(stagesOf(ALL));
  expect(together.sort((a, b) => a - b)).toEqual(alone.map((ms) => expect.closeTo(ms, 6)));
});

test('a rate that is 0 at the start or at the end is no trouble', () => {
  const times = listTimes(
    stagesOf([
      [0, 10, 2],
      [10, 0, 2],
    ]),
  );
  expect(times).toHaveLength(20);
  // In a ramp from nothing the time goes with the root: the tenth of ten comes at √0.9 of it.
  expect(times[9]).toBeCloseTo(2000 * Math.sqrt(0.9), 6);
});

test('those of a Poisson process have exponential steps of the cumulated rate', () => {
  const long = ALL.map(([from, to, seconds]): Stretch => [from * 20, to * 20, seconds]);
  const times = listTimes(stagesOf(long, { kind: 'poisson' }));
  const marks = times.map((ms) => expectedUntil(ms, long));
  const steps = marks.map((mark, nth) => mark - (nth === 0 ? 0 : (marks[nth - 1] as number)));
  // Kolmogorov and Smirnov: 1.95/√n is passed by one of a thousand.
  const sorted = steps.slice(1).sort((a, b) => a - b);
  const distance = sorted.reduce(
    (most, step, i) => Math.max(most, Math.abs(1 - Math.exp(-step) - (i + 0.5) / sorted.length)),
    0,
  );
  expect(distance).toBeLessThan(1.95 / Math.sqrt(sorted.length));
  const expected = expectedUntil(LENGTH_MS, long);
  expect(Math.abs(times.length - expected)).toBeLessThan(4 * Math.sqrt(expected));
});

test('without a stretch nothing ever comes', () => {
  expect(listTimes([])).toEqual([]);
});
