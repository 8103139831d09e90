/**
 * Recovery of a service whose latency is its queue, as most are: six places, and connections that ask again as soon as
 * they are answered. Simulated event by event, so that the moment at which the queue is as before is known.
 */
import type { Load, Stage } from '../../src/config/plan.ts';
import type { Round } from '../../src/engine/round.ts';
import { success } from '../../src/engine/worker/outcome.ts';
import { Ticks } from '../../src/engine/worker/ticks.ts';
import { compareLastStage, recoveryOfSpike } from '../../src/evidence/recovery/recovery.ts';
import { timelinesOf } from '../../src/evidence/timeline.ts';
import { makeRandom } from './make-timeline.ts';

const PLACES = 6;
const SERVICE_MS = 12;
const STAGE_MS = 10_000;
const CONNECTIONS = [10, 50, 200, 50, 10] as const;

const load: Load = {
  profile: null,
  stages: CONNECTIONS.map(
    (connections): Stage => ({ name: null, connections, durationMs: STAGE_MS, arrivals: null }),
  ) as unknown as Load['stages'],
  warmupMs: 0,
  timeoutMs: 10_000,
};

/** @param slowMs after the spike, how long each request takes twice as long */
function simulate(seed: number, slowMs: number) {
  const random = makeRandom(seed);
  const ticks = CONNECTIONS.map((_, stage) => new Ticks(stage * STAGE_MS, STAGE_MS, { pausedMs: () => 0 }));
  const freeMs: number[] = Array(PLACES).fill(0);
  /** When each connection's request was sent and will be answered; absent where it is closed. */
  const open: ({ readonly sentMs: number; readonly endMs: number } | undefined)[] = [];
  const send = (sentMs: number) => {
    const place = freeMs.indexOf(Math.min(...freeMs));
    const beginMs = Math.max(sentMs, freeMs[place] as number);
    const isSlow = beginMs >= 3 * STAGE_MS && beginMs < 3 * STAGE_MS + slowMs;
    const endMs = beginMs + SERVICE_MS * (isSlow ? 2 : 1) * (0.8 + 0.4 * random());
    freeMs[place] = endMs;
    return { sentMs, endMs };
  };
  for (const [stage, connections] of CONNECTIONS.entries()) {
    const untilMs = (stage + 1) * STAGE_MS;
    for (let i = 0; i < connections; i++) open[i] ??= send(stage * STAGE_MS);
    for (;;) {
      let next = -1;
      for (const [i, one] of open.entries()) {
        if (one && (next < 0 || one.endMs < (open[next]?.endMs ?? 0))) next = i;
      }
      const { sentMs, endMs } = open[next] as { sentMs: number; endMs: number };
      if (endMs >= untilMs) break;
      const sentIn = Math.floor(sentMs / STAGE_MS) === stage ? 'this' : 'earlier';
      ticks[stage]?.see(success(200, { latencyMs: endMs - sentMs, serviceMs: 1 }), sentIn, endMs);
      open[next] = next < connections ? send(endMs) : undefined;
    }
  }
  return timelinesOf(
    ticks.map(
      (one, stage) =>
        ({ stage, measuredMs: STAGE_MS, ticks: one.finish((stage + 1) * STAGE_MS) }) as unknown as Round,
    ),
  );
}

test.each([1, 2, 3, 4, 5])('a queue that is gone at once is told to be (%d)', (seed) => {
  const timelines = simulate(seed, 0);
  expect(recoveryOfSpike(timelines, load)?.seconds).toBeLessThanOrEqual(1);
  const last = compareLastStage(timelines, load);
  expect(last?.isSlower).toBe(false);
  expect((last?.p99Ms ?? 0) / (last?.firstP99Ms ?? 1)).toBeCloseTo(1, 1);
});

test.each([1, 2, 3, 4, 5])('one that is slow for five seconds more, too (%d)', (seed) => {
  const { seconds } = recoveryOfSpike(simulate(seed, 5000), load) ?? {};
  expect(Math.abs((seconds ?? Number.NaN) - 5)).toBeLessThanOrEqual(1);
});
