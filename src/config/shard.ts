import { ConfigurationError } from './configuration-error.ts';
import { showValue } from './wording/show-value.ts';

/** Which part of a load this machine makes: `index` from 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** GitHub's matrices have at most so many jobs. */
export const MOST_SHARDS = 256;

/** A shard's part of what all have together; the parts add up, and none differs from another by more than one. */
export function shareOfShard(total: number, { index, of }: Shard): number {
  return Math.floor((total + index - 1) / of);
}

/** What all shards before this one have of it together. */
export function sharesBefore(total: number, { index, of }: Shard): number {
  let before = 0;
  for (let other = 1; other < index; other++) before += shareOfShard(total, { index: other, of });
  return before;
}

/** What stands for a shard that the environment tells: see `shardOf`. */
const FROM_ENVIRONMENT = 'from-environment';

/** As it was asked for. */
export type AskedShard = Shard | typeof FROM_ENVIRONMENT;

/** `3/8`, or `from-environment`. Throws ConfigurationError that says what to write. */
export function parseAskedShard(written: string): AskedShard {
  return written.trim() === FROM_ENVIRONMENT ? FROM_ENVIRONMENT : parseShard(written);
}

/**
 * Which one this machine is. A pod of a Kubernetes Indexed Job is told its index, from 0, in JOB_COMPLETION_INDEX, and
 * how many there are in TAILGATE_SHARDS. Throws ConfigurationError where they don't say.
 */
export function shardOf(asked: AskedShard, env: Readonly<Record<string, string | undefined>>): Shard {
  if (asked !== FROM_ENVIRONMENT) return asked;
  const { JOB_COMPLETION_INDEX: index = '', TAILGATE_SHARDS: of = '' } = env;
  if (/^\d{1,3}$/.test(index) && /^\d{1,3}$/.test(of)) return parseShard(`${Number(index) + 1}/${of}`);
  throw new ConfigurationError(
    `${FROM_ENVIRONMENT} needs JOB_COMPLETION_INDEX, from 0, as a pod of an Indexed Job has it, and TAILGATE_SHARDS, how many there are: set both, or write the shard, such as 3/8`,
  );
}

/** `3/8`: the third of eight. Throws ConfigurationError that says what to write. */
export function parseShard(written: string): Shard {
  const [, index = '', of = ''] = /^\s*(\d{1,3})\s*\/\s*(\d{1,3})\s*$/.exec(written) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.of >= 1 && shard.of <= MOST_SHARDS && shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new ConfigurationError(
    `${showValue(written)} is no shard: write which one this is and how many there are, from 1/1 to ${MOST_SHARDS}/${MOST_SHARDS}, such as 3/8`,
  );
}

/** As it is written. */
export function writeShard(shard: AskedShard): string {
  return shard === FROM_ENVIRONMENT ? shard : `${shard.index}/${shard.of}`;
}
