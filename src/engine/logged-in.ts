import type { Captures } from './render.ts';
import type { UserSession, WorkerOrder } from './worker/messages.ts';

/** What logins gave. */
export interface LoggedIn {
  readonly captures: Captures;
  /** Of each user of the load; absent where that is nothing. */
  readonly users?: readonly UserSession[];
}

/** The latest logins, for each worker's users; and which of the run's they were. */
export class LatestLogins {
  /** Counted from 0. */
  generation = 0;
  #renewed: LoggedIn | null = null;

  renew(loggedIn: LoggedIn): void {
    this.#renewed = loggedIn;
    this.generation++;
  }

  /** @param member that knows what its own users began with */
  of({
    firstUser,
    mostConnections,
    captures,
    users,
  }: Pick<WorkerOrder, 'firstUser' | 'mostConnections' | 'captures' | 'users'>): LoggedIn {
    if (this.#renewed === null) return { captures, ...(users && { users }) };
    const { captures: renewed, users: all } = this.#renewed;
    return { captures: renewed, ...(all && { users: all.slice(firstUser, firstUser + mostConnections) }) };
  }
}
