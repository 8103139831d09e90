import type { Measurement } from '../evidence/measurement.ts';
import { formatCount, formatShare } from './format.ts';

/** Of all requests: fewer are those that meet a time-out of idle connections now and then. */
const WORTH_A_WORD = 0.01;

/**
 * Requests that were sent once more are no errors (RFC 9112, 9.3.1). But a service that drops a request at once can't be
 * told, on a short way, from one that closed the connection before the request was there.
 */
export function warnOfResent({ retried, whole }: Measurement): string[] {
  if (whole.requests === 0 || retried / whole.requests < WORTH_A_WORD) return [];
  return [
    `${formatShare(retried / whole.requests)} of the requests (${formatCount(retried)}) were sent once more, since the service closed their connection just then. That is no error; but a service that drops requests without an answer looks the same, so see why it closes connections that are in use.`,
  ];
}
