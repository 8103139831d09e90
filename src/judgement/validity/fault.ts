/** A fault on purpose that did not take place as it was ordered. */
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';

/**
 * Whatever the service did then, it is no answer to what was asked. A load that something else ended before the fault
 * is judged by that.
 */
export function findFailedFault({ fault, ended }: Measurement): CauseOf<'fault-failed'>[] {
  if (fault === null) return [];
  const isOver = ended.how === 'complete' || ended.how === 'capped';
  const reached: CauseOf<'fault-failed'>[] =
    fault.fromSeconds === null && fault.troubles.length === 0 && isOver
      ? [{ code: 'fault-failed', command: 'fault', how: 'not-reached', exitCode: null }]
      : [];
  return [...reached, ...fault.troubles.map((trouble) => ({ code: 'fault-failed' as const, ...trouble }))];
}
