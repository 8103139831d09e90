/** What a connection of the load and the load that it belongs to know of each other. Types only. */

import type { Inspection } from '../../config/scenario.ts';
import type { Connection } from './connection.ts';
import type { LoopTurns } from './loop-turns.ts';
import type { RequestEnd } from './outcome.ts';
import type { Repeatable } from './retries.ts';
import type { Endpoint } from './socket.ts';
import type { UserState } from './user.ts';
import type { TakenRows, Walk } from './walk.ts';

/** A request that is due or on its way. Its bytes are made when it is sent: thousands may wait for a slow target. */
export interface PickedRequest {
  readonly request: number;
  readonly head: boolean;
  /** May be sent twice without doing anything twice (RFC 9110, 9.2.2). */
  readonly idempotent: boolean;
  readonly expect: readonly number[] | null;
  /** When it was to be sent: latency counts from here. In a closed model that is when it is sent. */
  dueMs: number;
  /** Which stage it was due in; null in the warm-up. */
  readonly stage: number | null;
  /** Which login's token it carries, once it was sent. */
  generation: number;
  /** The sampled trace that it was sent with the last time; null where it was none. */
  trace: string | null;
  /** What it carries along from attempt to attempt; null for one that is never sent again. */
  readonly repeatable: Repeatable | null;
  /** Its deadline, in ms from when it was due. */
  readonly timeoutMs: number;
  /** In which login's session it is sent: whose cookies go with it. Null where nobody keeps any. */
  readonly session: number | null;
  /** As it was sent, where cookies go by it; else ''. */
  path: string;
  /** What is looked for in a response of an expected status; null where nothing is. */
  readonly inspection: Inspection | null;
  /** The walk that it is a step of; null where it is a request by itself. */
  readonly walk: Walk | null;
  /** Whose it is: of who sent it first. */
  user: UserState | null;
  /** Rows that it took; a step takes its walk's. */
  readonly rows: TakenRows;
}

/** What a connection needs of the load that it belongs to. */
export interface Dispatcher {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  /** The shortest round trip to the target that was seen; a lower bound of any response's time. */
  readonly tripMs: number;
  readonly turns: LoopTurns;
  tripped(tripMs: number): void;
  /** The connection became free: it will be told to renew its socket if it has to, and given the next request. */
  ready(connection: Connection): void;
  /** The request's bytes, with the token of the latest login, and the user's values. */
  write(picked: PickedRequest, user: UserState): Buffer | string;
  /** The request that a socket which could not be made was for, or null where it was for none in particular. */
  pickFailed(connection: Connection, kind: RequestEnd['kind'], nowMs: number): PickedRequest | null;
  wantsSample(picked: PickedRequest, kind: RequestEnd['kind'], status: number | null): boolean;
  settle(picked: PickedRequest, outcome: RequestEnd): void;
  /** The connection's response is to be looked at, once those that lie ready on others have been read. */
  inspectLater(connection: Connection): void;
  /** The request goes out once more, on a new socket. */
  resent(picked: PickedRequest): void;
  /** A connection was refused, cut or given up. */
  connectionFailed(code: string): void;
}
