/** Rounds made of single requests, so that the same requests can be one machine's or several machines'. */
import type { Plan } from '../../src/config/plan.ts';
import type { Batch, FlowStats, RequestStats, Round } from '../../src/engine/round.ts';
import type { Tick } from '../../src/engine/tick.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import { hashPlan } from '../../src/shards/hash-plan.ts';
import { packRounds } from '../../src/shards/pack-rounds.ts';
import { SHARD_FORMAT, type ShardFile } from '../../src/shards/shard-file.ts';
import { IN_TIME } from '../generator-health.ts';

export const VERSION = '0.1.0';
const BATCHES = 10;
const TICKS = 40;

/** One request. Latencies are multiples of 1/1024 ms, so that sums of them are exact in whatever order. */
export interface Sent {
  readonly name: number;
  readonly batch: number;
  readonly latency: number;
  readonly fails: boolean;
}

export function makeShardedRound(
  sent: readonly Sent[],
  names: readonly string[],
  over: Partial<Round> = {},
): Round {
  const mine = names.map((): Sent[] => []);
  for (const one of sent) mine[one.name]?.push(one);
  const ticks = Array.from({ length: TICKS }, (_, i) =>
    tickOf(
      i,
      sent.filter(({ latency }) => latency % TICKS === i),
    ),
  );
  return {
    side: 'target',
    stage: 0,
    startedAt: '2026-11-29T12:00:00.000Z',
    measuredMs: 20_000,
    plannedMs: 20_000,
    elapsedMs: 20_500,
    connections: 40,
    sent: sent.length,
    writes: 0,
    firstMs: [],
    silences: [],
    ticks,
    seed: 'abc/0',
    address: '127.0.0.1',
    requests: names.map((name, i) => statsOf(name, mine[i] ?? [])),
    ended: { how: 'complete' },
    generator: { ...IN_TIME, loopDelay: [] },
    ...over,
  };
}

/** Walks through a flow, of each the time of its requests together. */
export function makeShardedFlow(name: string, walked: readonly Sent[]): FlowStats {
  return { ...statsOf(name, walked), started: walked.length, carriedIn: 0, carriedOut: 0 };
}

function statsOf(name: string, sent: readonly Sent[]): RequestStats {
  const failed = sent.filter(({ fails }) => fails).length;
  return {
    name,
    sent: sent.length,
    resent: 0,
    outcomes: {
      success: sent.length - failed,
      status: failed,
      check: 0,
      body: 0,
      timeout: 0,
      socket: 0,
      unanswered: 0,
    },
    inFlight: 0,
    statuses: failed > 0 ? { 503: failed } : {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: [],
    batches: Array.from({ length: BATCHES }, (_, i) => batchOf(sent.filter(({ batch }) => batch === i))),
  };
}

function batchOf(sent: readonly Sent[]): Batch {
  const good = sent.filter(({ fails }) => !fails);
  return {
    seconds: 2,
    requests: sent.length,
    errors: sent.length - good.length,
    retried: 0,
    busyMs: sent.reduce((sum, { latency }) => sum + latency / 1024, 0),
    completedSuccesses: good.length,
    completedResponses: sent.length,
    latency: bucketsOf(good),
    latencyOfErrors: bucketsOf(sent.filter(({ fails }) => fails)),
    service: bucketsOf([]),
  };
}

function tickOf(i: number, sent: readonly Sent[]): Tick {
  const good = sent.filter(({ fails }) => !fails);
  return {
    fromMs: 500 * i,
    ms: 500,
    requests: sent.length,
    errors: sent.length - good.length,
    successes: good.length,
    responses: sent.length,
    latency: bucketsOf(good),
    ...(good.length < sent.length && { failures: { status: sent.length - good.length } }),
  };
}

function bucketsOf(sent: readonly Sent[]) {
  return Histogram.of(sent.flatMap(({ latency }) => [Math.round((latency * 1000) / 1024), 1])).buckets;
}

/** As `tailgate run --shard` writes it. */
export function makeShardFile(
  plan: Plan,
  [index, of]: readonly [number, number],
  rounds: readonly Round[],
  over: Partial<ShardFile> = {},
): ShardFile {
  return {
    format: SHARD_FORMAT,
    version: VERSION,
    shard: { index, of },
    plan: over.plan ?? hashPlan({ ...plan, shards: of }),
    run: 'start at noon',
    seed: 'abc',
    target: 'http://127.0.0.1:8080',
    base: null,
    clock: { offsetMs: 0, uncertaintyMs: 0, source: 'own' },
    machine: { tool: 'tailgate 0.1.0', machine: 'a machine' },
    commits: { target: null, base: null },
    cleanup: [],
    trouble: null,
    rounds: packRounds(rounds),
    ...over,
  };
}

export const asText = (files: readonly ShardFile[]) =>
  files.map((file, i) => ({ name: `shard-${i + 1}.json`, text: JSON.stringify(file) }));
