/** What became of a fault on purpose. In ms since the start of the first stage's measured time. */
export interface FaultTaken {
  /** When its command was begun; null where the load ended before. */
  readonly startMs: number | null;
  /** When what undoes it had ended, or, where nothing does, the command itself; null where neither has. */
  readonly overMs: number | null;
  /** Commands that did not end well. */
  readonly troubles: readonly FaultTrouble[];
}

export interface FaultTrouble {
  readonly command: 'fault' | 'fault-end';
  /** `failed`: it ended with something else than 0, or by a signal. `cut-short`: nobody could wait for its end. */
  readonly how: 'failed' | 'timed-out' | 'not-started' | 'cut-short';
  /** Null where it has none. */
  readonly exitCode: number | null;
}
