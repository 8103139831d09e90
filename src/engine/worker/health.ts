import { readFileSync } from 'node:fs';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import type { WorkerHealth } from './messages.ts';
import { Recorder } from './recorder.ts';

/** How often the loop is asked. Finer costs more of the processor than what it would show is worth. */
const PROBE_MS = 10;
const LATE_MS = 1;

type Use = Omit<WorkerHealth, 'paced' | 'late' | 'worstLagMs'>;

/** Watches the worker itself, so that its own slowness is not taken for the target's. Blind to what it loads. */
export class HealthMonitor {
  readonly #delay = new Recorder();
  #probe: NodeJS.Timeout | null = null;
  #probedMs = 0;
  #startMs = 0;
  #startTimes: ThreadTimes | null = null;
  #startUse: EventLoopUtilization | undefined;
  /** Of the load, once that is over. */
  #use: Use | null = null;
  #late = 0;
  #paced = 0;
  #worstLagMs = 0;

  start(): void {
    this.#startMs = performance.now();
    this.#startTimes = threadTimes();
    this.#startUse = performance.eventLoopUtilization();
    this.#probedMs = this.#startMs;
    this.#probe = setInterval(() => this.#look(), PROBE_MS);
  }

  /** Counts a request that was sent after it was due though a connection was free. */
  sent(lagMs: number): void {
    this.#paced++;
    if (lagMs > LATE_MS) this.#late++;
    if (lagMs > this.#worstLagMs) this.#worstLagMs = lagMs;
  }

  /**
   * The load is over, and responses are still awaited: waiting leaves the thread idle, and would make it look less busy
   * than it was. Requests may still be sent late.
   */
  endLoad(): void {
    if (this.#use !== null) return;
    if (this.#probe !== null) clearInterval(this.#probe);
    // A stall that lasts until now has not been seen yet.
    if (performance.now() - this.#probedMs > PROBE_MS) this.#look();
    const wallMs = Math.max(1e-3, performance.now() - this.#startMs);
    const { utilization } = performance.eventLoopUtilization(this.#startUse);
    const [before, now] = [this.#startTimes, threadTimes()];
    const shareOf = (key: keyof ThreadTimes) =>
      before && now ? Math.min(1, Math.max(0, (now[key] - before[key]) / wallMs)) : null;
    const waitShare = shareOf('waitMs');
    const loopDelay = this.#delay.take();
    this.#use = {
      cpuShare: shareOf('cpuMs') ?? utilization,
      waitShare,
      utilisation: Math.min(1, utilization + (waitShare ?? 0)),
      loopDelay,
      loopDelayP99Ms: p99MsOf(loopDelay),
    };
  }

  finish(): WorkerHealth {
    this.endLoad();
    return {
      ...(this.#use as Use),
      paced: this.#paced,
      late: this.#late,
      worstLagMs: this.#worstLagMs,
    };
  }

  #look(): void {
    const nowMs = performance.now();
    this.#delay.record(Math.max(0, nowMs - this.#probedMs - PROBE_MS));
    this.#probedMs = nowMs;
  }
}

/** At the lower edge of its bucket; 0 where nothing was recorded. */
function p99MsOf(buckets: ArrayLike<number>): number {
  let count = 0;
  for (let i = 1; i < buckets.length; i += 2) count += buckets[i] as number;
  let seen = 0;
  for (let i = 0; i + 1 < buckets.length; i += 2) {
    seen += buckets[i + 1] as number;
    if (seen >= 0.99 * count) return (buckets[i] as number) / 1000;
  }
  return 0;
}

interface ThreadTimes {
  readonly cpuMs: number;
  /** Ready to run, and waiting for a processor. */
  readonly waitMs: number;
}

/** Of this thread, by the kernel's scheduler (proc(5), schedstat); null where the system doesn't tell. */
function threadTimes(): ThreadTimes | null {
  try {
    const [cpu, wait] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return { cpuMs: Number(cpu) / 1e6, waitMs: Number(wait) / 1e6 };
  } catch {
    return null;
  }
}
