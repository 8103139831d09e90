/** What was seen, in the figures that people talk about. */
import type { z } from 'zod';
import type { Method } from '../config/plan.ts';
import type { GeneratorHealth, Renewals, Sample, Side } from '../engine/round.ts';
import type { Timings, Trace } from '../engine/timings.ts';
import type { Course } from './course.ts';
import type { Histogram } from './histogram.ts';
import type { FaultSeen } from './recovery/fault.ts';
import type { LastStage, Recovery } from './recovery/recovery.ts';
import type { Conditions } from './result/conditions.ts';
import type { figuresSchema, Interception } from './result/figures.ts';
import type { StepWalks, Walks } from './result/flows.ts';
import type { CapacityRange, SearchFigures } from './result/search.ts';
import type { ServerFigures } from './server/server-figures.ts';
import type { ShardsSeen } from './shards.ts';
import type { StatedDoubt } from './stated/doubts.ts';
import type { Timeline } from './timeline.ts';

export interface Measurement {
  readonly conditions: Conditions;
  /** Wall clock of the first round's start, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly measuredSeconds: number;
  readonly rounds: number;
  readonly whole: Figures;
  /** Of each request and each step of a flow. */
  readonly endpoints: readonly EndpointFigures[];
  /** Whole walks through each flow, which no figure of the whole counts; absent without flows. */
  readonly flows?: readonly FlowFigures[];
  /** In the load's order; empty where it has only one, which is the whole. */
  readonly stages: readonly StageFigures[];
  /** What is missing of requests, walks and steps: 0, or a bug of ours that makes the run invalid. */
  readonly unaccounted: number;
  /** Requests sent, as far as known with the warm-ups'. */
  readonly sent: number;
  /** Requests that write (POST, PUT, PATCH, DELETE) and were sent, as far as known with the warm-up's. */
  readonly writes: number;
  /** Requests sent once more, because the server had closed their connection without notice. */
  readonly resent: number;
  /** Sessions that expired under load; null where none did. */
  readonly renewals: Renewals | null;
  readonly ended: Ended;
  /** After a fault, or else a spike; null where there was none, or the load ended before. */
  readonly recovery: Recovery | null;
  /** Null where they can't be compared, or the load has no spike. */
  readonly lastStage: LastStage | null;
  /** Null without a fault on purpose. */
  readonly fault: FaultSeen | null;
  /** The longest; null where there was none. A silence of a fault on purpose, until the recovery from it, is none. */
  readonly outage: Outage | null;
  readonly intercepted: Interception;
  /** Of both sides; null where the load is no search for the breaking point. */
  readonly search: SearchFigures | null;
  /** How it went, half second by half second, one for each pass; empty where that wasn't recorded. */
  readonly timelines: readonly Timeline[];
  /** The same for pictures, on the clock of its measured load; absent where nobody draws any. */
  readonly course?: Course;
  readonly generator: GeneratorHealth;
  /** What the figures of somebody else's load generator leave out; absent where Tailgate made the load. */
  readonly doubts?: readonly StatedDoubt[];
  /** Of the machines that made the load together; null or absent where there was one. */
  readonly shards?: ShardsSeen | null;
  /** What probes read of the server's side; null without a probe. */
  readonly server: ServerFigures | null;
}

/** How the last round ended, and when, counted from the beginning of the first one. */
export type Ended =
  /** `capped`: a cap left no time or no requests for more. */
  | { readonly how: 'complete' | 'capped' }
  | {
      readonly how: 'cancelled';
      /** Of all that was planned by then; null where it ended before its first round. */
      readonly ran: { readonly afterSeconds: number; readonly plannedSeconds: number } | null;
    }
  | {
      readonly how: 'rate-limited';
      readonly side: Side;
      /** Of measured load; 0 where it was the first warm-up. */
      readonly afterSeconds: number;
      /** Of the responses of the last `seconds` of load, those that a rate limiter turned away. */
      readonly share: number;
      readonly seconds: number;
      readonly retryAfterSeconds: number | null;
    }
  | {
      readonly how: 'target-lost' | LoginEnd;
      readonly side: Side;
      readonly afterSeconds: number;
      /** What the engine met, in a sentence. */
      readonly detail: string;
      /** It took connections, and gave nothing back. */
      readonly hung?: true;
    };

/**
 * A stretch in which nothing succeeded, though at the rate of the rest of the run many requests would have. It begins
 * in measured load, and may go beyond it, as far as responses were waited for.
 */
export interface Outage {
  /** Of this side's measured load. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** All stretches of two seconds or more without a success, this one included, and how long they were together. */
  readonly stretches: number;
  readonly silentSeconds: number;
  /** Requests that would have succeeded meanwhile. */
  readonly missed: number;
  /** Whether latencies count them, each as waiting from when it would have come until the end of the stretch. */
  readonly counted: boolean;
}

/** Not accepted any more; or anew, turned away by a rate limiter, or answered 5xx or not at all. */
type LoginEnd = 'login-lost' | 'login-limited' | 'login-broken';

export interface EndpointFigures {
  readonly name: string;
  readonly method: Method;
  /** Path with its placeholders as written, for reading only. */
  readonly path: string;
  readonly weight: number;
  /** Name of the flow of which it is a step, and walks that did not come to it; absent of a request by itself. */
  readonly flow?: string;
  readonly walks?: StepWalks;
  readonly figures: Figures;
  readonly samples: readonly Sample[];
  /** What Server-Timing told of its successes; null or absent where the service sends none. */
  readonly timings?: Timings | null;
  /** The slowest with a sampled trace, slowest first; empty or absent where there is none. */
  readonly traces?: readonly Trace[];
}

/** Whole walks through a flow: of each the time of its requests together, and how its first step failed that did. */
export interface FlowFigures {
  readonly name: string;
  readonly weight: number;
  /** Names of its steps' requests, in their order. */
  readonly steps: readonly string[];
  readonly walks: Walks;
  /** Their `requests` are the walks that are over. */
  readonly figures: Figures;
  /** What the steps of walks took, by their names; null or absent where it is not known. */
  readonly times?: Timings | null;
}

/** A stage of a load of several, each time that it was run put together. */
export interface StageFigures {
  /** Into the plan's `load.stages`. */
  readonly index: number;
  readonly name: string | null;
  readonly figures: Figures;
  /** While it was run. */
  readonly generator: GeneratorHealth;
  readonly server: ServerFigures | null;
}

/** The figures that are written down, and what they were made of. */
export interface Figures extends z.infer<typeof figuresSchema> {
  /** Successes and timeouts, for the questions that percentiles don't answer. */
  readonly latency: Histogram;
  readonly batches: readonly BatchFigures[];
  /** How many of the batches each round has, in the order of both. */
  readonly batchesOfRounds: readonly number[];
  /**
   * Runs of somebody else's load generator, a batch each, of which percentiles alone are known; absent where Tailgate
   * made the load.
   */
  readonly runs?: number;
  /** What a search found; absent where the load is none. */
  readonly searched?: CapacityRange | null;
  /** Requests behind `faultErrorRate`; absent without a fault. */
  readonly faultRequests?: number;
}

/** One of the contiguous stretches from which the spread within the run is learnt. */
export interface BatchFigures {
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  /** Attempts after which their request went on; absent where there were none. */
  readonly retried?: number;
  readonly throughputPerSecond: number;
  readonly responsesPerSecond: number;
  /** Successes and timeouts. */
  readonly latency: Histogram;
  /** Every response and timeout. */
  readonly latencyAll: Histogram;
}
