import type { Plan, RequestSpec } from '../config/plan.ts';
import { type Location, urlOf } from '../config/target/location.ts';
import type { Progress } from './progress.ts';
import { seededRandom } from './random.ts';
import { type Captures, createWriter, renderText } from './render.ts';
import type { Side } from './round.ts';
import { confirmCommit } from './target/confirm.ts';
import { type Permission, type Resolve, resolveAllowed, resolveByDns } from './target/guard.ts';
import { type LoginAnswer, logIn } from './target/login.ts';
import { awaitReady, type ReadyPatience } from './target/ready.ts';
import type { Site } from './target/site.ts';
import { Unmeasurable } from './unmeasurable.ts';
import { createValues, type Values } from './values.ts';

interface SessionOptions {
  readonly signal: AbortSignal;
  readonly uniquePrefix: string;
  readonly permission: Permission;
  /** Commit that the environment has to serve; null: any, as long as it stays the same. */
  readonly commit: string | null;
  /** A commit that is known to be the wrong one, see `Site.mergeCommit`. */
  readonly mergeCommit?: string | null;
  /** By default the system's own resolver. */
  readonly resolve?: Resolve | undefined;
  redact(text: string): string;
  onCaptured(value: string): void;
  /** Told of each login's response. */
  onLogin?(answer: LoginAnswer): void;
}

/** One environment as the load finds it: ready, at a known address, logged in. */
export class Session {
  /** Address that answered when the environment was ready: the load goes to the same one. */
  address: string | null = null;
  captures: Captures = {};
  /** Letters that its logins captured so far. */
  #captured = 0;
  /** What it said it serves, where it was asked. */
  commit: string | null = null;
  /** Indices of the requests that carry something captured by the login. */
  readonly loggedIn: readonly number[];
  readonly #plan: Plan;
  readonly #side: Side;
  readonly #location: Location;
  readonly #site: Site;
  readonly #options: SessionOptions;
  readonly #values: Values;

  constructor(plan: Plan, side: Side, location: Location, options: SessionOptions) {
    this.#side = side;
    this.#plan = plan;
    this.#location = location;
    this.#options = options;
    this.#values = createValues(options.uniquePrefix, seededRandom(options.uniquePrefix));
    this.#site = this.#describe();
    this.loggedIn = plan.scenario.logins.length === 0 ? [] : carryingCaptures(plan.scenario.requests);
  }

  /** Waits until the environment is ready, and logs in. Throws Unmeasurable. */
  async open(onProgress: (progress: Progress) => void, patience?: ReadyPatience): Promise<void> {
    const waiting = (note: string | null, elapsedMs: number) =>
      onProgress({ ...NOTHING_YET, phase: 'ready', side: this.#side, elapsedMs, note });
    waiting(urlOf(this.#location), 0);
    const { address, commit } = await awaitReady(this.#site, this.#options.signal, waiting, patience);
    this.address = address;
    this.commit = commit;
    await this.logIn();
  }

  /** Whether it still serves what it served before the load. Throws Unmeasurable `wrong-commit`. */
  async confirm(): Promise<void> {
    if (this.address === null || this.commit === null) return;
    await confirmCommit(this.#site, this.commit, { address: this.address, signal: this.#options.signal });
  }

  /** Logs in, again where the session expired. Throws Unmeasurable `login-failed`. */
  async logIn(): Promise<Captures> {
    const [login] = this.#plan.scenario.logins;
    if (login === undefined) return {};
    if (this.address === null) throw new Error('the login comes after the environment was ready');
    const { signal, redact, onLogin } = this.#options;
    this.captures = await logIn(login, urlOf(this.#location), {
      address: this.address,
      deadlineMs: this.#plan.load.timeoutMs,
      signal,
      values: this.#values,
      redact,
      ...(onLogin && { onAnswer: onLogin }),
      onCaptured: (value) => this.#take(value),
    });
    checkUsable(this.#plan, this.captures);
    return this.captures;
  }

  /** Every text is searched for each of them: a service may not hand out new ones for ever. */
  #take(value: string): void {
    this.#captured += value.length;
    if (this.#captured > MOST_CAPTURED) {
      throw new Unmeasurable(
        'login-failed',
        `its logins handed out more than ${MOST_CAPTURED} letters to capture`,
      );
    }
    this.#options.onCaptured(value);
  }

  #describe(): Site {
    const { permission, commit, mergeCommit = null, resolve = resolveByDns, redact } = this.#options;
    const { ready, identity, headers, foundBy } = this.#plan.target;
    return {
      ...this.#location,
      side: this.#side,
      ...(this.#side === 'target' && { foundBy }),
      ready: ready === null || typeof ready === 'string' ? ready : renderText(ready, {}, this.#values),
      elsewhere: plainPath(this.#plan.scenario.requests),
      identity,
      commit,
      mergeCommit,
      headers: Object.fromEntries(
        headers.map(([name, value]) => [name, renderText(value, {}, this.#values)]),
      ),
      resolve: () => resolveAllowed(this.#location.origin, permission, resolve),
      redact,
    };
  }
}

/** Letters; of a token of 1 KB, two hundred and fifty logins. */
const MOST_CAPTURED = 250_000;

const NOTHING_YET = { round: 0, totalMs: 0, perSecond: 0, p99Ms: null, requests: 0, errors: 0 } as const;

/** What the service handed out goes into requests: a token that would break them is found before the load. */
function checkUsable(plan: Plan, captures: Captures): void {
  try {
    for (const request of plan.scenario.requests) createWriter(request, { host: '' }, captures);
  } catch (error) {
    throw new Unmeasurable('login-failed', `the login can't be used: ${(error as Error).message}`);
  }
}

/** Of the first GET that takes no value; null where there is none. */
function plainPath(requests: readonly RequestSpec[]): string | null {
  const plain = requests.find(
    ({ method, path }) => method === 'GET' && path.every((part) => typeof part === 'string'),
  );
  return plain === undefined ? null : plain.path.join('');
}

function carryingCaptures(requests: readonly RequestSpec[]): number[] {
  return requests.flatMap((request, index) => {
    const templates = [request.path, request.body ?? [], ...request.headers.map(([, value]) => value)];
    const carries = templates.flat().some((part) => typeof part !== 'string' && part.value === 'capture');
    return carries ? [index] : [];
  });
}
