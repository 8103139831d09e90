import { setTimeout as pause } from 'node:timers/promises';

/** The clock that a meeting waits by: this machine's, or a test's. */
export interface Time {
  /** As `Date.now()`: shards that meet have nothing else in common than the time of day. */
  now(): number;
  /** Rejects with the signal's reason where it is aborted. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const MACHINE_TIME: Time = {
  now: () => Date.now(),
  pause: (ms, signal) => pause(Math.max(0, ms), undefined, { signal }),
};
