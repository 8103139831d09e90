/** Flows of a result: what a virtual user walks through, step by step. */
import { z } from 'zod';
import { writtenFiguresSchema } from './figures.ts';
import { count, figure, share } from './parts.ts';

const walksSchema = z
  .object({
    started: count.describe('Started, or in progress when the measured time began.'),
    completed: count.describe('Each of their steps succeeded.'),
    failed: count.describe('One of their steps failed.'),
    notFinished: count.describe('In progress at the end: cut off, or finished outside the measured time.'),
  })
  .describe('Walks through the flow: started = completed + failed + notFinished.');

/** What walks came to at a step, beside the requests that it sent. */
export const stepWalksSchema = z
  .object({
    notReached: count.describe('The step was not sent, because an earlier one had failed.'),
    notFinished: count.describe('The walk was in progress at the end and had not reached the step.'),
  })
  .describe('Walks that did not reach the step.');

const metrics = writtenFiguresSchema.describe(
  'Of whole walks instead of requests: each takes the total time of its requests, without think time, and fails the way its first failed step does.',
);

const stepTimesSchema = z
  .object({
    walks: figure.describe('Walks of which it is: those that succeeded or ended in a time-out.'),
    latencyMs: figure.describe('Their mean time.'),
    slowest: z
      .object({ walks: figure, latencyMs: figure })
      .describe('The slowest tenth of them, and their mean time.'),
    steps: z
      .array(
        z.object({
          name: z.string(),
          meanMs: figure.describe('Over all these walks; 0 for one that did not come to it.'),
          slowestMs: figure.describe('Over the slowest tenth.'),
        }),
      )
      .readonly()
      .describe('They add up to the time of the walks.'),
  })
  .meta({ id: 'stepTimes', description: 'What the time of walks through a flow went to.' });

/** As the base's are told. */
export const baseFlowSchema = z.object({
  name: z.string(),
  walks: walksSchema,
  metrics,
  stepTimes: stepTimesSchema.optional().describe('Absent if no such walk was over.'),
});

export const flowSchema = baseFlowSchema.extend({
  weight: count.positive(),
  steps: z.array(z.string()).describe('Names of the requests that are its steps, in order.'),
});

const thinkSeconds = z.tuple([z.number().nonnegative(), z.number().nonnegative()]);

/** In the conditions of a load. */
export const plannedFlowSchema = z.object({
  name: z.string(),
  share: share.describe('Share of everything that users start, requests and flows, from 0 to 1.'),
  steps: z.array(
    z.object({
      name: z.string(),
      thinkSeconds: thinkSeconds
        .optional()
        .describe('The shortest and the longest think time before it; absent if it follows at once.'),
      always: z.literal(true).optional().describe('It is sent even after a failed step.'),
    }),
  ),
  thinkAfterSeconds: thinkSeconds
    .optional()
    .describe(
      'The same behind its last step, before its user begins anything else; absent if that is at once.',
    ),
});

export type StepTimes = z.infer<typeof stepTimesSchema>;
export type Walks = z.infer<typeof walksSchema>;
export type StepWalks = z.infer<typeof stepWalksSchema>;
export type PlannedFlow = z.infer<typeof plannedFlowSchema>;
