/** How a round may end. Types only, plain data. */

/** The input of the workflow, or the flag, that caps the load; or rows of data, each of which is taken once. */
export type CapName = 'max-duration' | 'max-requests' | 'rows';

export type RoundEnd =
  | { readonly how: 'complete' }
  /** A cap ended it: what it had seen by then is sound. After the last request that it may send, all were awaited. */
  | { readonly how: 'capped'; readonly by: CapName; readonly table?: UsedUp }
  | { readonly how: 'cancelled' }
  /**
   * The target went away (refused, reset, DNS) for longer than a restart of a connection explains; or, where it hung,
   * nothing came back any more though connections could be had.
   */
  | { readonly how: 'target-lost'; readonly afterMs: number; readonly why: string; readonly hung?: true }
  /** A rate limiter turned nearly everything away. */
  | ({ readonly how: 'rate-limited'; readonly afterMs: number } & Limiting)
  /** The login is not accepted, not even when it has just been made anew. */
  | { readonly how: 'login-lost'; readonly afterMs: number; readonly why: string }
  /** The new login was turned away by a rate limiter. */
  | { readonly how: 'login-limited'; readonly afterMs: number; readonly why: string }
  /** The new login was answered 5xx, or not at all. */
  | { readonly how: 'login-broken'; readonly afterMs: number; readonly why: string };

/** A table of which no row is left. */
export interface UsedUp {
  readonly name: string;
  readonly rows: number;
}

/** What a rate limiter did to the last responses of a side. */
export interface Limiting {
  /** Of these responses, those that it turned away; 0…1. */
  readonly share: number;
  /** Load in which they came. */
  readonly seconds: number;
  /** Longest Retry-After among them; null where none was given. */
  readonly retryAfterSeconds: number | null;
}
