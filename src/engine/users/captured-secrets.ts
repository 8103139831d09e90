import type { Plan } from '../../config/plan.ts';
import { type Redact, redactor, SHORTEST_CAPTURE, secretsIn } from '../../config/secrets/redact.ts';
import type { Side } from '../round.ts';
import { Generations } from './generations.ts';

/**
 * Values of single users that the log is told to mask. It searches each of its lines for every one; and no text of ours
 * gets there before they are out of it.
 */
const MOST_MASKED = 100;

/** What responses handed out in a run, and what is still in use of it for single users, which nothing may show. */
export class CapturedSecrets {
  readonly #shared = new Set<string>();
  readonly #ofUsers: Readonly<Record<Side, Generations<Set<string>>>>;
  #usersMasked = 0;
  /** Null where something else is secret by now. */
  #made: { readonly plan: Plan; readonly redact: Redact } | null = null;
  readonly #onSecret: (value: string) => void;

  /** @param onSecret told of each value that logs have to mask */
  constructor(onSecret: (value: string) => void) {
    this.#onSecret = onSecret;
    const ofUsers = () => new Generations(() => new Set<string>());
    this.#ofUsers = { target: ofUsers(), base: ofUsers() };
  }

  get all(): readonly string[] {
    const ofUsers = Object.values(this.#ofUsers).flatMap(({ all }) => all);
    return [...new Set([this.#shared, ...ofUsers].flatMap((values) => [...values]))];
  }

  /** @param isOfUser one of perhaps thousands */
  add(value: string, isOfUser: boolean, side: Side = 'target'): void {
    const values = isOfUser ? this.#ofUsers[side].latest : this.#shared;
    for (const secret of secretsIn(value)) {
      if (secret.trim().length >= SHORTEST_CAPTURE && !values.has(secret)) {
        values.add(secret);
        this.#made = null;
      }
      if (!isOfUser || this.#usersMasked++ < MOST_MASKED) this.#onSecret(secret);
    }
  }

  /**
   * What a side's session tells it. Once all users are logged in anew, what they had before the time before that is
   * forgotten: see `Generations`.
   */
  listenTo(side: Side) {
    return {
      onCaptured: (value: string, isOfUser: boolean) => this.add(value, isOfUser, side),
      onUsersLoggedIn: () => {
        this.#ofUsers[side].end();
        this.#made = null;
      },
    };
  }

  /** Hides these and the plan's own. */
  redactFor(plan: Plan): Redact {
    if (this.#made?.plan !== plan) this.#made = { plan, redact: redactor([...plan.secrets, ...this.all]) };
    return this.#made.redact;
  }
}
