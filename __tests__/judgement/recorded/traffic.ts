/**
 * What a side's rounds are like, as plain data. Whatever isn't said is quiet: 311 /s (400 /s beside a base), a P99 of
 * 83 ms, no errors.
 */

export interface Spell {
  /** Requests per second of all names; of a single name, its own. */
  readonly perSecond?: number;
  readonly medianMs?: number;
  readonly p99Ms?: number;
  /** Log standard deviation of each round's latency; a third of it of its rate. */
  readonly noise?: number;
  /** The same of each batch within its round. */
  readonly wobble?: number;
  /** Shares of the requests that fail: by status (`500`), or as `timeout`, `socket`, `unanswered`, `body`. */
  readonly errors?: Readonly<Record<string, number>>;
  /** As many attempts, as shares of the requests, that were repeated: by status, or as `timeout` and the like. */
  readonly repeated?: Readonly<Record<string, number>>;
  /** All errors fall into the first so many batches. */
  readonly burst?: number;
  /** Start of the body that came with an unexpected status. */
  readonly says?: Readonly<Record<string, string>>;
  /** Shares of the requests that somebody on the path answered. */
  readonly path?: {
    readonly rateLimited?: number;
    readonly loginRedirects?: number;
    readonly challenges?: number;
    readonly retryAfterSeconds?: number;
  };
  /** Share of the requests that were sent once more. */
  readonly resent?: number;
  /** Requests of each name that no outcome is counted for, which must not be. */
  readonly uncounted?: number;
  readonly inFlight?: number;
  readonly generator?: {
    readonly cpuShare?: number;
    readonly utilisation?: number;
    readonly loopDelayP99Ms?: number;
    readonly lateShare?: number;
  };
  readonly ended?: {
    readonly how: 'cancelled' | 'target-lost' | 'login-lost';
    readonly afterMs: number;
    readonly why: string;
  };
  readonly address?: string | null;
  /** How long last answers are waited for. */
  readonly drainMs?: number;
  readonly batches?: number;
  /** Only so many batches, the first ones, have any response. */
  readonly served?: number;
}

export interface Traffic extends Spell {
  /** By request name, in place of what all are like. */
  readonly names?: Readonly<Record<string, Spell>>;
  /** In some rounds, counted from 0 on each side, in place of what the others are like. */
  readonly spells?: readonly (Spell & {
    readonly rounds: readonly number[];
    readonly names?: Readonly<Record<string, Spell>>;
  })[];
}

/** What one round of one name is like. */
export function spellOf({ names, spells = [], ...all }: Traffic, round: number, name: string | null): Spell {
  const now = spells.filter(({ rounds }) => rounds.includes(round));
  return Object.assign(
    {},
    all,
    ...now.map(({ names: _, rounds: __, ...spell }) => spell),
    name !== null && names?.[name],
    ...now.map((spell) => (name === null ? {} : spell.names?.[name])),
  );
}
