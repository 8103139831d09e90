/** What a file with baselines holds: the response of `tailgate baseline FILE`. What the file doesn't say is absent. */
import type { BaselineConditions, BaselineFigures, BaselineFormat } from '../baseline.ts';

export interface Listing {
  /** Measured runs, each of which can be a baseline. */
  readonly runs: readonly FoundRun[];
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

export interface FoundRun extends FoundTable {
  /** Headings around the run's own, from the outermost. */
  readonly section?: string;
  readonly format: BaselineFormat;
  /** ISO 8601, a day or an instant. */
  readonly date?: string;
  readonly metrics: BaselineFigures;
  readonly conditions: BaselineConditions;
  /** Why it can be listed but not compared with. */
  readonly unusable?: string;
  /** By request name, where the file has them. */
  readonly endpoints?: Readonly<Record<string, BaselineFigures>>;
}

/** What a reader found, with the names under which `#` finds each run. */
export interface ReadFile extends Listing {
  readonly runs: readonly AddressedRun[];
}

export interface AddressedRun extends FoundRun {
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
