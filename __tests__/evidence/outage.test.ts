import type { Batch, Round } from '../../src/engine/round.ts';
import { type FoundOutage, findOutage, lengthOf } from '../../src/evidence/outage.ts';
import { makeSteadyRound } from './make-round.ts';

const find = (...rounds: readonly Round[]): FoundOutage | null => findOutage(rounds, 10_000);

test('none', () => expect(find(makeSteadyRound())).toBeNull());

test.each<[string, readonly [number, number], number]>([
  ['in the middle', [8.25, 12.5], 4250],
  ['until the end', [10, 20], 10_000],
  ['beyond it, as far as responses were waited for', [19, 29], 10_000],
])('%s', (_, silence, missed) => {
  const seen = find(makeSteadyRound({ silence, hung: 10 }));
  expect(seen?.fromMs).toBe(silence[0] * 1000);
  expect(seen && lengthOf(seen)).toBe((silence[1] - silence[0]) * 1000);
  expect(seen?.missed).toBeCloseTo(missed, -1);
  expect(seen?.usualPerSecond).toBeCloseTo(1000, -1);
});

test('the longest of all rounds, told by the load of all', () => {
  const rounds = [makeSteadyRound({ silence: [2, 5] }), makeSteadyRound({ silence: [7, 12] })];
  expect(find(...rounds)).toMatchObject({ fromMs: 27_000, insideMs: 5000 });
});

test('what rounds have of it together: a hang of four turns whose timeouts are short', () => {
  const hung = (): Round =>
    makeSteadyRound({ seconds: 0.5, silence: [0, 1.5], hung: 10, round: { slices: [0] } });
  const rounds = [makeSteadyRound(), hung(), hung(), makeSteadyRound()];
  expect(findOutage(rounds, 1000)).toMatchObject({ fromMs: 20_000, insideMs: 1000, beyondMs: 2000 });
  // The rate is that of the time without it, and not of the slices that follow.
  expect(findOutage(rounds, 1000)?.usualPerSecond).toBeCloseTo(1000, 0);
});

test('a pause of less than two seconds is no outage: its figures show it', () => {
  expect(find(makeSteadyRound({ silence: [8, 9.99] }))).toBeNull();
  expect(find(makeSteadyRound({ silence: [8, 10] }))).not.toBeNull();
});

test('few requests leave gaps by chance', () => {
  expect(find(makeSteadyRound({ silence: [8, 10], perSecond: 10 }))).toBeNull();
  expect(find(makeSteadyRound({ silence: [8, 10], perSecond: 20 }))).not.toBeNull();
});

test('so do slow responses, which come all at once', () => {
  expect(find(makeSteadyRound({ silence: [8, 12], latencyMs: 1500 }))).toBeNull();
  expect(find(makeSteadyRound({ silence: [8, 13], latencyMs: 1500, hung: 10 }))).not.toBeNull();
});

test('a service that never answered has no usual rate', () => {
  expect(find(makeSteadyRound({ silence: [0, 20] }))).toBeNull();
});

/** One name in two parts: nearly all fast, few slow. */
function mixed(
  connections: number,
  slowShare: number,
  slowMs: number,
  silence: readonly [number, number],
): Round {
  const round = makeSteadyRound({ silence, round: { connections } });
  const batches = (all: readonly Batch[]): Batch[] =>
    all.map((batch) => {
      const slow = Math.round(batch.completedSuccesses * slowShare);
      const latency = batch.completedSuccesses
        ? [10_000, batch.completedSuccesses - slow, slowMs * 1000, slow]
        : [];
      return { ...batch, latency };
    });
  return {
    ...round,
    requests: round.requests.map((stats) => ({ ...stats, batches: batches(stats.batches) })),
  };
}

test.each<[number, number, number, boolean]>([
  // All connections wait for the slow ones at once, now and then: they spend most of their time there.
  [1, 0.01, 2500, false],
  [2, 0.01, 2500, false],
  [4, 0.05, 3000, false],
  [10, 0.05, 5000, false],
  [10, 0.02, 8000, false],
  // A hundred connections do not, and one doesn't where hardly any time is spent so.
  [100, 0.01, 2500, true],
  [1, 0, 2500, true],
])('%d connections, a share of %d slow by %d ms: an outage is %s', (connections, share, slowMs, isOutage) => {
  const length = (slowMs / 1000) * 1.05;
  expect(find(mixed(connections, share, slowMs, [8, 8 + Math.max(2, length)])) !== null).toBe(isOutage);
});

test('at a rate, what waited behind the silence is not what was slow', () => {
  const round = makeSteadyRound({ silence: [8, 12], hung: 10 });
  const queued = (batch: Batch): Batch => ({
    ...batch,
    service: batch.completedSuccesses ? [10_000, batch.completedSuccesses] : [],
    // Among them timeouts of those that were sent into it.
    latency: [3_900_000, 500],
  });
  const requests = round.requests.map((stats) => ({ ...stats, batches: stats.batches.map(queued) }));
  expect(find({ ...round, requests })).not.toBeNull();
});
