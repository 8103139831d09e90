/** What a result tells of a search for the breaking point. */
import { z } from 'zod';
import { count, figure, metric, share, side } from './parts.ts';
import { brokenSchema, searchEnd, searched } from './search-parts.ts';

const stepSchema = z.object({
  phase: z.enum(['climb', 'close']).describe('climb: on the way up. close: near the break.'),
  connections: count,
  ratePerSecond: figure
    .nullable()
    .describe('Requests that were offered per second; null if connections are searched.'),
  seconds: figure.describe('For so long was it sent.'),
  throughputPerSecond: figure.describe('Successes per second.'),
  p99Ms: figure.nullable().describe('Of successes and timeouts; null without one.'),
  errorRate: share.nullable().describe('Null if no request came to an end.'),
  broke: brokenSchema.nullable().describe('Null if all limits held.'),
  cut: z.boolean().describe('Whether it was ended before its time, as soon as it was known what breaks.'),
});

const rangeSchema = z
  .object({
    perSecond: figure,
    low: figure.describe('Lower end of an interval of 95 %.'),
    high: figure
      .nullable()
      .describe('Its upper end; null if nothing of the service broke: it may bear any more.'),
  })
  .describe('Requests per second at which all limits hold, and not beyond.');

const oneSearchSchema = z.object({
  side,
  steps: z.array(stepSchema).describe('Without the rests between them.'),
  restSeconds: figure.describe('Load at which the service came back to itself, in all.'),
  end: searchEnd,
  capacity: rangeSchema
    .nullable()
    .describe('Null if the limits did not hold at the least load, or it was not seen.'),
  knee: stepSchema
    .pick({ connections: true, ratePerSecond: true, throughputPerSecond: true, p99Ms: true })
    .nullable()
    .describe('The step that held and is nearest to the capacity; null if there is none.'),
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
      .describe('Requests that were sent to the base, and those of them that write; null without a base.'),
    searches: z.array(oneSearchSchema).describe('In their order.'),
  })
  .describe('The search for the breaking point; absent if the load is none.');

export type SearchFigures = Readonly<z.infer<typeof searchSchema>>;
export type OneSearch = SearchFigures['searches'][number];
export type StepFigures = OneSearch['steps'][number];
export type CapacityRange = z.infer<typeof rangeSchema>;
