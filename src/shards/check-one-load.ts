/** Whether files of shards are those of one load, all of them. Pure. */
import { writeShard } from '../config/shard.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { type NamedShard, refuseShard } from './read-shard.ts';

/** What all shards of one load have in common, and how it is called where they don't. */
const COMMON: readonly (readonly [what: string, of: (shard: NamedShard['shard']) => unknown])[] = [
  ['number of shards', ({ shard }) => shard.of],
  ['version of Tailgate', ({ version }) => version],
  ['load (another commit, tailgate.yml, profile or input)', ({ plan }) => plan],
  ['target', ({ target }) => target],
  ['base', ({ base }) => base],
  ['commit of the target', ({ commits }) => commits.target],
  ['commit of the base', ({ commits }) => commits.base],
];

/**
 * @returns them in their order
 * @throws Unmeasurable `shards-refused` where they are of different loads or runs, or one is there twice; what kept one
 * from measuring, with its name; `shards-missing` where one is not there
 */
export function checkOneLoad(found: readonly NamedShard[]): NamedShard[] {
  const shards = found.toSorted((a, b) => a.shard.shard.index - b.shard.shard.index);
  const [first, ...others] = shards;
  if (first === undefined) throw new Unmeasurable('shards-missing', 'There is no file of a shard to merge.');
  for (const [what, of] of COMMON) {
    const other = others.find(({ shard }) => of(shard) !== of(first.shard));
    if (other) throw refuseShard(other.name, `has another ${what} than ${first.name}`);
  }
  shards.forEach(({ name, shard }, i) => {
    const twice = shards[i - 1];
    if (twice?.shard.shard.index === shard.shard.index)
      throw refuseShard(name, `is shard ${writeShard(shard.shard)}, as ${twice.name} is`);
  });
  // Why one did not measure tells more than who is missing for the same reason.
  for (const { shard } of shards) {
    if (shard.trouble)
      throw new Unmeasurable(shard.trouble.code, `Shard ${writeShard(shard.shard)}: ${shard.trouble.detail}`);
  }
  const { of } = first.shard.shard;
  const there = new Set(shards.map(({ shard }) => shard.shard.index));
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((index) => !there.has(index));
  if (missing.length > 0) {
    const shown = missing.slice(0, 20).join(', ') + (missing.length > 20 ? ', …' : '');
    const which = missing.length === 1 ? `shard ${shown} is` : `shards ${shown} are`;
    throw new Unmeasurable('shards-missing', `Of ${of} shards, the file of ${which} missing.`);
  }
  const apart = others.find(({ shard }) => shard.run !== first.shard.run || shard.seed !== first.shard.seed);
  if (apart) throw refuseShard(apart.name, `is of another run than ${first.name}`);
  return shards;
}
