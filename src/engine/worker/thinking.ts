import type { Think } from '../../config/think.ts';
import type { Random } from '../random.ts';
import type { Connection } from './connection.ts';
import type { UserState } from './user.ts';

interface ThinkingHost {
  /** A user has thought before such a request. */
  thought(request: number, fromMs: number, toMs: number): void;
  /** It may be given something to send. */
  ready(connection: Connection): void;
}

/** How long users think, and what comes after it. Times are ms of the worker's monotonic clock. */
export class Thinking {
  readonly #host: ThinkingHost;
  readonly #random: Random;

  constructor(host: ThinkingHost, random: Random) {
    this.#host = host;
    this.#random = random;
  }

  draw(think: Think | undefined): number {
    return think === undefined ? 0 : think.fromMs + this.#random.unit() * (think.toMs - think.fromMs);
  }

  /** @param request to which the time is added @param untilMs +∞ where something else ends it */
  begin(user: UserState, request: number, nowMs: number, untilMs: number): void {
    user.thinksFromMs = nowMs;
    user.thinksOf = request;
    this.#wakeAt(user, untilMs);
  }

  end(user: UserState, nowMs: number): void {
    if (user.thinksFromMs === null) return;
    this.#host.thought(user.thinksOf, user.thinksFromMs, nowMs);
    user.thinksFromMs = null;
  }

  /** The round is over: what is left of it is kept. */
  pause(user: UserState, nowMs: number): void {
    clearTimeout(user.timer);
    if (user.thinksFromMs === null) return;
    this.#host.thought(user.thinksOf, user.thinksFromMs, nowMs);
    const untilMs = user.walk?.dueMs ?? user.freeAtMs;
    if (untilMs === Number.POSITIVE_INFINITY) user.thinksFromMs = null;
    else if (user.walk !== null) user.walk.restMs = Math.max(0, untilMs - nowMs);
    else user.freeAtMs = Math.max(0, untilMs - nowMs);
  }

  /** In the next round it goes on. */
  resume(user: UserState, nowMs: number): void {
    if (user.thinksFromMs === null) return;
    user.thinksFromMs = nowMs;
    if (user.walk !== null) user.walk.dueMs = nowMs + user.walk.restMs;
    else user.freeAtMs += nowMs;
    this.#wakeAt(user, user.walk?.dueMs ?? user.freeAtMs);
  }

  #wakeAt(user: UserState, atMs: number): void {
    if (atMs === Number.POSITIVE_INFINITY) return;
    const wake = () => {
      const restMs = atMs - performance.now();
      if (restMs > 0) user.timer = setTimeout(wake, restMs);
      else if (user.connection !== null) this.#host.ready(user.connection);
    };
    user.timer = setTimeout(wake, atMs - performance.now());
  }
}
