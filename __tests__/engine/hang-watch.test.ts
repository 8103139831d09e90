import { HangWatch } from '../../src/engine/worker/hang-watch.ts';

/** Looks each 20 ms, as the round does. @returns what it said at the end */
function watch(hangs: HangWatch, fromMs: number, toMs: number, connections = 10): number | null {
  let said: number | null = null;
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += 20) said = hangs.hung(nowMs, connections);
  return said;
}

function started(timeoutMs = 10_000, timeouts = 10): HangWatch {
  const hangs = new HangWatch(timeoutMs);
  hangs.start(0);
  for (let i = 0; i < timeouts; i++) hangs.timedOut();
  return hangs;
}

test('nothing comes back: each connection timed out, and the two seconds after that brought nothing either', () => {
  expect(watch(started(), 0, 11_980)).toBeNull();
  expect(watch(started(), 0, 12_000)).toBe(12_000);
});

test('a short time-out alone is no hang: it takes five seconds', () => {
  expect(watch(started(100), 0, 4980)).toBeNull();
  expect(watch(started(100), 0, 5000)).toBe(5000);
});

test('while a connection has not timed out, its response may still come', () => {
  expect(watch(started(10_000, 9), 0, 60_000)).toBeNull();
});

test('a response begins both counts anew', () => {
  const hangs = started();
  watch(hangs, 0, 11_000);
  hangs.answered();
  expect(watch(hangs, 11_020, 40_000)).toBeNull();
  for (let i = 0; i < 10; i++) hangs.timedOut();
  expect(watch(hangs, 40_020, 40_020)).toBe(29_020);
});

test('neither the time between two rounds counts, nor that in which the generator itself stood still', () => {
  const hangs = started();
  watch(hangs, 0, 6000);
  hangs.start(60_000);
  expect(watch(hangs, 60_000, 65_980)).toBeNull();
  expect(hangs.hung(66_000, 10)).toBe(12_000);
  const still = started();
  watch(still, 0, 6000);
  expect(still.hung(90_000, 10)).toBeNull();
});
