/** When something is worth telling beside a figure that got worse. */

/** Part of the shift, at least. */
export const LEAST_SHARE = 0.1;
/** Of a kind, for the same figure. */
export const MOST_NAMED = 3;
/** One-sided level at which it counts as more than chance: seven blocks in a row that all point one way. */
export const LEVEL = 0.01;
