/** How base and target were measured in turn: what a reader needs to trust the rows, or to judge it again. */
import { z } from 'zod';
import { change, count, figure, scopeShape, share, sides, size } from './parts.ts';

/** One declared regression against the base, as it stood at the end. Changes and intervals are as in its row. */
const interleavedGateSchema = z.object({
  ...scopeShape,
  state: z.enum(['passed', 'failed', 'undecided']),
  decidedAt: count.nullable().describe('Blocks after which it was decided; null if it was not.'),
  change: change.nullable(),
  interval: z.tuple([change, change]).readonly().nullable(),
  tolerance: size.describe(
    'The tolerated worsening, above 0: a decrease in throughput, an increase in any other metric.',
  ),
  detectable: size
    .nullable()
    .describe('The smallest worsening that the budget would probably detect; null before the sixth block.'),
  blocksMore: count
    .nullable()
    .describe('Blocks that are probably still needed; null if decided or not known.'),
  changes: z
    .array(change.nullable())
    .readonly()
    .describe('Change in each block, in order; null if a block has no figure for it.'),
});

/** A request or a flow without a gate of its own whose P99 stands out. */
export const suspectSchema = z.object({
  endpoint: z.string().describe('Name of the request or the flow.'),
  flow: z.literal(true).optional().describe('It is a flow: the P99 is that of whole walks.'),
  change: change.describe('Of its P99, relative, above 0.'),
  p: share.describe(
    "One-sided p-value of Wilcoxon's signed-rank test beyond the allowance, before Benjamini and Hochberg's rule.",
  ),
});

export const summarySchema = z.object({
  passes: z
    .object({
      spread: figure.describe(
        'Spread from pass to pass that was assumed at least (gate.spread; 0.1 is 10 %).',
      ),
    })
    .optional()
    .describe(
      'Set if the load has several stages: then a round is a whole pass, and each block is one pass on each side.',
    ),
  blocks: count.describe('Complete blocks: one round on each side.'),
  budgetBlocks: count.describe('Blocks that fit into the budget.'),
  roundSeconds: figure.describe(
    'Measured time of a round (the median), without what is discarded before it.',
  ),
  measuredSeconds: figure.describe('Measured time of all rounds of both sides.'),
  requests: sides(count),
  p99Ms: sides(figure.nullable()).describe('Of all rounds merged, in ms; null without a response.'),
  stalledRounds: sides(count).describe('Rounds whose P99 is more than 1.5 times the median of their side.'),
  allowance: figure.describe('Relative change that the hosts of the two sides could explain (0.02 is 2 %).'),
  sharedHost: z.boolean().describe('Whether both sides are known to run on one host.'),
  seed: z.string().describe('The seed for the order of the rounds.'),
  order: z
    .string()
    .describe('The sides of each block in order: TB BT BT, or TBBT BTBT if a block has slices.'),
  gates: z
    .array(interleavedGateSchema)
    .readonly()
    .describe('Each declared regression, as it stood at the end.'),
});

export type InterleavedGate = Readonly<z.infer<typeof interleavedGateSchema>>;
export type InterleavedSummary = Readonly<z.infer<typeof summarySchema>>;
export type Suspect = Readonly<z.infer<typeof suspectSchema>>;
