/** What one machine of several saw, as a file: everything that merging needs. */
import { z } from 'zod';
import { MOST_SHARDS } from '../config/shard.ts';
import { cleanedUpSchema } from '../evidence/result/cleanup.ts';
import { UNMEASURABLE } from '../evidence/result/unmeasurable.ts';

export const SHARD_FORMAT = 'tailgate-shard/1';

/** Its rounds are packed by themselves: see `unpackRounds`. */
export const shardFileSchema = z.strictObject({
  format: z.literal(SHARD_FORMAT),
  version: z.string().max(50),
  shard: z
    .strictObject({
      index: z.number().int().min(1).max(MOST_SHARDS),
      of: z.number().int().min(1).max(MOST_SHARDS),
    })
    .refine(({ index, of }) => index <= of, 'there are fewer shards than that'),
  /** Of what is to be measured: see `hashPlan`. */
  plan: z.string().regex(/^[0-9a-f]{64}$/),
  /** Names the meeting; null where this shard never met the others. */
  run: z.string().max(200).nullable(),
  seed: z.string().max(100),
  /** URLs. */
  target: z.string().max(2000),
  base: z.string().max(2000).nullable(),
  clock: z.strictObject({
    offsetMs: z.number().min(-1e12).max(1e12),
    uncertaintyMs: z.number().min(0).max(1e9),
    source: z.enum(['github', 'coordinator', 'own']),
  }),
  machine: z.strictObject({ tool: z.string().max(100), machine: z.string().max(500) }),
  commits: z.strictObject({ target: z.string().max(500).nullable(), base: z.string().max(500).nullable() }),
  /** What came of removing what it had created. */
  cleanup: z.array(cleanedUpSchema.strict()).max(2000),
  /** What kept it from measuring; null where nothing did. */
  trouble: z
    .strictObject({ code: z.enum([...UNMEASURABLE, 'cancelled']), detail: z.string().max(4000) })
    .nullable(),
  rounds: z
    .string()
    .max(32 * 1024 * 1024)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/),
});

export type ShardFile = z.infer<typeof shardFileSchema>;
