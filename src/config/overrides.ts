import type { Caps } from './load/caps.ts';

/**
 * What the action's inputs or the terminal's flags say in place of tailgate.yml. An empty text is the same as none:
 * that is how the runner hands over an input that nobody set.
 */
export interface Overrides {
  /** Which door they came through; decides how a message names them (`target-url` or `--target-url`). */
  readonly door: Door;
  readonly targetUrl?: string | undefined;
  /** Where no URL is given, the target is found later, and its origin is empty until then. */
  readonly targetIsFound?: boolean | undefined;
  /** The environment to compare with, live. */
  readonly baseUrl?: string | undefined;
  readonly profile?: string | undefined;
  readonly baseline?: string | undefined;
  /** Replaces the load's duration; the warm-up is then cut to half of it at most. */
  readonly durationMs?: number | undefined;
  /** The most that the file may ask for; without it, what the file's own ranges allow. */
  readonly caps?: Caps | undefined;
}

export type Door = 'action' | 'terminal';

/** The name a user knows an override by: the input's in the action, the flag's in the terminal. */
export function nameOverride(door: Door, name: string): string {
  return door === 'action' ? `input ${name}` : `--${name}`;
}
