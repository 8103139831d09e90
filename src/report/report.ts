/** What the texts are made from. Rendering is pure. */

import type { KeyChange } from '../config/changes/compare-configs.ts';
import type { Language } from '../config/language.ts';
import type { Plan } from '../config/plan.ts';
import type { CleanupOutcome } from '../engine/cleanup-outcome.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { InterleavedEvidence } from '../evidence/interleaved.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Result } from '../evidence/result/schema.ts';
import type { Verdict } from '../judgement/verdict.ts';

/** One run, as a whole: what the result is made of. */
export interface Report {
  readonly plan: Plan;
  readonly baseline: Baseline | null;
  /** Of the target. Null where the run was invalid before anything was measured. */
  readonly measurement: Measurement | null;
  /** The base and the blocks of both sides; null without a base. */
  readonly interleaved: InterleavedEvidence | null;
  readonly verdict: Verdict;
  readonly run: RunContext;
}

/** A result as it is published: every text about it is made of this, whoever measured it. */
export interface Publication {
  /** Of every text that people read; the result itself has its own, which stays as it is. */
  readonly language: Language;
  readonly result: Result;
  readonly run: PublishedRun;
  /** Who measured it, where that is not the workflow that publishes it; else null. */
  readonly banner: Banner | null;
}

/** Words of ours, in plain text. */
export interface Banner {
  readonly title: string;
  readonly says: string;
  /** Where what there is no room for can be read. */
  readonly elsewhere: string;
}

/** Where and when it is published, as far as the door knows. */
interface PublishedRun {
  /** What tells the measurement from others of its name, without secrets; left out where there is nothing. */
  readonly label?: string;
  /** Version of the Tailgate that publishes it. */
  readonly version: string;
  /** Instant at which the report is made, ISO 8601 in UTC. */
  readonly now: string;
  /** Page of the workflow run that measured, for the links. */
  readonly runUrl: string | null;
  /** Command that reproduces the measurement on a developer's machine; null where there is none. */
  readonly command: string | null;
  /** Names of the environment's variables that the command needs. */
  readonly variables: readonly string[];
  /** Where the result file was written, if it was. */
  readonly resultFile: string | null;
  /** Artifact of the run in which the workflow uploads the report's page, where somebody says so. */
  readonly reportArtifact?: string;
  /** Label that accepts a regression of this commit, where there is a pull request to set it on. */
  readonly acceptLabel?: string;
}

/** What the door knows of the run, and neither plan nor measurement tell. */
export interface RunContext extends Omit<PublishedRun, 'variables'> {
  /** Commit that was tested, as far as known. */
  readonly headSha: string | null;
  /** Commit that the target said it serves, as it said it; null where it wasn't asked, or not to its end. */
  readonly servedCommit?: string | null;
  /** The same of the base. */
  readonly baseCommit?: string | null;
  /** What the clean-up after the load came to, on both sides; absent where none is declared. */
  readonly cleanup?: readonly CleanupOutcome[];
  /** What of the judgement the pull request changed; absent where the run is for none, or that can't be told. */
  readonly changes?: readonly KeyChange[];
}
