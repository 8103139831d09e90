/**
 * What is to be done, parsed once from tailgate.yml and the inputs. Everything in it is plain data: it crosses into
 * worker threads by structured clone, and no later room parses a unit or a template again.
 */
import type { BaselineSource } from './baseline/baseline-source.ts';
import type { Cost } from './cost.ts';
import type { Generator } from './generator.ts';
import type { Language } from './language.ts';
import type { Metric } from './metrics.ts';
import type { PlannedProbe, ServerBounds } from './probes/probe.ts';
import type { Scenario } from './scenario.ts';
import type { Location } from './target/location.ts';
import type { Template } from './template.ts';

export type { Login, Method, RequestSpec, RetryPolicy } from './scenario.ts';

export interface Plan {
  /** Name of the scenario; with `comment-key` it tells one comment from another's. */
  readonly name: string;
  /** The file as the user wrote it (for messages and for the command that reproduces the run). */
  readonly configFile: string;
  /** Of the comment, the summary and the terminal's report; absent where nobody said. */
  readonly language?: Language;
  readonly target: Target;
  /** The environment it is compared with, in turn with it; null where there is none. */
  readonly base: Location | null;
  /** What the owner says of the environment, by names of the owner's own; absent where the file says nothing. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly cost?: Cost;
  readonly load: Load;
  /** Somebody else's makes the load, and `load` says only what is known of that; absent: Tailgate makes it. */
  readonly generator?: Generator;
  /** How many machines make the load together, each its part; absent: one makes all of it. */
  readonly shards?: number;
  /** What is done to the environment on purpose while it is under load; absent where nothing is. */
  readonly fault?: PlannedFault;
  /** How long the workflow lets all load together take; absent where it caps nothing. */
  readonly caps?: LoadCaps;
  readonly scenario: Scenario;
  /** What of the server's side is read meanwhile; absent where nothing is. */
  readonly probes?: readonly PlannedProbe[];
  readonly gate: Gate;
  readonly baseline: BaselineSource | null;
  /** Values of `{{env.TAILGATE_…}}` that were used: nothing that leaves the engine may show them. */
  readonly secrets: readonly string[];
  /** Names of the environment's variables that were read for them. */
  readonly variables?: readonly string[];
  /** Sentences about what was decided for the user, such as bounds that the profile leaves without a request. */
  readonly notices: readonly string[];
}

/** Its origin is empty until the target is found. */
export interface Target extends Location {
  /** What named its URL, on a host that isn't known for previews: it may be another site's. Absent where it can't. */
  readonly foundBy?: string;
  /**
   * Path polled until it answers well several times in a row; null where the file names none. Values that are generated
   * are the same for a whole run.
   */
  readonly ready: string | Template | null;
  /** How it tells which commit it serves; null where it isn't asked. */
  readonly identity: Identity | null;
  /**
   * The scenario's headers but for those that hold a captured value: what a protected preview wants to see with a poll.
   */
  readonly headers: readonly (readonly [name: string, value: Template])[];
}

export interface Identity {
  readonly path: string;
  /** JSON Pointer (RFC 6901) to the commit in the response's body. */
  readonly commit: string;
}

/** From the workflow or the terminal alone, never from tailgate.yml, which a pull request can change. */
export interface PlannedFault {
  readonly start: TimedCommand;
  /** What undoes it; null where its own command does, and the fault is over when that has ended. */
  readonly end: TimedCommand | null;
}

/** A command for the system's shell. */
export interface TimedCommand {
  /** Since the start of the measured time. */
  readonly atMs: number;
  readonly command: string;
}

/** Of warm-ups, both sides, second rounds and the wait for last responses together. */
interface LoadCaps {
  readonly durationMs: number;
}

export interface Load {
  /** The profile's name, or null for a load of one's own. */
  readonly profile: string | null;
  /** One after the other without a pause, at least one; a constant load has one. */
  readonly stages: readonly [Stage, ...Stage[]];
  /** Load before the first stage, seen by nobody. */
  readonly warmupMs: number;
  /** Deadline of each request. */
  readonly timeoutMs: number;
  /** Of all rounds, both sides and the warm-ups together; a closed model ends there. Absent: any number. */
  readonly maxRequests?: number;
  /** How it looks for the load at which the service breaks; its stages are then the first step of that alone. */
  readonly search?: BreakpointSearch;
}

/** A search for the breaking point, in steps of which each one follows from those before it. */
export interface BreakpointSearch {
  readonly of: 'connections' | 'rate';
  /** Load of the first step, and the most that is tried: connections or, of a rate, requests per second. */
  readonly from: number;
  readonly most: number;
  /** Of one search, with its rests and without the warm-up. */
  readonly budgetMs: number;
}

/** A stretch of load that stays as it is, or changes evenly from its beginning to its end. */
export interface Stage {
  /** Null where it has none; else unlike any other stage's. */
  readonly name: string | null;
  /** At its end. */
  readonly connections: number;
  /** At its beginning, where that is another number: connections open or close one at a time. Absent: constant. */
  readonly fromConnections?: number;
  readonly durationMs: number;
  /** Measured beside the others, to be compared with them: no figure of the whole counts it. */
  readonly aside?: boolean;
  /**
   * Open model: requests become due by this schedule over all connections, whatever is answered. Null is a closed
   * model: each connection sends its next request when the last one is answered.
   */
  readonly arrivals: Arrivals | null;
}

export interface Arrivals {
  /** At the stage's end. */
  readonly perSecond: number;
  /** At its beginning, where that is another rate. Absent: constant. */
  readonly fromPerSecond?: number;
  /** Evenly spaced, or a Poisson process of that mean. */
  readonly kind: 'constant' | 'poisson';
}

/** A figure's bounds, in the unit of its metric. */
export interface Bounds {
  /** Limit: `max` or `min`, as the metric's row says. */
  readonly limit: number | null;
  /** Tolerated change against the baseline: relative (0.1 is 10 %); on a linear scale absolute (0.005 is 0.5 pp). */
  readonly regression: number | null;
  /** Tolerated change from the beginning of the load to its end, in the same unit; absent where none is declared. */
  readonly trend?: number | null;
}

export type MetricBounds = Partial<Readonly<Record<Metric, Bounds>>>;

export interface Gate {
  readonly whole: MetricBounds;
  /** Bounds of single requests, by request name; each name is one of the scenario's. */
  readonly endpoints: Readonly<Record<string, MetricBounds>>;
  /** Bounds of whole walks, by the name of their flow; absent where there are none. */
  readonly flows?: Readonly<Record<string, MetricBounds>>;
  /** Bounds of single stages of a load of several, each as `keyOfStage` calls it. */
  readonly stages: Readonly<Record<string, MetricBounds>>;
  /** Bounds of the server's side; absent where there are none. */
  readonly server?: readonly ServerBounds[];
  /** What a regression against one stored number does: fail, or only warn. */
  readonly stored: 'gate' | 'warn';
  /** Assumed run-to-run log standard deviation of a stored number (0.1 is 10 %). */
  readonly spread: number;
  readonly interleaved: InterleavedRounds;
}

/** How base and target are measured in turn, where there is a base. */
export interface InterleavedRounds {
  readonly measureMs: number;
  /** Where both sides share a host, rounds are cut into slices as short as the service allows; see engine/slices.ts. */
  readonly sliced: boolean;
  readonly discardMs: number;
  /** Of all rounds together. */
  readonly budgetMs: number;
  /** Relative change that two hosts may explain; null: 0 where they are known to be one, else 0.02. */
  readonly allowance: number | null;
}
