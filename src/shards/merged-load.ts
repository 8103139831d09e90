/** What shards saw, in the place of a load: it is asked for rounds as the engine is, and hands out theirs. */
import type { Plan } from '../config/plan.ts';
import type { Engine } from '../engine/engine.ts';
import type { Round } from '../engine/round.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { checkOneLoad } from './check-one-load.ts';
import { hashPlan } from './hash-plan.ts';
import { mergeShards } from './merge-shards.ts';
import { type NamedShard, type NamedText, readShard, refuseShard } from './read-shard.ts';

type Texts = Iterable<NamedText> | AsyncIterable<NamedText>;
interface MergedLoad {
  readonly engine: Engine;
  readonly seed: string;
  /** What the first of them that could be read says; null where none could. */
  readonly first: NamedShard['shard'] | null;
}

/**
 * @param version of this Tailgate
 * @returns whatever the files are: where they can't be merged, that keeps the measurement from being made
 */
export async function openMergedLoad(texts: Texts, version: string): Promise<MergedLoad> {
  const { files, first, refusal } = await read(texts);
  const headers = files?.map(({ shard }) => shard) ?? [];
  let rounds: readonly Round[] = [];
  let at = 0;
  const engine: Engine = {
    async prepare(plan) {
      if (files === null) throw refusal;
      const [file] = files;
      if (file) checkPlan(file, plan, version);
      rounds = mergeShards(files, plan);
    },
    async measure(_, { side, seed, stages, stage }) {
      const own = rounds.slice(at, at + stages.length);
      at += own.length;
      const fits = own.every(
        (round, i) => round.side === side && round.seed === seed && round.stage === stage + i,
      );
      // Only a load that broke off has fewer rounds than stages.
      const isWhole = own.length === stages.length || own.at(-1)?.ended.how !== 'complete';
      if (own.length === 0 || !fits || !isWhole)
        throw new Unmeasurable('shards-refused', 'The files hold other rounds than this load has.');
      return own;
    },
    address: () => null,
    async confirm() {},
    servedCommit: (side) => first?.commits[side] ?? null,
    async close() {},
    cleanup: () => headers.flatMap(({ cleanup }) => cleanup),
    machine: first === null ? { tool: `tailgate ${version}`, machine: '' } : first.machine,
    secrets: () => [],
  };
  return { engine, seed: first?.seed ?? '', first };
}

async function read(texts: Texts): Promise<{
  readonly files: NamedShard[] | null;
  readonly first: NamedShard['shard'] | null;
  readonly refusal: unknown;
}> {
  const found: NamedShard[] = [];
  try {
    for await (const text of texts) found.push(readShard(text));
    return { files: checkOneLoad(found), first: found[0]?.shard ?? null, refusal: null };
  } catch (refusal) {
    if (!(refusal instanceof Unmeasurable)) throw refusal;
    return { files: null, first: found[0]?.shard ?? null, refusal };
  }
}

function checkPlan({ name, shard }: NamedShard, plan: Plan, version: string): void {
  if (shard.version !== version)
    throw refuseShard(name, `was written by Tailgate ${shard.version}, and this is ${version}`);
  if (shard.plan !== hashPlan(plan))
    throw refuseShard(
      name,
      'was measured by another load: merge with the commit, tailgate.yml, profile and other options that the shards had',
    );
}
