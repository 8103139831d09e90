/** What one machine of several saw, as a file: everything that merging needs. */
import { z } from 'zod';
import { MOST_SHARD_BYTES, MOST_SHARDS } from '../config/shard.ts';
import { parseTargetUrl } from '../config/target/target-url.ts';
import { cleanedUpSchema } from '../evidence/result/cleanup.ts';
import { UNMEASURABLE } from '../evidence/result/unmeasurable.ts';

export const SHARD_FORMAT = 'tailgate-shard/1';

/** '' where it was never found. */
const url = z.string().max(2000).refine(isUrl, 'it is no URL of an environment');

/** Its rounds are packed by themselves: see `unpackRounds`. */
export const shardFileSchema = z
  .strictObject({
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
    target: url,
    base: url.nullable(),
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
    rounds: z.string().max(MOST_SHARD_BYTES).refine(isBase64, 'it is no base64'),
  })
  .refine(
    ({ run, trouble }) => run !== null || trouble !== null,
    'it never met the others, and tells no trouble',
  );

/** As whoever merges reads it: a file's mistake is none of the input's. */
function isUrl(written: string): boolean {
  if (written === '') return true;
  try {
    parseTargetUrl(written, 'action', 'target-url');
    return true;
  } catch {
    return false;
  }
}

/** What is read leniently, and written again, is only then the same: ten times as fast as to look at each letter. */
function isBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}

export type ShardFile = z.infer<typeof shardFileSchema>;
