import type { Side } from './round.ts';

/** What came of a request of the clean-up. Plain data: secrets are out of it. */
export interface CleanupOutcome {
  readonly side: Side;
  readonly name: string;
  /** Null where no response came. */
  readonly status: number | null;
  /** Why it is not as it has to be, where the status doesn't tell; null where it does, or all is well. */
  readonly error: string | null;
  readonly ok: boolean;
}
