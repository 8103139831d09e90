/** How a side's load went, on the clock of its measured load. */
import { z } from 'zod';
import { count, figure, side } from './parts.ts';

const FAILURE_KINDS = ['status', 'check', 'timeout', 'socket', 'unanswered', 'body'] as const;

const EVENT_KINDS = ['logged-in-again', 'connections-lost', 'silent', 'stalled', 'target-lost'] as const;

const coursePoint = z.object({
  fromSeconds: figure.describe('Measured load of this side until then.'),
  seconds: figure,
  stage: count.positive().optional().describe('Number of the stage; absent if the load has only one.'),
  requests: count.describe('Requests that ended in that time.'),
  throughputPerSecond: figure.describe('Successes per second.'),
  p50Ms: figure.nullable().describe('Of successes and timeouts; null without one.'),
  p99Ms: figure.nullable().describe('The same.'),
  errors: z
    .partialRecord(z.enum(FAILURE_KINDS), count)
    .optional()
    .describe('How many failed, and how; absent if none did.'),
});

const courseEvent = z.object({
  kind: z
    .enum(EVENT_KINDS)
    .describe(
      'logged-in-again: nothing was sent, because a session had expired. connections-lost: connections broke, or were closed without a response. silent: nothing succeeded for two seconds or more. stalled: a round against the base whose P99 is more than 1.5 times the median of its side. target-lost: the load ended because nothing responded.',
    ),
  fromSeconds: figure,
  toSeconds: figure,
});

export const courseSchema = z.object({
  side,
  points: z.array(coursePoint).describe('At most 240, ascending.'),
  events: z
    .array(courseEvent)
    .describe('At most 60, ascending; adjacent events of the same kind are merged.'),
});

export type CourseResult = Readonly<z.infer<typeof courseSchema>>;
export type CoursePoint = Readonly<z.infer<typeof coursePoint>>;
export type CourseEvent = Readonly<z.infer<typeof courseEvent>>;
