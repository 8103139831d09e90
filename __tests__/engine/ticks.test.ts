import { mergeTicks } from '../../src/engine/merge-ticks.ts';
import type { RequestEnd } from '../../src/engine/worker/outcome.ts';
import { failed, success } from '../../src/engine/worker/outcome.ts';
import { Ticks } from '../../src/engine/worker/ticks.ts';
import { Histogram } from '../../src/evidence/histogram.ts';

const after = (latencyMs: number): RequestEnd => success(200, { latencyMs, serviceMs: latencyMs });
const TIMED_OUT = failed({ kind: 'timeout', code: null }, 2000, 2000, false);
const REFUSED: RequestEnd = { ...after(3), kind: 'status', status: 503 };

const NO_PAUSES = { pausedMs: () => 0 };

const lengths = (lengthMs: number, endMs = lengthMs) =>
  new Ticks(0, lengthMs, NO_PAUSES).finish(endMs).map(({ fromMs, ms }) => [fromMs, ms]);

test('half a second each; what is left at the end makes the last one shorter or longer', () => {
  expect(lengths(1500)).toEqual([
    [0, 500],
    [500, 500],
    [1000, 500],
  ]);
  expect(lengths(1300)).toEqual([
    [0, 500],
    [500, 500],
    [1000, 300],
  ]);
  expect(lengths(1200)).toEqual([
    [0, 500],
    [500, 700],
  ]);
  expect(lengths(120)).toEqual([[0, 120]]);
});

test('a stage that is cut short has ticks up to there', () => {
  expect(lengths(10_000, 1100)).toEqual([
    [0, 500],
    [500, 500],
    [1000, 100],
  ]);
  expect(lengths(10_000, 0)).toEqual([]);
});

test('what came in, by when it came: of the warm-up only what throughput counts', () => {
  const ticks = new Ticks(1000, 1500, NO_PAUSES);
  ticks.see(after(7), null, 1010);
  ticks.see(after(20), 'this', 1499.9);
  ticks.see(REFUSED, 'this', 1500);
  ticks.see(TIMED_OUT, 'this', 2400);
  ticks.see(after(30), 'this', 2499.9);
  ticks.see(after(30), 'this', 2500);
  const told = ticks.finish(2500).map(({ latency, fromMs: _f, ms: _m, ...counts }) => ({
    ...counts,
    slowest: Histogram.of(latency).maxMs,
    recorded: Histogram.of(latency).count,
  }));
  expect(told).toEqual([
    { requests: 1, errors: 0, successes: 2, responses: 2, slowest: expect.closeTo(20, 1), recorded: 1 },
    {
      ...{ requests: 1, errors: 1, successes: 0, responses: 1, slowest: null, recorded: 0 },
      failures: { status: 1 },
    },
    {
      ...{
        requests: 2,
        errors: 1,
        successes: 1,
        responses: 1,
        slowest: expect.closeTo(2000, -1),
        recorded: 2,
      },
      failures: { timeout: 1 },
    },
  ]);
});

test('what was sent in an earlier stage is told beside what was sent in this one', () => {
  const [one, two] = [new Ticks(0, 1000, NO_PAUSES), new Ticks(0, 1000, NO_PAUSES)];
  one.see(after(10), 'this', 100);
  one.see(after(300), 'earlier', 120);
  two.see(TIMED_OUT, 'earlier', 200);
  one.see(after(11), 'this', 700);
  const [first, second] = mergeTicks([one.finish(1000), two.finish(1000)]);
  expect(first).toMatchObject({ requests: 1, errors: 0, successes: 2, carried: { requests: 2, errors: 1 } });
  expect(Histogram.of(first?.latency ?? []).maxMs).toBeCloseTo(10, 1);
  expect(Histogram.of(first?.carried?.latency ?? []).count).toBe(2);
  expect(second).toMatchObject({ requests: 1, successes: 1 });
  expect(second).not.toHaveProperty('carried');
});

test('those of several workers add up by their place', () => {
  const [one, two] = [new Ticks(0, 1000, NO_PAUSES), new Ticks(0, 1000, NO_PAUSES)];
  one.see(after(10), 'this', 100);
  two.see(after(20), 'this', 200);
  two.see(REFUSED, 'this', 700);
  const merged = mergeTicks([one.finish(1000), two.finish(600)]);
  expect(merged.map(({ fromMs, ms, requests, errors }) => [fromMs, ms, requests, errors])).toEqual([
    [0, 500, 2, 0],
    [500, 500, 1, 1],
  ]);
  expect(Histogram.of(merged[0]?.latency ?? []).count).toBe(2);
  expect(mergeTicks([[], []])).toEqual([]);
});

test('failures are told by kind, over all workers; a login that all wait for counts once', () => {
  const pauses = {
    pausedMs: (from: number, to: number) => Math.max(0, Math.min(to, 700) - Math.max(from, 300)),
  };
  const [one, two] = [new Ticks(0, 1000, pauses), new Ticks(0, 1000, pauses)];
  one.see(REFUSED, 'this', 100);
  one.see(TIMED_OUT, 'earlier', 120);
  two.see(REFUSED, 'this', 140);
  two.see(after(3), 'this', 600);
  const merged = mergeTicks([one.finish(1000), two.finish(1000)]);
  expect(merged.map(({ failures, pausedMs }) => ({ failures, pausedMs }))).toEqual([
    { failures: { status: 2, timeout: 1 }, pausedMs: 200 },
    { failures: undefined, pausedMs: 200 },
  ]);
});
