/** Errors that are the service's own, whoever else was in the way. */
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import { type ErrorReference, judgeErrorFloor } from '../error-floor.ts';

/** A stall of the generator that is longer than this share of the time-out may have made it. */
const STALL_OF_TIMEOUT = 0.5;
/** Servers close connections that idle; what comes of a stall this long may be broken by its own fault. */
const STALL_THAT_BREAKS_MS = 1000;

/** Errors beyond the floor without those that somebody on the path answered; null where there are not so many. */
export function findOwnErrors(measurement: Measurement, reference: ErrorReference): Cause | null {
  const { rateLimited, loginRedirects, challenges } = measurement.intercepted;
  const { errorRate } = measurement.whole;
  const own = Math.max(0, (errorRate ?? 0) - rateLimited - loginRedirects - challenges);
  return failing(measurement, own, reference);
}

/**
 * Whether the service fails beyond the floor by errors that a late generator can't have made. However late it was, it
 * does not make a service answer 500, nor in something that is no HTTP. A stall of its own may look like a time-out if
 * it lasts half of one, for then the response may have been there all the while; and a server closes connections that
 * nobody uses, so that a stall over 1 s may find them broken. Where no stall was so long, these are the service's, too.
 */
export function failsByItself(measurement: Measurement, reference: ErrorReference): boolean {
  const { whole, generator, conditions } = measurement;
  const { status, body, timeout, socket, unanswered } = whole.errors;
  // Not known in every round: then it may have been any time.
  const stallMs = generator.longestDelayMs ?? Number.POSITIVE_INFINITY;
  const answered = Object.values(status).reduce((sum, count) => sum + count, 0) + body;
  const timedOut = stallMs <= STALL_OF_TIMEOUT * 1000 * conditions.timeoutSeconds ? timeout : 0;
  const broken = stallMs <= STALL_THAT_BREAKS_MS ? socket + unanswered : 0;
  const own = whole.requests > 0 ? (answered + timedOut + broken) / whole.requests : 0;
  return failing(measurement, own, reference) !== null;
}

function failing(measurement: Measurement, errorRate: number, reference: ErrorReference): Cause | null {
  const { whole } = measurement;
  if (whole.errorRate === null) return null;
  const floor = judgeErrorFloor({ ...measurement, whole: { ...whole, errorRate } }, reference);
  return floor !== null && 'fails' in floor ? floor.fails : null;
}
