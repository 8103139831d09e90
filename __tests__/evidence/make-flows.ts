/**
 * A shop of users who walk through flows, played without a service: what became of each walk and each request is
 * known, so that counts and figures can be held against it. Users pause where a round ends, and go on in their side's
 * next one.
 */
import type { Plan, RequestSpec } from '../../src/config/plan.ts';
import type { Flow } from '../../src/config/scenario.ts';
import type {
  Batch,
  FlowStats,
  OutcomeKind,
  RequestStats,
  Round,
  Sample,
  Side,
} from '../../src/engine/round.ts';
import { Recorder } from '../../src/engine/worker/recorder.ts';
import { TimingCounter } from '../../src/engine/worker/timing-counter.ts';
import { IN_TIME } from '../generator-health.ts';
import { generator } from '../judgement/generator.ts';
import { makePlan, makeRequest, type PlanShape } from '../judgement/make.ts';

const CHECKED = 'expected /total to be at least 1, and found 0';

/** `list` by itself, and two flows: `order` thinks on its way and clears up after itself. */
export const REQUESTS: readonly RequestSpec[] = [
  makeRequest({ name: 'list', weight: 10, path: ['/items'] }),
  makeRequest({ name: 'create cart', method: 'POST', weight: 4, path: ['/carts'], flow: 0 }),
  makeRequest({ name: 'add item', method: 'POST', weight: 4, path: ['/carts/', '…', '/items'], flow: 0 }),
  makeRequest({ name: 'read back', weight: 4, path: ['/carts/', '…'], flow: 0 }),
  makeRequest({ name: 'clean up', method: 'DELETE', weight: 4, path: ['/carts/', '…'], flow: 0 }),
  makeRequest({ name: 'sign up', method: 'POST', weight: 2, path: ['/users'], flow: 1 }),
  makeRequest({ name: 'see profile', weight: 2, path: ['/users/me'], flow: 1 }),
];

export const FLOWS: readonly Flow[] = [
  {
    name: 'order',
    weight: 4,
    steps: [
      { request: 1 },
      { request: 2, think: { fromMs: 20, toMs: 60 } },
      { request: 3 },
      { request: 4, always: true },
    ],
  },
  { name: 'welcome', weight: 2, steps: [{ request: 5 }, { request: 6 }] },
];

export function makeFlowPlan(shape: PlanShape = {}): Plan {
  return makePlan({ scenario: { logins: [], requests: REQUESTS, flows: FLOWS }, ...shape });
}

export interface Shop {
  /** Median latency of each request, in ms; 10 where nothing is said. */
  readonly medianMs?: Readonly<Record<string, number>>;
  /** Shares of the requests of a name that fail, by how they do. */
  readonly fails?: Readonly<Record<string, Partial<Readonly<Record<'check' | '500', number>>>>>;
  readonly users?: number;
}

interface Walk {
  readonly flow: number;
  /** Of the next step. */
  readonly at: number;
  readonly tookMs: number;
  /** By step; 0 of one that was not sent. */
  readonly stepsMs: readonly number[];
  readonly failed: OutcomeKind | null;
  readonly status: string | null;
}

interface Ended {
  readonly atMs: number;
  readonly latencyMs: number;
  /** Before it, on the connection that it was sent on. */
  readonly thoughtMs?: number;
  readonly kind: OutcomeKind;
  readonly status: string | null;
  /** Of a walk. */
  readonly stepsMs?: readonly number[];
}

/** What was seen, one by one. */
export interface Truth {
  readonly requests: Map<string, Ended[]>;
  readonly walks: Map<string, Ended[]>;
}

/** The users of one side, from round to round. */
export class Users {
  readonly truth: Truth = { requests: new Map(), walks: new Map() };
  readonly #walks: (Walk | null)[];
  readonly #random: ReturnType<typeof generator>;
  readonly #shop: Shop;
  readonly #side: Side;

  constructor(side: Side, shop: Shop = {}, seed = 7) {
    this.#side = side;
    this.#shop = shop;
    this.#random = generator(seed + (side === 'base' ? 1000 : 0));
    this.#walks = Array.from({ length: shop.users ?? 10 }, () => null);
  }

  /** @param over of the round that it makes */
  round(seconds: number, over: Partial<Round> = {}): Round {
    const endMs = seconds * 1000;
    const requests = REQUESTS.map(({ name }) => new Tally(name, endMs));
    const flows = FLOWS.map(({ name, steps }) => new Tally(name, endMs, steps.map(nameOfStep)));
    const steps = REQUESTS.map(() => ({ carriedIn: 0, notReached: 0, carriedOut: 0 }));
    const counts = FLOWS.map(() => ({ carriedIn: 0, started: 0, carriedOut: 0 }));
    const carry = (walk: Walk, key: 'carriedIn' | 'carriedOut') => {
      (counts[walk.flow] as { carriedIn: number; carriedOut: number })[key]++;
      for (const { request } of stepsOf(walk.flow).slice(walk.at))
        (steps[request] as { carriedIn: number; carriedOut: number })[key]++;
    };
    this.#walks.forEach((paused, user) => {
      let walk = paused;
      if (walk) carry(walk, 'carriedIn');
      let nowMs = walk ? 0 : 10 * this.#random.even();
      while (nowMs < endMs) {
        if (walk === null) {
          const drawn = this.#draw();
          if (drawn === null) {
            nowMs = this.#send(0, nowMs, requests).atMs;
            continue;
          }
          const stepsMs = stepsOf(drawn).map(() => 0);
          walk = { flow: drawn, at: 0, tookMs: 0, stepsMs, failed: null, status: null };
          (counts[drawn] as { started: number }).started++;
        }
        const step = stepsOf(walk.flow)[walk.at];
        if (step === undefined) {
          const { tookMs: latencyMs, failed, status, stepsMs } = walk;
          const ended: Ended = { atMs: nowMs, latencyMs, kind: failed ?? 'success', status, stepsMs };
          const { name } = FLOWS[walk.flow] as Flow;
          flows[walk.flow]?.add(ended);
          put(this.truth.walks, name, ended);
          walk = null;
          continue;
        }
        if (walk.failed && !step.always) {
          (steps[step.request] as { notReached: number }).notReached++;
          walk = { ...walk, at: walk.at + 1 };
          continue;
        }
        const { fromMs, toMs } = step.think ?? { fromMs: 0, toMs: 0 };
        const thoughtMs = fromMs + (toMs - fromMs) * this.#random.even();
        nowMs += thoughtMs;
        if (nowMs >= endMs) break;
        const sent = this.#send(step.request, nowMs, requests, thoughtMs);
        nowMs = sent.atMs;
        const failed = sent.kind === 'success' ? null : sent.kind;
        walk = {
          ...walk,
          at: walk.at + 1,
          tookMs: walk.tookMs + sent.latencyMs,
          stepsMs: walk.stepsMs.with(walk.at, sent.latencyMs),
          failed: walk.failed ?? failed,
          status: walk.failed ? walk.status : sent.status,
        };
      }
      if (walk) carry(walk, 'carriedOut');
      this.#walks[user] = walk;
    });
    return {
      side: this.#side,
      stage: 0,
      startedAt: '2026-11-02T09:00:00.000Z',
      measuredMs: endMs,
      plannedMs: endMs,
      elapsedMs: endMs + 20,
      connections: this.#walks.length,
      silences: [],
      seed: 'flows',
      address: '127.0.0.1',
      requests: requests.map((tally, i) => ({
        ...tally.stats(),
        ...(REQUESTS[i]?.flow !== undefined && { walks: steps[i] as (typeof steps)[number] }),
      })),
      flows: flows.map(
        (tally, i): FlowStats => ({
          ...tally.stats(),
          ...(counts[i] as (typeof counts)[number]),
          samples: [],
        }),
      ),
      ended: { how: 'complete' },
      generator: IN_TIME,
      ...over,
    };
  }

  /** A flow, or null for `list`. */
  #draw(): number | null {
    const at = 16 * this.#random.even();
    return at < 10 ? null : at < 14 ? 0 : 1;
  }

  #send(request: number, nowMs: number, tallies: readonly Tally[], thoughtMs = 0): Ended {
    const { name } = REQUESTS[request] as RequestSpec;
    const { check = 0, 500: broken = 0 } = this.#shop.fails?.[name] ?? {};
    const chance = this.#random.even();
    const kind = chance < check ? 'check' : chance < check + broken ? 'status' : 'success';
    const latencyMs = (this.#shop.medianMs?.[name] ?? 10) * Math.exp(0.4 * this.#random.normal());
    const ended: Ended = {
      atMs: nowMs + latencyMs,
      latencyMs,
      thoughtMs,
      kind,
      status: kind === 'status' ? '500' : null,
    };
    tallies[request]?.add(ended);
    put(this.truth.requests, name, ended);
    return ended;
  }
}

function stepsOf(flow: number): Flow['steps'] {
  return (FLOWS[flow] as Flow).steps;
}

function nameOfStep({ request }: Flow['steps'][0]): string {
  return (REQUESTS[request] as RequestSpec).name;
}

function put(into: Map<string, Ended[]>, name: string, ended: Ended): void {
  const known = into.get(name);
  if (known) known.push(ended);
  else into.set(name, [ended]);
}

const BATCHES = 10;

class Tally {
  readonly #name: string;
  readonly #endMs: number;
  readonly #ended: Ended[] = [];
  /** Of a flow's steps. */
  readonly #steps: readonly string[];

  constructor(name: string, endMs: number, steps: readonly string[] = []) {
    this.#name = name;
    this.#endMs = endMs;
    this.#steps = steps;
  }

  add(ended: Ended): void {
    this.#ended.push(ended);
  }

  stats(): RequestStats {
    const of = (kind: OutcomeKind) => this.#ended.filter((one) => one.kind === kind).length;
    const status = of('status');
    const length = this.#endMs / BATCHES;
    const times = new TimingCounter(this.#steps.length);
    for (const { kind, latencyMs, stepsMs } of this.#ended)
      if (stepsMs && kind === 'success') times.recordParts(latencyMs, this.#steps, stepsMs);
    return {
      name: this.#name,
      sent: this.#ended.length,
      resent: 0,
      outcomes: {
        success: of('success'),
        status,
        check: of('check'),
        body: 0,
        timeout: 0,
        socket: 0,
        unanswered: 0,
      },
      inFlight: 0,
      statuses: status > 0 ? { 500: status } : {},
      codes: {},
      intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
      samples: samplesOf(this.#ended),
      ...(this.#steps.length > 0 && of('success') > 0 && { timings: [times.timings] }),
      batches: Array.from({ length: BATCHES }, (_, i) =>
        // What is answered after the end belongs to the last one.
        batchOf(
          this.#ended.filter(({ atMs }) => Math.min(BATCHES - 1, Math.floor(atMs / length)) === i),
          length / 1000,
        ),
      ),
    };
  }
}

function samplesOf(ended: readonly Ended[]): Sample[] {
  return [
    ...ended
      .filter(({ kind }) => kind === 'check')
      .map((): Sample => ({ kind: 'check', status: 200, text: CHECKED })),
    ...ended
      .filter(({ kind }) => kind === 'status')
      .map((): Sample => ({ kind: 'status', status: 500, text: '{"error":"no such cart"}' })),
  ].slice(0, 3);
}

function batchOf(ended: readonly Ended[], seconds: number): Batch {
  const [good, bad] = [new Recorder(), new Recorder()];
  for (const { kind, latencyMs } of ended) (kind === 'success' ? good : bad).record(latencyMs);
  const successes = ended.filter(({ kind }) => kind === 'success').length;
  return {
    seconds,
    requests: ended.length,
    errors: ended.length - successes,
    busyMs: ended.reduce((sum, { latencyMs, thoughtMs = 0 }) => sum + latencyMs + thoughtMs, 0),
    completedSuccesses: successes,
    completedResponses: ended.length,
    latency: good.take(),
    latencyOfErrors: bad.take(),
    service: [],
  };
}
