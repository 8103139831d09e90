/** The figures of a measurement: the vocabulary of every number in a report. */
import { z } from 'zod';
import { count, figure, metric, share } from './parts.ts';

export const latencySchema = z
  .object({
    p50: figure.optional(),
    p75: figure.optional(),
    p90: figure.optional(),
    p95: figure.optional(),
    p99: figure.optional(),
    p99_9: figure.optional(),
    max: figure.optional(),
    mean: figure.optional(),
  })
  .meta({
    id: 'latency',
    description: 'In ms, from HDR histograms of three digits, read at the highest value of a bucket.',
  });

const errorCountsSchema = z.object({
  status: z.record(z.string(), count).describe('Count of each unexpected status.'),
  check: count
    .optional()
    .describe(
      'The status was as expected, but the response failed a check or a capture; absent if none did.',
    ),
  timeout: count.describe('No response within the timeout.'),
  socket: count.describe('The connection broke.'),
  unanswered: count.describe('The connection was closed without a response.'),
  body: count.describe('The response could not be read as HTTP.'),
});

const retriesSchema = z
  .object({
    attempts: count.describe('Requests sent, plus each retry.'),
    repeated: count.describe('The second part of these.'),
    recovered: count.describe('Requests that succeeded when they were retried.'),
    givenUp: count.describe(
      'Requests that ended without a retry, because there was no time, or no room, to wait for one.',
    ),
    after: errorCountsSchema
      .omit({ check: true, body: true })
      .describe(
        "How the attempts ended that were followed by a retry: they don't count as errors in the figures.",
      ),
  })
  .meta({
    id: 'retries',
    description: 'The outcome of retry: attempts, repetitions and what they achieved.',
  });

export const figuresSchema = z.object({
  requests: count.describe('Requests sent in the measured time.'),
  successes: count,
  responses: count.describe('Responses of any status.'),
  throughputPerSecond: figure.describe('Successes per second.'),
  responsesPerSecond: figure.describe('Responses of any status per second.'),
  errorRate: share
    .nullable()
    .describe('Share of the requests that did not succeed, from 0 to 1; null if there were no requests.'),
  latencyMs: latencySchema.nullable().describe('Of successes and timeouts, in ms; null without one.'),
  latencyAllMs: latencySchema.nullable().describe('Of every response and timeout, in ms; null without one.'),
  serviceMs: latencySchema
    .nullable()
    .describe(
      'In an open model: of successes, from the first byte sent, without the wait for a free connection, in ms; otherwise null.',
    ),
  errors: errorCountsSchema,
  capacityPerSecond: figure
    .optional()
    .describe(
      'Highest rate at which all limits hold, found by a search; absent if the load is not a search, or if the rate was not found.',
    ),
  attemptsPerRequest: figure
    .optional()
    .describe('Attempts divided by requests; absent if no request is configured to be retried.'),
  retries: retriesSchema.optional().describe('Absent if no request is configured to be retried.'),
  recoverySeconds: figure
    .optional()
    .describe(
      'Seconds after the spike or the fault until the service was as before under the same load; if it did not get there, the time that was measured. Absent without either.',
    ),
  recovered: z
    .boolean()
    .optional()
    .describe('Whether it recovered within the measured time; absent without recoverySeconds.'),
  faultErrorRate: share
    .nullable()
    .optional()
    .describe(
      'Share of the requests that did not succeed during the fault, from 0 to 1; null if there were no requests, absent without a fault.',
    ),
});

/** As they are written down: with what the run's own batches tell of their spread. */
export const writtenFiguresSchema = figuresSchema
  .extend({
    spread: z
      .partialRecord(metric, figure)
      .describe(
        'How much each metric varies within the run: its standard error on the log scale; for the error rate, the design effect. A metric is absent if this is not known.',
      ),
  })
  .meta({ id: 'figures', description: 'The figures of a measurement.' });

export const interceptionSchema = z
  .object({
    rateLimited: share,
    loginRedirects: share,
    challenges: share,
    retryAfterSeconds: figure.nullable().describe('The longest wait that was requested; null if none was.'),
  })
  .meta({
    id: 'interception',
    description: 'Responses from something on the path instead of the service, as shares of all requests.',
  });

export type Latency = Readonly<z.infer<typeof latencySchema>>;
export type ErrorCounts = Readonly<z.infer<typeof errorCountsSchema>>;
export type Retries = Readonly<z.infer<typeof retriesSchema>>;
export type WrittenFigures = Readonly<z.infer<typeof writtenFiguresSchema>>;
export type Interception = Readonly<z.infer<typeof interceptionSchema>>;
