import { MOST_TRACES } from '../config/why.ts';
import type { Trace } from './timings.ts';

/** Those of the traces that took longest, the slowest first. */
export function slowestTraces(traces: readonly Trace[]): readonly Trace[] {
  return [...traces].sort((a, b) => b.latencyMs - a.latencyMs).slice(0, MOST_TRACES);
}

/** The slowest of these and of one more. */
export function withTrace(slowest: readonly Trace[], trace: Trace): readonly Trace[] {
  const last = slowest[MOST_TRACES - 1];
  return last !== undefined && trace.latencyMs <= last.latencyMs
    ? slowest
    : slowestTraces([...slowest, trace]);
}
