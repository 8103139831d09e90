import type { LoggedIn, WorkerOrder } from '../worker/messages.ts';

type Given = LoggedIn & Pick<WorkerOrder, 'generation'>;

/** The latest logins, for each worker's users; and which of the run's they were. */
export class LatestLogins {
  /** Counted from 0. */
  generation = 0;
  #latest: LoggedIn;
  readonly #firstUser: number;

  /** @param firstUser number of the first one of this machine's users */
  constructor(first: LoggedIn, firstUser: number) {
    this.#firstUser = firstUser;
    this.#latest = first;
  }

  renew(loggedIn: LoggedIn): void {
    this.#latest = loggedIn;
    this.generation++;
  }

  /** What they gave to a worker's users. */
  of({ firstUser, mostConnections }: Pick<WorkerOrder, 'firstUser' | 'mostConnections'>): Given {
    const { users, ...shared } = this.#latest;
    const { generation } = this;
    const from = firstUser - this.#firstUser;
    return users === undefined
      ? { ...shared, generation }
      : { ...shared, generation, users: users.slice(from, from + mostConnections) };
  }
}
