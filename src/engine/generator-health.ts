import type { Buckets } from './round.ts';

/** How the load generator itself fared: of shares, the worst of its worker threads. */
export interface GeneratorHealth {
  readonly workers: number;
  /** Of one core, 0…1. */
  readonly cpuShare: number;
  /** Of the time, 0…1, in which a thread was ready to run and waited for a processor; null where it isn't told. */
  readonly waitShare: number | null;
  /**
   * Of the time, 0…1, in which the event loop was busy or waited for a processor: a closed model offers less by at most
   * as much.
   */
  readonly utilisation: number;
  /** Of all processors of the machine, 0…1, whoever used them; null where it isn't told. */
  readonly machineShare: number | null;
  /** How much later than asked the event loops came round, each time that they were asked. */
  readonly loopDelay: Buckets;
  /** Of the worst thread, 99th percentile. */
  readonly loopDelayP99Ms: number;
  /**
   * Open model: share of the requests that had a free connection and were sent more than 1 ms late; null in a closed
   * one.
   */
  readonly lateShare: number | null;
  readonly worstLagMs: number;
}
