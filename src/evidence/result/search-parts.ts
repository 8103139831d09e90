/** What causes, remarks and the result say of a search for the breaking point alike. */
import { z } from 'zod';
import { figure, metric } from './parts.ts';

export const searched = z.enum(['connections', 'rate']).describe('What was varied.');

/** A load of a search. */
export const searchedLoad = {
  of: searched,
  load: figure.describe('Load at which it broke: connections, or requests per second.'),
};

export const brokenSchema = z
  .object({
    what: z
      .enum(['limit', 'queue', 'silence', 'flat', 'limiter', 'generator'])
      .describe(
        'limit: a limit did not hold. queue: requests arrived faster than they were answered. silence: nothing came back for a second or more. flat: more connections gave no more throughput. limiter: a rate limiter rejected requests. generator: the load generator was late.',
      ),
    metric: metric.optional().describe('Which limit; absent if it was not a limit.'),
  })
  .meta({ id: 'broken', description: 'What broke at a load, or why that could not be determined.' });

export const searchEnd = z
  .enum(['done', 'budget', 'limiter', 'generator', 'no-recovery', 'interrupted'])
  .describe(
    "Why it ended. done: there was nothing more to learn. budget: its time was up. limiter: a rate limiter rejected requests. generator: the generator can't generate more. no-recovery: the service did not recover. interrupted: the load was stopped from outside, or the service was gone.",
  );

export type Broken = z.infer<typeof brokenSchema>;
export type SearchOver = z.infer<typeof searchEnd>;
