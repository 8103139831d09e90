import { checkSharedBudget } from '../../config/check-shared-budget.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Inputs } from '../../config/inputs.ts';
import { checkShards } from '../../config/load/check-shards.ts';
import type { Overrides } from '../../config/overrides.ts';
import type { Plan } from '../../config/plan.ts';
import { MOST_SHARD_BYTES } from '../../config/shard.ts';
import type { Engine } from '../../engine/engine.ts';
import { openMergedLoad } from '../../shards/merged-load.ts';
import { readInside } from '../../store/read-inside.ts';
import { readShardFiles } from '../../store/read-shard-files.ts';
import { VERSION } from '../../version.ts';

/** What a step makes of one machine's part, or of all of them; nothing where it makes the whole load itself. */
export interface Sharding {
  /** What tailgate.yml is read with, beside the inputs. */
  readonly overrides: Partial<Overrides>;
  /** Throws ConfigurationError where several machines can't make this load together. */
  planOf(plan: Plan): Plan;
  /** What was measured already; null where it is to be measured. */
  readonly made: { readonly engine: Engine; readonly seed: string; readonly run: string | null } | null;
}

/** Throws ConfigurationError. */
export async function openSharding(inputs: Inputs, workspace: string): Promise<Sharding> {
  const { shard, merge } = inputs;
  if (merge === '') {
    return {
      overrides: {},
      made: null,
      planOf(plan) {
        if (shard === null) return plan;
        checkShards(plan, shard.of, 'input shard');
        checkSharedBudget(plan, 'input shard');
        return { ...plan, shards: shard.of };
      },
    };
  }
  if (shard !== null)
    throw new ConfigurationError('measures nothing, but shard does: leave one of them out', {
      key: 'input merge',
    });
  const read = (name: string) => readInside(workspace, name, 'refuse', MOST_SHARD_BYTES);
  const { first, engine, seed } = await openMergedLoad(readShardFiles(workspace, [merge], read), VERSION);
  return {
    // What the shards loaded is in their files.
    overrides: first === null ? {} : { targetUrl: first.target, baseUrl: first.base ?? '' },
    made: { engine, seed, run: first?.run ?? null },
    planOf(plan) {
      const shards = first?.shard.of ?? 1;
      if (first !== null) checkShards(plan, shards, 'input merge');
      return { ...plan, shards };
    },
  };
}
