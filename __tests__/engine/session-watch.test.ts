import type { PickedRequest } from '../../src/engine/worker/dispatch.ts';
import { type RequestEnd, success } from '../../src/engine/worker/outcome.ts';
import { SessionWatch } from '../../src/engine/worker/session-watch.ts';

const picked = (generation: number): PickedRequest => ({
  request: 0,
  head: false,
  idempotent: true,
  expect: null,
  dueMs: 0,
  measured: true,
  generation,
});
const times = { latencyMs: 1, serviceMs: 1 };
const ok: RequestEnd = success(200, times);
const refused: RequestEnd = { ...ok, kind: 'status', status: 401 };

const see = (watch: SessionWatch, generation: number, outcomes: readonly RequestEnd[]) =>
  outcomes.map((outcome) => watch.see(picked(generation), outcome));

test('the first 401 asks for a new login, and no second one while that is awaited', () => {
  const watch = new SessionWatch([0]);
  expect(see(watch, 0, [ok, refused, refused])).toEqual(['fine', 'expired', 'fine']);
});

test('after a new login, 401s to what still carried the old token count against nobody', () => {
  const watch = new SessionWatch([0]);
  watch.renew();
  const late = Array(100).fill(refused);
  expect(new Set(see(watch, 0, late))).toEqual(new Set(['fine']));
  // Nor do they add to what the new token meets.
  expect(see(watch, 1, [refused])).toEqual(['fine']);
});

test('when most of the last twenty with the new token are refused too, the run can’t go on', () => {
  const watch = new SessionWatch([0]);
  watch.renew();
  const seen = see(watch, 1, Array(20).fill(refused));
  expect(seen.indexOf('refused')).toBeGreaterThan(5);
  const half = new SessionWatch([0]);
  half.renew();
  const third = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? refused : ok));
  expect(new Set(see(half, 1, third))).toEqual(new Set(['fine']));
});
