/** When something is worth telling beside a figure that got worse. */

/** Part of the shift, at least. */
export const LEAST_SHARE = 0.1;
/** Of what the server's side took or waited for: so many times as much as on the base, which was read beside it. */
export const LEAST_GROWTH = 1.2;
/** Of a kind, for the same figure. */
export const MOST_NAMED = 3;
/** One-sided level at which it counts as more than chance: seven blocks in a row that all point one way. */
export const LEVEL = 0.01;
