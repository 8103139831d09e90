/**
 * A closed load on a service of known capacity, event by event: so many connections ask again as soon as they are answered,
 * and so many requests are worked at together.
 */
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Moment } from '../../src/evidence/timeline.ts';

interface Service {
  /** Requests that are worked at together. */
  readonly places: number;
  /** In ms, drawn for each. */
  readonly workMs: () => number;
}

interface QueueStage {
  readonly connections: number;
  readonly seconds: number;
}

const TICK_MS = 500;

/** The stages without a pause, as the engine records them. */
export function loadQueue({ places, workMs }: Service, stages: readonly QueueStage[]): Moment[] {
  const ends = stages.map((_, i) => 1000 * stages.slice(0, i + 1).reduce((sum, one) => sum + one.seconds, 0));
  const ticks = new Map<number, { stage: number; latencies: number[] }>();
  const waiting: number[] = [];
  /** When each of those that are worked at is done, and when it was asked. */
  const working: { doneMs: number; askedMs: number }[] = [];
  let [now, stage, open] = [0, 0, 0];
  const begin = () => {
    while (working.length < places && waiting.length > 0)
      working.push({ doneMs: now + workMs(), askedMs: waiting.shift() as number });
  };
  const ask = () => {
    while (open < (stages[stage]?.connections ?? 0)) {
      waiting.push(now);
      open++;
    }
    begin();
  };
  ask();
  for (;;) {
    working.sort((a, b) => b.doneMs - a.doneMs);
    const next = working.at(-1)?.doneMs ?? Number.POSITIVE_INFINITY;
    const end = ends[stage] as number;
    if (next >= end) {
      now = end;
      stage++;
      if (stage === stages.length) break;
      ask();
      continue;
    }
    const { doneMs, askedMs } = working.pop() as (typeof working)[number];
    now = doneMs;
    open--;
    const tick = Math.floor(now / TICK_MS);
    const seen = ticks.get(tick) ?? { stage, latencies: [] };
    seen.latencies.push(now - askedMs);
    ticks.set(tick, seen);
    ask();
  }
  return [...ticks].map(([tick, { stage: of, latencies }]): Moment => {
    const sorted = latencies.map((ms) => Math.max(1, Math.round(1000 * ms))).sort((a, b) => a - b);
    return {
      stage: of,
      fromSeconds: (tick * TICK_MS) / 1000,
      seconds: TICK_MS / 1000,
      requests: sorted.length,
      errors: 0,
      successes: sorted.length,
      latency: Histogram.merge(...sorted.map((us) => Histogram.of([edge(us), 1]))),
    };
  });
}

/** Lower edge of the bucket of three significant digits that holds the value. */
function edge(us: number): number {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(us)) - 10);
  return Math.max(1, Math.floor(us / width) * width);
}
