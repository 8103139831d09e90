/** Walks through flows in a round: each step is sent on its user's connection, once the one before is answered. */
import type { Flow } from '../../config/scenario.ts';
import type { Random } from '../random.ts';
import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { LiveWalks } from './live-walks.ts';
import type { RequestEnd } from './outcome.ts';
import { departAt } from './retries.ts';
import { Thinking } from './thinking.ts';
import type { UserState } from './user.ts';
import { Walk } from './walk.ts';

/** What a round does for those who walk in it. */
interface WalkHost {
  readonly connections: readonly Connection[];
  /** All that are under way, also over rounds; who has not sent anything yet among them. */
  readonly walks: LiveWalks;
  /** Whether steps may be sent: also for a while after the end. */
  mayWalk(nowMs: number): boolean;
  /** Whether what was sent may be sent again: it was due before the end. */
  mayRepeat(nowMs: number): boolean;
  pickStep(walk: Walk, request: number, nowMs: number): PickedRequest;
  /** A step won't be sent any more, since one before it failed. */
  notReached(walk: Walk, request: number): void;
  /** It goes on after the measured time, or is given up. */
  leave(walk: Walk): void;
  /** Whether a step was sent with a login that has expired, and may be sent once more. */
  isOutdated(request: number, outcome: RequestEnd): boolean;
  over(walk: Walk, outcome: RequestEnd, nowMs: number): void;
  /** A user has thought before such a request. */
  thought(request: number, fromMs: number, toMs: number): void;
  /** It may be given something to send. */
  ready(connection: Connection): void;
}

interface WalksOptions {
  readonly flows: readonly Flow[];
  /** Names of the values that each request takes from its user. */
  readonly needs: readonly (readonly string[])[];
  /** Draws thinking. */
  readonly random: Random;
}

/** Of one round. Times are ms of the worker's monotonic clock. */
export class WalksOfRound {
  readonly #host: WalkHost;
  readonly #options: WalksOptions;
  readonly #thinking: Thinking;

  constructor(host: WalkHost, options: WalksOptions) {
    this.#host = host;
    this.#options = options;
    this.#thinking = new Thinking(host, options.random);
    for (const { user } of host.connections) this.#thinking.resume(user, performance.now());
  }

  /** Whether anybody is on the way who can go on. */
  get open(): boolean {
    for (const { user } of this.#host.walks) if (user?.connection && !user.connection.closed) return true;
    return false;
  }

  /** Whether nobody asks anything just now: all users think. */
  get pensive(): boolean {
    const present = this.#host.connections.filter(({ closed }) => !closed);
    return present.length > 0 && present.every(({ user }) => user.thinksFromMs !== null);
  }

  /** @returns a walk whose first step is picked, and not sent yet */
  start(flow: number): Walk {
    const walk = new Walk(flow, (this.#options.flows[flow] as Flow).steps);
    walk.at = 1;
    this.#host.walks.add(walk);
    return walk;
  }

  /** Its first step is sent now, by that user. */
  bind(walk: Walk, user: UserState): void {
    walk.user = user;
    user.walk = walk;
  }

  /** Whether the connection's user is on a walk, or thinks after one; a step of it that is due is sent here. */
  takes(connection: Connection): boolean {
    const { user } = connection;
    const nowMs = performance.now();
    if (user.walk === null) {
      if (user.thinksFromMs === null) return false;
      if (user.freeAtMs > nowMs) return true;
      this.#thinking.end(user, nowMs);
      connection.freeMs = nowMs;
      return false;
    }
    this.#goOn(connection, user.walk, nowMs);
    return true;
  }

  /**
   * The next step of a user who can't connect: it is the one that this happens to. Null where none is due, undefined
   * for a user who is free.
   */
  pickFailed({ user }: Connection, nowMs: number): PickedRequest | null | undefined {
    const { walk } = user;
    if (walk === null) return user.thinksFromMs !== null && user.freeAtMs > nowMs ? null : undefined;
    if (walk.dueMs > nowMs || !this.#host.mayWalk(nowMs)) return null;
    return this.#pick(walk, user, nowMs);
  }

  /** A step's wait is over before it is sent again. */
  again(picked: PickedRequest): void {
    const walk = picked.walk as Walk;
    walk.again = picked;
    walk.dueMs = picked.dueMs;
    if (walk.user?.connection) this.takes(walk.user.connection);
  }

  /** Steps that wait for their connection before they are sent again. */
  get waiting(): readonly PickedRequest[] {
    return [...this.#host.walks].flatMap(({ again }) => again ?? []);
  }

  /** They won't be sent again. */
  takeWaiting(): readonly PickedRequest[] {
    const { waiting } = this;
    for (const { walk } of waiting) if (walk) walk.again = null;
    return waiting;
  }

  /** A step ended in a way after which it is sent again, later. */
  waits({ user }: Walk, request: number, nowMs: number): void {
    if (user !== null) this.#thinking.begin(user, request, nowMs, Number.POSITIVE_INFINITY);
  }

  /** @param outcome with which a step ended for good */
  settle(walk: Walk, outcome: RequestEnd, nowMs: number): void {
    const { request, always } = walk.steps[walk.at - 1] as Flow['steps'][0];
    if (always && !walk.isRenewed && this.#host.isOutdated(request, outcome)) {
      walk.isRenewed = true;
      walk.at--;
      walk.dueMs = nowMs;
      return;
    }
    walk.latencyMs += outcome.latencyMs;
    walk.stepsMs[walk.at - 1] = outcome.latencyMs;
    // Of a failed check, too: what was created all the same is to be cleared away.
    Object.assign(walk.captures, outcome.captured);
    if (outcome.kind !== 'success') walk.failure ??= outcome;
    this.#moveOn(walk, outcome, nowMs);
  }

  /** The load has ended for good: only what is always sent is still sent. */
  cut(nowMs: number): void {
    for (const walk of this.#host.walks) {
      if (walk.isCut) continue;
      walk.isCut = true;
      this.#host.leave(walk);
      if (walk.dueMs === Number.POSITIVE_INFINITY || walk.again !== null) continue;
      this.#moveOn(walk, null, nowMs);
      if (walk.user?.connection) this.takes(walk.user.connection);
    }
  }

  /**
   * The round is over.
   * @param pauses whether users go on in the next one where they stand
   * @param lost requests that will have no end
   */
  stop(nowMs: number, pauses: boolean, lost: readonly (PickedRequest | null)[]): void {
    for (const picked of lost) if (picked?.walk) this.#drop(picked.walk);
    for (const { user } of this.#host.connections) this.#thinking.pause(user, nowMs);
    if (pauses) return;
    for (const walk of this.#host.walks) this.#drop(walk);
    for (const { user } of this.#host.connections) user.thinksFromMs = null;
  }

  #drop(walk: Walk): void {
    this.#host.leave(walk);
    this.#host.walks.delete(walk);
    if (walk.user?.walk !== walk) return;
    walk.user.walk = null;
    walk.user.thinksFromMs = null;
  }

  #goOn(connection: Connection, walk: Walk, nowMs: number): void {
    if (!connection.idle || walk.dueMs > nowMs) return;
    if (walk.again === null ? !this.#host.mayWalk(nowMs) : !this.#host.mayRepeat(nowMs)) return;
    connection.send(this.#pick(walk, connection.user, nowMs));
  }

  #pick(walk: Walk, user: UserState, nowMs: number): PickedRequest {
    this.#thinking.end(user, nowMs);
    walk.dueMs = Number.POSITIVE_INFINITY;
    const { again } = walk;
    walk.again = null;
    if (again !== null) return departAt(again, nowMs);
    const step = walk.steps[walk.at];
    if (step === undefined) throw new RangeError('a walk that is over has no next step');
    const picked = this.#host.pickStep(walk, step.request, nowMs);
    walk.at++;
    return picked;
  }

  /** @param latest the end of its latest step; null where it is cut while it thinks */
  #moveOn(walk: Walk, latest: RequestEnd | null, nowMs: number): void {
    const { user } = walk;
    const stopped = walk.failure !== null || walk.isCut;
    while (stopped && walk.at < walk.steps.length && !this.#isStillSent(walk)) {
      if (!walk.isCut) this.#host.notReached(walk, (walk.steps[walk.at] as Flow['steps'][0]).request);
      walk.at++;
    }
    const step = walk.steps[walk.at];
    if (step !== undefined && user !== null) {
      // Whoever clears up doesn't think about it.
      const thinkMs = stopped ? 0 : this.#thinking.draw(step.think);
      walk.dueMs = nowMs + thinkMs;
      if (thinkMs > 0) this.#thinking.begin(user, step.request, nowMs, walk.dueMs);
      return;
    }
    this.#host.walks.delete(walk);
    const outcome = walk.failure ?? latest;
    if (outcome !== null && !walk.isCut)
      this.#host.over(walk, { ...outcome, latencyMs: walk.latencyMs, serverTiming: undefined }, nowMs);
    if (user === null) return;
    user.walk = null;
    const thinkMs = walk.isCut ? 0 : this.#thinking.draw(this.#options.flows[walk.flow]?.thinkAfter);
    user.freeAtMs = nowMs + thinkMs;
    const last = walk.steps.at(-1)?.request ?? 0;
    if (thinkMs > 0) this.#thinking.begin(user, last, nowMs, user.freeAtMs);
  }

  /** Whether the next step of a walk that failed is sent all the same. */
  #isStillSent({ steps, at, captures, user }: Walk): boolean {
    const step = steps[at] as Flow['steps'][0];
    const has = (name: string) => Object.hasOwn(captures, name) || Object.hasOwn(user?.captures ?? {}, name);
    return (
      step.always === true &&
      user !== null &&
      (this.#options.needs[step.request] as readonly string[]).every(has)
    );
  }
}
