/** What was seen, in the figures that people talk about. */
import type { Method } from '../config/plan.ts';
import type { GeneratorHealth, Sample } from '../engine/round.ts';
import type { Histogram } from './histogram.ts';
import type { Conditions } from './result/conditions.ts';

export interface Measurement {
  readonly conditions: Conditions;
  /** Wall clock of the first round's start, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly measuredSeconds: number;
  readonly rounds: number;
  readonly whole: Figures;
  readonly endpoints: readonly EndpointFigures[];
  /** sent − (outcomes + in flight): 0, or a bug of ours that makes the run invalid. */
  readonly unaccounted: number;
  /** Requests sent once more, because the server had closed their connection without notice. */
  readonly retried: number;
  readonly ended: Ended;
  readonly intercepted: Interception;
  readonly generator: GeneratorHealth;
}

/** How the last round ended, in a sentence where it was not as planned. */
export type Ended =
  | { readonly how: 'complete' }
  | { readonly how: 'cancelled' | 'target-lost' | 'login-lost'; readonly why: string };

export interface EndpointFigures {
  readonly name: string;
  readonly method: Method;
  /** Path with its placeholders as written, for reading only. */
  readonly path: string;
  readonly weight: number;
  readonly figures: Figures;
  readonly samples: readonly Sample[];
}

export interface Figures {
  /** Requests sent in the measured time. */
  readonly requests: number;
  readonly successes: number;
  /** Answers of any status. */
  readonly answers: number;
  readonly throughputPerSecond: number;
  readonly answersPerSecond: number;
  /** Share 0…1 of requests that were no success; null without a request. */
  readonly errorRate: number | null;
  /** Successes and time-outs; null without one. */
  readonly latencyMs: Latency | null;
  /** Every answer and time-out; null without one. */
  readonly latencyAllMs: Latency | null;
  /** Open model: successes from their first byte sent, without the wait for a free connection; else null. */
  readonly serviceMs: Latency | null;
  readonly errors: ErrorCounts;
  /** Successes and time-outs, for the questions that percentiles don't answer. */
  readonly latency: Histogram;
  readonly batches: readonly BatchFigures[];
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p75: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p99_9: number;
  readonly max: number;
  readonly mean: number;
}

export interface ErrorCounts {
  /** Unexpected status → count. */
  readonly status: Readonly<Record<string, number>>;
  readonly timeout: number;
  readonly socket: number;
  readonly unanswered: number;
  readonly body: number;
}

/** One of the contiguous stretches from which the spread within the run is learnt. */
export interface BatchFigures {
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly throughputPerSecond: number;
  readonly answersPerSecond: number;
  /** Successes and time-outs. */
  readonly latency: Histogram;
  /** Every answer and time-out. */
  readonly latencyAll: Histogram;
}

/** Unexpected answers by somebody on the path (a rate limiter, a login page, a bot challenge), as shares of all requests. */
export interface Interception {
  readonly rateLimited: number;
  readonly loginRedirects: number;
  readonly challenges: number;
  readonly retryAfterSeconds: number | null;
}
