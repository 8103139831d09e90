import { readFileSync } from 'node:fs';
import {
  type EventLoopUtilization,
  type IntervalHistogram,
  monitorEventLoopDelay,
  performance,
} from 'node:perf_hooks';
import type { WorkerHealth } from './messages.ts';

/** Finer costs more of the processor than what it would show is worth. */
const RESOLUTION_MS = 10;
const LATE_MS = 1;

type Use = Pick<WorkerHealth, 'cpuShare' | 'loopDelayP99Ms' | 'longestDelayMs'>;

/** Watches the worker itself, so that its own slowness is not taken for the target's. Blind to what it loads. */
export class HealthMonitor {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #startMs = 0;
  #startCpuMs: number | null = null;
  #startUse: EventLoopUtilization | undefined;
  /** Of the load, once that is over. */
  #use: Use | null = null;
  #late = 0;
  #paced = 0;
  #worstLagMs = 0;

  start(): void {
    this.#delay.enable();
    this.#startMs = performance.now();
    this.#startCpuMs = threadCpuMs();
    this.#startUse = performance.eventLoopUtilization();
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
    const wallMs = performance.now() - this.#startMs;
    const cpuMs = threadCpuMs();
    const busy =
      cpuMs === null || this.#startCpuMs === null
        ? performance.eventLoopUtilization(this.#startUse).utilization
        : (cpuMs - this.#startCpuMs) / wallMs;
    this.#delay.disable();
    const delayMs = (ns: number) => (this.#delay.count > 0 ? Math.max(0, ns / 1e6 - RESOLUTION_MS) : 0);
    this.#use = {
      cpuShare: Math.min(1, Math.max(0, busy)),
      loopDelayP99Ms: delayMs(this.#delay.percentile(99)),
      longestDelayMs: delayMs(this.#delay.max),
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
}

/** Processor time of this thread by the kernel's scheduler, in ms; null where the system doesn't tell. */
function threadCpuMs(): number | null {
  try {
    const [nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return null;
  }
}
