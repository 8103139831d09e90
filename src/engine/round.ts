/**
 * What one stretch of load saw: counts and histograms, nothing judged yet. Types only, plain data: a round is put
 * together from the portions of several worker threads and is what the evidence is made of. Of a load's stages, which
 * have no pause between them, each is a round: a request belongs to that in which it was sent, or was due.
 */
import type { StatedLoad } from '../config/generator.ts';
import type { Stage } from '../config/plan.ts';
import type { SearchStep, SeenStep } from '../search/step.ts';
import type { FaultTaken } from './fault/fault-taken.ts';
import type { GeneratorHealth } from './generator-health.ts';
import type { ServerReadings } from './probes/readings.ts';
import type { RetryCounts } from './retry-counts.ts';
import type { RoundEnd } from './round-ending.ts';
import type { ShardOfRound } from './shard-of-round.ts';
import type { Silence } from './silence.ts';
import type { StatedLatency } from './stated.ts';
import type { Tick } from './tick.ts';
import type { Told } from './timings.ts';

export type { GeneratorHealth } from './generator-health.ts';
export type { CapName, Limiting, RoundEnd, UsedUp } from './round-ending.ts';
export type { Silence, Stretch } from './silence.ts';

export type Side = 'target' | 'base';

/**
 * A histogram on the wire: pairs of lower bucket edge in µs and count, ascending, buckets of an HDR histogram with
 * three significant digits (each less than 0.1 % wide). Loss-free to merge: record count times the edge.
 */
export type Buckets = Readonly<ArrayLike<number>> & Iterable<number>;

/** Every request sent in the measured time has exactly one of these outcomes. */
export type OutcomeKind = 'success' | 'status' | 'check' | 'body' | 'timeout' | 'socket' | 'unanswered';

/** One go through stages that is asked for, a round of each. */
export interface RoundOrder {
  readonly side: Side;
  /** Counts from 0 on each side; of all its rounds. */
  readonly sequence: number;
  /** Of its first stage: index into the plan's `load.stages`. */
  readonly stage: number;
  /** One after the other without a pause. */
  readonly stages: readonly [Stage, ...Stage[]];
  /** Load before the measured time, on the same connections as its beginning, seen by nobody. */
  readonly warmupMs: number;
  /** The same for both sides of a block: same order of the mix, same generated values but the unique ones. */
  readonly seed: string;
  /** It only warms up, and shows how fast either side answers; no figure is made of it. */
  readonly warmUp?: boolean;
  /** The longest that it may take from its first request to its last response, in ms; absent where nothing caps it. */
  readonly mostMs?: number;
  /** Its place among the slices of its block, from 0; absent where a round is one piece. */
  readonly slice?: number;
  /** When the measured time begins, by `Date.now()`, where other machines begin it as well. */
  readonly startMs?: number;
  /** Of a search; absent where the load is known before. */
  readonly step?: SearchStep;
}

/** Sessions that expired under load. */
export interface Renewals {
  /** Logins that were made anew. */
  readonly logins: number;
  /** Measured time in which nothing was sent meanwhile, so that no figure tells anything of it. */
  readonly pausedMs: number;
}

export interface Round {
  readonly side: Side;
  /** Nothing but the schedule looks at it. */
  readonly warmUp?: boolean;
  /** Places of its slices in its block, ascending; absent where it is one piece. */
  readonly slices?: readonly number[];
  /** Index into the plan's `load.stages`. */
  readonly stage: number;
  /** Wall clock at the start of the measured time, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** Length of the measured time by a monotonic clock; what is in flight at its end is drained after it. */
  readonly measuredMs: number;
  readonly plannedMs: number;
  /**
   * From its beginning to its last response: warm-up, measured time and drain. Of several stages, the first has the
   * warm-up, and the last the drain.
   */
  readonly elapsedMs: number;
  /** Absent where no session expired. */
  readonly renewals?: Renewals;
  /** The most that it had, at one of its ends. */
  readonly connections: number;
  /** Requests sent, the warm-up's and those that were sent again among them; absent where it is not known. */
  readonly sent?: number;
  /** Requests sent that write (POST, PUT, PATCH, DELETE), the warm-up's among them; absent where it is not known. */
  readonly writes?: number;
  /**
   * Closed model: latencies of the successes among the requests with which it began, one on each connection, in ms.
   * They found nobody before them; in slices, those of each. Absent or empty where connections had to be opened first,
   * and where another stage went before.
   */
  readonly firstMs?: readonly number[];
  /** Ascending; those of a fraction of a second are left out. */
  readonly silences?: readonly Silence[];
  /** Seed of the mix's order and of the generated values. */
  readonly seed: string;
  /** Address that was loaded, as far as known: two sides at one address share their host. */
  readonly address: string | null;
  /** One for each request name, in the scenario's order. */
  readonly requests: readonly RequestStats[];
  /** One for each flow, in the scenario's order; absent without flows. */
  readonly flows?: readonly FlowStats[];
  /** Ascending; of a warm-up and of slices there are none. What came in after the load's end is in none. */
  readonly ticks?: readonly Tick[];
  /** What came of it as a step of a search, of its side's first (0) or a later one; absent where it is none. */
  readonly step?: SeenStep & { readonly search: number };
  /** How somebody else's load generator made it, which alone knows; absent where Tailgate made the load. */
  readonly stated?: StatedLoad;
  /** What that one's figures leave out, each as what it does: `leaves 3 …`; absent or empty where nothing is. */
  readonly doubts?: readonly string[];
  readonly ended: RoundEnd;
  readonly generator: GeneratorHealth;
  /** Who made it, where several machines did: one for each, in their order. */
  readonly shards?: readonly ShardOfRound[];
  /** Of the first stage of a pass with a fault on purpose. */
  readonly fault?: FaultTaken;
  /** Absent without a probe. */
  readonly server?: ServerReadings;
}

export interface RequestStats extends Told {
  readonly name: string;
  /** Requests sent in the measured time = the sum of the outcomes and of `inFlight`. */
  readonly sent: number;
  /** Of these, sent once more because the server was closing the connection when they came. */
  readonly resent: number;
  readonly outcomes: Readonly<Record<OutcomeKind, number>>;
  /** Still unanswered when a cancelled or aborted round stopped waiting. */
  readonly inFlight: number;
  /** Unexpected statuses: status → count, adding up to `outcomes.status`. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Error codes of sockets and parser: `ECONNRESET` → count. */
  readonly codes: Readonly<Record<string, number>>;
  /** Unexpected responses that a proxy or a guard on the path gave, not the service. Each is also in `statuses`. */
  readonly intercepted: Interceptions;
  readonly samples: readonly Sample[];
  /** Absent where nothing is sent again by declaration. */
  readonly retries?: RetryCounts;
  /** Of a flow's step; absent of a request by itself. */
  readonly walks?: StepCounts;
  /** Ten equal, contiguous stretches of the measured time (fewer where the round ended early). */
  readonly batches: readonly Batch[];
}

/**
 * Walks through a flow: those under way at its beginning, and those that began, are over or still under way at its end.
 * As a request each has one outcome, that of its first step that failed, with the time of all of its requests together,
 * without thinking and without pauses; `sent` are those that are over, and of one that is cut `inFlight` tells nothing.
 */
export interface FlowStats extends RequestStats, WalkCounts {
  readonly started: number;
}

/** Of walks, or of a step: those that still had it before them. */
export interface WalkCounts {
  /** At the beginning: of a warm-up, an earlier stage, or an earlier slice. */
  readonly carriedIn: number;
  /** At the end: cut, or gone on with in the next stage or slice. */
  readonly carriedOut: number;
}

/** Of a step: walks begun and carried in = sent + not reached + carried out. */
export interface StepCounts extends WalkCounts {
  /** Not sent, since a step before it failed. */
  readonly notReached: number;
}

export interface Interceptions {
  readonly rateLimited: number;
  readonly loginRedirects: number;
  readonly challenges: number;
  /** Longest Retry-After seen, in seconds. */
  readonly retryAfterSeconds: number | null;
}

/** An unexpected response as it came, redacted and cut. */
export interface Sample {
  readonly kind: OutcomeKind;
  readonly status: number | null;
  /** Start of the body, at most 512 characters, or the words of the socket's error. */
  readonly text: string;
}

export interface Batch {
  readonly seconds: number;
  /** Requests whose outcome fell into the batch. */
  readonly requests: number;
  readonly errors: number;
  /** Attempts that ended in the batch and after which their request went on; absent where there were none. */
  readonly retried?: number;
  /** Latency of all its attempts added up, whatever came of them: the time that connections were taken. */
  readonly busyMs: number;
  /**
   * Successes and responses of any status that came in during the batch, whenever they were sent: what throughput
   * counts.
   */
  readonly completedSuccesses: number;
  readonly completedResponses: number;
  /** Latency of successes and timeouts (a timeout with the time it waited, at least its limit). */
  readonly latency: Buckets;
  /** Latency of unexpected statuses; with `latency` it makes every response's. */
  readonly latencyOfErrors: Buckets;
  /** Open model: time of successes from the first byte sent, without their wait. Empty in a closed model. */
  readonly service: Buckets;
  /**
   * What somebody else's load generator stated of it: `latency` is then the fastest that these percentiles allow, and
   * no figure but these is read from it. Absent where Tailgate made the load.
   */
  readonly stated?: StatedLatency;
}
