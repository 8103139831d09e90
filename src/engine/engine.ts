/** The load: readiness, login, rounds. Everything it needs from outside is passed to `createEngine`. */
import { highestConnections, pausesBetweenRounds } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { writeShard } from '../config/shard.ts';
import type { Location } from '../config/target/location.ts';
import { answersAtEnd } from './answers-at-end.ts';
import type { CleanupOutcome } from './cleanup-outcome.ts';
import type { EngineOptions } from './engine-options.ts';
import { openFault } from './fault/open-fault.ts';
import { persistLogin } from './fault/persist-login.ts';
import { describeMachine } from './machine.ts';
import { nameOrder } from './name-order.ts';
import { ProbeWatch } from './probes/probe-watch.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Round, RoundOrder, Side } from './round.ts';
import { roundsOf } from './rounds-of.ts';
import { withStep } from './search-orders.ts';
import { sentIn } from './sent-in.ts';
import { clearUp } from './session/clear-up.ts';
import { Session } from './session/session.ts';
import { endingOnTime } from './shard-clock.ts';
import { shareCap } from './share-cap.ts';
import { mostByWorker, splitStages, workersFor } from './split-load.ts';
import { splitUsers } from './split-users.ts';
import { StageClock } from './stage-clock.ts';
import { LOOK_MS, StepObserver } from './step-observer.ts';
import { confirmAll } from './target/confirm.ts';
import { permitTyped, resolveByDns } from './target/guard.ts';
import { CapturedSecrets } from './users/captured-secrets.ts';
import { newRun, uniquePrefix } from './values.ts';
import { waitFor } from './wait-for.ts';
import type { RoundPart, SecondStats } from './worker/messages.ts';
import { WorkerPool } from './worker-pool.ts';

/** Stretches of each stage from which the spread within a run is learnt; a slice is one by itself. */
const BATCHES = 10;
export interface Engine {
  /** Waits for the environments of the plan to be ready and logs in to each. Throws Unmeasurable. */
  prepare(plan: Plan): Promise<void>;
  /** A go through the order's stages without a pause. @returns a round of each, as far as it was begun */
  measure(plan: Plan, order: RoundOrder): Promise<readonly Round[]>;
  /** Whether the environments still serve the commits that they served before the load. Throws Unmeasurable. */
  confirm(): Promise<void>;
  /** Address of a side, as it was resolved before the load; null before. */
  address(side: Side): string | null;
  /** The commit that a side said it serves; null where it wasn't asked, or has not answered well. */
  servedCommit(side: Side): string | null;
  /** Ends the worker threads and their connections, then removes what was created, as far as that is declared. */
  close(): Promise<void>;
  /** What came of the clean-up; empty before the end, and without one. */
  cleanup(): readonly CleanupOutcome[];
  readonly machine: { readonly tool: string; readonly machine: string };
  /** Captured values; with the plan's secrets, what nothing may show. */
  secrets(): readonly string[];
}

interface Environment {
  readonly plan: Plan;
  readonly session: Session;
  readonly pool: WorkerPool;
  /** What its last round was, by worker. */
  latest: readonly RoundPart[];
  /** The most that any of its rounds had. */
  mostConnections: number;
  /** Whether its last round went to its end: an environment that broke down can't be asked for its commit. */
  complete: boolean;
}

export function createEngine(options: EngineOptions): Engine {
  const { signal, onProgress, workerFile } = options;
  const { shard } = options;
  const run = newRun(shard);
  const captured = new CapturedSecrets(options.onSecret);
  const environments = new Map<Side, Environment>();
  /** Also those that could not be opened to the end, which may have created something all the same. */
  const sessions: Session[] = [];
  let cleaned: readonly CleanupOutcome[] | null = null;
  /** Requests of the load so far, of both sides and all warm-ups. */
  let sent = 0;
  let watch: ProbeWatch | null = null;

  async function open(plan: Plan, side: Side, { origin, basePath }: Location): Promise<void> {
    const users = splitUsers(plan, side, mostByWorker(plan.load, undefined, shard), shard);
    const location = { origin, ...(basePath !== undefined && { basePath }) };
    const session = new Session(plan, side, location, {
      signal,
      run,
      uniquePrefix: uniquePrefix(run, side, 'login', 0),
      permission: (options.permissions ?? permitTyped(false))[side],
      commit: side === 'target' ? (options.commit ?? null) : null,
      mergeCommit: side === 'target' ? (options.mergeCommit ?? null) : null,
      resolve: options.resolve,
      ...(shard && {
        users: users.reduce((sum, { mostConnections }) => sum + mostConnections, 0),
        firstUser: users[0]?.firstUser ?? 0,
      }),
      redact: (text) => captured.redactFor(plan)(text),
      ...captured.listenTo(side),
    });
    sessions.push(session);
    await session.open(onProgress, options.patience);
    const members = users.map((own) => ({
      ...own,
      ...location,
      address: session.address,
      timeoutMs: plan.load.timeoutMs,
      requests: plan.scenario.requests,
      loggedIn: session.loggedIn,
    }));
    const { probes: permission } = options;
    // What several machines would read alike is read by one of them.
    const reads = shard === undefined || shard.index === 1;
    if (reads && permission !== undefined && plan.probes !== undefined) {
      watch ??= new ProbeWatch(plan, signal);
      await watch.open({
        side,
        location,
        permission,
        sides: options.permissions ?? permitTyped(false),
        resolve: options.resolve ?? resolveByDns,
        redact: (text) => captured.redactFor(plan)(text),
      });
    }
    const pool = new WorkerPool(workerFile, members, session.gave, signal);
    environments.set(side, { plan, session, pool, complete: true, latest: [], mostConnections: 0 });
  }

  async function measure(plan: Plan, order: RoundOrder): Promise<readonly Round[]> {
    const { side, sequence, stages, warmupMs, mostMs, seed, warmUp, slice, step, startMs } = order;
    const environment = environments.get(side);
    if (environment === undefined) throw new Error(`prepare() opened no environment for the side "${side}"`);
    const { session, pool } = environment;
    const meter = new ProgressMeter(order, onProgress);
    const observer = step && new StepObserver(step, plan, stages[0]);
    const clock = new StageClock();
    if (startMs !== undefined) await waitFor(startMs - warmupMs, signal);
    const timely = endingOnTime(order, Date.now());
    const parts = splitStages(timely, workersFor(plan.load, undefined, shard), shard);
    const caps = shareCap(plan, order, sent, parts, shard);
    const rounds = parts.map((part, worker) => ({
      ...part,
      ...caps[worker],
      warmupMs,
      together: parts.length > 1 || startMs !== undefined,
      batches: slice === undefined ? BATCHES : 1,
      ticks: slice === undefined && !warmUp && !step,
      pauses: pausesBetweenRounds(plan),
      seed: shard === undefined ? `${seed}/${worker}` : `${seed}/${writeShard(shard)}/${worker}`,
      ...(observer && { tellMs: LOOK_MS }),
      uniquePrefix: uniquePrefix(run, side, nameOrder(order), worker),
    }));
    environment.latest = plan.scenario.flows ? rounds : [];
    environment.mostConnections = Math.max(environment.mostConnections, ...stages.map(highestConnections));
    const fault =
      sequence === 0
        ? openFault(
            plan,
            options,
            (text) => captured.redactFor(plan)(text),
            () => pool.expectFault(),
          )
        : null;
    const logIn = () => session.logIn();
    const events = {
      renewLogin: () => {
        clock.loggedIn();
        return fault === null
          ? logIn()
          : persistLogin(
              logIn,
              () => fault.isUnderWay,
              () => session.gave,
            );
      },
      onMeasuring: (stage: number, startedAt: string) => {
        if (stage === 0) fault?.measuring();
        watch?.measuring(order, stage);
        clock.measuring(stage, startedAt);
        meter.measuring(stage);
        observer?.measuring();
      },
      onSecond: (seconds: readonly SecondStats[], total: number) => {
        meter.second(seconds, total);
        observer?.look(seconds, total);
      },
      hasEnough: () => observer?.isBroken ?? false,
    };
    watch?.begin();
    const times = { ...(mostMs && { ms: mostMs }), ...(startMs && { startMs }) };
    const load = pool.measure(rounds, events, times);
    // Whatever becomes of the load, what was done to the environment is undone before anything else.
    const taken = await load.then(
      () => fault?.finish(),
      () => fault?.finish(),
    );
    const result = await load;
    const measured = roundsOf(
      order,
      { ...result, begun: clock.end() },
      {
        names: plan.scenario.requests.map((request) => request.name),
        flows: (plan.scenario.flows ?? []).map((flow) => flow.name),
        address: session.address,
        redact: captured.redactFor(plan),
      },
    );
    sent += sentIn(measured);
    const probed = watch === null ? measured : await watch.end(order, measured);
    const stepped = observer
      ? probed.map((round) => withStep(round, sequence, observer.seen(round)))
      : probed;
    const [first, ...others] = stepped;
    const all = first && taken ? [{ ...first, fault: taken }, ...others] : stepped;
    // After a fault it may not answer any more, which is for the figures to tell.
    environment.complete =
      ['complete', 'capped'].includes(result.ended.how) && (taken === undefined || answersAtEnd(all));
    return all;
  }

  return {
    async prepare(plan) {
      await open(plan, 'target', plan.target);
      if (plan.base !== null) await open(plan, 'base', plan.base);
    },
    measure,
    async confirm() {
      const complete = [...environments.values()].filter((one) => one.complete);
      await confirmAll(complete.map(({ session }) => session.confirm.bind(session)));
    },
    address: (side) => environments.get(side)?.session.address ?? null,
    servedCommit: (side) => environments.get(side)?.session.commit ?? null,
    async close() {
      const sides = [...environments.values()];
      await Promise.all(sides.map((one) => clearUp(one, { sent, sides: sides.length, shard, signal })));
      await Promise.all([watch?.close(), ...sides.map(({ pool }) => pool.close())]);
      // Only now nothing is sent any more that could create something anew.
      cleaned ??= (await Promise.all(sessions.map((session) => session.cleanUp()))).flat();
    },
    cleanup: () => cleaned ?? [],
    machine: { tool: `tailgate ${options.version}`, machine: describeMachine() },
    secrets: () => captured.all,
  };
}
