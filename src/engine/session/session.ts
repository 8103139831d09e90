import { mostConnections } from '../../config/load/whole-load.ts';
import type { Plan } from '../../config/plan.ts';
import type { Login } from '../../config/scenario.ts';
import { redactor } from '../../config/secrets/redact.ts';
import { type Location, urlOf } from '../../config/target/location.ts';
import type { Template } from '../../config/template.ts';
import type { CleanupOutcome } from '../cleanup-outcome.ts';
import { describeSite } from '../describe-site.ts';
import type { Progress } from '../progress.ts';
import { seededRandom } from '../random.ts';
import { type Captures, renderText } from '../render.ts';
import type { Side } from '../round.ts';
import type { Asking } from '../target/ask.ts';
import { cleanAll } from '../target/clean-up.ts';
import { confirmCommit } from '../target/confirm.ts';
import type { Permission, Resolve } from '../target/guard.ts';
import { logInUsers } from '../target/log-in-users.ts';
import { type LoginAnswer, logIn, setUp, type Telling } from '../target/login.ts';
import { awaitReady, type ReadyPatience } from '../target/ready.ts';
import type { Site } from '../target/site.ts';
import { CapturedLetters } from '../users/captured-letters.ts';
import { carryingLogin } from '../users/carrying-login.ts';
import { type PlainJar, UserJar } from '../users/cookies.ts';
import { ownSecrets } from '../users/own-secrets.ts';
import { createValues, type Values } from '../values.ts';
import { rowsBesideLoad, valuesBesideLoad } from '../values-beside-load.ts';
import type { LoggedIn, UserSession } from '../worker/messages.ts';
import { checkUsable } from './check-usable.ts';

interface SessionOptions {
  readonly signal: AbortSignal;
  /** What `{{run}}` is. */
  readonly run: string;
  readonly uniquePrefix: string;
  readonly permission: Permission;
  /** Commit that the environment has to serve; null: any, as long as it stays the same. */
  readonly commit: string | null;
  /** A commit that is known to be the wrong one, see `Site.mergeCommit`. */
  readonly mergeCommit?: string | null;
  /** By default the system's own resolver. */
  readonly resolve?: Resolve | undefined;
  /** How many log in where each has to; as many as the load has connections where it isn't given. */
  readonly users?: number;
  /** Number of the first of them; 0 where it isn't given. */
  readonly firstUser?: number;
  redact(text: string): string;
  /** @param isOfUser one of perhaps thousands */
  onCaptured(value: string, isOfUser: boolean): void;
  /** Each user is logged in, or is so anew: what is captured of users from then on is of their next logins. */
  onUsersLoggedIn?(): void;
  /** Telling of each login's response, and of the setup's. */
  onAnswer?(what: 'login' | 'setup', name: string, answer: LoginAnswer): void;
}

/** One environment as the load finds it: ready, at a known address, set up, logged in. */
export class Session {
  /** Address that answered when the environment was ready: the load goes to the same one. */
  address: string | null = null;
  /** What it said it serves, where it was asked. */
  commit: string | null = null;
  /** What all users carry: of the shared logins and the setup, and `run`. */
  shared: Captures;
  /** One for each connection of the load that is this machine's, in order; empty where no login is made for each. */
  users: readonly UserSession[] = [];
  /** See `carryingLogin`. */
  readonly loggedIn: readonly number[];
  readonly #letters = new CapturedLetters();
  #ofSetup: Captures = {};
  #jars: readonly UserJar[] = [];
  /** What the latest shared logins set, where they were not the first ones. */
  #renewedJars: readonly PlainJar[] | null = null;
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
    this.shared = { run: options.run };
    this.#values = createValues(options.uniquePrefix, seededRandom(options.uniquePrefix));
    const render = (template: Template) => renderText(template, this.shared, this.#values);
    this.#site = describeSite(plan, side, location, options, render);
    this.loggedIn = carryingLogin(plan.scenario);
  }

  /** Waits until the environment is ready, sets it up, and logs in. Throws Unmeasurable. */
  async open(onProgress: (progress: Progress) => void, patience?: ReadyPatience): Promise<void> {
    const told = (phase: 'ready' | 'login') => (note: string | null, elapsedMs: number) =>
      onProgress({ ...NOTHING_YET, phase, side: this.#side, elapsedMs, note });
    const waiting = told('ready');
    waiting(urlOf(this.#location), 0);
    const { address, commit } = await awaitReady(this.#site, this.#options.signal, waiting, patience);
    this.address = address;
    this.commit = commit;
    await this.#logInShared();
    for (const request of this.#plan.scenario.setup ?? []) {
      const asking = this.#asking(request.login);
      const onFound = (found: Captures) => {
        this.#ofSetup = { ...this.#ofSetup, ...found };
        this.shared = { ...this.shared, ...found };
      };
      await setUp(request, asking, { ...this.#told('setup', request.name, asking), onFound });
    }
    checkUsable(this.#plan, this.shared);
    await this.#logInUsers(this.#options.signal, told('login'));
  }

  /** Whether it still serves what it served before the load. Throws Unmeasurable `wrong-commit`. */
  async confirm(): Promise<void> {
    if (this.address === null || this.commit === null) return;
    await confirmCommit(this.#site, this.commit, { address: this.address, signal: this.#options.signal });
  }

  /** Logs in anew, where a session expired: all logins, of all users. Throws Unmeasurable `login-failed`. */
  async logIn(signal = this.#options.signal): Promise<LoggedIn> {
    await this.#logInShared(signal);
    checkUsable(this.#plan, this.shared);
    await this.#logInUsers(signal);
    return this.gave;
  }

  /** What its logins gave: of cookies, by index into the plan's logins, and behind these of no login. */
  get gave(): LoggedIn {
    return {
      captures: this.shared,
      ...(this.users.length > 0 && { users: this.users }),
      ...(this.#jars.length > 0 && { sharedJars: this.sharedJars }),
      ...(this.#renewedJars !== null && { renewedJars: this.#renewedJars }),
    };
  }

  /** Empty where no cookies are kept. */
  get sharedJars(): readonly PlainJar[] {
    return this.#jars.map((jar) => jar.toPlain());
  }

  /** Asks what removes what was created, whatever came of the load, also after it was cancelled. Never throws. */
  async cleanUp(): Promise<readonly CleanupOutcome[]> {
    if (this.address === null) return [];
    const { signal } = new AbortController();
    const { redact, onCaptured } = this.#options;
    return cleanAll(this.#plan.scenario.cleanup ?? [], {
      side: this.#side,
      asking: ({ login }, captured) => ({
        ...this.#asking(login, { ...this.shared, ...captured }),
        signal,
      }),
      logInAgain: async (request) => {
        const { scenario } = this.#plan;
        if (carryingLogin({ ...scenario, requests: [{ ...request, weight: 1 }] }).length === 0) return false;
        await this.#logInShared(signal);
        return true;
      },
      redact,
      onCaptured: (value) => onCaptured(value, false),
    });
  }

  async #logInShared(signal = this.#options.signal): Promise<void> {
    const { logins, cookies } = this.#plan.scenario;
    if (this.address === null) throw new Error('the login comes after the environment was ready');
    // Nobody logs in with what is left of an old session.
    const jars = cookies ? [...logins, null].map(() => new UserJar(this.#location.origin)) : [];
    const isFirst = this.#jars.length === 0;
    if (isFirst) this.#jars = jars;
    let shared: Captures = { ...this.#ofSetup, run: this.#options.run };
    for (const [index, login] of logins.entries()) {
      if (login.perUser) continue;
      const asking = { ...this.#asking(index, shared), jar: jars[index] ?? null, signal };
      shared = { ...shared, ...(await logIn(login, asking, this.#told('login', login.name, asking))) };
    }
    this.shared = shared;
    if (isFirst) return;
    // What the setup was given stays.
    this.#renewedJars = jars.map((jar) => jar.toPlain());
    for (const [index, jar] of this.#jars.entries()) jar.put(this.#renewedJars[index] ?? []);
  }

  async #logInUsers(signal: AbortSignal, onProgress = (_note: string, _ms: number) => {}): Promise<void> {
    const { logins } = this.#plan.scenario;
    if (!logins.some(({ perUser }) => perUser)) return;
    const { users: count = mostConnections(this.#plan.load), firstUser = 0 } = this.#options;
    const startMs = performance.now();
    let toldMs = 0;
    this.users = await logInUsers(
      count,
      (user) => this.#logInUser(firstUser + user, logins, signal),
      (done) => {
        const elapsedMs = performance.now() - startMs;
        if (elapsedMs - toldMs < TELL_MS && done < count) return;
        toldMs = elapsedMs;
        onProgress(`${done} of ${count} users are logged in`, elapsedMs);
      },
    );
    this.#letters.endUsers();
    this.#options.onUsersLoggedIn?.();
  }

  async #logInUser(user: number, logins: readonly Login[], signal: AbortSignal): Promise<UserSession> {
    let captures: Captures = {};
    const jars: (PlainJar | null)[] = this.#jars.map(() => null);
    for (const [index, login] of logins.entries()) {
      if (!login.perUser) continue;
      const jar = this.#jars.length === 0 ? null : new UserJar(this.#location.origin);
      const asking = { ...this.#asking(index, { ...this.shared, ...captures }, user), jar, signal };
      const told = this.#told('login', login.name, asking, user);
      captures = { ...captures, ...(await logIn(login, asking, told)) };
      if (jar !== null) jars[index] = jar.toPlain();
    }
    return { captures, jars };
  }

  /** @param login whose cookies go with it; undefined: those of no login */
  #asking(login: number | undefined, captures = this.shared, user: number | null = null): Asking {
    const { scenario, load } = this.#plan;
    const generated = this.#values;
    return {
      url: urlOf(this.#location),
      address: this.address ?? '',
      deadlineMs: load.timeoutMs,
      signal: this.#options.signal,
      captures,
      values: valuesBesideLoad({ captures, tables: scenario.data ?? [], user }, generated),
      jar: this.#jars[login ?? scenario.logins.length] ?? null,
    };
  }

  /** @param user whose login it is; null: nobody's */
  #told(what: 'login' | 'setup', name: string, { jar }: Asking, user: number | null = null): Telling {
    const { redact, onAnswer, onCaptured } = this.#options;
    const isOfUser = user !== null;
    const rows = what === 'login' ? rowsBesideLoad(this.#plan.scenario.data ?? [], user) : [];
    return {
      redact: (text) => redactor(ownSecrets([...rows, ...(jar?.values ?? [])]))(redact(text)),
      onAnswer: (answer) => onAnswer?.(what, name, answer),
      onCaptured: (value) => {
        this.#letters.add(value, isOfUser);
        onCaptured(value, isOfUser);
      },
    };
  }
}

const TELL_MS = 1000;
const NOTHING_YET = { round: 0, totalMs: 0, perSecond: 0, p99Ms: null, requests: 0, errors: 0 } as const;
