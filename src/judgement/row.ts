import type { MetricBounds } from '../config/plan.ts';
import type { BaselineFigures } from '../evidence/baseline.ts';
import type { Figures } from '../evidence/measurement.ts';
import type { Comparison, LimitResult, RegressionResult } from './verdict.ts';

/** What is judged together: the whole, or one request name. */
export interface Scope {
  /** Request name, or null for the whole. */
  readonly endpoint: string | null;
  readonly figures: Figures;
  readonly bounds: MetricBounds;
  /** Figures of the base, or of the stored baseline; null where it says nothing of this scope, or there is none. */
  readonly baseline: BaselineFigures | null;
  /** Measured time in all rounds. */
  readonly seconds: number;
}

/** Something without which the verdict can't be a pass. */
export interface OpenQuestion {
  /** A sentence without a full stop. */
  readonly why: string;
  /** The same for the row's note, where the row's name need not be repeated. */
  readonly note: string;
  /** More load at this rate that would decide it; null where more load doesn't help. */
  readonly secondsMore: number | null;
  /** What would help instead, a sentence; null where more load does. */
  readonly advice: string | null;
  /** True for a figure beyond its limit that isn't shown to be: it gets one more round. */
  readonly beyondLimit: boolean;
}

/** A limit's outcome, and the question it leaves. */
export interface JudgedLimit {
  readonly result: LimitResult;
  readonly open: OpenQuestion | null;
}

/** A comparison with the baseline: the part of the row that it fills, and what follows from it. */
export interface JudgedRegression
  extends Pick<Comparison, 'against' | 'baseline' | 'compared' | 'basis' | 'change' | 'interval' | 'note'> {
  readonly regression: RegressionResult | null;
  readonly open: OpenQuestion | null;
  /** What keeps a history that is too short to gate from doing so; it is asked where nothing else gates. */
  readonly advising?: OpenQuestion;
  /** A sentence for a reader, whatever becomes of the row. */
  readonly warning?: string;
}

export interface Row {
  readonly comparison: Comparison;
  readonly open: readonly OpenQuestion[];
  /** What `stored: warn`, or a history that only advises, made of a regression or of an open question. */
  readonly warnings: readonly string[];
  readonly advising?: OpenQuestion;
  /** The question of a comparison that does not gate; it is asked where nothing at all was judged. */
  readonly spared?: OpenQuestion;
}
