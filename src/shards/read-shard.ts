/** A shard's file that somebody handed over: held to its format, key by key, before anything is made of it. */
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { SHARD_FORMAT, type ShardFile, shardFileSchema } from './shard-file.ts';

/** A file as it was found. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface NamedShard {
  readonly name: string;
  readonly shard: Omit<ShardFile, 'rounds'>;
  /** Its rounds, out of base64: see `unpackRounds`. */
  readonly packed: Uint8Array;
}

/** Throws Unmeasurable `shards-refused`. */
export function readShard({ name, text }: NamedText): NamedShard {
  const json = parse(name, text);
  const { format } = Object(json) as { format?: unknown };
  if (format !== SHARD_FORMAT) {
    const isNewer = typeof format === 'string' && /^tailgate-shard\/\d{1,6}$/.test(format);
    throw refuseShard(
      name,
      isNewer
        ? `has the format ${format}, and this Tailgate reads ${SHARD_FORMAT}: merge with the version that measured`
        : 'is no file of a shard: it is what `tailgate run --shard` writes',
    );
  }
  const read = shardFileSchema.safeParse(json);
  if (read.success) {
    const { rounds, ...shard } = read.data;
    return { name, shard, packed: Buffer.from(rounds, 'base64') };
  }
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw refuseShard(
    name,
    `does not fit the format of shards (${where}: ${issue?.message ?? ''})`.slice(0, 500),
  );
}

export function refuseShard(name: string, why: string): Unmeasurable {
  return new Unmeasurable('shards-refused', `${name} ${why}`);
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuseShard(name, 'is no whole JSON: it was cut off, or is something else');
  }
}
