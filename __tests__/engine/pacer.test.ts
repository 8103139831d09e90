import { jest } from '@jest/globals';
import { seededRandom } from '../../src/engine/random.ts';
import { ArrivalTimes } from '../../src/engine/worker/arrival-times.ts';
import { ClosedPacer } from '../../src/engine/worker/closed-pacer.ts';
import type { Connection } from '../../src/engine/worker/connection.ts';
import type { PickedRequest } from '../../src/engine/worker/dispatch.ts';
import { OpenPacer, type Sender } from '../../src/engine/worker/pacer.ts';

/** Sends always, and whatever it is. */
const SENDER: Sender = {
  endMs: 1500,
  sendingAt: () => true,
  pick: () => ({}) as PickedRequest,
  expire() {},
  late() {},
};

function evenly(perSecond: number, phase: number) {
  const arrivals = { perSecond, kind: 'constant', phase } as const;
  return {
    warmUp: new ArrivalTimes([], seededRandom('')),
    load: new ArrivalTimes([{ durationMs: 1500, arrivals }], seededRandom('')),
  };
}

afterEach(() => Reflect.deleteProperty(performance, 'now'));

test.each([
  [498.5, 1],
  [499, 2],
  [998.5, 2],
  [999, 1],
  [999.5, 1],
  [1000, 0],
])('in a closed model nothing is sent that is not counted, though time goes on between two looks (from %d)', (firstMs, expected) => {
  let nowMs = firstMs;
  performance.now = () => nowMs++;
  const [startMs, endMs] = [500, 1000];
  const due: number[] = [];
  let sent = 0;
  const pacer = new ClosedPacer({
    endMs,
    sendingAt: (atMs) => atMs >= startMs && atMs < endMs,
    pick(dueMs) {
      due.push(dueMs);
      return { dueMs } as PickedRequest;
    },
    expire() {},
    late() {},
  });
  const connection = { idle: true, send: () => sent++ } as unknown as Connection;
  pacer.offer([connection, connection, connection]);
  expect(due).toHaveLength(sent);
  expect(due.filter((dueMs) => dueMs < startMs || dueMs >= endMs)).toEqual([]);
  expect(sent).toBe(expected);
});

test('in an open model the connection that became free last is taken first, and a longer free one makes the generator late', () => {
  let nowMs = 0;
  performance.now = () => nowMs;
  const lags: number[] = [];
  const sent: [string, number][] = [];
  const pacer = new OpenPacer(
    {
      endMs: 1500,
      sendingAt: () => true,
      pick: (dueMs) => ({ dueMs, timeoutMs: 10_000 }) as PickedRequest,
      expire() {},
      late: (lagMs) => lags.push(lagMs),
    },
    evenly(1, 0),
  );
  pacer.begin(0);
  const connection = (name: string, freeMs: number) => {
    const made = {
      idle: true,
      freeMs,
      queued: false,
      send: ({ dueMs }: PickedRequest) => sent.push([name, dueMs]),
    };
    return made as unknown as Connection;
  };
  nowMs = 2000;
  const closed = connection('closed meanwhile', 900);
  pacer.offer([connection('since before', -1), closed, connection('a moment ago', 1800)]);
  Object.assign(closed, { idle: false });
  pacer.sweep(2000);
  expect(sent).toEqual([
    ['a moment ago', 0],
    ['since before', 1000],
  ]);
  expect(lags).toEqual([2000, 1000]);
  pacer.stop();
});

test.each([
  ['is slept away where arrivals come one upon the other', 10_000, true],
  ['is waited for awake where they are rare', 500, false],
])('the last of the time before an arrival %s', async (_, perSecond, isSlept) => {
  let nowMs = 0;
  performance.now = () => nowMs;
  const slept = jest.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  const pacer = new OpenPacer(SENDER, evenly(perSecond, 0));
  // The first has come, and the second one is this far away.
  nowMs = 1000 / perSecond - 0.1;
  pacer.begin(0);
  await new Promise(setImmediate);
  pacer.stop();
  expect(slept.mock.calls.length > 0).toBe(isSlept);
  slept.mockRestore();
});

test('after its end an open model holds no connection: the next round is to find each of them', () => {
  performance.now = () => 0;
  const pacer = new OpenPacer(SENDER, evenly(1, 1));
  pacer.begin(0);
  const [before, after] = [
    { idle: true, queued: false },
    { idle: true, queued: false },
  ];
  pacer.offer([before as Connection]);
  expect(before.queued).toBe(true);
  pacer.stop();
  pacer.offer([after as Connection]);
  expect([before.queued, after.queued]).toEqual([false, false]);
});
