/** Timelines whose truth is known: services drawn at random, whose slowness ends at a known moment. */
import { Recorder } from '../../src/engine/worker/recorder.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Moment, Timeline } from '../../src/evidence/timeline.ts';

const TICK_SECONDS = 0.5;

/** Mulberry32: 32 bits of state are plenty for this. */
export function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Service {
  /** Requests a second, where it is as it should be. */
  readonly perSecond: number;
  /** Of the logarithm of its latencies, whose median is 10 ms. */
  readonly sigma?: number;
  /** That share of its responses takes so many times as long. */
  readonly tail?: { readonly share: number; readonly times: number };
  /** A closed model: fewer requests where it is slower, and no others by chance but these, of their logarithm. */
  readonly closed?: number;
  /** Stops for so long, so often: what comes meanwhile waits. */
  readonly stalls?: { readonly perSecond: number; readonly ms: number };
  /** Wanders: of the logarithm of all its latencies, with so much of it left after half a second. */
  readonly wanders?: { readonly sd: number; readonly keeps: number };
  readonly errorRate?: number;
}

/** What is wrong for a while: by how much it is slower, and which share of the requests fails at once. */
export interface Trouble {
  readonly slower?: number;
  readonly errorRate?: number;
  /** Share of the usual requests that are answered at all. */
  readonly answers?: number;
}

export interface StageOf {
  readonly seconds: number;
  /** Of the usual requests a second. */
  readonly load?: number;
}

/** @param troubleAt by seconds since the start; undefined where nothing is wrong */
export function makeTimeline(
  service: Service,
  stages: readonly StageOf[],
  random: () => number,
  troubleAt: (seconds: number) => Trouble | undefined = () => undefined,
): Timeline {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const recorder = new Recorder();
  const moments: Moment[] = [];
  let wandered = 0;
  let fromSeconds = 0;
  for (const [stage, { seconds, load = 1 }] of stages.entries()) {
    for (let at = 0; at < seconds - 1e-9; at += TICK_SECONDS) {
      const { wanders, closed, sigma = 0.5, tail, stalls } = service;
      if (wanders) {
        wandered = wanders.keeps * wandered + Math.sqrt(1 - wanders.keeps ** 2) * wanders.sd * normal();
      }
      const trouble = troubleAt(fromSeconds) ?? {};
      const scale = Math.exp(wandered) * (trouble.slower ?? 1);
      const usual = service.perSecond * load * TICK_SECONDS * (trouble.answers ?? 1);
      const requests =
        closed === undefined
          ? poisson(usual, random, normal)
          : Math.max(0, Math.round((usual / scale) * Math.exp(closed * normal())));
      let errors = 0;
      for (let i = 0; i < requests; i++) {
        if (random() < (trouble.errorRate ?? service.errorRate ?? 0)) errors++;
        else
          recorder.record(
            10 * scale * Math.exp(sigma * normal()) * (tail && random() < tail.share ? tail.times : 1),
          );
      }
      for (
        let n = stalls ? poisson(stalls.perSecond * TICK_SECONDS, random, normal) : 0;
        stalls && n > 0;
        n--
      ) {
        const waiting = Math.round((requests * stalls.ms) / (1000 * TICK_SECONDS));
        for (let i = 0; i < waiting; i++) recorder.record(10 + stalls.ms * random());
      }
      const latency = Histogram.of(recorder.take());
      moments.push({
        stage,
        fromSeconds,
        seconds: TICK_SECONDS,
        requests: latency.count + errors,
        errors,
        successes: latency.count,
        latency,
      });
      fromSeconds += TICK_SECONDS;
    }
  }
  return moments;
}

function poisson(mean: number, random: () => number, normal: () => number): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  let [count, product] = [0, random()];
  for (const limit = Math.exp(-mean); product > limit; product *= random()) count++;
  return count;
}
