import type { Measurement } from '../evidence/measurement.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/** Of all requests: fewer are those that meet a timeout of idle connections now and then. */
const WORTH_A_WORD = 0.01;

/**
 * Requests that were sent once more are no errors (RFC 9112, 9.3.1). But a service that drops a request at once can't
 * be told, on a short way, from one that closed the connection before the request was there.
 *
 * @param side null where there is only one
 */
export function warnOfResent(
  { resent, whole }: Measurement,
  side: 'target' | 'base' | null,
): RemarkOf<'resent'>[] {
  if (whole.requests === 0 || resent / whole.requests < WORTH_A_WORD) return [];
  return [{ code: 'resent', side, requests: resent, share: resent / whole.requests }];
}
