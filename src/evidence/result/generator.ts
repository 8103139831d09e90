/** How late the load generator was, and why: of a cause, and of a warning where no verdict hangs on it. */
import { z } from 'zod';
import { figure, share } from './parts.ts';

const late = z.object({ seen: figure, limit: figure }).nullable();

export const generatorLate = {
  model: z.enum(['closed', 'open']),
  cpuShare: share.describe('Share of a core that its busiest thread used.'),
  waitShare: share
    .nullable()
    .describe(
      'Share of the time in which that thread was ready to run and waited for a processor; null if not known.',
    ),
  shard: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('Which shard of the load was the worst, from 1; absent if one machine generated it.'),
  shards: z
    .number()
    .int()
    .positive()
    .optional()
    .describe(
      'How many machines it takes at least, judging by its busiest thread, which can use one core only; absent if it is not the generator itself that lacks processor time.',
    ),
  machineShare: share
    .nullable()
    .describe('Share of all processors of its machine that was in use, by any process; null if not known.'),
  delayMs: late.describe('How late its event loop ran, P99 in ms; null if within its limit.'),
  lateShare: late.describe(
    'Share of the requests sent over 1 ms late though a connection was free; null if within its limit.',
  ),
} as const;
