/** A stretch of a round, in ms since the start of its measured time. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where nothing succeeded for a while, though it was waited for. In ms. */
export interface Silence {
  /** Since the start of the measured time. */
  readonly fromMs: number;
  /** Its part within the measured time, and that beyond it, until the first of the responses that were waited for. */
  readonly insideMs: number;
  readonly beyondMs: number;
}
