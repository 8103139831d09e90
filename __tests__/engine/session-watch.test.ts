import type { PickedRequest } from '../../src/engine/worker/dispatch.ts';
import { type RequestEnd, success } from '../../src/engine/worker/outcome.ts';
import { SessionWatch } from '../../src/engine/worker/session-watch.ts';

const TOOK_MS = 5;
const ok: RequestEnd = success(200, { latencyMs: TOOK_MS, serviceMs: TOOK_MS });
const refused: RequestEnd = { ...ok, kind: 'status', status: 401 };
const unmet: RequestEnd = { ...ok, kind: 'check' };
const broken: RequestEnd = { ...ok, kind: 'status', status: 500 };

/** Requests 0 and 1 carry the token, 2 does not; one is asked after the other. */
class Asked {
  readonly watch: SessionWatch;
  #nowMs = 1000;

  constructor(generation = 0) {
    this.watch = new SessionWatch([0, 1], generation);
  }

  see(outcomes: readonly RequestEnd[], request = 0, generation = this.watch.generation): string[] {
    const picked: PickedRequest = {
      request,
      head: false,
      idempotent: true,
      expect: null,
      dueMs: 0,
      stage: 0,
      generation,
      trace: null,
      repeatable: null,
      timeoutMs: 1000,
      session: null,
      path: '',
      inspection: null,
      walk: null,
      user: null,
      rows: [],
    };
    return outcomes.map((outcome) => {
      this.#nowMs += 2 * TOOK_MS;
      return this.watch.see(picked, outcome, this.#nowMs);
    });
  }

  renew(lastedMs = 60_000): void {
    this.watch.renew(this.watch.generation + 1, this.#nowMs);
    this.#nowMs += lastedMs;
  }
}

const times = (count: number, outcome: RequestEnd) => Array<RequestEnd>(count).fill(outcome);

test('a first 401 to the first login asks for a new one, and no second while that is awaited', () => {
  const asked = new Asked();
  expect(asked.see([refused, refused, refused])).toEqual(['expired', 'fine', 'fine']);
  expect(asked.watch.awaited).toBe(true);
  asked.renew();
  expect(asked.watch.awaited).toBe(false);
});

test('a token that was accepted and is refused has expired, as often as that happens', () => {
  const asked = new Asked();
  for (let nth = 0; nth < 20; nth++) {
    expect(asked.see([...times(30, ok), refused]).slice(-2)).toEqual(['fine', 'expired']);
    asked.renew();
  }
});

test('a response that fails a check has accepted the token all the same', () => {
  const asked = new Asked();
  asked.see([refused]);
  asked.renew();
  // Of a later login no 401 would say that it has expired, had it been accepted nowhere.
  expect(asked.see([...times(30, unmet), refused]).slice(-2)).toEqual(['fine', 'expired']);
  asked.renew();
  expect(asked.see([unmet, refused, ...times(20, unmet)])).not.toContain('refused');
});

test('also where other requests of the mix are let in by any token', () => {
  const asked = new Asked();
  for (let nth = 0; nth < 3; nth++) {
    asked.see([ok, ok], 0);
    asked.see([ok, ok], 1);
    const seen = times(4, refused).flatMap((each) => [...asked.see([each], 0), ...asked.see([ok], 1)]);
    expect(seen.filter((one) => one !== 'fine')).toEqual(['expired']);
    asked.renew();
  }
});

test('401s to what still carried the old token count against nobody', () => {
  const asked = new Asked();
  asked.see([ok]);
  asked.renew();
  expect(new Set(asked.see(times(100, refused), 0, 0))).toEqual(new Set(['fine']));
  expect(asked.see([refused])).toEqual(['fine']);
});

test('a service that lets slip a 401 now and then has to say it more often each time', () => {
  const asked = new Asked();
  const slip = (count: number) => {
    asked.see([ok, ...times(count, refused)]);
    // What was on its way behind it is let in, while the new login is awaited as well.
    asked.see([ok]);
    if (asked.watch.awaited) asked.renew();
  };
  slip(1);
  // Now one is not enough, and neither are as many as it has let slip since.
  for (let nth = 0; nth < 20; nth++) {
    const { generation } = asked.watch;
    slip(1);
    expect(asked.watch.generation).toBe(generation);
  }
  expect(asked.see(times(30, refused)).indexOf('expired')).toBe(15);
});

test('a success that was on its way before the 401 shows nothing of the token', () => {
  const asked = new Asked();
  asked.see([ok, refused]);
  // Sent before the refused one, answered after it.
  asked.see([success(200, { latencyMs: 500, serviceMs: 500 })]);
  asked.renew();
  expect(asked.see([ok, refused])).toEqual(['fine', 'expired']);
});

test('tokens that seem to last for less than a second are doubted, but not for long', () => {
  const asked = new Asked();
  const until = (lastedMs: number) => {
    const seen = asked.see([ok, ...times(10, refused)]).indexOf('expired');
    asked.renew(lastedMs);
    return seen;
  };
  expect([until(200), until(200), until(200), until(200), until(60_000), until(60_000)]).toEqual([
    1, 1, 2, 3, 3, 3,
  ]);
});

test('a new token that is refused from the first request on is worth nothing', () => {
  const asked = new Asked();
  asked.see([refused]);
  asked.renew();
  const seen = asked.see(times(20, refused));
  expect(seen.indexOf('refused')).toBe(13);
});

test('also where a request that needs no token is let in beside it', () => {
  const asked = new Asked();
  asked.see([ok], 1);
  asked.see([ok, refused], 0);
  asked.renew();
  const seen = times(20, refused).flatMap((each) => [...asked.see([ok], 1), ...asked.see([each], 0)]);
  expect(seen).toContain('refused');
});

test('a request that is refused with every token is an error like any other, however often it is asked', () => {
  const asked = new Asked();
  expect(asked.see([ok], 0)).toEqual(['fine']);
  expect(asked.see([refused], 1)).toEqual(['expired']);
  asked.renew();
  const seen = Array.from({ length: 200 }, () => [...asked.see([refused], 1), ...asked.see([ok], 0)]).flat();
  expect(new Set(seen)).toEqual(new Set(['fine']));
});

test('neither other errors nor requests without the token say anything of a session', () => {
  const asked = new Asked();
  asked.see([ok]);
  expect(new Set(asked.see(times(50, broken)))).toEqual(new Set(['fine']));
  expect(new Set(asked.see(times(50, refused), 2))).toEqual(new Set(['fine']));
});

test('a thread that is started late knows which login it has', () => {
  const asked = new Asked(3);
  expect(asked.see([refused])).toEqual(['fine']);
});
