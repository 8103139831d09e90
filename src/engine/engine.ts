/** The load: readiness, login, rounds. Everything it needs from outside is passed to `createEngine`. */
import { randomBytes } from 'node:crypto';
import type { Plan } from '../config/plan.ts';
import { type Redact, redactor, SHORTEST_CAPTURE, secretsIn } from '../config/secrets/redact.ts';
import type { Location } from '../config/target/location.ts';
import { commonSilences } from './common-silences.ts';
import { describeMachine, machineShareSince, machineTimes } from './machine.ts';
import { mergeGenerators, mergeRequests } from './merge-portions.ts';
import type { Progress } from './progress.ts';
import { ProgressMeter } from './progress-meter.ts';
import type { Round, RoundOrder, Side } from './round.ts';
import { Session } from './session.ts';
import { mostByWorker, splitRequests, splitStage } from './split-load.ts';
import { confirmAll } from './target/confirm.ts';
import { type Permission, permitTyped, type Resolve } from './target/guard.ts';
import type { ReadyPatience } from './target/ready.ts';
import { uniquePrefix } from './values.ts';
import type { RequestPortion } from './worker/messages.ts';
import { WorkerPool } from './worker-pool.ts';

/** Stretches of a round from which the spread within a run is learnt; a slice is one by itself. */
const BATCHES = 10;

export interface EngineOptions {
  /** Path of the bundled worker, `dist/worker/index.js`. */
  readonly workerFile: string;
  readonly version: string;
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Told of each captured value, so that logs can mask it. */
  onSecret(value: string): void;
  readonly patience?: ReadyPatience;
  /** Which addresses may be loaded. Without it: public ones and this machine, as from a terminal. */
  readonly permissions?: Readonly<Record<Side, Permission>>;
  /** Commit that the target has to serve, where the plan knows how to ask for it; null: any. */
  readonly commit?: string | null;
  /** GitHub's merge commit of the pull request: a target that serves it is not waited for. */
  readonly mergeCommit?: string | null;
  /** By default the system's own resolver. */
  readonly resolve?: Resolve;
}

export interface Engine {
  /** Waits for the environments of the plan to be ready and logs in to each. Throws Unmeasurable. */
  prepare(plan: Plan): Promise<void>;
  measure(plan: Plan, order: RoundOrder): Promise<Round>;
  /** Whether the environments still serve the commits that they served before the load. Throws Unmeasurable. */
  confirm(): Promise<void>;
  /** The commit that a side said it serves; null where it wasn't asked, or has not answered well. */
  servedCommit(side: Side): string | null;
  /** Ends the worker threads and their connections. */
  close(): Promise<void>;
  readonly machine: { readonly tool: string; readonly machine: string };
  /** Captured values; with the plan's secrets, what nothing may show. */
  secrets(): readonly string[];
}

interface Environment {
  readonly session: Session;
  readonly pool: WorkerPool;
  /** Whether its last round went to its end: an environment that broke down can't be asked for its commit. */
  complete: boolean;
}

export function createEngine(options: EngineOptions): Engine {
  const { signal, onProgress, workerFile } = options;
  /** Unlike any other run's: the instant, and 40 random bits. */
  const run = Date.now().toString(36) + BigInt(`0x${randomBytes(5).toString('hex')}`).toString(36);
  const captured = new Set<string>();
  /** Made anew only where more was captured. */
  let redacting: { readonly plan: Plan; readonly count: number; readonly redact: Redact } | null = null;
  const redactFor = (plan: Plan): Redact => {
    if (redacting?.plan !== plan || redacting.count !== captured.size)
      redacting = { plan, count: captured.size, redact: redactor([...plan.secrets, ...captured]) };
    return redacting.redact;
  };
  const environments = new Map<Side, Environment>();
  /** Requests of the load so far, of both sides and all warm-ups. */
  let sent = 0;

  async function open(plan: Plan, side: Side, { origin, basePath }: Location): Promise<void> {
    const location = { origin, ...(basePath !== undefined && { basePath }) };
    const session = new Session(plan, side, location, {
      signal,
      uniquePrefix: uniquePrefix(run, side, 'login', 0),
      permission: (options.permissions ?? permitTyped(false))[side],
      commit: side === 'target' ? (options.commit ?? null) : null,
      mergeCommit: side === 'target' ? (options.mergeCommit ?? null) : null,
      resolve: options.resolve,
      redact: (text) => redactFor(plan)(text),
      onCaptured(value) {
        for (const secret of secretsIn(value)) {
          if (secret.trim().length >= SHORTEST_CAPTURE) captured.add(secret);
          options.onSecret(secret);
        }
      },
    });
    await session.open(onProgress, options.patience);
    const members = mostByWorker(plan.load).map((mostConnections) => ({
      mostConnections,
      ...location,
      address: session.address,
      captures: session.captures,
      timeoutMs: plan.load.timeoutMs,
      requests: plan.scenario.requests,
      loggedIn: session.loggedIn,
    }));
    environments.set(side, { session, pool: new WorkerPool(workerFile, members, signal), complete: true });
  }

  async function measure(plan: Plan, order: RoundOrder): Promise<Round> {
    const { side, sequence, warmupMs, measureMs, mostMs, seed, warmUp, slice } = order;
    const stage = plan.load.stages[order.stage];
    if (stage === undefined) throw new RangeError(`the load has no stage ${order.stage}`);
    const environment = environments.get(side);
    if (environment === undefined) throw new Error(`prepare() opened no environment for the side "${side}"`);
    const { session, pool } = environment;
    const meter = new ProgressMeter(order, onProgress);
    const place = warmUp ? 'w' : slice === undefined ? String(sequence) : `${sequence}s${slice}`;
    const parts = splitStage(stage);
    const { maxRequests } = plan.load;
    // What a rate comes to is known before: such a load isn't begun where it would be too much.
    const most =
      stage.arrivals !== null || maxRequests === undefined ? null : Math.max(0, maxRequests - sent);
    const shares = most === null ? [] : splitRequests(most, parts);
    const rounds = parts.map((part, worker) => ({
      ...part,
      ...(most !== null && { mostRequests: shares[worker] ?? 0 }),
      warmupMs,
      measureMs,
      batches: slice === undefined ? BATCHES : 1,
      seed: `${seed}/${worker}`,
      uniquePrefix: uniquePrefix(run, side, place, worker),
    }));
    const startMs = performance.now();
    const startTimes = machineTimes();
    const events = {
      renewLogin: () => session.logIn(),
      onMeasuring: () => meter.measuring(),
      onSecond: meter.second.bind(meter),
    };
    const result = await pool.measure(rounds, events, mostMs === undefined ? undefined : { ms: mostMs });
    environment.complete = ['complete', 'capped'].includes(result.ended.how);
    const sentNow = result.results.reduce((sum, one) => sum + one.sent, 0);
    sent += sentNow;
    const isCancelled = result.ended.how === 'cancelled';
    const measuredMs = Math.max(...result.results.map((each) => each.measuredMs));
    const pausedMs = Math.max(...result.results.map((each) => each.pausedMs));
    return {
      side,
      ...(warmUp && { warmUp }),
      ...(slice !== undefined && { slices: [slice] }),
      stage: order.stage,
      startedAt: result.startedAt,
      measuredMs,
      plannedMs: measureMs,
      elapsedMs: performance.now() - startMs,
      ...(result.logins > 0 && { renewals: { logins: result.logins, pausedMs } }),
      connections: stage.connections,
      firstMs: result.results.flatMap(({ firstMs }) => firstMs),
      silences: commonSilences(
        result.results.map(({ silences }) => silences),
        measuredMs,
      ),
      sent: sentNow,
      writes: result.results.reduce((sum, { writes }) => sum + writes, 0),
      seed,
      address: session.address,
      requests: mergeRequests(
        plan.scenario.requests.map((request) => request.name),
        // Files first: who cancels has no time to have samples searched for secrets.
        result.results.map((each) => (isCancelled ? each.requests.map(withoutSamples) : each.requests)),
        redactFor(plan),
      ),
      ended: result.ended,
      generator: mergeGenerators(
        result.results.map((each) => each.generator),
        stage.arrivals !== null,
        machineShareSince(startTimes),
      ),
    };
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
    servedCommit: (side) => environments.get(side)?.session.commit ?? null,
    async close() {
      await Promise.all([...environments.values()].map(({ pool }) => pool.close()));
    },
    machine: { tool: `tailgate ${options.version}`, machine: describeMachine() },
    secrets: () => [...captured],
  };
}

function withoutSamples(portion: RequestPortion): RequestPortion {
  return { ...portion, samples: [] };
}
