import { HangWatch } from '../../src/engine/worker/hang-watch.ts';

/** Looks each 20 ms, as the round does. @returns what it said at the end */
function watch(
  hangs: HangWatch,
  fromMs: number,
  toMs: number,
  connections = 10,
  waiting = true,
): number | null {
  let said: number | null = null;
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 20) said = hangs.hung(nowMs, connections, waiting);
  return said;
}

function started(timeoutMs = 10_000, timeouts = 10): HangWatch {
  const hangs = new HangWatch(timeoutMs);
  hangs.start(0);
  hangs.answered(0, 5);
  for (let i = 0; i < timeouts; i++) hangs.timedOut(0);
  return hangs;
}

test('nothing comes back: each connection timed out, and the two seconds after that brought nothing either', () => {
  expect(watch(started(), 0, 11_980)).toBeNull();
  expect(watch(started(), 0, 12_000)).toBe(12_000);
});

test('where responses were slower than that, as long as the slowest took', () => {
  const slow = started();
  slow.answered(0, 8000);
  for (let i = 0; i < 10; i++) slow.timedOut(0);
  expect(watch(slow, 0, 17_980)).toBeNull();
  expect(watch(slow, 0, 40_000)).not.toBeNull();
});

test('a short timeout alone is no hang: it takes five seconds', () => {
  expect(watch(started(100), 0, 4980)).toBeNull();
  expect(watch(started(100), 0, 5000)).toBe(5000);
});

test('while a connection has not timed out, its response may still come; of one alone, three timeouts', () => {
  expect(watch(started(10_000, 9), 0, 60_000)).toBeNull();
  expect(watch(started(3000, 2), 0, 60_000, 1)).toBeNull();
  expect(watch(started(3000, 3), 0, 60_000, 1)).not.toBeNull();
});

test('a request that was never answered says nothing of the others; where none was, each does', () => {
  const hangs = new HangWatch(1000);
  hangs.start(0);
  for (let i = 0; i < 10; i++) hangs.timedOut(1);
  expect(watch(hangs, 0, 10_000)).toBe(10_000);
  const other = started(1000, 0);
  for (let i = 0; i < 50; i++) other.timedOut(1);
  expect(watch(other, 0, 60_000)).toBeNull();
});

test('a response begins both counts anew', () => {
  const hangs = started();
  watch(hangs, 0, 11_000);
  hangs.answered(0, 5);
  expect(watch(hangs, 11_020, 40_000)).toBeNull();
  for (let i = 0; i < 10; i++) hangs.timedOut(0);
  expect(watch(hangs, 40_020, 40_020)).toBe(29_020);
});

test('time in which nobody waits is none, nor that between rounds, nor that in which the generator stood still', () => {
  expect(watch(started(), 0, 60_000, 10, false)).toBeNull();
  const hangs = started();
  watch(hangs, 0, 6000);
  hangs.start(60_000);
  expect(watch(hangs, 60_000, 65_980)).toBeNull();
  expect(hangs.hung(66_000, 10, true)).toBe(12_000);
  const still = started();
  watch(still, 0, 6000);
  expect(still.hung(90_000, 10, true)).toBeNull();
});
