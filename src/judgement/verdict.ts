/** The decision and how it came about. */
import type { Metric } from '../config/plan.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'invalid';

export type Finding = 'within' | 'over-limit' | 'regressed' | 'improved' | 'undecided' | 'not-comparable';

/** One figure against its bounds and its baseline: one row of the regression table. */
export interface Comparison {
  readonly metric: Metric;
  /** Request name, or null for the whole. */
  readonly endpoint: string | null;
  /** What was measured: ms, successes per second, share. The figure that limits look at. Null where nothing was seen. */
  readonly target: number | null;
  /** The baseline's figure, in the same unit. */
  readonly baseline: number | null;
  /** The figure held against the baseline: `target`, or every answer's where the baseline counts every answer. */
  readonly compared: number | null;
  /** Which requests `compared` and `baseline` count; null for errors, which are always a share of all requests. */
  readonly basis: 'successes' | 'all answers' | null;
  /** compared / baseline − 1; for errors compared − baseline. Above 0 is a larger figure. */
  readonly change: number | null;
  /** Interval of `change`, 90 % two-sided. */
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
  readonly secondsMore: number | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** One sentence that a reviewer understands, plain text without a full stop; it may hold names from the scenario. */
  readonly reason: string;
  /** P99, throughput and errors of the whole, declared or only shown; then the declared rows by endpoint. */
  readonly comparisons: readonly Comparison[];
  /** Sentences that don't change the outcome: differing conditions, warnings of `stored: warn`. */
  readonly warnings: readonly string[];
  /** What would decide an inconclusive or repair an invalid run. */
  readonly advice: string | null;
}

/** The judgement after a round: final, or more load is needed before anything can be said. */
export interface Look {
  readonly verdict: Verdict;
  /** True where another round of the same length could decide what is undecided. */
  readonly wantsMore: boolean;
}
