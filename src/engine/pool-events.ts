import type { LoggedIn, SecondStats } from './worker/messages.ts';

/** What happens while a round is under way. */
export interface PoolEvents {
  /** New logins for all: resolves to what they gave. */
  renewLogin(): Promise<LoggedIn>;
  /** A stage has begun, as the first of the workers tells. @param startedAt wall clock, ISO 8601 in UTC */
  onMeasuring(stage: number, startedAt: string): void;
  /** One second of all workers together. */
  onSecond(seconds: readonly SecondStats[], sent: number): void;
  /** Asked after each second: whether that was enough, so that the load ends and what waits is given up. */
  hasEnough?(): boolean;
}
