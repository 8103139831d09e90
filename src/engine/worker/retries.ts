/** Requests that are sent again by declaration: which, when, and what they come to at last. */
import { hasIdempotencyKey } from '../../config/methods.ts';
import type { RequestSpec, RetryPolicy } from '../../config/plan.ts';
import type { Random } from '../random.ts';
import { KeptValues, type ValueSource } from '../values.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RequestEnd } from './outcome.ts';

/** The longest wait that is drawn. */
const LONGEST_BACKOFF_MS = 30_000;
/** Whoever is asked to wait for longer than that gives up. */
const LONGEST_ASKED_SECONDS = 60;
/** So many wait at the same time at most; what comes on top ends with what it had. */
const MOST_WAITING = 10_000;

/** What a request carries along that may be sent again, with the same values but for the token of the latest login. */
export interface Repeatable {
  /** Null for one that only carries a key: it goes out twice where the server was closing its connection. */
  readonly policy: RetryPolicy | null;
  readonly keyed: boolean;
  readonly values: KeptValues;
  /** Repetitions that it still has. */
  left: number;
  /** From when it was due until its latest attempt was, in ms, without the generator's own pauses. */
  beforeMs: number;
  /** From when it was due until its first byte was sent, in ms; null while none was. */
  sentAfterMs: number | null;
  /** What it ends with if it isn't sent again; null before the end of its first attempt. */
  last: RequestEnd | null;
  /** Its latest attempt was not sent yet. */
  fresh: boolean;
}

interface Wait {
  /** Moved on by pauses. */
  sinceMs: number;
  readonly waitMs: number;
  timer: NodeJS.Timeout | undefined;
}

interface RetriesOptions {
  readonly requests: readonly RequestSpec[];
  /** Draws the waits. */
  readonly random: Random;
  readonly values: ValueSource;
  /** So many are sent again at most; absent: any number. */
  readonly most?: number | undefined;
  /** The request's wait is over: it is to go out on the next connection that is free. */
  onDue(picked: PickedRequest): void;
}

/** Of one round. Times are ms of the worker's monotonic clock. */
export class Repetitions {
  readonly #options: RetriesOptions;
  readonly #keyed: readonly boolean[];
  readonly #waits = new Map<PickedRequest, Wait>();
  #pausedMs: number | null = null;
  /** So many may still be sent again. */
  #left: number;

  constructor(options: RetriesOptions) {
    this.#options = options;
    this.#left = options.most ?? Number.POSITIVE_INFINITY;
    this.#keyed = options.requests.map(hasIdempotencyKey);
  }

  /** Whether a request of the measured time waits until it is sent again. */
  get awaited(): boolean {
    for (const { stage } of this.#waits.keys()) if (stage !== null) return true;
    return false;
  }

  /** For a request that is picked, by its number; null for one that is never sent again. */
  begin(request: number): Repeatable | null {
    const policy = this.#options.requests[request]?.retry ?? null;
    const keyed = this.#keyed[request] === true;
    if (policy === null && !keyed) return null;
    const values = new KeptValues(this.#options.values);
    const left = policy?.times ?? 0;
    return { policy, keyed, values, left, beforeMs: 0, sentAfterMs: null, last: null, fresh: true };
  }

  /**
   * Takes in how an attempt ended.
   * @param untilMs a repetition that is due later is none any more
   * @returns what the request came to, from when it was first due; null where it goes on and is sent again
   */
  settle(picked: PickedRequest, attempt: RequestEnd, nowMs: number, untilMs: number): RequestEnd | null {
    const { repeatable } = picked;
    if (repeatable === null || repeatable.policy === null) return attempt;
    if (repeatable.sentAfterMs === null && attempt.serviceMs !== null)
      repeatable.sentAfterMs = repeatable.beforeMs + attempt.latencyMs - attempt.serviceMs;
    const wanted = repeatable.left > 0 && isWanted(repeatable.policy, attempt);
    const whole = wholeOf(repeatable, attempt, wanted);
    if (!wanted || this.#left <= 0 || this.#waits.size >= MOST_WAITING) return whole;
    const waitMs = this.#drawWait(repeatable, repeatable.policy, attempt.retryAfterSeconds);
    if (waitMs === null || nowMs + waitMs > untilMs) return whole;
    repeatable.left--;
    this.#left--;
    repeatable.beforeMs += attempt.latencyMs;
    // Of its attempts each is counted already.
    repeatable.last = { ...whole, course: { attemptMs: 0, repeated: whole.course.repeated, gaveUp: true } };
    const wait: Wait = { sinceMs: nowMs, waitMs, timer: undefined };
    this.#waits.set(picked, wait);
    if (this.#pausedMs === null) this.#start(picked, wait);
    return null;
  }

  /** Nothing is sent until it goes on: nobody has waited meanwhile. */
  pause(nowMs: number): void {
    if (this.#pausedMs !== null) return;
    this.#pausedMs = nowMs;
    for (const { timer } of this.#waits.values()) clearTimeout(timer);
  }

  goOn(nowMs: number): void {
    if (this.#pausedMs === null) return;
    const pausedMs = this.#pausedMs;
    this.#pausedMs = null;
    for (const [picked, wait] of this.#waits) {
      wait.sinceMs += nowMs - Math.max(pausedMs, wait.sinceMs);
      this.#start(picked, wait);
    }
  }

  /** Nothing is sent again any more. @returns those that were waiting for it */
  stop(): readonly PickedRequest[] {
    const waiting = [...this.#waits.keys()];
    this.#left = 0;
    for (const { timer } of this.#waits.values()) clearTimeout(timer);
    this.#waits.clear();
    return waiting;
  }

  #start(picked: PickedRequest, wait: Wait): void {
    const restMs = wait.sinceMs + wait.waitMs - performance.now();
    wait.timer = setTimeout(() => this.#due(picked, wait), Math.max(0, restMs));
  }

  #due(picked: PickedRequest, { sinceMs }: Wait): void {
    const repeatable = picked.repeatable as Repeatable;
    const nowMs = performance.now();
    this.#waits.delete(picked);
    repeatable.beforeMs += nowMs - sinceMs;
    repeatable.fresh = true;
    picked.dueMs = nowMs;
    this.#options.onDue(picked);
  }

  /**
   * Full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015): from 0 to a limit that doubles. What Retry-After
   * asks for comes before it (RFC 9110, 10.2.3), so that those who were told the same don't come back together.
   * @returns in ms; null where so long a wait is asked for that nobody waits
   */
  #drawWait({ left }: Repeatable, { times, backoffMs }: RetryPolicy, asked: number | null): number | null {
    if (asked !== null && asked > LONGEST_ASKED_SECONDS) return null;
    const limitMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** (times - left));
    return 1000 * (asked ?? 0) + this.#options.random.unit() * limitMs;
  }
}

/** Called once for each time that it is sent: whether that is another attempt, and not the same one on a new socket. */
export function isRepetition({ repeatable }: PickedRequest): boolean {
  const isFresh = repeatable?.fresh === true;
  if (isFresh) repeatable.fresh = false;
  return isFresh && repeatable.last !== null;
}

/** Of one that was to be sent again and can't be any more. */
export function lastEndOf({ repeatable }: PickedRequest): RequestEnd {
  if (repeatable === null || repeatable.last === null) throw new Error('it was not to be sent again');
  return repeatable.last;
}

/**
 * In a closed model an attempt is due when a connection takes it. What it waited for one is the request's time, and not
 * the attempt's.
 */
export function departAt(picked: PickedRequest, nowMs: number): PickedRequest {
  if (picked.repeatable !== null) picked.repeatable.beforeMs += nowMs - picked.dueMs;
  picked.dueMs = nowMs;
  return picked;
}

/** Whoever shows a login page or a challenge instead of the service's answer won't do otherwise the next time. */
function isWanted({ statuses, ends }: RetryPolicy, { kind, status, intercepted }: RequestEnd): boolean {
  if (kind === 'status')
    return statuses.includes(status ?? 0) && (intercepted ?? 'rate-limited') === 'rate-limited';
  return ends.some((end) => end === kind);
}

function wholeOf(
  { policy, left, beforeMs, sentAfterMs }: Repeatable,
  attempt: RequestEnd,
  gaveUp: boolean,
): RequestEnd & Required<Pick<RequestEnd, 'course'>> {
  const latencyMs = beforeMs + attempt.latencyMs;
  const repeated = left < (policy?.times ?? 0);
  const serviceMs = sentAfterMs === null ? null : latencyMs - sentAfterMs;
  return { ...attempt, latencyMs, serviceMs, course: { attemptMs: attempt.latencyMs, repeated, gaveUp } };
}
