/** Errors that are the service's own, whoever else was in the way. */
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import { type ErrorReference, heldErrors, judgeErrorFloor } from '../error-floor.ts';

/** Errors beyond the floor without those that somebody on the path answered; null where there are not so many. */
export function findOwnErrors(measurement: Measurement, reference: ErrorReference): Cause | null {
  const { rateLimited, loginRedirects, challenges } = measurement.intercepted;
  const held = heldErrors(measurement, reference);
  if (held.errorRate === null) return null;
  const errorRate = Math.max(0, held.errorRate - rateLimited - loginRedirects - challenges);
  const floor = judgeErrorFloor(measurement, reference, { ...held, errorRate });
  return floor !== null && 'fails' in floor ? floor.fails : null;
}
