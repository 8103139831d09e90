import { z } from 'zod';
import { count } from './parts.ts';

export const mainErrors = z
  .object({
    errors: count.describe('All errors of the run.'),
    kinds: z
      .array(
        z.object({
          kind: z.enum(['status', 'check', 'timeout', 'socket', 'unanswered', 'body']),
          status: z.string().nullable().describe('The unexpected status; null for any other kind.'),
          count: count.describe('Errors of this kind.'),
          endpoints: z
            .array(z.object({ name: z.string(), count }))
            .describe(
              'Requests that had at least a fifth of these, most first; empty if none had that many.',
            ),
        }),
      )
      .describe('The most frequent kind, and up to two more that are a tenth of all errors, most first.'),
  })
  .nullable()
  .describe('What the errors were; null if nothing failed.');
