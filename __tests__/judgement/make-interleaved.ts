/**
 * Blocks of base and target for tests. By default both sides are the same: 8 blocks of 3 s rounds at 311 /s with a P99
 * of 83 ms, and 2 % of noise in each round.
 */

import type { Plan } from '../../src/config/plan.ts';
import type { GeneratorHealth } from '../../src/engine/round.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type {
  Block,
  InterleavedEvidence,
  RoundFigures,
  ScopeFigures,
} from '../../src/evidence/interleaved.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { IN_TIME } from '../generator-health.ts';
import { generator } from './generator.ts';
import { type MeasurementShape, makeFullPlan, makeMeasurement, type PlanShape } from './make.ts';

/** The same in each block, or block by block (counted from 0). */
type ByBlock = number | ((block: number) => number);

export interface SideBySide {
  /** The target's P99 as a multiple of the base's: 1.2 is 20 % slower. */
  readonly p99?: ByBlock;
  /** The target's throughput as a multiple of the base's. */
  readonly throughput?: ByBlock;
  /** Share of requests that fail on each side. */
  readonly targetErrors?: ByBlock;
  readonly baseErrors?: ByBlock;
  /** Requests of a round. */
  readonly requests?: number;
}

export interface LiveShape extends SideBySide {
  readonly blocks?: number;
  readonly budgetBlocks?: number;
  readonly budgetSpent?: boolean;
  readonly sharedHost?: boolean;
  readonly sliced?: boolean;
  readonly seed?: string;
  /** Log standard deviation of each round's P99; a third of it for throughput. */
  readonly noise?: number;
  /** Of the noise and the coin. */
  readonly draw?: number;
  /** By request name; the others are like the whole, with the part of its requests that their weight gives. */
  readonly endpoints?: Readonly<Record<string, SideBySide>>;
  readonly base?: MeasurementShape;
  /** Of the rounds of a block. */
  readonly generator?: (block: number) => Partial<GeneratorHealth>;
  readonly sides?: (side: 'base' | 'target') => Partial<GeneratorHealth>;
}

const SECONDS = 3;

/** A plan with a base, and 10 %, 10 % and 0.5 pp tolerated; without limits unless they are asked for. */
export function makeInterleavedPlan(overrides: PlanShape = {}): Plan {
  return makeFullPlan({
    base: { origin: 'http://127.0.0.1:8081' },
    baseline: null,
    whole: {
      p99: { limit: null, regression: 0.1 },
      throughput: { limit: null, regression: 0.1 },
      errors: { limit: null, regression: 0.005 },
    },
    ...overrides,
  });
}

/** The target's rounds merged, as the limits see them. */
export function makeTarget(
  interleaved: InterleavedEvidence,
  shape: MeasurementShape = {},
  plan: Plan = makeInterleavedPlan(),
) {
  const seconds = interleaved.blocks.length * SECONDS;
  const requests = interleaved.blocks.reduce((sum, { target }) => sum + target.whole.requests, 0);
  const failed = interleaved.blocks.reduce((sum, { target }) => sum + target.whole.failed, 0);
  const statuses = failed > 0 ? { 500: failed } : {};
  const { whole, ...rest } = shape;
  const p99Ms = middle(interleaved.blocks.map(({ target }) => target.whole.latencyMs?.p99 ?? 83));
  return makeMeasurement(
    { rounds: interleaved.blocks.length, ...rest, whole: { requests, seconds, statuses, p99Ms, ...whole } },
    plan,
  );
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 83;
}

export function makeInterleaved(
  shape: LiveShape = {},
  plan: Plan = makeInterleavedPlan(),
): InterleavedEvidence {
  const { blocks: n = 8, budgetBlocks = 45, budgetSpent = false } = shape;
  const { sharedHost = true, seed = 'a1b2c3' } = shape;
  const blocks = makeBlocks(n, shape, plan);
  const requests = blocks.reduce((sum, { base }) => sum + base.whole.requests, 0);
  const failed = blocks.reduce((sum, { base }) => sum + base.whole.failed, 0);
  const { whole, ...rest } = shape.base ?? {};
  const base = makeMeasurement(
    {
      rounds: n,
      ...rest,
      whole: {
        requests,
        seconds: n * SECONDS,
        statuses: failed > 0 ? { 500: failed } : {},
        batches: 2,
        ...whole,
      },
    },
    plan,
  );
  return { base, blocks, budgetBlocks, budgetSpent, sliced: shape.sliced ?? false, sharedHost, seed };
}

/** Without the merged figures of the base, which are what takes the time. */
export function makeBlocks(n: number, shape: LiveShape, plan: Plan = makeInterleavedPlan()): Block[] {
  const random = generator(shape.draw ?? 1);
  return Array.from({ length: n }, (_, i): Block => {
    const order = random.even() < 0.5 ? (['target', 'base'] as const) : (['base', 'target'] as const);
    return { order, ...makeBlock(shape, i, plan, random.normal) };
  });
}

function makeBlock(shape: LiveShape, i: number, plan: Plan, normal: () => number): Omit<Block, 'order'> {
  const { noise = 0.02, requests = 933, endpoints = {} } = shape;
  const health = { ...IN_TIME, ...shape.generator?.(i) };
  const { requests: mix } = plan.scenario;
  const weights = mix.reduce((sum, { weight }) => sum + weight, 0);
  const side = (which: 'base' | 'target'): RoundFigures => {
    const scope = (own: SideBySide): ScopeFigures => makeScope(own, which, i, noise, normal);
    return {
      measuredSeconds: SECONDS,
      generator: { ...health, ...shape.sides?.(which) },
      whole: scope({ ...shape, requests }),
      endpoints: Object.fromEntries(
        mix.map(({ name, weight }) => [
          name,
          scope({ ...shape, requests: Math.round((requests * weight) / weights), ...endpoints[name] }),
        ]),
      ),
    };
  };
  return { base: side('base'), target: side('target') };
}

function makeScope(
  { p99 = 1, throughput = 1, targetErrors = 0, baseErrors = 0, requests = 933 }: SideBySide,
  which: 'base' | 'target',
  i: number,
  noise: number,
  normal: () => number,
): ScopeFigures {
  const at = (value: ByBlock): number => (typeof value === 'number' ? value : value(i));
  const factor = (value: ByBlock): number => (which === 'target' ? at(value) : 1);
  const failed = Math.round(requests * at(which === 'target' ? targetErrors : baseErrors));
  const successes = requests - failed;
  const p99Ms = 83 * factor(p99) * Math.exp(noise * normal());
  const slow = Math.round(0.02 * successes);
  return {
    latencyMs: successes > 0 ? quantilesOf(p99Ms) : null,
    latency: Histogram.of(successes > 0 ? [250 * p99Ms, successes - slow, 1000 * p99Ms, slow] : []),
    seconds: SECONDS,
    throughputPerSecond: (successes / SECONDS) * factor(throughput) * Math.exp((noise / 3) * normal()),
    requests,
    failed,
    errorRate: requests > 0 ? failed / requests : null,
  };
}
