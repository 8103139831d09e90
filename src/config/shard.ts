import { ConfigurationError } from './configuration-error.ts';
import { showValue } from './wording/show-value.ts';

/** Which part of a load this machine makes: `index` from 1 to `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** GitHub's matrices have at most so many jobs. */
export const MOST_SHARDS = 256;
/** Of a shard's file, wherever one is handed over: with fifty endpoints it has at most 300 kB. */
export const MOST_SHARD_BYTES = 16 * 1024 * 1024;

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
export function writeShard({ index, of }: Shard): string {
  return `${index}/${of}`;
}
