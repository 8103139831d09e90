/** The decision and how it came about. */
import type { MetricScope } from '../config/metrics.ts';
import type { Acceptance } from './acceptance.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'invalid';

export type Finding = 'within' | 'over-limit' | 'regressed' | 'improved' | 'undecided' | 'not-comparable';

/** One figure against its bounds and its baseline: one row of the regression table. */
export interface Comparison extends MetricScope {
  /** What was measured: ms, successes per second, share. The figure that limits look at. Null where nothing was seen. */
  readonly target: number | null;
  /** Where `baseline` and `change` come from: the base, measured in turn, or a stored baseline; null without either. */
  readonly against: 'base' | 'baseline' | null;
  /** The baseline's figure, in the same unit; against the base the median of its rounds. */
  readonly baseline: number | null;
  /**
   * The figure held against the baseline: `target`, or every answer's where the baseline counts every answer; against
   * the base the median of the target's rounds.
   */
  readonly compared: number | null;
  /** Which requests `compared` and `baseline` count; null for errors, which are always a share of all requests. */
  readonly basis: 'successes' | 'all answers' | null;
  /**
   * compared / baseline − 1; for errors compared − baseline. Above 0 is a larger figure. Against the base it is
   * estimated block by block, so that it need not be the quotient of the two medians.
   */
  readonly change: number | null;
  /**
   * Interval of `change`, 90 % two-sided. Against the base it holds for the whole run, however often one looks, and is
   * null before about the eighth block. (A fail asks for more: a bound at 99 % or above.)
   */
  readonly interval: readonly [number, number] | null;
  /** Null where no limit is declared; with `regression` null too, the row is only shown. */
  readonly limit: LimitResult | null;
  readonly regression: RegressionResult | null;
  /**
   * The worse of the two; `within` where nothing is declared for the figure. A regression without a baseline doesn't
   * count beside a limit.
   */
  readonly finding: Finding;
  /** What a reader has to know about this row: why undecided, what one number can show. */
  readonly note: string | null;
}

export interface LimitResult {
  readonly bound: 'max' | 'min';
  readonly value: number;
  readonly finding: 'within' | 'over-limit' | 'undecided';
  /** More load that would decide it, in seconds; null where more doesn't help or isn't needed. */
  readonly secondsMore: number | null;
}

export interface RegressionResult {
  /** Relative; for errors absolute. */
  readonly tolerance: number;
  readonly finding: 'within' | 'regressed' | 'improved' | 'undecided' | 'not-comparable';
  /**
   * Size of the smallest worsening that this comparison could have shown, in the unit of `change`, above 0;
   * null where it could show nothing, or where what it shows is in doubt.
   */
  readonly detectable: number | null;
  /** False where `stored: warn` turns a regression into a warning, and where no baseline is configured. */
  readonly gates: boolean;
  /** True where the history is too short to gate, and only advises. */
  readonly advises?: boolean;
  /** True where a history can't tell a change beyond the tolerance from chance. */
  readonly doubted?: boolean;
  readonly secondsMore: number | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** One sentence that a reviewer understands, plain text without a full stop; it may hold names from the scenario. */
  readonly reason: string;
  /** Of the whole the headline metrics, declared or only shown, and what else is declared; then the declared rows by endpoint. */
  readonly comparisons: readonly Comparison[];
  /** Sentences that don't change the outcome: differing conditions, warnings of `stored: warn`. */
  readonly warnings: readonly string[];
  /** What would decide an inconclusive or repair an invalid run. */
  readonly advice: string | null;
  /** Requests without a gate of their own whose P99 stands out against the base, the clearest first. They never gate. */
  readonly suspects: readonly Suspect[];
  /** How target and base were measured in turn; null without a base, and where not one round of it was measured. */
  readonly live: LiveSummary | null;
  /** Only on a fail over regressions that somebody accepted: it passes. */
  readonly accepted?: Acceptance;
}

export interface Suspect {
  /** Request name. */
  readonly endpoint: string;
  /** Of its P99, relative, above 0. */
  readonly change: number;
  /** One-sided p-value of Wilcoxon's signed-rank test beyond the allowance, before Benjamini and Hochberg's rule. */
  readonly p: number;
}

/** A figure of each side. */
export interface Sides<T> {
  readonly target: T;
  readonly base: T;
}

/** The interleaved measurement as a whole: what a reader needs to trust its rows, or to repeat it. */
export interface LiveSummary {
  /** Complete blocks: one round on each side. */
  readonly blocks: number;
  readonly budgetBlocks: number;
  /** Blocks that count for nothing, on either side, because the load generator was saturated in them. */
  readonly setAside: number;
  /** Measured time of a round (the median), without what is discarded before it. */
  readonly roundSeconds: number;
  /** Measured time of all rounds of both sides. */
  readonly measuredSeconds: number;
  readonly requests: Sides<number>;
  /** Of all rounds merged; null without an answer. */
  readonly p99Ms: Sides<number | null>;
  /** Rounds whose P99 is more than 1.5 times the median of their side. */
  readonly stalledRounds: Sides<number>;
  /** Relative change that the surroundings of the two sides may explain (0.02 is 2 %). */
  readonly allowance: number;
  readonly sharedHost: boolean;
  readonly seed: string;
  /** Which side was first in each block: `TB BT BT`. */
  readonly order: string;
  /** In the order of the declared rows. */
  readonly gates: readonly LiveGate[];
}

/** One declared regression against the base, as it stood at the end. Changes and intervals are as in its row. */
export interface LiveGate extends MetricScope {
  readonly state: 'passed' | 'failed' | 'undecided';
  /** Blocks after which it was decided; null while it isn't. */
  readonly decidedAt: number | null;
  readonly change: number | null;
  readonly interval: readonly [number, number] | null;
  /** Size of the tolerated worsening, in the unit of `change`, above 0: it is a fall for throughput, a rise for others. */
  readonly tolerance: number;
  /** Size of the smallest worsening that the budget would probably show; null before the sixth block. */
  readonly detectable: number | null;
  /** Blocks that are probably still needed, which may be more than the budget holds; null where decided or not known. */
  readonly blocksMore: number | null;
  /** Change in each block, in order; null where a block says nothing about it. */
  readonly changes: readonly (number | null)[];
}

/** The judgement after a round: final, or more load is needed before anything can be said. */
export interface Look {
  /** While more is wanted, an interim one: against the base, limits wait for the last look. */
  readonly verdict: Verdict;
  /** True where another round (against the base: another block) of the same length could decide what is undecided. */
  readonly wantsMore: boolean;
  /** One line for the log, against the base: `block 7 of 45: P99 +1.2 % (−3.1 … +5.8 %); about 4 blocks left`. */
  readonly progress: string | null;
}
