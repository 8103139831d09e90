/** How the conditions of two measurements differ, as data. `before` is the baseline's, `now` this run's. */
import { z } from 'zod';
import { count, share } from './parts.ts';

const model = z.enum(['closed', 'open']);
const arrivals = z.enum(['constant', 'poisson']);
/** Which stage, from 1, and its name where it has one; null in a load of one stage. */
const stage = z.object({ number: count, name: z.string().nullable() }).nullable();

/** What a baseline may leave unsaid. */
export const UNSAID = [
  'mix',
  'model',
  'rate',
  'arrivals',
  'connections',
  'duration',
  'tool',
  'timeout',
  'machine',
  'error-rate',
] as const;

export const differenceSchema = z.discriminatedUnion('condition', [
  z.object({ condition: z.literal('model'), before: model, now: model }),
  z.object({ condition: z.literal('stages'), before: count, now: count }),
  z.object({ condition: z.literal('connections'), stage, before: count, now: count }),
  /** Requests offered per second; null where requests follow answers. */
  z.object({
    condition: z.literal('rate'),
    stage,
    before: z.number().nullable(),
    now: z.number().nullable(),
  }),
  z.object({ condition: z.literal('arrivals'), stage, before: arrivals, now: arrivals }),
  /** Shares of the mix by request name, or by method; the largest first, at most three. */
  z.object({
    condition: z.literal('mix'),
    parts: z.array(z.object({ name: z.string(), before: share, now: share })),
    more: count,
  }),
  /** In seconds. */
  z.object({ condition: z.literal('duration'), stage, before: z.number(), now: z.number() }),
  z.object({ condition: z.literal('timeout'), before: z.number(), now: z.number() }),
  z.object({ condition: z.literal('tool'), before: z.string(), now: z.string() }),
  z.object({ condition: z.literal('machine'), before: z.string(), now: z.string() }),
  z.object({ condition: z.literal('unsaid'), what: z.array(z.enum(UNSAID)) }),
]);

export type Difference = z.infer<typeof differenceSchema>;
export type Unsaid = (typeof UNSAID)[number];
