import type { LoggedIn, WorkerOrder } from './worker/messages.ts';

/** The latest logins, for each worker's users; and which of the run's they were. */
export class LatestLogins {
  /** Counted from 0. */
  generation = 0;
  #latest: LoggedIn;

  constructor(first: LoggedIn) {
    this.#latest = first;
  }

  renew(loggedIn: LoggedIn): void {
    this.#latest = loggedIn;
    this.generation++;
  }

  /** What they gave to a worker's users. */
  of({ firstUser, mostConnections }: Pick<WorkerOrder, 'firstUser' | 'mostConnections'>): LoggedIn {
    const { users, ...shared } = this.#latest;
    return users === undefined
      ? shared
      : { ...shared, users: users.slice(firstUser, firstUser + mostConnections) };
  }
}
