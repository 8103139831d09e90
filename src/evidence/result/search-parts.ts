/** What causes, remarks and the result say of a search for the breaking point alike. */
import { z } from 'zod';
import { figure, metric } from './parts.ts';

export const searched = z.enum(['connections', 'rate']).describe('What was searched.');

/** A load of a search. */
export const searchedLoad = {
  of: searched,
  load: figure.describe('Load that broke it: connections, or requests per second.'),
};

export const brokenSchema = z
  .object({
    what: z
      .enum(['limit', 'queue', 'silence', 'flat', 'limiter', 'generator'])
      .describe(
        'limit: a limit did not hold. queue: requests came in faster than they were answered. silence: nothing came back for a second or more. flat: more connections brought no more throughput. limiter: a rate limiter turned requests away. generator: the load generator was late.',
      ),
    metric: metric.optional().describe('Whose limit; absent if it was none.'),
  })
  .meta({ id: 'broken', description: 'What broke at a load, or what kept it from being told.' });

export const searchEnd = z
  .enum(['done', 'budget', 'limiter', 'generator', 'no-recovery', 'interrupted'])
  .describe(
    'Why it was over. done: nothing more was to be learnt. budget: its time was up. limiter: a rate limiter turned requests away. generator: the generator can make no more. no-recovery: the service did not come back to itself. interrupted: the load was ended from outside, or the service was gone.',
  );

export type Broken = z.infer<typeof brokenSchema>;
export type SearchOver = z.infer<typeof searchEnd>;
