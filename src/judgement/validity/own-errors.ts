/** Errors that are the service's own, whoever else was in the way. */
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import { type ErrorReference, judgeErrorFloor } from '../error-floor.ts';

/** Errors beyond the floor without those that somebody on the path answered; null where there are not so many. */
export function findOwnErrors(measurement: Measurement, reference: ErrorReference): Cause | null {
  const { rateLimited, loginRedirects, challenges } = measurement.intercepted;
  const { errorRate } = measurement.whole;
  const own = Math.max(0, (errorRate ?? 0) - rateLimited - loginRedirects - challenges);
  return failing(measurement, own, reference);
}

function failing(measurement: Measurement, errorRate: number, reference: ErrorReference): Cause | null {
  const { whole } = measurement;
  if (whole.errorRate === null) return null;
  const floor = judgeErrorFloor({ ...measurement, whole: { ...whole, errorRate } }, reference);
  return floor !== null && 'fails' in floor ? floor.fails : null;
}
