import type { LoggedIn, WorkerOrder } from '../worker/messages.ts';

type Given = LoggedIn & Pick<WorkerOrder, 'generation'>;

/** Users whose logins took less together are not told to have been slow. */
const SLOW_MS = 1000;

/** The latest logins, for each worker's users; and which of the run's they were. */
export class LatestLogins {
  /** Counted from 0. */
  generation = 0;
  #latest: LoggedIn;
  readonly #firstUser: number;
  #tookMs = 0;

  /** @param firstUser number of the first one of this machine's users */
  constructor(first: LoggedIn, firstUser: number) {
    this.#firstUser = firstUser;
    this.#latest = first;
  }

  /** @param tookMs from the first of them to the last */
  renew(loggedIn: LoggedIn, tookMs: number): void {
    this.#latest = loggedIn;
    this.#tookMs = tookMs;
    this.generation++;
  }

  /** Why the latest are refused, in a clause: the first users' may have expired before the last one had its own. */
  explain(why: string): string {
    const users = this.#latest.users?.length ?? 0;
    if (users < 2 || this.#tookMs < SLOW_MS) return why;
    const seconds = (this.#tookMs / 1000).toFixed(1);
    return `${why}; logging in ${users.toLocaleString('en')} users took ${seconds} s, and what lasts for less has expired by then`;
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
