import type { Connection } from './connection.ts';
import { Queue } from './queue.ts';

/**
 * Responses that wait to be looked into: one a turn of the event loop. Parsing a body takes longer than reading the
 * responses that lie ready on other connections, which would be timed late.
 */
export class Inspections {
  readonly #waiting = new Queue<Connection>();

  add(connection: Connection): void {
    this.#waiting.push(connection);
    if (this.#waiting.length === 1) setImmediate(this.#next);
  }

  readonly #next = (): void => {
    const connection = this.#waiting.take();
    if (this.#waiting.length > 0) setImmediate(this.#next);
    connection?.inspect();
  };
}
