/**
 * What the script of a history's page is given. Columns are packed; a night is called by its index, oldest first.
 * Nothing in it is escaped; it gets into a page by `asData` alone.
 */
import type { ChartUnit, ChartWords } from '../chart.ts';
import type { PackedFigures } from './packed.ts';

export interface HistoryData {
  readonly words: ChartWords;
  /** Address of the repository, for links to commits and runs; null where nobody said. */
  readonly repository: string | null;
  readonly suites: readonly SuiteData[];
  /** What is shown first, as an address has it: `suite=…&figure=p99&request=`; empty for the first of all. */
  readonly opening: string;
}

export interface SuiteData {
  /** Its folder's name. */
  readonly id: string;
  /** As people call it; no two are alike. */
  readonly name: string;
  readonly nights: NightColumns;
  readonly figures: readonly FigureData[];
  readonly parts: readonly PartData[];
  readonly strands: readonly StrandData[];
  readonly series: readonly SeriesData[];
  /** A result that is shown against it; null where there is none. */
  readonly shown: ShownResult | null;
}

/** What was known of each run. */
interface NightColumns {
  /** Packed seconds since 1970, UTC. */
  readonly at: string;
  /** The first 12 digits, with commas between; nothing where the commit isn't known. */
  readonly commits: string;
  /** The run's id and its attempt: `123-1`, with commas between. */
  readonly runs: string;
  /** A letter each: pass, fail, inconclusive, x for invalid. */
  readonly verdicts: string;
  readonly releases: readonly (readonly [night: number, tag: string])[];
  /** Those that are never compared with, and where in `reasons` it says why. */
  readonly excluded: readonly (readonly [night: number, reason: number])[];
  readonly reasons: readonly string[];
  /** Packed places in `settings`. */
  readonly setting: string;
  readonly settings: readonly (readonly (readonly [label: string, value: string])[])[];
}

export interface FigureData {
  /** In addresses: a metric's name, or `server`. */
  readonly key: string;
  readonly label: string;
  readonly unit: ChartUnit;
  readonly worse: 'higher' | 'lower' | null;
  readonly scale: 'log' | 'linear';
  /** The smallest change that anybody would be told of, in the unit of a change. */
  readonly smallest: number;
}

export interface PartData {
  readonly name: string;
  readonly kind: 'whole' | 'stage' | 'request' | 'flow' | 'server';
}

/** Nights that can be compared with one another. */
interface StrandData {
  /** What tells it from others; empty where there is one. */
  readonly name: string;
  /** Packed. */
  readonly nights: string;
}

/** One figure of one part. */
export interface SeriesData {
  /** Its place in `parts` and in `figures`. */
  readonly part: number;
  readonly figure: number;
  /** A value a night. */
  readonly values: PackedFigures;
  readonly levels: readonly LevelData[];
  /** Nights of a strand that its levels were not learnt from: too few responses, too many errors. */
  readonly aside: readonly number[];
}

/** From one change point to the next: strand, first and last night, what is typical, the worst that is explained. */
export type LevelData = readonly [
  strand: number,
  from: number,
  to: number,
  typical: number,
  limit: number | null,
  change: number | null,
];

export interface ShownResult {
  /** What it is called: a commit, or the file. */
  readonly name: string;
  /** Seconds since 1970; of a result that doesn't say, the newest night's. */
  readonly at: number;
  readonly verdict: string;
  readonly commit: string | null;
  readonly figures: readonly ShownFigure[];
}

interface ShownFigure {
  /** Place in `series`. */
  readonly series: number;
  readonly value: number;
  /** As its tailgate.yml declared them. */
  readonly limit?: number;
  /** In the unit of a change. */
  readonly tolerance?: number;
}
