/** One worker's load: its connections, and the rounds for which they are used one after the other. */
import autocannon, { type Instance } from 'autocannon';
import type { Writer } from '../render.ts';
import { UserJar } from '../users/cookies.ts';
import { Connection } from './connection.ts';
import { firstConnections } from './connection-steps.ts';
import type { Dispatcher, PickedRequest } from './dispatch.ts';
import { HangWatch } from './hang-watch.ts';
import { Inspections } from './inspections.ts';
import { LimiterWatch } from './limiter-watch.ts';
import { LiveWalks } from './live-walks.ts';
import { LoopTurns } from './loop-turns.ts';
import type { FromWorker, LoggedIn, RoundPart, ToWorker, WorkerOrder } from './messages.ts';
import type { RequestEnd } from './outcome.ts';
import type { RoundHost } from './round-host.ts';
import { RoundInThread } from './round-in-thread.ts';
import { DataRows } from './rows.ts';
import { type Scheduled, Scheduler } from './scheduler.ts';
import { SessionWatch } from './session-watch.ts';
import { type Endpoint, endpointOf } from './socket.ts';
import { compileWriters } from './supplies.ts';
import { createUser, type UserState } from './user.ts';

/** Autocannon ends by itself after this; the load always ends it long before. */
const FAR_SECONDS = 86_400;

type GivenToUsers = Omit<LoggedIn, 'captures'> & Pick<WorkerOrder, 'generation'>;

/** Lasts as long as its thread. What belongs to a single round is in `RoundInThread`, made anew for each. */
export class WorkerLoad implements Dispatcher, Scheduled, RoundHost {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  tripMs = Number.POSITIVE_INFINITY;
  readonly turns = new LoopTurns();
  readonly order: WorkerOrder;
  readonly connections: Connection[] = [];
  readonly rows: DataRows;
  readonly walks = new LiveWalks();
  readonly #inspections = new Inspections();
  readonly limiter = new LimiterWatch();
  readonly hangs: HangWatch;
  expectsFault = false;
  readonly session: SessionWatch;
  readonly #post: (message: FromWorker) => void;
  readonly #scheduler = new Scheduler(this);
  readonly #autocannon: Instance;
  #writers: readonly Writer[];
  #round: RoundInThread;
  /** Connections that are kept open, the first so many; and how many there are to be. */
  #kept: number;
  #wanted: number;

  /** Connects, and begins the order's own round. */
  constructor(order: WorkerOrder, post: (message: FromWorker) => void) {
    this.endpoint = endpointOf(order.origin, order.address);
    this.timeoutMs = order.timeoutMs;
    this.hangs = new HangWatch(order.timeoutMs);
    this.session = new SessionWatch(order.loggedIn, order.generation);
    this.order = order;
    this.rows = new DataRows(order.data ?? [], order.firstUser);
    this.#post = post;
    this.#kept = firstConnections(order);
    this.#wanted = this.#kept;
    this.#writers = compileWriters(order, order.captures);
    this.#autocannon = autocannon(
      {
        url: order.origin,
        connections: order.mostConnections,
        duration: FAR_SECONDS,
        timeout: FAR_SECONDS,
        sampleInt: 250,
        excludeErrorStats: true,
        setupClient: (client) => this.#add(new Connection(client, this, this.#nextUser())),
      },
      () => {},
    );
    this.#round = new RoundInThread(this, order);
  }

  receive(message: ToWorker): void {
    if (message.say === 'stop') return this.#round.finish();
    if (message.say === 'end') return this.#round.end();
    if (message.say === 'enough') return this.#round.end(true);
    if (message.say === 'fault') {
      this.expectsFault = true;
      return;
    }
    if (message.say === 'rest') return this.#openConnections(0);
    if (message.say === 'begin') return this.#round.beginTogether(message.atMs);
    if (message.say === 'round') return this.#beginRound(message.round);
    this.#writers = compileWriters(this.order, message.captures);
    for (const { user } of this.connections) this.#begin(user, message);
    const wasAwaited = this.session.awaited;
    this.session.renew(message.generation, performance.now());
    if (wasAwaited) this.#round.goOn();
    this.goOn();
  }

  post(message: FromWorker): void {
    this.#post(message);
  }

  /** Connections that closed while nothing was sent were not replaced. */
  goOn(): void {
    for (const connection of this.connections) this.ready(connection);
  }

  keepOpen(count: number): void {
    const isTurning = this.#kept !== this.#wanted;
    this.#wanted = count;
    if (!isTurning) this.#openNext();
  }

  close(): void {
    this.#wanted = this.#kept;
    for (const connection of this.connections) connection.close();
    for (const connection of this.connections) connection.free();
    this.#autocannon.stop();
  }

  get sending(): boolean {
    return !this.session.awaited && this.#round.active;
  }

  offer(connections: readonly Connection[]): void {
    this.#round.offer(connections);
  }

  tripped(tripMs: number): void {
    this.tripMs = Math.min(this.tripMs, tripMs);
  }

  ready(connection: Connection): void {
    this.#scheduler.take(connection);
  }

  write(picked: PickedRequest, user: UserState): Buffer | string {
    return this.#round.write(picked, this.#writers, user);
  }

  pickFailed(connection: Connection, kind: RequestEnd['kind'], nowMs: number): PickedRequest | null {
    return this.#round.pickFailed(connection, kind, nowMs);
  }

  wantsSample(picked: PickedRequest, kind: RequestEnd['kind'], status: number | null): boolean {
    return this.#round.measured?.wantsSample(picked, kind, status) === true;
  }

  settle(picked: PickedRequest, outcome: RequestEnd): void {
    this.#round.settle(picked, outcome);
  }

  inspectLater(connection: Connection): void {
    this.#inspections.add(connection);
  }

  resent(picked: PickedRequest): void {
    this.#round.measured?.countResent(picked);
  }

  connectionFailed(code: string): void {
    this.#round.lookout.connectionFailed(code);
  }

  #nextUser(): UserState {
    const index = this.order.firstUser + this.connections.length;
    const user = createUser(index, this.rows.ofUser(index));
    this.#begin(user, this.order);
    return user;
  }

  /** With what logins gave it; what the service gave it since then stays. */
  #begin(user: UserState, given: GivenToUsers): void {
    const { users = [], sharedJars = [], renewedJars = sharedJars, generation } = given;
    const { origin, firstUser } = this.order;
    const { captures = {}, jars = [] } = users[user.index - firstUser] ?? {};
    user.former = [...Object.values(user.captures), ...user.jars.flatMap((jar) => jar.values)];
    user.captures = captures;
    user.generation = generation;
    if (user.jars.length === 0)
      user.jars = sharedJars.map((shared, login) => new UserJar(origin, jars[login] ?? shared));
    else for (const [login, jar] of user.jars.entries()) jar.put(jars[login] ?? renewedJars[login] ?? []);
  }

  #beginRound(part: RoundPart): void {
    this.#openConnections(firstConnections(part));
    this.#round = new RoundInThread(this, part);
    // Connections that the server closed meanwhile are replaced, the others send at once.
    this.goOn();
  }

  /** Before it connects for the first time: what the first round doesn't need stays closed. */
  #add(connection: Connection): void {
    if (this.connections.length >= this.#kept) connection.close();
    this.connections.push(connection);
  }

  /** One a turn: opening takes longer than reading a response, and those that come meanwhile would be timed late. */
  readonly #openNext = (): void => {
    if (this.#kept === this.#wanted) return;
    if (this.#kept < this.#wanted) this.connections[this.#kept++]?.open();
    else this.connections[--this.#kept]?.leave();
    if (this.#kept !== this.#wanted) setImmediate(this.#openNext);
  };

  #openConnections(count: number): void {
    this.#kept = count;
    this.#wanted = count;
    this.connections.forEach((connection, index) => {
      if (index < count) connection.open();
      else connection.close();
    });
  }
}
