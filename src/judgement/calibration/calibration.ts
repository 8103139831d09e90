/**
 * What an environment's noise allows to be gated, and what it was learnt from. Plain data without a sentence: in the
 * file of --json, the report's words stand beside its codes.
 */
import type { MetricScope } from '../../config/scope.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Chances } from './assess.ts';
import type { CalibrationUnknown, CalibrationWarning, GateShortfall } from './causes.ts';

export interface Calibration {
  /** Every gate has a tolerance that holds. */
  readonly complete: boolean;
  /** What it rests on. */
  readonly seen: MeasuredSpan;
  readonly noise: Noise;
  /** Declared regressions, in the order of the gate; the usual ones of the whole where the file declares none. */
  readonly gates: readonly GateAdvice[];
  readonly rounds: RoundsAdvice;
  /** Null where both sides were one address: then nothing is known of two hosts. */
  readonly allowance: AllowanceAdvice | null;
  /** What a reader has to know, the gravest first. */
  readonly warnings: readonly CalibrationWarning[];
  /** What these figures can't tell. */
  readonly unknown: readonly CalibrationUnknown[];
}

export interface MeasuredSpan {
  /** Blocks that count: one round on each side, both believed. */
  readonly blocks: number;
  /** Of all rounds, with what was discarded and waited for. */
  readonly elapsedSeconds: number;
  readonly cutShort: boolean;
  readonly roundSeconds: number;
  /** Successes and timeouts of a round, the median. */
  readonly responses: number;
  readonly p99Ms: Sides<number | null>;
  /** Of all rounds. */
  readonly errorRate: Sides<number | null>;
  /** Sessions that were drawn from the blocks for each gate. */
  readonly sessions: number;
  readonly seed: string;
}

/** Of the whole's P99, on the log scale, which is nearly relative: 0.03 is 3 %. Null where no block has one. */
export interface Noise {
  /** Robust standard deviation of the difference of two rounds of one block. */
  readonly ofBlocks: number | null;
  /** The same of single rounds of one side, drift and all: what a comparison of two single runs would meet. */
  readonly ofRounds: number | null;
  /** Of neighbouring blocks' differences. */
  readonly autocorrelation: number | null;
  /** How much the second round of a block is slower than the first; null where that isn't shown at 99 %. */
  readonly secondRound: number | null;
  readonly stalledRounds: Sides<number>;
}

export interface GateAdvice extends MetricScope {
  /** Tolerance of the file; null where it declares none. */
  readonly declared: number | null;
  /** Whether the declared tolerance holds with the recommended rounds; null without one. */
  readonly declaredHolds: boolean | null;
  readonly declaredReach: Chances | null;
  /** The smallest tolerance that holds with the recommended rounds; null where none does. */
  readonly tolerance: number | null;
  /** At the recommended tolerance. */
  readonly reach: Chances | null;
  /** Size of the smallest worsening that fails in 95 of 100 sessions at the recommended tolerance. */
  readonly shown: number | null;
  /** Robust standard deviation of the blocks, on the scale of the series. */
  readonly spread: number | null;
  /** How the two sides differed: change, and its interval at 95 %. */
  readonly offset: { readonly change: number; readonly interval: readonly [number, number] } | null;
  /** Successes and timeouts of a round on the side that had fewer, the median. */
  readonly responses: number;
  /** Why the declared tolerance doesn't hold, or none, with what would make it; null where nothing is wrong. */
  readonly advice: GateShortfall | null;
}

export interface RoundsAdvice {
  /** Null where blocks are cut into slices, whose length is the service's. */
  readonly measureMs: number | null;
  readonly discardMs: number;
  readonly budgetMs: number;
  /** Blocks of that budget. */
  readonly blocks: number;
  /** Time of a block as it was measured: both rounds, discarded parts and the wait for last responses. */
  readonly blockSeconds: number;
}

export interface AllowanceAdvice {
  /** Relative, rounded up. */
  readonly allowance: number;
  /** Largest difference that was estimated between the two sides, relative, and how large it may be at 95 %. */
  readonly estimate: number;
  readonly atMost: number;
  readonly sharedHost: boolean;
}
