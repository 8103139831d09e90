import { Unmeasurable } from './unmeasurable.ts';

/** Letters; of a token of 1 KB, two hundred and fifty logins; eight thousand of users. */
const MOST_CAPTURED = { shared: 250_000, users: 8_000_000 } as const;

/** Every text is searched for each captured value: a service may not hand out new ones for ever. */
export class CapturedLetters {
  /** Of shared logins and the setup, and of users. */
  readonly #captured = { shared: 0, users: 0 };

  /** Throws Unmeasurable `login-failed` where that is too much. */
  add(value: string, isOfUser: boolean): void {
    const whose = isOfUser ? 'users' : 'shared';
    this.#captured[whose] += value.length;
    if (this.#captured[whose] > MOST_CAPTURED[whose]) {
      const most = MOST_CAPTURED[whose];
      throw new Unmeasurable('login-failed', `its logins handed out more than ${most} letters to capture`);
    }
  }
}
