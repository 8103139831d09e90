/** A run that is compared with others: a column. */
import { type CpuShare, cpuShareOf } from '../cpu-share.ts';
import { peakRate } from '../peak-rate.ts';
import { type MeasuredCapacity, type Projection, projectCapacity } from '../projection.ts';
import { parseResult, requireMeasurement } from '../readers/result-file.ts';
import type { WrittenFigures } from '../result/figures.ts';
import type { Result } from '../result/schema.ts';

const TAKEN = 'compare takes results, as tailgate run --json FILE and the action write them';

export interface ComparedRun {
  readonly name: string;
  readonly file: string;
  readonly result: Result;
  readonly metrics: WrittenFigures;
  readonly cpu: CpuShare | null;
  readonly projection: Projection | null;
  /** Of a search for the breaking point; null where none was made, or it found none. */
  readonly capacity: MeasuredCapacity | null;
}

/** @throws ConfigurationError where the text is no result that this version reads, or one without a measurement */
export function readComparedRun(text: string, file: string, name: string): ComparedRun {
  const result = parseResult(text, file, TAKEN);
  const metrics = requireMeasurement(result, file);
  const cpu = cpuShareOf(result.server);
  return {
    name,
    file,
    result,
    metrics,
    cpu,
    projection: projectCapacity(peakRate(result), cpu),
    capacity: result.search?.capacity ?? null,
  };
}
