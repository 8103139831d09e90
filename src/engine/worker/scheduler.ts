import type { Connection } from './connection.ts';

/** Whose connections take turns. */
export interface Scheduled {
  /** Whether requests are still sent: a spent connection isn't replaced for nothing. */
  readonly sending: boolean;
  /** These have had their turns, and are free unless something happened to them meanwhile. */
  offer(connections: readonly Connection[]): void;
}

/**
 * Has connections wait for their turn, so that nothing that takes long comes before responses that lie ready, and
 * nothing is written into a connection whose end is already known to the system. Arrays, not sets: V8 makes the table
 * of a cleared set anew among what lives long, and a run at full speed would fill the memory with them.
 */
export class Scheduler {
  readonly #owner: Scheduled;
  #turning: Connection[] = [];
  #spent: Connection[] = [];

  constructor(owner: Scheduled) {
    this.#owner = owner;
  }

  /**
   * Offered two turns of the event loop after it became free: if the server has closed it, that is seen before
   * something is written into it. A connection that comes twice is offered twice, which nobody minds.
   */
  take(connection: Connection): void {
    if (connection.spent) return this.#replace(connection);
    this.#turning.push(connection);
    if (this.#turning.length === 1) setImmediate(this.#turn);
  }

  readonly #turn = () => {
    setImmediate(this.#turnAgain);
  };

  readonly #turnAgain = () => {
    const connections = this.#turning;
    this.#turning = [];
    // A close that came between the two turns: nobody else would ever replace that connection.
    for (const connection of connections) if (connection.spent) this.#replace(connection);
    this.#owner.offer(connections);
  };

  /**
   * One spent connection a turn is replaced: opening one takes longer than reading a response, and responses that come
   * in meanwhile on other connections would be timed late.
   */
  #replace(connection: Connection): void {
    this.#spent.push(connection);
    if (this.#spent.length === 1) setImmediate(this.#replaceNext);
  }

  readonly #replaceNext = () => {
    if (!this.#owner.sending) {
      this.#spent = [];
      return;
    }
    this.#spent.shift()?.renew();
    if (this.#spent.length > 0) setImmediate(this.#replaceNext);
  };
}
