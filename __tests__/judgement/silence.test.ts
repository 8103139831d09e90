import type { BatchFigures, Measurement } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findSilence } from '../../src/judgement/silence.ts';
import { makeMeasurement, makePlan } from './make.ts';

const plan = makePlan();
/** Batches of two seconds, those of the given numbers without a success. */
function withSilent(
  silent: readonly number[],
  shape: Parameters<typeof makeMeasurement>[0] = {},
): Measurement {
  const measurement = makeMeasurement(shape, plan);
  const batches = measurement.whole.batches.map(
    (batch, i): BatchFigures => (silent.includes(i) ? { ...batch, throughputPerSecond: 0 } : batch),
  );
  return { ...measurement, whole: { ...measurement.whole, batches } };
}

test.each([
  ['none', [], null],
  ['one batch of two seconds', [4], { fromSeconds: 8, toSeconds: 10 }],
  ['until the end', [5, 6, 7, 8, 9], { fromSeconds: 10, toSeconds: 20 }],
  ['the longest of two', [1, 6, 7], { fromSeconds: 12, toSeconds: 16 }],
])('%s', (_, silent, found) => {
  const seen = findSilence(withSilent(silent));
  if (found === null) return expect(seen).toBeNull();
  expect(seen).toMatchObject({ code: 'silence', ...found });
  expect(seen?.missed).toBeCloseTo(311 * (found.toSeconds - found.fromSeconds), -2);
});

test('few requests leave gaps by chance', () => {
  expect(findSilence(withSilent([4], { whole: { requests: 200 } }))).toBeNull();
  expect(findSilence(withSilent([4], { whole: { requests: 400 } }))).not.toBeNull();
});

test('a handful of successes may all come at once', () => {
  const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  expect(findSilence(withSilent(nine, { whole: { requests: 10 } }))).toBeNull();
  expect(findSilence(withSilent(nine, { whole: { requests: 200 } }))).not.toBeNull();
});

test('so do slow responses, which come all at once', () => {
  const slow = { whole: { requests: 4000, medianMs: 1500, p99Ms: 2500 } };
  expect(findSilence(withSilent([4], slow))).toBeNull();
  expect(findSilence(withSilent([4, 5, 6, 7], slow))).not.toBeNull();
});

test('an outage fails, whatever the figures say, and nobody can accept it', () => {
  const { verdict } = judge(plan, withSilent([5, 6, 7, 8, 9]), null);
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes.map(({ code }) => code)).toEqual(['silence']);
});

test('a pause of less than two seconds is no outage: its figures show it', () => {
  // Batches of half a second.
  const short = { whole: { requests: 1555, seconds: 5 } };
  expect(findSilence(withSilent([4, 5, 6], short))).toBeNull();
  expect(findSilence(withSilent([4, 5, 6, 7], short))).toMatchObject({ fromSeconds: 2, toSeconds: 4 });
});

test('a silence in which the generator itself stood still is not the service’s', () => {
  const silent = withSilent([5, 6]);
  const stalled = (seconds: number) => ({
    ...silent,
    generator: { ...silent.generator, loopDelay: [100, 500, seconds * 1_000_000, 1] },
  });
  expect(findSilence(stalled(3.9))).toBeNull();
  expect(findSilence(stalled(0.5))).not.toBeNull();
});
