import type { DraftLogin } from './draft.ts';
import type { Operation } from './operation.ts';

/** What a reader makes of a source. */
export interface SourceReading {
  readonly source: string;
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly login: DraftLogin | null;
  /** Whether the login is known by cookies. */
  readonly cookies: boolean;
  /** In the source's order, or the most frequent first. */
  readonly operations: readonly Operation[];
  /** Whether `count` says how often each was asked for. */
  readonly isTraffic: boolean;
  readonly notes: readonly string[];
}
