/** What the texts are made from: one run, as a whole. Rendering it is pure. */
import type { Plan } from '../config/plan.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { LiveEvidence } from '../evidence/live.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Verdict } from '../judgement/verdict.ts';

export interface Report {
  readonly plan: Plan;
  readonly baseline: Baseline | null;
  /** Of the target. Null where the run was invalid before anything was measured. */
  readonly measurement: Measurement | null;
  /** The base and the blocks of both sides; null without a base. */
  readonly live: LiveEvidence | null;
  readonly verdict: Verdict;
  readonly run: RunContext;
}

/** Where and when the run took place, as far as the door knows. */
export interface RunContext {
  /** Version of Tailgate. */
  readonly version: string;
  /** Instant at which the report is made, ISO 8601 in UTC. */
  readonly now: string;
  /** Commit that was tested, as far as known. */
  readonly headSha: string | null;
  /** Commit that the target said it serves, as it said it; null where it wasn't asked, or not to its end. */
  readonly servedCommit?: string | null;
  /** The same of the base. */
  readonly baseCommit?: string | null;
  /** Page of the workflow run, for the links. */
  readonly runUrl: string | null;
  /** Command that reproduces the measurement on a developer's machine. */
  readonly command: string;
  /** Where the result file was written, if it was. */
  readonly resultFile: string | null;
  /** Label that accepts a regression of this commit, where there is a pull request to set it on. */
  readonly acceptLabel?: string;
}
