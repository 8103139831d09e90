/** How base and target were measured in turn: what a reader needs to trust the rows, or to judge it again. */
import { z } from 'zod';
import { change, count, figure, scopeShape, share, sides, size } from './parts.ts';

/** One declared regression against the base, as it stood at the end. Changes and intervals are as in its row. */
export const gateSchema = z.object({
  ...scopeShape,
  state: z.enum(['passed', 'failed', 'undecided']),
  /** Blocks after which it was decided; null while it isn't. */
  decidedAt: count.nullable(),
  change: change.nullable(),
  interval: z.tuple([change, change]).readonly().nullable(),
  /**
   * Size of the tolerated worsening, in the unit of `change`, above 0: it is a fall for throughput, a rise for others.
   */
  tolerance: size,
  /** Size of the smallest worsening that the budget would probably show; null before the sixth block. */
  detectable: size.nullable(),
  /**
   * Blocks that are probably still needed, which may be more than the budget holds; null where decided or not known.
   */
  blocksMore: count.nullable(),
  /** Change in each block, in order; null where a block says nothing about it. */
  changes: z.array(change.nullable()).readonly(),
});

/** A request without a gate of its own whose P99 stands out. */
export const suspectSchema = z.object({
  endpoint: z.string(),
  /** Of its P99, relative, above 0. */
  change,
  /** One-sided p-value of Wilcoxon's signed-rank test beyond the allowance, before Benjamini and Hochberg's rule. */
  p: share,
});

export const summarySchema = z.object({
  /** Complete blocks: one round on each side. */
  blocks: count,
  budgetBlocks: count,
  /** Blocks that count for nothing, on either side, because the load generator was saturated in them. */
  setAside: count,
  /** Measured time of a round (the median), without what is discarded before it. */
  roundSeconds: figure,
  /** Measured time of all rounds of both sides. */
  measuredSeconds: figure,
  requests: sides(count),
  /** Of all rounds merged; null without a response. */
  p99Ms: sides(figure.nullable()),
  /** Rounds whose P99 is more than 1.5 times the median of their side. */
  stalledRounds: sides(count),
  /** Relative change that the surroundings of the two sides may explain (0.02 is 2 %). */
  allowance: figure,
  sharedHost: z.boolean(),
  seed: z.string(),
  /** Which side was first in each block: `TB BT BT`. */
  order: z.string(),
  /** In the order of the declared rows. */
  gates: z.array(gateSchema).readonly(),
});

export type LiveGate = Readonly<z.infer<typeof gateSchema>>;
export type LiveSummary = Readonly<z.infer<typeof summarySchema>>;
export type Suspect = Readonly<z.infer<typeof suspectSchema>>;
