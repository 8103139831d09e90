/** The load: readiness, login, rounds. Everything it needs from outside is passed to `createEngine`. */
import { randomBytes } from 'node:crypto';
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Load, Plan, RequestSpec } from '../config/plan.ts';
import { redactor } from '../config/redact.ts';
import { runCrew } from './crew.ts';
import { mergeGenerators, mergeRequests, mergeSeconds } from './merge-shares.ts';
import type { Progress } from './progress.ts';
import { ProgressMeter } from './progress-meter.ts';
import { seededRandom } from './random.ts';
import { type Captures, compileRequest } from './render.ts';
import type { Round } from './round.ts';
import { logIn } from './target/login.ts';
import { awaitReady, type Patience } from './target/ready.ts';
import { Unmeasurable } from './unmeasurable.ts';
import { createValues, uniquePrefix } from './values.ts';
import type { ShareOrder } from './worker/share-messages.ts';

/** Connections that one worker thread carries before another one is worth its core. */
const CONNECTIONS_PER_WORKER = 100;
/** The warm-up of a round that follows another: the target is warm, only the connections are new. */
const NEXT_WARMUP_MS = 1000;

export interface EngineOptions {
  /** Path of the bundled worker, `dist/worker/index.js`. */
  readonly workerFile: string;
  readonly version: string;
  readonly signal: AbortSignal;
  onProgress(progress: Progress): void;
  /** Told of each captured value, so that logs can mask it. */
  onSecret(value: string): void;
  readonly patience?: Patience;
}

export interface Engine {
  prepare(plan: Plan): Promise<void>;
  measure(plan: Plan, sequence: number): Promise<Round>;
  readonly machine: { readonly tool: string; readonly machine: string };
  /** Captured values; with the plan's secrets, what nothing may show. */
  secrets(): readonly string[];
}

export function createEngine(options: EngineOptions): Engine {
  const { signal, onProgress } = options;
  const run = Date.now().toString(36) + BigInt(`0x${randomBytes(5).toString('hex')}`).toString(36);
  const seed = randomBytes(6).toString('hex');
  const values = createValues(`${run}l`, seededRandom(`${seed}/login`));
  const captured = new Set<string>();
  let captures: Captures = {};
  let address: string | null = null;

  const redact = (plan: Plan) => redactor([...plan.secrets, ...captured]);

  async function renewLogin(plan: Plan): Promise<Captures> {
    const { login } = plan.scenario;
    if (login === null) return {};
    const deadlineMs = plan.load.timeoutMs;
    captures = await logIn(login, plan.target.origin, { deadlineMs, signal, values, redact: redact(plan) });
    checkUsable(plan, captures);
    for (const value of Object.values(captures)) {
      captured.add(value);
      options.onSecret(value);
    }
    return captures;
  }

  async function prepare(plan: Plan): Promise<void> {
    const waiting = (note: string | null, elapsedMs: number) =>
      onProgress({
        phase: 'ready',
        round: 0,
        elapsedMs,
        totalMs: 0,
        perSecond: 0,
        p99Ms: null,
        requests: 0,
        errors: 0,
        note,
      });
    waiting(null, 0);
    address = await awaitReady(plan.target, signal, waiting, options.patience);
    await renewLogin(plan);
  }

  async function measure(plan: Plan, sequence: number): Promise<Round> {
    const { load, scenario } = plan;
    const warmupMs = sequence === 0 ? load.warmupMs : Math.min(load.warmupMs, NEXT_WARMUP_MS);
    const meter = new ProgressMeter(sequence, warmupMs, load.durationMs, onProgress);
    const workers = workersFor(load.connections);
    const shares = split(load.connections, workers).map(
      (connections, worker): ShareOrder => ({
        origin: plan.target.origin,
        address,
        requests: scenario.requests,
        loggedIn: scenario.login === null ? [] : carryingCaptures(scenario.requests),
        captures,
        connections,
        arrivals: arrivalsOf(load, connections / load.connections, worker / workers),
        warmupMs,
        measureMs: load.durationMs,
        timeoutMs: load.timeoutMs,
        seed: `${seed}/${sequence}/${worker}`,
        uniquePrefix: uniquePrefix(run, sequence, worker),
      }),
    );
    const result = await runCrew({
      workerFile: options.workerFile,
      shares,
      signal,
      renewLogin: () => renewLogin(plan),
      onMeasuring: () => meter.measuring(),
      onSecond: (seconds, sent) => meter.second(seconds, sent),
    });
    return {
      side: 'target',
      startedAt: result.startedAt,
      measuredMs: Math.max(...result.shares.map((share) => share.measuredMs)),
      plannedMs: load.durationMs,
      connections: load.connections,
      seed: `${seed}/${sequence}`,
      requests: mergeRequests(
        scenario.requests.map((request) => request.name),
        result.shares.map((share) => share.requests),
        redact(plan),
      ),
      seconds: mergeSeconds(result.seconds),
      ended: result.ended,
      generator: mergeGenerators(
        result.shares.map((share) => share.generator),
        load.arrivals !== null,
      ),
    };
  }

  const machine = { tool: `tailgate ${options.version}`, machine: describeMachine() };
  return { prepare, measure, machine, secrets: () => [...captured] };
}

/** What the service handed out goes into requests: a token that would break them is found before the load. */
function checkUsable(plan: Plan, captures: Captures): void {
  try {
    for (const request of plan.scenario.requests) compileRequest(request, '', captures);
  } catch (error) {
    throw new Unmeasurable('login-failed', `the login can't be used: ${(error as Error).message}`);
  }
}

/** A core stays free for a service on the same machine. */
function workersFor(connections: number): number {
  const spare = Math.max(1, availableParallelism() - 1);
  return Math.min(spare, Math.ceil(connections / CONNECTIONS_PER_WORKER));
}

/** A worker's part of the schedule; the workers take turns within an interval. */
function arrivalsOf({ arrivals }: Load, share: number, phase: number): ShareOrder['arrivals'] {
  if (arrivals === null) return null;
  return { perSecond: arrivals.perSecond * share, kind: arrivals.kind, phase };
}

function split(total: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, index) => Math.floor((total + index) / parts));
}

function carryingCaptures(requests: readonly RequestSpec[]): number[] {
  return requests.flatMap((request, index) => {
    const templates = [request.path, request.body ?? [], ...request.headers.map(([, value]) => value)];
    const carries = templates.flat().some((part) => typeof part !== 'string' && part.value === 'capture');
    return carries ? [index] : [];
  });
}

function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${model}, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}
