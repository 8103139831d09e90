import type { Connection } from './connection.ts';
import type { LiveWalks } from './live-walks.ts';
import type { Watches } from './lookout.ts';
import type { LoopTurns } from './loop-turns.ts';
import type { WorkerOrder } from './messages.ts';
import type { DataRows } from './rows.ts';
import type { SessionWatch } from './session-watch.ts';

/** What outlives a round. */
export interface RoundHost extends Watches {
  readonly order: WorkerOrder;
  readonly connections: readonly Connection[];
  readonly session: SessionWatch;
  readonly turns: LoopTurns;
  readonly rows: DataRows;
  /** Walks through flows that are under way. */
  readonly walks: LiveWalks;
  ready(connection: Connection): void;
  /** So many are kept open; the others close, once what is in flight on them is answered. */
  keepOpen(count: number): void;
  /** Each connection may have something to send. */
  goOn(): void;
  /** Ends all connections for good. */
  close(): void;
}
