/** What a file with baselines holds: what `tailgate baseline FILE` prints. What the file doesn't say is absent. */
import type { Baseline, BaselineConditions, BaselineFigures, ToldEndpoint } from '../baseline.ts';
import type { Unsaid } from '../result/differences.ts';
import type { BaselineFormat } from './list-runs.ts';

interface Found<Run> {
  /** Measured runs, each of which can be a baseline. */
  readonly runs: readonly Run[];
  /** Tables of what was hoped for: shown, never compared with. */
  readonly objectives: readonly FoundObjectives[];
  /** Tables that repeat or compare figures without being a run: shown, never merged into one. */
  readonly summaries: readonly FoundSummary[];
  readonly warnings: readonly string[];
}

export interface FoundTable {
  /** Heading or title as in the file, without its markup. */
  readonly title: string;
  /** What `#` takes to pick it. */
  readonly anchor: string | null;
  /** Line of the table or of the output's start, from 1. */
  readonly line: number;
}

export interface FoundSummary extends FoundTable {
  /** Why none of its rows or columns is a run, in words, where something of it is missing or wasn't read. */
  readonly why?: readonly string[];
}

/** For whoever finds none. */
export const WHAT_A_RUN_IS =
  'A run is a table with latency percentiles and a throughput or a number of requests, ' +
  "wrk's output, or a result file of Tailgate.";

interface Run extends FoundTable {
  /** Headings around the run's own, from the outermost. */
  readonly section?: string;
  /** ISO 8601, a day or an instant. */
  readonly date?: string;
  readonly metrics: BaselineFigures;
  readonly conditions: BaselineConditions;
  /** Why it can be listed but not compared with. */
  readonly unusable?: string;
  /** What was not read, or can't be known, each as what the run does: `says "P99: ~90 ms" in line 9, which was …`. */
  readonly doubts?: readonly string[];
  /** By request name, where the file has them. */
  readonly endpoints?: Readonly<Record<string, BaselineFigures>>;
  /** What a result holds of its requests beyond figures. */
  readonly told?: ReadonlyMap<string, ToldEndpoint>;
  readonly walked?: NonNullable<Baseline['walked']>;
  /** Of each stage of its load, in their order, where it has several and the file has them. */
  readonly stages?: readonly BaselineFigures[];
  /** Means of series of the server's side, by their keys. */
  readonly server?: Readonly<Record<string, number>>;
}

export interface FoundRun extends Run {
  readonly format: BaselineFormat;
}

/** What a run says, but not so that it could be read; and what only judging it takes. */
interface Unread {
  /** Requests that no response came to. */
  readonly unanswered?: number;
  readonly unread?: readonly Unsaid[];
  /** Its error rate was read, and something else in it contradicts that. */
  readonly errorRateDoubted?: true;
}

export type Listing = Found<FoundRun>;

/** A run as a reader of one format gives it. */
export interface ReadRun extends Run, Unread {
  readonly addresses: Addresses;
}

/** What a reader of one format makes of a file. */
export type ReadRuns = Found<ReadRun>;

/** What was found, with the names under which `#` finds each run. */
export type ReadFile = Found<AddressedRun>;

export interface AddressedRun extends FoundRun, Unread {
  readonly addresses: Addresses;
}

interface Addresses {
  /** Anchors of the run itself. */
  readonly own: readonly string[];
  /** Anchors of the sections around it. */
  readonly around: readonly string[];
  /** The run's title, then the headings around it from the nearest; not the document's own title. */
  readonly titles: readonly string[];
}

export interface FoundObjectives extends FoundTable {
  /** Metric and value, as written. */
  readonly values: readonly { readonly metric: string; readonly value: string }[];
}
