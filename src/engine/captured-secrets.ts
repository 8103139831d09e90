import type { Plan } from '../config/plan.ts';
import { type Redact, redactor, SHORTEST_CAPTURE, secretsIn } from '../config/secrets/redact.ts';

/**
 * Values of single users that the log is told to mask. It searches each of its lines for every one; and no text of ours
 * gets there before they are out of it.
 */
const MOST_MASKED = 100;

/** What responses handed out in a run, which nothing may show. */
export class CapturedSecrets {
  readonly #values = new Set<string>();
  #ofUsers = 0;
  /** Made anew only where more was captured. */
  #made: { readonly plan: Plan; readonly count: number; readonly redact: Redact } | null = null;
  readonly #onSecret: (value: string) => void;

  /** @param onSecret told of each value that logs have to mask */
  constructor(onSecret: (value: string) => void) {
    this.#onSecret = onSecret;
  }

  get all(): readonly string[] {
    return [...this.#values];
  }

  /** @param isOfUser one of perhaps thousands */
  add(value: string, isOfUser: boolean): void {
    for (const secret of secretsIn(value)) {
      if (secret.trim().length >= SHORTEST_CAPTURE) this.#values.add(secret);
      if (!isOfUser || this.#ofUsers++ < MOST_MASKED) this.#onSecret(secret);
    }
  }

  /** Hides these and the plan's own. */
  redactFor(plan: Plan): Redact {
    const count = this.#values.size;
    if (this.#made?.plan !== plan || this.#made.count !== count)
      this.#made = { plan, count, redact: redactor([...plan.secrets, ...this.#values]) };
    return this.#made.redact;
  }
}
