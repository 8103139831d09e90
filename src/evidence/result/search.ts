/** What a result tells of a search for the breaking point. */
import { z } from 'zod';
import { count, figure, metric, share, side } from './parts.ts';
import { brokenSchema, searchEnd, searched } from './search-parts.ts';

const stepSchema = z.object({
  phase: z.enum(['climb', 'close']).describe('climb: on the way up. close: near the breaking point.'),
  connections: count,
  ratePerSecond: figure.nullable().describe('Requests offered per second; null if connections are varied.'),
  seconds: figure.describe('How long it was sent.'),
  throughputPerSecond: figure.describe('Successes per second.'),
  p99Ms: figure.nullable().describe('Of successes and timeouts; null without one.'),
  errorRate: share.nullable().describe('Null if no request was completed.'),
  broke: brokenSchema.nullable().describe('Null if all limits held.'),
  cut: z.boolean().describe('Whether it was ended early, as soon as it was clear what broke.'),
});

const rangeSchema = z
  .object({
    perSecond: figure,
    low: figure.describe('Lower end of a 95 % interval.'),
    high: figure
      .nullable()
      .describe('Its upper end; null if nothing in the service broke: there is no known upper limit.'),
  })
  .describe('The highest rate at which all limits hold, in requests per second.');

const oneSearchSchema = z.object({
  side,
  steps: z.array(stepSchema).describe('Without the pauses between them.'),
  restSeconds: figure.describe('Total length of the load during which the service recovered.'),
  end: searchEnd,
  capacity: rangeSchema
    .nullable()
    .describe('Null if the limits did not hold at the lowest load, or if it was not found.'),
  knee: stepSchema
    .pick({ connections: true, ratePerSecond: true, throughputPerSecond: true, p99Ms: true })
    .nullable()
    .describe('The step that held and is closest to the capacity; null if there is none.'),
  broke: brokenSchema.nullable().describe('What broke at the lowest load that broke; null if nothing did.'),
});

export const searchSchema = z
  .object({
    of: searched,
    from: figure,
    to: figure,
    limits: z.array(z.object({ metric, limit: figure })).describe('What had to hold: ms, or a share.'),
    capacity: rangeSchema.nullable().describe('Of all searches of the target together.'),
    baseCapacity: rangeSchema
      .nullable()
      .describe('Of all searches of the base together; null without a base.'),
    sharedHost: z
      .boolean()
      .nullable()
      .describe('Whether both sides are known to run on one host; null without a base.'),
    baseSent: z
      .object({ requests: count, writes: count })
      .nullable()
      .describe('Requests sent to the base, and how many of them write; null without a base.'),
    searches: z.array(oneSearchSchema).describe('In order.'),
  })
  .describe('The search for the breaking point; absent if the load is not a search.');

export type SearchFigures = Readonly<z.infer<typeof searchSchema>>;
export type OneSearch = SearchFigures['searches'][number];
export type StepFigures = OneSearch['steps'][number];
export type CapacityRange = z.infer<typeof rangeSchema>;
