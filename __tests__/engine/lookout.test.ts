import { HangWatch } from '../../src/engine/worker/hang-watch.ts';
import { LimiterWatch } from '../../src/engine/worker/limiter-watch.ts';
import { Lookout } from '../../src/engine/worker/lookout.ts';
import type { FromWorker } from '../../src/engine/worker/messages.ts';
import { success } from '../../src/engine/worker/outcome.ts';

const lookout = (connections: number, watches = { expectsFault: false }) =>
  new Lookout(
    Object.assign(watches, { limiter: new LimiterWatch(), hangs: new HangWatch(2000), post() {} }),
    () => connections,
    0,
  );

test.each([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'ENOBUFS',
])('%s is the machine’s own, and once is enough', (code) => {
  const looking = lookout(100);
  looking.connectionFailed(code);
  expect(looking.look(20, true, true)).toEqual({ what: 'generator', why: code });
});

test('a connection that is refused is the target’s, and takes more than once', () => {
  const looking = lookout(1);
  for (let nth = 0; nth < 3; nth++) {
    expect(looking.look(800, true, true)).toBeNull();
    looking.connectionFailed('ECONNREFUSED');
  }
  expect(looking.look(800, true, true)).toEqual({ what: 'target', why: 'ECONNREFUSED' });
});

describe('a rate limiter', () => {
  const limited = {
    ...success(429, { latencyMs: 1, serviceMs: 1 }),
    kind: 'status',
    intercepted: 'rate-limited',
    retryAfterSeconds: null,
  } as const;

  /** Whether the limiter is told to have shut the door, when each of these came ten times a second for six seconds. */
  function shuts(
    ...responses: readonly { readonly goesOn: boolean; readonly isLimited: boolean }[]
  ): boolean {
    const told: FromWorker[] = [];
    const watches = { limiter: new LimiterWatch(), hangs: new HangWatch(2000), expectsFault: false };
    const looking = new Lookout({ ...watches, post: (message) => told.push(message) }, () => 1, 0);
    for (let nowMs = 100; nowMs <= 6000; nowMs += 100) {
      for (const { goesOn, isLimited } of responses) {
        const outcome = isLimited ? limited : success(200, { latencyMs: 1, serviceMs: 1 });
        looking.see(0, outcome, goesOn, nowMs);
      }
      looking.look(nowMs, true, true);
    }
    return told.some((message) => message.say === 'limited' && message.limited !== null);
  }

  const waitedOut = { goesOn: true, isLimited: true };
  const turnedAway = { goesOn: false, isLimited: true };
  const answered = { goesOn: false, isLimited: false };

  test('shuts the door where requests end with its 429', () => {
    expect(shuts(turnedAway)).toBe(true);
    expect(shuts(turnedAway, ...Array(9).fill(waitedOut))).toBe(true);
  });

  test('and not where a 429 is declared to be waited out, however often it comes', () => {
    expect(shuts(answered, ...Array(19).fill(waitedOut))).toBe(false);
    expect(shuts(answered, ...Array(19).fill(turnedAway))).toBe(true);
  });
});

test('from a fault on purpose on, only what is the machine’s own ends the load', () => {
  const watches = { expectsFault: false };
  const looking = lookout(1, watches);
  for (let nth = 0; nth < 3; nth++) looking.connectionFailed('ECONNREFUSED');
  watches.expectsFault = true;
  expect(looking.look(800, true, true)).toBeNull();
  looking.connectionFailed('EMFILE');
  expect(looking.look(800, true, true)).toEqual({ what: 'generator', why: 'EMFILE' });
});
