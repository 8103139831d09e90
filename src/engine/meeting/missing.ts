import { type Shard, writeShard } from '../../config/shard.ts';
import { Unmeasurable } from '../unmeasurable.ts';

/** As many names as a reader takes in. */
const MOST_NAMED = 8;

/** Why a shard is not there, without its name: `is queued`. */
export type Absence = readonly [index: number, why: string];

/** `shard 3/8 is queued; shards 5/8 and 6/8 are not in the list`: those with one reason together. */
export function describeAbsent(absent: readonly Absence[], of: number): string {
  const reasons = new Map<string, number[]>();
  for (const [index, why] of absent) reasons.set(why, [...(reasons.get(why) ?? []), index]);
  return [...reasons].map(([why, indices]) => `${nameShards(indices, of)}: ${why}`).join('; ');
}

export function nameShards(indices: readonly number[], of: number): string {
  const named = indices.slice(0, MOST_NAMED).map((index) => writeShard({ index, of }));
  const others = indices.length - named.length;
  const all = others > 0 ? [...named, `${others} more`] : named;
  const last = all.at(-1) ?? '';
  const words = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${last}` : last;
  return `${indices.length > 1 ? 'shards' : 'shard'} ${words}`;
}

/** The run is invalid: not all shards came. A sentence without a full stop. */
export function shardsMissing(shard: Shard, why: string): Unmeasurable {
  return new Unmeasurable('shards-missing', `shard ${writeShard(shard)} did not begin: ${why}`);
}

/** `5 min`, `12 s`. */
export function writeWait(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds >= 120 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** The same moment for all is over where somebody arrives at it. */
export function tooLate(shard: Shard, lateMs: number): Unmeasurable {
  const late = (Math.max(0, lateMs) / 1000).toFixed(1);
  return shardsMissing(
    shard,
    `it was ready to begin ${late} s after all shards were to. Have the target up before the shards start, so that none of them waits for it`,
  );
}
