import type { Round } from '../../src/engine/round.ts';
import { figuresOf } from '../../src/evidence/figures.ts';
import { type FoundOutage, findOutage } from '../../src/evidence/outage.ts';
import { IN_TIME } from '../generator-health.ts';
import { makeSteadyRound } from './make-round.ts';

const find = (rounds: readonly Round[], generator = IN_TIME): FoundOutage | null =>
  findOutage(
    rounds,
    () => figuresOf(rounds.map(({ requests }) => requests)),
    () => generator,
  );

test('none', () => expect(find([makeSteadyRound()])).toBeNull());

test.each<[string, readonly [number, number], number]>([
  ['in the middle', [8.25, 12.5], 4250],
  ['until the end', [10, 20], 10_000],
  ['beyond it, as far as responses were waited for', [19, 29], 10_000],
])('%s', (_, silence, missed) => {
  const [fromSeconds, toSeconds] = silence;
  const seen = find([makeSteadyRound({ silence })]);
  expect(seen).toMatchObject({ fromSeconds, toSeconds });
  expect(seen?.missed).toBeCloseTo(missed, -1);
  expect(seen?.usualPerSecond).toBeCloseTo(1000, -1);
});

test('the longest of all rounds, told by the load of all', () => {
  const rounds = [makeSteadyRound({ silence: [2, 5] }), makeSteadyRound({ silence: [7, 12] })];
  expect(find(rounds)).toMatchObject({ fromSeconds: 27, toSeconds: 32 });
});

test('a slice that the round’s end found hanging: what ended it says since when', () => {
  const ended = {
    how: 'target-lost',
    afterMs: 20_000,
    why: 'no response',
    silence: { fromMs: 19_750, toMs: 31_800 },
  } as const;
  expect(find([makeSteadyRound({ round: { ended } })])).toMatchObject({
    fromSeconds: 19.75,
    toSeconds: 31.8,
  });
});

test('a pause of less than two seconds is no outage: its figures show it', () => {
  expect(find([makeSteadyRound({ silence: [8, 9.99] })])).toBeNull();
  expect(find([makeSteadyRound({ silence: [8, 10] })])).not.toBeNull();
});

test('few requests leave gaps by chance', () => {
  expect(find([makeSteadyRound({ silence: [8, 10], perSecond: 10 })])).toBeNull();
  expect(find([makeSteadyRound({ silence: [8, 10], perSecond: 20 })])).not.toBeNull();
});

test('so do slow responses, which come all at once', () => {
  expect(find([makeSteadyRound({ silence: [8, 12], latencyMs: 1500 })])).toBeNull();
  expect(find([makeSteadyRound({ silence: [8, 13], latencyMs: 1500 })])).not.toBeNull();
});

test('a silence in which the generator itself stood still is not the service’s', () => {
  const rounds = [makeSteadyRound({ silence: [8, 12] })];
  const stalled = (seconds: number) => ({ ...IN_TIME, loopDelay: [100, 500, seconds * 1_000_000, 1] });
  expect(find(rounds, stalled(3.9))).toBeNull();
  expect(find(rounds, stalled(0.5))).not.toBeNull();
});

test('a service that never answered has no usual rate', () => {
  expect(find([makeSteadyRound({ silence: [0, 20] })])).toBeNull();
});
