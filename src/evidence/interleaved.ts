/** Base and target, measured in turn. A block is one round on each side, in the order that coins decided. */
import type { LatencyField } from '../config/metrics.ts';
import type { GeneratorHealth, Side } from '../engine/round.ts';
import type { StatedLatency } from '../engine/stated.ts';
import type { Timings } from '../engine/timings.ts';
import type { Histogram } from './histogram.ts';
import type { Figures, Measurement } from './measurement.ts';
import type { Sides } from './result/parts.ts';
import type { ShardsSeen } from './shards.ts';

export interface InterleavedEvidence {
  /** All rounds of the base together, as the target's are in its own measurement; `base.rounds` may still be 0. */
  readonly base: Measurement;
  /** Blocks of which both rounds are complete. */
  readonly blocks: readonly Block[];
  /** Blocks that the budget holds: nothing is measured beyond. */
  readonly budgetBlocks: number;
  /** The time is up, though fewer blocks than that were measured: their rounds took longer than planned. */
  readonly budgetSpent: boolean;
  /** Both sides answered at one address, this machine's or of one host name: their host explains no difference. */
  readonly sharedHost: boolean;
  /** Blocks are cut into slices that take turns. */
  readonly sliced: boolean;
  /** How each of the machines that made the load fared on both sides together; absent where it was one. */
  readonly generators?: ShardsSeen['generators'];
  /** What the coins, the mix's order and the generated values came from. */
  readonly seed: string;
}

/** A round on each side; of a load of several stages, a whole pass on each, in place of a round. */
export interface Block {
  /** In which the sides had their rounds, or the slices of them. */
  readonly order: readonly Side[];
  readonly base: RoundFigures;
  readonly target: RoundFigures;
  /** The same of whole passes, with what each tells of its own spread; absent where the load has one stage. */
  readonly passes?: Sides<PassFigures>;
}

/** What one pass over all stages came to. */
export interface PassFigures {
  readonly whole: Figures;
  /** By request name. */
  readonly endpoints: Readonly<Record<string, Figures>>;
  /** Of whole walks, by the flow's name; absent without flows. */
  readonly flows?: Readonly<Record<string, Figures>>;
  /** In the load's order. */
  readonly stages: readonly Figures[];
}

export interface RoundFigures {
  readonly measuredSeconds: number;
  readonly generator: GeneratorHealth;
  /** Latencies of the requests with which the round began, in ms; see `Round`. Absent where they are not known. */
  readonly firstMs?: readonly number[];
  readonly whole: ScopeFigures;
  /** By request name. */
  readonly endpoints: Readonly<Record<string, ScopeFigures>>;
  /** Of whole walks, by the flow's name; absent without flows. */
  readonly flows?: Readonly<Record<string, ScopeFigures>>;
  /**
   * What Server-Timing told, by request name, and what the steps of walks took, by the flow's; absent where neither is
   * there.
   */
  readonly timings?: ReadonlyMap<string, Timings>;
}

/** One round's figures of the whole, of one request name or of one flow. */
export interface ScopeFigures {
  /** Quantiles of successes and timeouts, type 7 between order statistics on the log scale; null without one. */
  readonly latencyMs: Readonly<Partial<Record<LatencyField, number | undefined>>> | null;
  /** Successes and timeouts behind it. */
  readonly latency: Histogram;
  /** What somebody else's load generator stated of each of its runs, and `latencyMs` is then typical of. */
  readonly stated?: readonly StatedLatency[];
  /** Time of the load that it is of. */
  readonly seconds: number;
  /** Successes per second. */
  readonly throughputPerSecond: number;
  /** Requests with an outcome, and those of them that were no success. */
  readonly requests: number;
  readonly failed: number;
  /** failed / requests; null without a request. */
  readonly errorRate: number | null;
}
