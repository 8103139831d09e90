/**
 * A P99 speaks of the slowest of a hundred; of fewer answers than these it is two requests or less, and neither judged
 * nor learnt from.
 */
export const FEWEST_ANSWERS = 200;
