/** How a calibration stands after a block, for whoever watches. */
export interface CalibrationProgress {
  readonly blocks: number;
  /** Of the blocks' P99, on the log scale; null while there are too few to learn one from. */
  readonly spread: number | null;
  /** 0 once the time is up. */
  readonly secondsLeft: number;
}

const FEWEST_BLOCKS = 3;

export function calibrationProgress(
  blocks: number,
  spread: number | null,
  secondsLeft: number,
): CalibrationProgress {
  return {
    blocks,
    spread: blocks < FEWEST_BLOCKS ? null : spread,
    secondsLeft: Math.max(0, secondsLeft),
  };
}
