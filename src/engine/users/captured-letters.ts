import { Unmeasurable } from '../unmeasurable.ts';
import { Generations } from './generations.ts';

/** Letters; of a token of 1 KB, two hundred and fifty logins; of users, eight thousand logins that are remembered. */
const MOST_CAPTURED = { shared: 250_000, users: 8_000_000 } as const;

/** Every text is searched for each captured value: a service may not hand out new ones for ever. */
export class CapturedLetters {
  /** Of shared logins and the setup. */
  #shared = 0;
  /** Of users, by generation. */
  readonly #users = new Generations(() => ({ letters: 0 }));

  /** Throws Unmeasurable `login-failed` where that is too much. */
  add(value: string, isOfUser: boolean): void {
    if (isOfUser) this.#users.latest.letters += value.length;
    else this.#shared += value.length;
    const count = isOfUser ? this.#users.all.reduce((sum, { letters }) => sum + letters, 0) : this.#shared;
    const most = MOST_CAPTURED[isOfUser ? 'users' : 'shared'];
    if (count > most)
      throw new Unmeasurable('login-failed', `its logins handed out more than ${most} letters to capture`);
  }

  /** See `Generations`. */
  endUsers(): void {
    this.#users.end();
  }
}
