import type { Round } from '../../src/engine/round.ts';
import type { Tick } from '../../src/engine/tick.ts';
import { timelinesOf } from '../../src/evidence/timeline.ts';
import { makeSteadyRound } from './make-round.ts';

const tick = (fromMs: number, over: Partial<Tick> = {}): Tick => ({
  fromMs,
  ms: 500,
  requests: 10,
  errors: 1,
  successes: 9,
  responses: 10,
  latency: [20_000, 9],
  ...over,
});

const round = (stage: number, ticks?: readonly Tick[]): Round =>
  makeSteadyRound({ seconds: 1, round: { stage, ...(ticks && { ticks }) } });

test('the half seconds of a pass follow one another through its stages, and each pass begins anew', () => {
  const stages = [round(0, [tick(0), tick(500)]), round(1, [tick(0), tick(500, { ms: 400 })])];
  const timelines = timelinesOf([...stages, ...stages]);
  expect(timelines).toHaveLength(2);
  for (const moments of timelines) {
    expect(moments.map(({ stage, fromSeconds, seconds }) => [stage, fromSeconds, seconds])).toEqual([
      [0, 0, 0.5],
      [0, 0.5, 0.5],
      [1, 1, 0.5],
      [1, 1.5, 0.4],
    ]);
    expect(moments[0]).toMatchObject({ requests: 10, errors: 1, successes: 9 });
    expect(moments[0]?.latency.count).toBe(9);
  }
});

test('a load of one stage has a pass a round; slices have none', () => {
  expect(timelinesOf([round(0, [tick(0)]), round(0, [tick(0)])])).toHaveLength(2);
  expect(timelinesOf([round(0), round(0)])).toEqual([]);
  expect(timelinesOf([])).toEqual([]);
});
