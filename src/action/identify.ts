import type { Inputs } from '../config/inputs.ts';
import { type MeasurementId, nameJob } from '../config/measurement-id.ts';
import type { Plan } from '../config/plan.ts';
import type { RunnerEvent } from './event/read-event.ts';
import type { RunWriter } from './github/writer.ts';

/** What tells this measurement from all others. */
export function identify(
  { 'comment-key': ownKey, matrix }: Inputs,
  { job }: RunnerEvent,
  { name, configFile }: Pick<Plan, 'name' | 'configFile'>,
): MeasurementId {
  return { name, ownKey, configFile, matrix, job };
}

/** Which part of the run this is. */
export function writerOf({ matrix, 'job-id': id }: Inputs, { job, step }: RunnerEvent): RunWriter {
  return { job: nameJob(job, matrix), step: step ?? '', id };
}
