/** What a round sends, and on whose behalf: requests drawn from the mix, repetitions, steps of walks through flows. */
import { placesIn } from '../places.ts';
import { seededRandom } from '../random.ts';
import type { Writer } from '../render.ts';
import type { Connection } from './connection.ts';
import type { PickedRequest } from './dispatch.ts';
import type { MeasuredLoad } from './measured-load.ts';
import type { RoundPart, WorkerOrder } from './messages.ts';
import type { RequestEnd } from './outcome.ts';
import { Requests } from './requests.ts';
import type { Repetitions } from './retries.ts';
import type { RoundHost } from './round-host.ts';
import type { UserState } from './user.ts';
import { WalksOfRound } from './walks.ts';

interface Round {
  /** Null in the warm-up. */
  readonly measured: MeasuredLoad | null;
  /** Whether anything may be sent, but for a new login that is awaited, and for the end of the measured time. */
  mayStillSendAt(nowMs: number): boolean;
  readonly endMs: number;
  /** It is to be sent again, on any connection. */
  again(picked: PickedRequest): void;
}

const NOBODY: readonly Connection[] = [];
/** Steps are sent and given up a look or two late, and whoever waited in vain connects anew before it clears up. */
const LATE_MS = 500;

export class Supply {
  /** There are no rows for another request of the mix. */
  spent = false;
  readonly #host: RoundHost;
  readonly #part: RoundPart;
  readonly #round: Round;
  readonly #requests: Requests;
  /** Null without flows. */
  readonly #walks: WalksOfRound | null;
  /** How long walks go on after the end: to come to theirs, and for what clears up behind the others. */
  readonly #graceMs: number;
  readonly #cutAfterMs: number;

  constructor(host: RoundHost, part: RoundPart, round: Round) {
    const { order } = host;
    this.#host = host;
    this.#part = part;
    this.#round = round;
    this.#graceMs = part.pauses ? 0 : order.timeoutMs + longestBeforeMs(order) + LATE_MS;
    this.#cutAfterMs = part.clears ? 0 : order.timeoutMs;
    this.#requests = new Requests(order, part, {
      rows: host.rows,
      startWalk: (flow, stage) => {
        const walk = (this.#walks as WalksOfRound).start(flow);
        round.measured?.startWalk(walk, stage);
        return walk;
      },
      // Whose walk has not begun, waits for any user.
      onDue: (picked) => (picked.walk?.user ? this.#walks?.again(picked) : round.again(picked)),
      onRowsSpent: () => this.#spend(),
    });
    this.#walks = order.flows === undefined ? null : this.#createWalks();
  }

  get repetitions(): Repetitions {
    return this.#requests.repetitions;
  }

  /** Whether users are on walks that go on, now or with the new login that they wait for. */
  get walking(): boolean {
    if (this.#walks === null || this.#round.measured === null) return false;
    return this.#walks.open && this.#isTimeToWalk(performance.now());
  }

  /** Whether something of the measured time is to be sent again. */
  get repeats(): boolean {
    return this.repetitions.awaited || this.#walks?.waiting.some(({ stage }) => stage !== null) === true;
  }

  /** What was to be sent again, and won't be. */
  takeRepeated(): readonly PickedRequest[] {
    return [...this.repetitions.stop(), ...(this.#walks?.takeWaiting() ?? [])];
  }

  /** Whether nobody asks anything just now: all users think. */
  get pensive(): boolean {
    return this.#walks?.pensive === true;
  }

  beginMeasuring(): void {
    this.#requests.beginMeasuring();
  }

  /** Sends what users on walks have to send. @returns connections of those who are on none */
  offer(connections: readonly Connection[]): readonly Connection[] {
    const walks = this.#walks;
    if (walks === null) return connections;
    // Mostly all of them are on walks.
    let free: Connection[] | null = null;
    for (const one of connections) {
      if (walks.takes(one)) continue;
      free ??= [];
      free.push(one);
    }
    return free ?? NOBODY;
  }

  /** Drawn from the mix. @param stage that it belongs to; null outside the measured time */
  pick(dueMs: number, stage: number | null): PickedRequest {
    const picked = this.#requests.pick(dueMs, stage);
    if (stage !== null) this.#round.measured?.countSent(stage, picked.request);
    return picked;
  }

  /** What a user on a walk would have sent on a connection that can't be had; undefined for one on none. */
  pickFailed(connection: Connection, nowMs: number): PickedRequest | null | undefined {
    return this.#walks?.pickFailed(connection, nowMs);
  }

  write(picked: PickedRequest, writers: readonly Writer[], user: UserState): Buffer | string {
    picked.user ??= user;
    if (picked.walk !== null && picked.walk.user === null) this.#walks?.bind(picked.walk, user);
    return this.#requests.write(picked, writers);
  }

  /** @param whole what it came to; null where it is sent again */
  settle(picked: PickedRequest, whole: RequestEnd | null, nowMs: number): void {
    if (picked.walk === null) return;
    if (whole === null) this.#walks?.waits(picked.walk, picked.request, nowMs);
    else this.#walks?.settle(picked.walk, whole, nowMs);
  }

  isWrite(picked: PickedRequest): boolean {
    return this.#requests.isWrite(picked);
  }

  /** To be called often once the measured time is over. */
  sweepEnd(nowMs: number): void {
    if (this.#graceMs > 0 && nowMs >= this.#round.endMs + this.#cutAfterMs) this.#walks?.cut(nowMs);
  }

  /** The round is over. @param lost requests that will have no end */
  stop(nowMs: number, lost: readonly (PickedRequest | null)[]): void {
    this.#walks?.stop(nowMs, this.#part.pauses === true, lost);
  }

  #isTimeToWalk(nowMs: number): boolean {
    return this.#round.mayStillSendAt(nowMs) && nowMs < this.#round.endMs + this.#graceMs;
  }

  #createWalks(): WalksOfRound {
    const { connections, walks, order, session } = this.#host;
    const { flows = [], requests, captures, loggedIn } = order;
    const round = this.#round;
    return new WalksOfRound(
      {
        connections,
        walks,
        mayRepeat: (nowMs) => !session.awaited && round.mayStillSendAt(nowMs),
        mayWalk: (nowMs) => !session.awaited && this.#isTimeToWalk(nowMs),
        pickStep: (walk, request, nowMs) => {
          const { measured } = round;
          if (nowMs >= round.endMs) measured?.leaveWalk(walk);
          const stage = measured?.stageAt(nowMs) ?? null;
          if (stage !== null) measured?.countSent(stage, request);
          return this.#requests.pickStep(walk, request, nowMs, stage);
        },
        notReached: (walk, request) => round.measured?.notReached(walk, request),
        leave: (walk) => round.measured?.leaveWalk(walk),
        // All who clear up do so at once: where their login has expired, none of them would get through.
        isOutdated: (request, { status }) =>
          this.#part.clears === true && status === 401 && loggedIn.includes(request),
        over: (walk, outcome, nowMs) => round.measured?.endWalk(walk, outcome, nowMs),
        thought: (request, fromMs, toMs) => round.measured?.addThinking(request, fromMs, toMs),
        ready: (connection) => this.#host.ready(connection),
      },
      {
        flows,
        needs: requests.map((spec) =>
          placesIn(spec).flatMap((place) =>
            place.value === 'capture' && !Object.hasOwn(captures, place.name) ? [place.name] : [],
          ),
        ),
        random: seededRandom(`${this.#part.seed}/thinking`),
      },
    );
  }

  #spend(): void {
    if (this.spent) return;
    this.spent = true;
    const table = this.#host.rows.usedUp;
    this.#host.post({ say: 'capped', by: 'rows', ...(table && { table }) });
  }
}

/** The longest time that a step may take which one that is always sent waits for. */
function longestBeforeMs({ flows = [], requests, timeoutMs }: WorkerOrder): number {
  const before = flows.flatMap(({ steps }) => {
    const last = steps.findLastIndex(({ always }) => always);
    return steps.slice(0, Math.max(0, last)).map(({ request }) => requests[request]?.timeoutMs ?? 0);
  });
  return Math.max(timeoutMs, ...before);
}
