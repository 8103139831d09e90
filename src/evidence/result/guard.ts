import { z } from 'zod';
import { figure, share } from './parts.ts';

/** Somebody on the path who answered instead of the service. */
export const guard = z.object({
  by: z.enum(['rate-limiter', 'login-page', 'challenge']),
  share: share.describe('Share of all requests, from 0 to 1.'),
  retryAfterSeconds: figure
    .nullable()
    .describe('The longest wait that a rate limiter asked for; null if it asked for none.'),
});
