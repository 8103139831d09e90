import type { Metric } from '../config/metrics.ts';
import type { MetricBounds } from '../config/plan.ts';
import type { Part } from '../config/scope.ts';
import type { BaselineFigures } from '../evidence/baseline.ts';
import type { Figures } from '../evidence/measurement.ts';
import type { Cause } from '../evidence/result/causes.ts';
import type { Comparison, LimitResult, RegressionResult } from '../evidence/result/comparison.ts';
import type { Remark } from '../evidence/result/remarks.ts';

/** What is judged together: the whole, one request name, or one stage. */
export interface Scope extends Part {
  /** Of a stage, into the plan's `load.stages`. */
  readonly index?: number;
  readonly figures: Figures;
  readonly bounds: MetricBounds;
  /** Figures of the base, or of the stored baseline; null where it says nothing of this scope, or there is none. */
  readonly baseline: BaselineFigures | null;
  /** Measured time in all rounds. */
  readonly seconds: number;
  /** So many rounds measure all of it: one of each stage of the load; a single one where it is a stage itself. */
  readonly stages: number;
}

/** Something without which the verdict can't be a pass. */
export interface OpenQuestion {
  readonly cause: Cause;
  /** True for a figure beyond its limit that isn't shown to be: it gets one more round. */
  readonly extendable: boolean;
}

/** A question that another round would not answer. */
export function openQuestion(cause: Cause): OpenQuestion {
  return { cause, extendable: false };
}

/** A limit's outcome, and the question it leaves. */
export interface JudgedLimit {
  readonly result: LimitResult;
  readonly open: OpenQuestion | null;
}

/** Of each kind of row, what a comparison fills. */
type ComparedPart<Row> = Row extends unknown
  ? Pick<Row, keyof Row & ('against' | 'baseline' | 'compared' | 'basis' | 'change' | 'interval' | 'notes')>
  : never;

/** A comparison with the baseline: the part of the row that it fills, and what follows from it. */
export type JudgedRegression = ComparedPart<Comparison> & {
  readonly regression: RegressionResult | null;
  readonly open: OpenQuestion | null;
  /** What keeps a history that is too short to gate from doing so; it is asked where nothing else gates. */
  readonly advising?: OpenQuestion;
  /** For a reader, whatever becomes of the row. */
  readonly warning?: Remark;
};

export interface Row {
  readonly comparison: Comparison;
  readonly open: readonly OpenQuestion[];
  /** What `stored: warn`, or a history that only advises, made of a regression or of an open question. */
  readonly warnings: readonly Remark[];
  readonly advising?: OpenQuestion;
  /** Its trend over the load, where that fails the run. */
  readonly degraded?: Cause;
  /** The question of a comparison that does not gate; it is asked where nothing at all was judged. */
  readonly spared?: OpenQuestion;
}

/** What a run's figures are compared with: the base's rounds, or a stored baseline. */
export interface Opponent {
  /** Null where nothing is known of it. */
  readonly figuresOf: (part: Pick<Scope, 'endpoint' | 'index'>) => BaselineFigures | null;
  readonly compare: (metric: Metric, scope: Scope) => JudgedRegression;
}
