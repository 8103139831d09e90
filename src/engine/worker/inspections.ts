import type { Connection } from './connection.ts';
import { Queue } from './queue.ts';

/** By so much at most a response that comes in meanwhile is timed late, or by one inspection. */
const BUDGET_MS = 0.1;

/**
 * Responses that wait to be looked into, a few in a turn of the event loop. Parsing a body takes longer than reading
 * the responses that lie ready on other connections, which would be timed late.
 */
export class Inspections {
  readonly #waiting = new Queue<Connection>();

  add(connection: Connection): void {
    this.#waiting.push(connection);
    if (this.#waiting.length === 1) setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    const untilMs = performance.now() + BUDGET_MS;
    do this.#waiting.take()?.inspect();
    while (this.#waiting.length > 0 && performance.now() < untilMs);
    if (this.#waiting.length > 0) setImmediate(this.#turn);
  };
}
