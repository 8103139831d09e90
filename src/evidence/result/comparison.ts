/** One figure against its bounds and its baseline: one row of the regression table. */
import { z } from 'zod';
import { against, change, metric, scopeShape, seconds, size, value } from './parts.ts';
import { remarkSchema } from './remarks.ts';

const FINDINGS = [
  'within',
  'over-limit',
  'regressed',
  'degraded',
  'improved',
  'undecided',
  'not-comparable',
  'not-gated',
] as const;

const limitSchema = z.object({
  bound: z.enum(['max', 'min']),
  value,
  finding: z.enum(['within', 'over-limit', 'undecided']),
  secondsMore: seconds
    .nullable()
    .describe("More load that would decide it, in seconds; null if more doesn't help or isn't needed."),
});

const regressionSchema = z.object({
  tolerance: size,
  finding: z.enum(['within', 'regressed', 'improved', 'undecided', 'not-comparable']),
  detectable: size
    .nullable()
    .describe(
      'The smallest worsening that this comparison could have detected; null if none, or if the comparison is in doubt.',
    ),
  gates: z
    .boolean()
    .describe(
      'False if the gate says stored: warn, if the history only advises, or if there is no baseline.',
    ),
  passes: z
    .number()
    .int()
    .optional()
    .describe(
      'Passes on each side that it is based on; absent if the load has one stage, and without a base.',
    ),
  runs: z.number().int().optional().describe('Comparable runs of the history; absent without one.'),
  advises: z.boolean().optional().describe('True if the history is too short to gate.'),
  doubted: z
    .boolean()
    .optional()
    .describe("True if a change beyond the tolerance is within the history's own variation."),
  secondsMore: seconds.nullable(),
});

const trendResultSchema = z.object({
  tolerance: size,
  finding: z.enum(['within', 'degraded', 'undecided']),
  secondsMore: seconds.nullable(),
});

const interval = z
  .tuple([change, change])
  .readonly()
  .nullable()
  .describe('For the change, 90 % two-sided, the lower end first.');

const row = z.object({
  ...scopeShape,
  metric,
  target: value
    .nullable()
    .describe(
      "What was measured and is checked against limits, in the metric's unit; null if nothing was measured.",
    ),
  baseline: value
    .nullable()
    .describe("The baseline's figure, in the same unit; with a base, the median of its rounds."),
  compared: value
    .nullable()
    .describe(
      "What is compared with the baseline: target, or the figure of every response if the baseline counts every response; with a base, the median of the target's rounds.",
    ),
  basis: z
    .enum(['successes', 'all responses'])
    .nullable()
    .describe(
      'Which requests `compared` and `baseline` count; null for errors, which are a share of all requests.',
    ),
  limit: limitSchema.nullable().describe('Null if no limit is declared.'),
  regression: regressionSchema.nullable().describe('Null if no regression is declared.'),
  trend: trendResultSchema
    .optional()
    .describe('For the change over the load, which is in trends; absent if none is declared.'),
  finding: z
    .enum(FINDINGS)
    .describe(
      'The worst finding of limit, regression and trend; not-gated if nothing is declared. A regression without a baseline does not count if there is a limit.',
    ),
  notes: z.array(remarkSchema).readonly().describe('What a reader needs to know about this row.'),
});

/**
 * `change` is compared / baseline − 1; on a linear scale compared − baseline. Against the base it is estimated block by
 * block, so that it need not be the quotient of the two medians, and its interval holds for the whole run, however
 * often one looks; it is null before about the eighth block. (A fail asks for more: a bound at 99 % or above.)
 */
export const comparisonSchema = z
  .discriminatedUnion('against', [
    row.extend({
      against: z.null().describe('Nothing to compare with.'),
      change: z.null(),
      interval: z.null(),
    }),
    row.extend({
      against,
      change: change.nullable().describe(`${change.description} Null if it is not known.`),
      interval,
    }),
  ])
  .meta({ id: 'comparison', description: 'One figure, its limit, and what it was compared with.' });

export type Comparison = Readonly<z.infer<typeof comparisonSchema>>;
export type LimitResult = Readonly<z.infer<typeof limitSchema>>;
export type RegressionResult = Readonly<z.infer<typeof regressionSchema>>;
export type TrendResult = Readonly<z.infer<typeof trendResultSchema>>;
export type Finding = (typeof FINDINGS)[number];
