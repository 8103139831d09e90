import type { Random } from '../../src/engine/random.ts';
import type { Dealt } from '../../src/engine/worker/dispatch.ts';
import type { Lane } from '../../src/engine/worker/lane.ts';
import { ClosedPace, OpenPace } from '../../src/engine/worker/pace.ts';

afterEach(() => Reflect.deleteProperty(performance, 'now'));

test.each([
  998.5, 999, 999.5, 1000,
])('in a closed model nothing is sent that is not counted, though time goes on between two looks (from %d)', (startMs) => {
  let nowMs = startMs;
  performance.now = () => nowMs++;
  const endMs = 1000;
  const due: number[] = [];
  let sent = 0;
  const pace = new ClosedPace({
    endMs,
    connected: true,
    get sending() {
      return performance.now() < endMs;
    },
    deal(dueMs) {
      due.push(dueMs);
      return { dueMs } as Dealt;
    },
    expire() {},
    late() {},
  });
  const lane = { idle: true, send: () => sent++ } as unknown as Lane;
  pace.offer([lane, lane, lane]);
  expect(due).toHaveLength(sent);
  expect(due.filter((dueMs) => dueMs >= endMs)).toEqual([]);
  // Looked at once before its end is looked at: one is sent where both fall before it.
  expect(sent).toBe(startMs + 1 < endMs ? 1 : 0);
});

test('in an open model the connection that became free last is taken first, and a longer free one makes the generator late', () => {
  performance.now = () => 2000;
  const lags: number[] = [];
  const sent: [string, number][] = [];
  const pace = new OpenPace(
    {
      endMs: 1500,
      connected: true,
      sending: true,
      deal: (dueMs) => ({ dueMs }) as Dealt,
      expire() {},
      late: (lagMs) => lags.push(lagMs),
    },
    { perSecond: 1, kind: 'constant', random: { unit: () => 0.5 } as Random, phase: 0 },
    10_000,
  );
  const lane = (name: string, freeMs: number) => {
    const made = { idle: true, freeMs, queued: false, send: ({ dueMs }: Dealt) => sent.push([name, dueMs]) };
    return made as unknown as Lane;
  };
  const closed = lane('closed meanwhile', 900);
  pace.offer([lane('since before', -1), closed, lane('a moment ago', 1800)]);
  Object.assign(closed, { idle: false });
  pace.sweep(2000);
  expect(sent).toEqual([
    ['a moment ago', 0],
    ['since before', 1000],
  ]);
  expect(lags).toEqual([2000, 1000]);
});
