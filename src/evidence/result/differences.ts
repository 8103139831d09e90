/** How the conditions of two measurements differ, as data. `before` is the baseline's, `now` this run's. */
import { z } from 'zod';
import { count, metric, share, UNSAID } from './parts.ts';

const model = z.enum(['closed', 'open']);
const arrivals = z.enum(['constant', 'poisson']);
const stage = z
  .object({ number: count.describe('From 1.'), name: z.string().nullable() })
  .nullable()
  .describe('Which stage; null in a load with one stage.');
const rate = z.number().nullable().describe('Requests per second; null in a closed model.');
const inSeconds = z.number().describe('In seconds.');

const searched = z
  .enum(['connections', 'rate'])
  .nullable()
  .describe('What was varied to find the breaking point; null if the load was not a search.');
const limits = z.array(z.object({ metric, limit: z.number() })).describe('In ms, or a share.');

export const differenceSchema = z
  .discriminatedUnion('condition', [
    z.object({ condition: z.literal('model'), before: model, now: model }),
    z.object({ condition: z.literal('stages'), before: count, now: count }),
    z.object({ condition: z.literal('search'), before: searched, now: searched }),
    z.object({ condition: z.literal('search-limits'), before: limits, now: limits }),
    z.object({ condition: z.literal('connections'), stage, before: count, now: count }),
    z.object({ condition: z.literal('connections-at-start'), stage, before: count, now: count }),
    z.object({
      condition: z.literal('rate'),
      stage,
      before: rate,
      now: rate,
    }),
    z.object({ condition: z.literal('rate-at-start'), stage, before: rate, now: rate }),
    z.object({ condition: z.literal('arrivals'), stage, before: arrivals, now: arrivals }),
    z.object({
      condition: z.literal('mix'),
      parts: z
        .array(z.object({ name: z.string(), before: share, now: share }))
        .describe('Shares of the mix by request name or by method, the largest first, at most three.'),
      more: count.describe('How many more differ.'),
    }),
    z.object({
      condition: z.literal('flows'),
      parts: z
        .array(z.object({ name: z.string(), what: z.enum(['new', 'gone', 'steps', 'think']) }))
        .describe('Flows that differ, by name, and in what: the flow itself, its steps, or the think time.'),
    }),
    z.object({
      condition: z.literal('retry'),
      before: z.array(z.string()).describe('Requests that were configured to be retried, and are not now.'),
      now: z.array(z.string()).describe('Requests that are retried now, and were not.'),
    }),
    z.object({ condition: z.literal('duration'), stage, before: inSeconds, now: inSeconds }),
    z.object({ condition: z.literal('timeout'), before: inSeconds, now: inSeconds }),
    z.object({ condition: z.literal('tool'), before: z.string(), now: z.string() }),
    z.object({ condition: z.literal('machine'), before: z.string(), now: z.string() }),
    z
      .object({ condition: z.literal('unsaid'), what: z.array(z.enum(UNSAID)) })
      .describe('Conditions that the baseline does not give.'),
  ])
  .meta({
    id: 'difference',
    description: 'How one condition of the baseline (before) and of this run (now) differ.',
  });

export type Difference = z.infer<typeof differenceSchema>;
export type Unsaid = (typeof UNSAID)[number];
