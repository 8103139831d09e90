/** The figures of a measurement: the vocabulary of every number in a report. */
import { z } from 'zod';
import { count, figure, metric, share } from './parts.ts';

/** In ms; HDR histograms of three digits, read at the highest value of a bucket. */
export const latencySchema = z.object({
  p50: figure,
  p75: figure,
  p90: figure,
  p95: figure,
  p99: figure,
  p99_9: figure,
  max: figure,
  mean: figure,
});

export const errorCountsSchema = z.object({
  /** Unexpected status → count. */
  status: z.record(z.string(), count),
  timeout: count,
  socket: count,
  unanswered: count,
  body: count,
});

export const figuresSchema = z.object({
  /** Requests sent in the measured time. */
  requests: count,
  successes: count,
  /** Responses of any status. */
  responses: count,
  /** Successes per second. */
  throughputPerSecond: figure,
  responsesPerSecond: figure,
  /** Share 0…1 of requests that were no success; null without a request. */
  errorRate: share.nullable(),
  /** Successes and time-outs; null without one. */
  latencyMs: latencySchema.nullable(),
  /** Every response and time-out; null without one. */
  latencyAllMs: latencySchema.nullable(),
  /** Open model: successes from their first byte sent, without the wait for a free connection; else null. */
  serviceMs: latencySchema.nullable(),
  errors: errorCountsSchema,
});

/** As they are written down: with what the run's own batches tell of their spread. */
export const writtenFiguresSchema = figuresSchema.extend({
  /**
   * For each metric: its standard error on the log scale, for shares the design effect. Absent where it isn't known.
   */
  spread: z.partialRecord(metric, figure),
});

/** Unexpected responses by somebody on the path instead of the service, as shares of all requests. */
export const interceptionSchema = z.object({
  rateLimited: share,
  loginRedirects: share,
  challenges: share,
  /** The longest that was asked for; null where nobody did. */
  retryAfterSeconds: figure.nullable(),
});

export type Latency = Readonly<z.infer<typeof latencySchema>>;
export type ErrorCounts = Readonly<z.infer<typeof errorCountsSchema>>;
export type WrittenFigures = Readonly<z.infer<typeof writtenFiguresSchema>>;
export type Interception = Readonly<z.infer<typeof interceptionSchema>>;
