/** One figure against its bounds and its baseline: one row of the regression table. */
import { z } from 'zod';
import { against, change, metric, scopeShape, seconds, size, value } from './parts.ts';
import { remarkSchema } from './remarks.ts';

export const FINDINGS = [
  'within',
  'over-limit',
  'regressed',
  'improved',
  'undecided',
  'not-comparable',
  'not-gated',
] as const;

export const limitSchema = z.object({
  bound: z.enum(['max', 'min']),
  value,
  finding: z.enum(['within', 'over-limit', 'undecided']),
  /** More load that would decide it, in seconds; null where more doesn't help or isn't needed. */
  secondsMore: seconds.nullable(),
});

export const regressionSchema = z.object({
  /** In the unit of `change`, above 0. */
  tolerance: size,
  finding: z.enum(['within', 'regressed', 'improved', 'undecided', 'not-comparable']),
  /**
   * Size of the smallest worsening that this comparison could have shown, in the unit of `change`, above 0;
   * null where it could show nothing, or where what it shows is in doubt.
   */
  detectable: size.nullable(),
  /** False where `stored: warn` turns a regression into a warning, and where no baseline is configured. */
  gates: z.boolean(),
  /** Comparable runs that it was held against; absent where it is no history. */
  runs: z.number().int().optional(),
  /** True where the history is too short to gate, and only advises. */
  advises: z.boolean().optional(),
  /** True where a history can't tell a change beyond the tolerance from chance. */
  doubted: z.boolean().optional(),
  secondsMore: seconds.nullable(),
});

/** 90 % two-sided, the smaller end first. */
const interval = z.tuple([change, change]).readonly().nullable();

const row = z.object({
  ...scopeShape,
  metric,
  /** What was measured, which limits look at. Null where nothing was seen. */
  target: value.nullable(),
  /** The baseline's figure, in the same unit; against the base the median of its rounds. */
  baseline: value.nullable(),
  /**
   * The figure held against the baseline: `target`, or every response's where the baseline counts every response;
   * against the base the median of the target's rounds.
   */
  compared: value.nullable(),
  /** Which requests `compared` and `baseline` count; null for errors, which are always a share of all requests. */
  basis: z.enum(['successes', 'all answers']).nullable(),
  /** Null where no limit is declared; with `regression` null too, the row is only shown. */
  limit: limitSchema.nullable(),
  regression: regressionSchema.nullable(),
  /**
   * The worse of the two; `not-gated` where nothing is declared for the figure, and no rule had anything to say. A
   * regression without a baseline doesn't count beside a limit.
   */
  finding: z.enum(FINDINGS),
  /** What a reader has to know about this row: why undecided, what one number can show. */
  notes: z.array(remarkSchema).readonly(),
});

/**
 * `against` tells where `baseline` and `change` come from. `change` is compared / baseline − 1; on a linear scale
 * compared − baseline; above 0 is a larger figure. Against the base it is estimated block by block, so that it need not
 * be the quotient of the two medians, and its interval holds for the whole run, however often one looks; it is null
 * before about the eighth block. (A fail asks for more: a bound at 99 % or above.)
 */
export const comparisonSchema = z.discriminatedUnion('against', [
  row.extend({ against: z.null(), change: z.null(), interval: z.null() }),
  row.extend({ against, change: change.nullable(), interval }),
]);

export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;
export type LimitResult = Readonly<z.infer<typeof limitSchema>>;
export type RegressionResult = Readonly<z.infer<typeof regressionSchema>>;
export type Finding = (typeof FINDINGS)[number];
