/** A run that is compared with others: a column. */
import { z } from 'zod';
import { type CpuShare, cpuShareOf } from '../cpu-share.ts';
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
    projection: projectCapacity(metrics.responsesPerSecond, cpu),
    capacity: capacityIn(JSON.parse(text)),
  };
}

const figure = z.number().nonnegative();
const searched = z.object({
  search: z.object({
    capacity: z.object({ perSecond: figure, low: figure, high: figure.nullable() }),
  }),
});

/** A search is no part of the schema that every result has to fit. */
function capacityIn(json: unknown): MeasuredCapacity | null {
  const read = searched.safeParse(json);
  return read.success ? read.data.search.capacity : null;
}
