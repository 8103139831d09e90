import type { Unmeasurable } from '../../engine/unmeasurable.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Verdict } from '../verdict.ts';

/**
 * The verdict of a run that could not be measured.
 *
 * @param judged what the load came to, where it went to its end: a service that broke down under the load and no longer
 * tells its commit stays failed
 */
export function invalid(error: Unmeasurable, judged: Verdict | null = null): Verdict {
  const cause = causeOf(error);
  if (cause.code === 'unknown-commit' && judged?.outcome === 'fail') {
    return { ...judged, warnings: [cause, ...judged.warnings] };
  }
  return {
    outcome: 'invalid',
    causes: [cause],
    comparisons: [],
    warnings: [],
    suspects: [],
    interleaved: null,
  };
}

export function causeOf({ code, message }: Unmeasurable): Cause {
  return code === 'cancelled' ? { code, ran: null, detail: message } : ({ code, detail: message } as Cause);
}
