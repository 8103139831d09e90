/** Of machines that make a load together: in causes and remarks. */
import { z } from 'zod';
import { count, figure, share } from './parts.ts';

const overlap = share.describe(
  'Of the measured time, the part in which all of them loaded for certain; of the stage with the least, if that is less.',
);

export const shardNumber = count.positive().describe('Which shard of the load, from 1.');

export const shardsApart = {
  of: count.positive().describe('Shards of the load.'),
  overlap,
  shards: z
    .array(
      z.object({
        shard: shardNumber,
        how: z
          .enum(['late', 'early', 'clock', 'stopped'])
          .describe(
            'late: it began after the others. early: it ended before them. clock: the offset of its clock from theirs is not known well enough. stopped: it stopped, and the others continued.',
          ),
        seconds: figure.describe('Of measured time.'),
      }),
    )
    .describe('Those that were apart, the worst first; at most 8.'),
} as const;

export const shardsSchema = z
  .object({
    of: count.positive(),
    overlap,
  })
  .describe('Machines that generated the load together; absent if one generated all of it.');
