import type { Dispatcher, PickedRequest } from './dispatch.ts';
import type { TargetSocket } from './socket.ts';

/** Where the network is quicker than that, the event loop isn't. */
const SHORTEST_TRIP_MS = 1;
/** A server that has answered and closes right after that may have to wait for a processor in between. */
const SLOW_CLOSE_MS = 15;

/**
 * Whether the server may have closed a connection that had served before while the request was on its way: nobody
 * looked at the socket since that would have been seen. Clients repeat such a request (RFC 9112, 9.3.1), so that the
 * service is not shown to be at fault. What was not sent whole nobody can have acted on, whatever its method is.
 *
 * @param responses that came on this socket
 */
export function wasTooLate(
  picked: PickedRequest | null,
  { parser, written, writtenMs }: TargetSocket,
  responses: number,
  { tripMs, turns }: Dispatcher,
): boolean {
  if (picked === null || responses === 0 || parser.begun) return false;
  if (!picked.idempotent) return !written;
  return turns.lookedMs <= writtenMs + Math.max(SHORTEST_TRIP_MS, tripMs) + SLOW_CLOSE_MS;
}
