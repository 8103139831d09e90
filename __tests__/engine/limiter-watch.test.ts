import { LimiterWatch, limitedTogether } from '../../src/engine/worker/limiter-watch.ts';

/** What comes of a load that is looked at 20 ms by 20 ms: the second in which it is first told, and what. */
function watch(
  seconds: number,
  limitedOf: (second: number, number: number) => boolean,
  { perSecond = 100, retryAfter = null as number | null, roundSeconds = Number.POSITIVE_INFINITY } = {},
) {
  const limiter = new LimiterWatch();
  let pauseMs = 0;
  limiter.start(0);
  for (let ms = 20, sent = 0; ms <= seconds * 1000; ms += 20) {
    for (; sent < (ms / 1000) * perSecond; sent++) {
      const limited = limitedOf(sent / perSecond, sent);
      limiter.see(limited, limited ? retryAfter : null);
    }
    const told = limiter.limited(ms + pauseMs);
    if (told !== null) return { second: ms / 1000, ...told };
    if (ms % (roundSeconds * 1000) !== 0) continue;
    pauseMs += 5000;
    limiter.start(ms + pauseMs);
  }
  return null;
}

test('a limiter that has shut the door is told after five seconds', () => {
  expect(watch(60, () => true)).toEqual({ second: 5, share: 1, seconds: 5, retryAfterSeconds: null });
  expect(watch(60, (second) => second >= 10)?.second).toBe(15);
});

test('after two, where it asks for a wait of a minute or more', () => {
  expect(watch(60, () => true, { retryAfter: 5993 })).toEqual({
    second: 2,
    share: 1,
    seconds: 2,
    retryAfterSeconds: 5993,
  });
  expect(watch(60, () => true, { retryAfter: 59 })?.second).toBe(5);
});

test('a bucket that lets a few through is told as well, with its share', () => {
  const bucket = watch(60, (_, number) => number % 20 !== 0);
  expect(bucket).toMatchObject({ second: 5, share: 0.95 });
});

test.each([
  ['sheds a fifth', (_: number, number: number) => number % 5 === 0],
  ['sheds four fifths', (_: number, number: number) => number % 5 !== 0],
  ['cuts off a burst of four seconds', (second: number) => second % 10 < 4],
  ['turns nobody away', () => false],
])('one that %s is not', (_, limited) => {
  expect(watch(60, limited)).toBeNull();
});

test('rounds shorter than that add up, and the time between them is no load', () => {
  expect(watch(60, () => true, { roundSeconds: 1 })?.second).toBe(5);
  expect(watch(60, () => true, { roundSeconds: 0.5, retryAfter: 120 })?.second).toBe(2);
});

test('a handful of responses is not enough to tell, and seconds without one say nothing', () => {
  expect(watch(4, () => true, { perSecond: 2, retryAfter: 90 })).toBeNull();
  expect(watch(60, () => true, { perSecond: 4 })?.second).toBe(5);
});

describe('several workers', () => {
  const one = { share: 0.95, seconds: 5, retryAfterSeconds: 30 };
  test('are limited when each of them is, and the least is told', () => {
    expect(limitedTogether([one, { share: 1, seconds: 2, retryAfterSeconds: 90 }])).toEqual({
      share: 0.95,
      seconds: 2,
      retryAfterSeconds: 90,
    });
    expect(limitedTogether([{ ...one, retryAfterSeconds: null }])?.retryAfterSeconds).toBeNull();
  });
  test('are not while one is let through', () => {
    expect(limitedTogether([one, null])).toBeNull();
  });
});
