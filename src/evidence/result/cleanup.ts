/** What became of scenario.cleanup. */
import { z } from 'zod';
import type { CleanupOutcome } from '../../engine/cleanup-outcome.ts';
import { count, side } from './parts.ts';

/** A request of the clean-up after the load, as it stands in the result. */
export const cleanedUpSchema = z.object({
  side,
  name: z.string(),
  status: count.nullable().describe('Null if it got no response.'),
  error: z
    .string()
    .nullable()
    .describe('What went wrong, in a sentence; null if only its status is known, or nothing did.'),
  ok: z.boolean().describe('Whether its response was as expected.'),
}) satisfies z.ZodType<CleanupOutcome>;
