/**
 * Passes over a load of several stages: a calm minute at 10 connections, a spike of a minute at 200, and a minute of
 * calm again. Each round is made from what its stage is like in that pass; by default 300 /s with a P99 of 80 ms, and
 * 150 ms in the spike.
 */
import type { Plan, Stage } from '../../src/config/plan.ts';
import type { Batch, GeneratorHealth, RequestStats, Round, Side } from '../../src/engine/round.ts';
import { type Evidence, gather } from '../../src/evidence/gather.ts';
import { judge } from '../../src/judgement/judge.ts';
import { normalQuantile } from '../../src/judgement/statistics/quantiles.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { IN_TIME } from '../generator-health.ts';
import { generator } from './generator.ts';
import { makePlan, type PlanShape } from './make.ts';

/** What a stage is like in one pass. */
export interface StageTraffic {
  readonly perSecond?: number;
  readonly p99Ms?: number;
  /** Share of the requests that are answered 503. */
  readonly errors?: number;
  readonly generator?: Partial<GeneratorHealth>;
}

type OfStage = (stage: number, pass: number) => StageTraffic;

export interface PassesShape {
  /** Of each side. */
  readonly passes?: number;
  readonly target?: OfStage;
  /** Present where there is a base. */
  readonly base?: OfStage;
  /** Log standard deviation of a pass: all its stages are slower by as much. */
  readonly noise?: number;
  /** Of the noise. */
  readonly draw?: number;
  /** In place of what was made. */
  readonly change?: (round: Round) => Round;
  readonly budgetBlocks?: number;
}

export const STAGES: readonly [Stage, Stage, Stage] = [
  { name: 'calm', connections: 10, durationMs: 60_000, arrivals: null },
  { name: 'spike', connections: 200, durationMs: 60_000, arrivals: null },
  { name: null, connections: 10, durationMs: 60_000, arrivals: null },
];
const SPIKE = 1;
const BATCHES = 10;
const SECONDS = 60;
const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };

export function makeStagedPlan({ load, ...overrides }: PlanShape = {}): Plan {
  return makePlan({
    ...overrides,
    load: { profile: null, stages: STAGES, warmupMs: 2000, timeoutMs: 10_000, ...load },
  });
}

/** Rounds in the order in which they are measured: pass by pass, with a base in pairs whose order alternates. */
export function makePassRounds(plan: Plan, shape: PassesShape = {}): Round[] {
  const { passes = 1, target = () => ({}), base, noise = 0.02, draw = 1, change = (round) => round } = shape;
  const random = generator(draw);
  return Array.from({ length: passes }, (_, pass): Side[] => {
    if (!base) return ['target'];
    return pass % 2 === 0 ? ['target', 'base'] : ['base', 'target'];
  }).flatMap((sides, pass) =>
    sides.flatMap((side) => {
      const slower = Math.exp(noise * random.normal());
      const ofStage = side === 'target' ? target : (base ?? target);
      return plan.load.stages.map((stage, index) =>
        change(makeStageRound(plan, { side, pass, stage, index, slower }, ofStage(index, pass))),
      );
    }),
  );
}

/** What the rounds come to, and how they are judged. */
export function judgeStages(
  plan: Plan,
  shape: PassesShape = {},
  baseline: Parameters<typeof judge>[2] = null,
): Judgement & { readonly seen: Evidence } {
  const rounds = makePassRounds(plan, shape);
  const { passes = 1, budgetBlocks = passes } = shape;
  const run = { machine: MACHINE, seed: 'c0ffee', budgetBlocks, budgetSpent: false };
  const seen = gather(rounds, plan, run);
  return { ...judge(plan, seen.measurement, baseline, seen.interleaved), seen };
}

interface Place {
  readonly side: Side;
  readonly pass: number;
  readonly stage: Stage;
  readonly index: number;
  readonly slower: number;
}

function makeStageRound(plan: Plan, place: Place, traffic: StageTraffic): Round {
  const { side, pass, stage, index, slower } = place;
  const { perSecond = 300, p99Ms = index === SPIKE ? 150 : 80, errors = 0 } = traffic;
  const { requests } = plan.scenario;
  const weights = requests.reduce((sum, { weight }) => sum + weight, 0);
  return {
    side,
    stage: index,
    startedAt: new Date(Date.parse('2026-11-02T09:00:00.000Z') + pass * 400_000).toISOString(),
    measuredMs: stage.durationMs,
    plannedMs: stage.durationMs,
    elapsedMs: stage.durationMs,
    connections: stage.connections,
    silences: [],
    seed: `${pass}`,
    address: '127.0.0.1',
    requests: requests.map(({ name, weight }) =>
      statsOf(name, Math.round((perSecond * SECONDS * weight) / weights), p99Ms * slower, errors),
    ),
    ended: { how: 'complete' },
    generator: { ...IN_TIME, ...traffic.generator },
  };
}

function statsOf(name: string, requests: number, p99Ms: number, errors: number): RequestStats {
  const failed = Math.round(errors * requests);
  const success = requests - failed;
  return {
    name,
    sent: requests,
    resent: 0,
    outcomes: { success, status: failed, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
    inFlight: 0,
    statuses: failed > 0 ? { 503: failed } : {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: failed > 0 ? [{ kind: 'status', status: 503, text: '{"error":"too busy"}' }] : [],
    batches: Array.from({ length: BATCHES }, (_, i): Batch => {
      const [good, bad] = [part(success, i), part(failed, i)];
      // The batches differ a little, up and down in turn.
      const away = i % 2 === 0 ? 1.01 : 1 / 1.01;
      return {
        seconds: SECONDS / BATCHES,
        requests: good + bad,
        errors: bad,
        busyMs: 20 * (good + bad),
        completedSuccesses: good,
        completedResponses: good + bad,
        latency: logNormal(good, (p99Ms / 4.5) * away, p99Ms * away),
        latencyOfErrors: bad > 0 ? [5000, bad] : [],
        service: [],
      };
    }),
  };
}

/** The i-th of the batches' parts of a whole number, adding up to it. */
function part(total: number, i: number): number {
  return Math.floor(((i + 1) * total) / BATCHES) - Math.floor((i * total) / BATCHES);
}

const LEVELS = Array.from({ length: 400 }, (_, i) => normalQuantile((i + 0.5) / 400));
/** Most batches of a round are alike. */
const made = new Map<string, number[]>();

/** Pairs of µs and how many, at the quantiles of a log-normal distribution. */
function logNormal(count: number, medianMs: number, p99Ms: number): number[] {
  const key = `${count}/${medianMs}/${p99Ms}`;
  const known = made.get(key) ?? drawLogNormal(count, medianMs, p99Ms);
  made.set(key, known);
  return known;
}

function drawLogNormal(count: number, medianMs: number, p99Ms: number): number[] {
  const sigma = Math.log(p99Ms / medianMs) / normalQuantile(0.99);
  const buckets = new Map<number, number>();
  for (const [i, z] of LEVELS.entries()) {
    const here = Math.floor(((i + 1) * count) / LEVELS.length) - Math.floor((i * count) / LEVELS.length);
    const us = 1000 * medianMs * Math.exp(sigma * z);
    const width = 2 ** Math.max(0, Math.floor(Math.log2(us)) - 10);
    const edge = Math.max(1, Math.floor(us / width) * width);
    if (here > 0) buckets.set(edge, (buckets.get(edge) ?? 0) + here);
  }
  return [...buckets].flat();
}
