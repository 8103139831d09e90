import type { RecordFigures } from '../../src/evidence/history/record.ts';

/** Latencies that belong to a P99: of a service whose others keep their distance from it. */
export function quantilesOf(p99: number): NonNullable<RecordFigures['latencyMs']> {
  return { p50: p99 * 0.25, p90: p99 * 0.7, p95: p99 * 0.8, p99, p99_9: p99 * 1.6 };
}
