/** What became of scenario.cleanup. */
import { z } from 'zod';
import { count, side } from './parts.ts';

export const cleanedUpSchema = z.object({
  side,
  name: z.string(),
  status: count.nullable().describe('Null if it was not answered.'),
  error: z
    .string()
    .nullable()
    .describe('What went wrong, in a sentence; null if only its status is known, or nothing did.'),
  ok: z.boolean().describe('Whether it was answered as expected.'),
});

/** A request of the clean-up after the load. */
export type CleanedUp = Readonly<z.infer<typeof cleanedUpSchema>>;
