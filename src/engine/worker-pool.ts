/** The worker threads that load one environment: started together, told together, ended together. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { commonMs } from './common-clock.ts';
import { CommonSeconds } from './common-seconds.ts';
import type { PoolEvents } from './pool-events.ts';
import type { Limiting, RoundEnd } from './round.ts';
import { hungFor, whatFailed } from './round-end.ts';
import { LatestLogins } from './session/logged-in.ts';
import { explainCode } from './target/failure.ts';
import { exhausted, explainBroken, ThreadWatch, unheard } from './thread-watch.ts';
import { limitedTogether } from './worker/limiter-watch.ts';
import type {
  FromWorker,
  LoggedIn,
  RoundPart,
  SecondStats,
  ToWorker,
  WorkerOrder,
  WorkerResult,
} from './worker/messages.ts';
import { workerHeap } from './worker-heap.ts';

/** By then every thread has been told when the measured time begins. */
const START_MS = 10;
/** What a thread that doesn't come to its end is given up after. */
const CLOSE_MS = 3000;
/** So long a run that is cancelled waits for what its threads have seen: files are to be written meanwhile. */
const CANCEL_MS = 3000;

interface RoundTimes {
  /** What it may take at most, from the warm-up's start to the last response that is waited for. */
  readonly ms?: number;
  /** When the measured time begins, by `Date.now()`, as on other machines: its parts are `together`. */
  readonly startMs?: number;
}

interface PoolResult {
  readonly results: readonly WorkerResult[];
  /** Of times, since the first stage began. */
  readonly ended: RoundEnd;
}

/** Everything but the first round, which makes a whole order of it. */
type PoolMember = Omit<WorkerOrder, keyof RoundPart | keyof LoggedIn | 'generation'>;

export class WorkerPool {
  readonly #workerFile: string;
  readonly #members: readonly PoolMember[];
  readonly #signal: AbortSignal;
  /** Each from its first round on. */
  #workers: Worker[] = [];
  readonly #logins: LatestLogins;
  /** Hears the messages of the round that is under way, by worker. */
  #hear: (index: number, message: FromWorker) => void = () => {};
  #fail: (error: Error) => void = () => {};
  /** A thread that broke between two rounds is told by the next one. */
  #broken: Error | null = null;

  constructor(workerFile: string, members: readonly PoolMember[], loggedIn: LoggedIn, signal: AbortSignal) {
    this.#logins = new LatestLogins(loggedIn, members[0]?.firstUser ?? 0);
    this.#workerFile = workerFile;
    this.#members = members;
    this.#signal = signal;
  }

  /**
   * Runs one round, on as many threads as it has parts; the others close their connections meanwhile. The round's own
   * stay open for the next one. After a round that did not end as planned there can't be another.
   *
   * @param rounds one for each thread, at most as many as there are members
   * @param times where it takes longer, the round ends there: `capped`
   * @throws Unmeasurable `generator-exhausted` where this machine can open no connection any more, `generator-hung`
   * where a thread is not heard of; the error of one that breaks
   */
  async measure(
    rounds: readonly RoundPart[],
    events: PoolEvents,
    { ms: capMs, startMs }: RoundTimes = {},
  ): Promise<PoolResult> {
    const seconds = new CommonSeconds(rounds.length);
    const results: (WorkerResult | undefined)[] = rounds.map(() => undefined);
    const limited = rounds.map((): Limiting | null => null);
    const hung = rounds.map((): number | null => null);
    let ended: RoundEnd = { how: 'complete' };
    let measuringMs: number | null = null;
    let renewal: Promise<void> | null = null;
    /** Stages that have begun, and threads that wait for the first of them. */
    let [begun, waits] = [0, 0];
    let capTimer: NodeJS.Timeout | undefined;
    let giveUpTimer: NodeJS.Timeout | undefined;

    const warmupMs = Math.max(...rounds.map((round) => round.warmupMs));
    const untilStartMs = () => (startMs === undefined ? warmupMs : startMs - Date.now());
    const afterMs = () => (measuringMs === null ? 0 : performance.now() - measuringMs);
    const end = (how: RoundEnd) => {
      // Once all requests are sent that may be, only whoever cancels and the clock end the wait for their responses.
      const isSpent = ended.how === 'capped';
      if (ended.how !== 'complete' && !(isSpent && ['capped', 'cancelled'].includes(how.how))) return;
      if (!isSpent || how.how === 'cancelled') ended = how;
      this.#tell({ say: 'stop' });
    };
    /** Once for each session that expires: whoever notices first, all get the new captures. */
    const renew = (generation: number) => {
      if (renewal !== null || generation !== this.#logins.generation) return;
      const sinceMs = performance.now();
      renewal = events.renewLogin().then(
        (renewed) => {
          renewal = null;
          this.#logins.renew(renewed, performance.now() - sinceMs);
          this.#tellLogins();
        },
        (error: Error) => {
          const how = whatFailed(error);
          if (how === null) this.#fail(error);
          else end({ how, afterMs: afterMs(), why: error.message });
        },
      );
    };
    const countSecond = (index: number, second: SecondStats, total: number) => {
      const common = seconds.add(index, second, total);
      if (common === null) return;
      events.onSecond(common.seconds, common.sent);
      if (events.hasEnough?.()) this.#tell({ say: 'enough' });
    };

    const done = new Promise<readonly WorkerResult[]>((resolve, reject) => {
      this.#fail = reject;
      if (this.#broken !== null) reject(this.#broken);
      this.#hear = (index, message) => {
        watch.heard(index);
        if (message.say === 'waiting') {
          if (++waits === rounds.length)
            this.#tell({ say: 'begin', atMs: commonMs() + Math.max(START_MS, untilStartMs()) });
        } else if (message.say === 'measuring' && message.stage === begun) {
          begun++;
          measuringMs ??= performance.now();
          events.onMeasuring(message.stage, message.startedAt);
          // The load itself began with the warm-up: what it took to start the threads is none.
          if (capMs !== undefined && begun === 1)
            capTimer = setTimeout(() => end({ how: 'capped', by: 'max-duration' }), capMs - warmupMs);
        } else if (message.say === 'second') countSecond(index, message.second, message.sent);
        else if (message.say === 'unauthorised') renew(message.generation);
        else if (message.say === 'limited') {
          limited[index] = message.limited;
          const together = limitedTogether(limited);
          if (together !== null) end({ how: 'rate-limited', afterMs: afterMs(), ...together });
        } else if (message.say === 'hung') {
          hung[index] = message.silentMs;
          const silentMs = hung.every((ms) => ms !== null) ? Math.min(...hung) : null;
          if (silentMs !== null) end(hungFor(silentMs, afterMs()));
        } else if (message.say === 'capped') {
          if (ended.how !== 'complete') return;
          const { by, table } = message;
          ended = { how: 'capped', by, ...(table && { table }) };
          this.#tell({ say: 'end' });
        } else if (message.say === 'lost') {
          const { afterMs, why } = message;
          if (message.what === 'generator') reject(exhausted(why));
          else if (message.what === 'target') end({ how: 'target-lost', afterMs, why: explainCode(why) });
          else end({ how: 'login-lost', afterMs, why: this.#logins.explain(why) });
        } else if (message.say === 'done') {
          watch.done(index);
          results[index] = message.result;
          const all = results.filter((result) => result !== undefined);
          if (all.length === results.length) resolve(all);
        }
      };
    });
    const watch = new ThreadWatch(rounds.length, this.#fail);
    const cancel = () => {
      end({ how: 'cancelled' });
      giveUpTimer = setTimeout(() => this.#fail(unheard()), CANCEL_MS);
    };
    this.#signal.addEventListener('abort', cancel);
    try {
      this.#send(rounds);
      if (this.#signal.aborted) cancel();
      const all = await done;
      // A login that is still under way belongs to this round: the next one begins with what came of it.
      await renewal;
      return { results: all, ended };
    } finally {
      watch.end();
      clearTimeout(capTimer);
      clearTimeout(giveUpTimer);
      this.#signal.removeEventListener('abort', cancel);
    }
  }

  /** A fault on purpose begins. */
  expectFault(): void {
    this.#tell({ say: 'fault' });
  }

  async close(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    const ended = Promise.all(workers.map((worker) => worker.terminate()));
    // A thread that hangs in the system ends with the process.
    await Promise.race([ended, sleep(CLOSE_MS, undefined, { ref: false })]);
  }

  #send(rounds: readonly RoundPart[]): void {
    this.#workers.forEach((worker, index) => {
      const round = rounds[index];
      worker.postMessage((round ? { say: 'round', round } : { say: 'rest' }) satisfies ToWorker);
    });
    for (const round of rounds.slice(this.#workers.length)) this.#workers.push(this.#start(round));
  }

  /** The next member's thread. */
  #start(round: RoundPart): Worker {
    const index = this.#workers.length;
    const member = this.#members[index];
    if (member === undefined) throw new RangeError(`a round for ${index + 1} worker threads, of fewer`);
    const order: WorkerOrder = {
      ...member,
      ...this.#logins.of(member),
      ...round,
      keepConnections: true,
    };
    const worker = new Worker(this.#workerFile, { workerData: order, resourceLimits: workerHeap(order) });
    worker.on('message', (message: FromWorker) => this.#hear(index, message));
    worker.on('error', (error) => this.#break(explainBroken(error as Error)));
    worker.on('exit', (code) => this.#break(new Error(`a worker thread ended early with code ${code}`)));
    return worker;
  }

  #tellLogins(): void {
    for (const [index, worker] of this.#workers.entries()) {
      const given = this.#logins.of(this.#members[index] as PoolMember);
      worker.postMessage({ say: 'captures', ...given } satisfies ToWorker);
    }
  }

  #break(error: Error): void {
    this.#broken ??= error;
    this.#fail(error);
  }

  #tell(message: ToWorker): void {
    for (const worker of this.#workers) worker.postMessage(message);
  }
}
