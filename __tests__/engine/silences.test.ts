import { Silences } from '../../src/engine/worker/silences.ts';

const START = 5000;
const END = 10_000;

/** Looks each 20 ms from where it is to the moment, as the round does. */
function made(until: number, ...moments: readonly (readonly [ms: number, breaks: boolean])[]): Silences {
  const silences = new Silences(START, START + END);
  lookAt(silences, 0, until, moments);
  return silences;
}

function lookAt(
  silences: Silences,
  from: number,
  until: number,
  moments: readonly (readonly [ms: number, breaks: boolean])[] = [],
): void {
  for (let ms = from; ms <= until; ms += 20) {
    silences.look(START + ms);
    for (const [at, breaks] of moments) if (at > ms - 20 && at <= ms) silences.see(breaks, START + at);
  }
}

test('stretches without a success, from the start on', () => {
  expect(made(6000, [4000, true], [4100, true]).finish(START + 6000)).toEqual([
    { fromMs: 0, toMs: 4000 },
    { fromMs: 4100, toMs: 6000 },
  ]);
});

test('what fails ends none', () => {
  expect(made(9000, [20, true], [3000, false], [6000, true], [8900, true]).finish(START + 9000)).toEqual([
    { fromMs: 20, toMs: 6000 },
    { fromMs: 6000, toMs: 8900 },
  ]);
});

test('responses that are waited for at the end: until the first of them, for then a connection has nothing to do', () => {
  const waited = made(30_000, [9500, true], [12_500, true], [29_000, true]);
  expect(waited.finish(START + 30_000).at(-1)).toEqual({ fromMs: 9500, toMs: 12_500 });
  const hung = made(14_020, [2000, true], [14_000, false], [14_001, false]);
  expect(hung.finish(START + 14_020).at(-1)).toEqual({ fromMs: 2000, toMs: 14_000 });
});

test('a pause in which nothing was sent is none; what was silent before it stays', () => {
  const silences = made(5000, [1000, true]);
  silences.pause(START + 5000);
  silences.goOn(START + 9000);
  lookAt(silences, 9000, 9600, [[9500, true]]);
  expect(silences.finish(START + 9600)).toEqual([
    { fromMs: 0, toMs: 1000 },
    { fromMs: 1000, toMs: 5000 },
    { fromMs: 9000, toMs: 9500 },
  ]);
  expect(silences.pausedMs(START, START + END)).toBe(4000);
  expect(silences.pausedMs(START + 6000, START + 7500)).toBe(1500);
});

test('a pause that goes on counts up to where one looks', () => {
  const silences = made(5000, [1000, true]);
  silences.pause(START + 5000);
  expect(silences.pausedMs(START, START + END)).toBe(5000);
  expect(silences.pausedMs(START, START + 4000)).toBe(0);
});

test('a generator that stood still has not listened', () => {
  const silences = made(3000, [1000, true]);
  silences.look(START + 7000);
  lookAt(silences, 7000, 7600, [[7600, true]]);
  expect(silences.finish(START + 7600)).toEqual([
    { fromMs: 0, toMs: 1000 },
    // Four seconds passed between two looks, of which a quarter of one counts.
    { fromMs: 1000, toMs: 7600 - 3750 },
  ]);
});
