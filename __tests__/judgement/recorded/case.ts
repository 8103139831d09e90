/** A case is plain data: texts that a user writes, records as they are kept, and what the rounds were like. */
import type { Nights } from './nights.ts';
import type { Traffic } from './traffic.ts';

export type Case = RunCase | UnmeasurableCase | CalibrationCase | SelftestCase | DriftCase;

export interface RunCase {
  readonly name: string;
  readonly kind: 'run';
  /** tailgate.yml. */
  readonly config: string;
  /** Present where there is a base. */
  readonly base?: Traffic;
  readonly target: Traffic;
  /** Replaces the duration of the load. */
  readonly durationMs?: number;
  /** Replaces the base's URL; by default it is on the same machine. */
  readonly baseUrl?: string;
  readonly targetUrl?: string;
  /** A baseline's file; `null` where it is configured and not there. */
  readonly file?: string | null;
  readonly history?: Nights & { readonly skipped?: readonly string[]; readonly forRelease?: boolean };
  /** Which rounds are had: the target's alone breaks off the first block. */
  readonly onlyTarget?: boolean;
  /** Each side's last round has no second one, though a base is configured. */
  readonly withoutBase?: boolean;
  /** What was found on the pull request; of a fail, somebody's acceptance is tried in any case. */
  readonly found?: { readonly by: string; readonly at: string } | { readonly why: string };
  /** Of a base, blocks after which somebody looks no more though more are wanted. */
  readonly most?: number;
  /** Blocks are cut into slices where both sides share a host, as they are where nobody fixes the rounds' length. */
  readonly sliced?: boolean;
}

/** The run could not be made, perhaps only after it was judged. */
export interface UnmeasurableCase {
  readonly name: string;
  readonly kind: 'unmeasurable';
  readonly code: string;
  readonly message: string;
  readonly judged?: RunCase;
}

export interface CalibrationCase {
  readonly name: string;
  readonly kind: 'calibration';
  readonly config: string;
  readonly baseUrl?: string;
  readonly target: Traffic;
  readonly base: Traffic;
  readonly blocks: number;
  readonly cutShort?: boolean;
}

export interface SelftestCase {
  readonly name: string;
  readonly kind: 'selftest';
  readonly slowed: RunCase;
  readonly slowedBusy?: number;
  readonly same: RunCase | null;
  readonly sameBusy?: number;
}

/** A history that is watched for drifts and looked ahead in. */
export interface DriftCase {
  readonly name: string;
  readonly kind: 'drift';
  readonly nights: Nights;
  readonly known: readonly { readonly row: string; readonly since: string }[];
}

/** What decides, and what is said, kept apart so that either may change by itself. */
export interface Recorded {
  readonly decision: unknown;
  readonly words: unknown;
}
