import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { checkShards } from '../config/load/check-shards.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { MOST_SHARD_BYTES } from '../config/shard.ts';
import { EXIT } from '../exit-codes.ts';
import { run } from '../pipeline.ts';
import { openMergedLoad } from '../shards/merged-load.ts';
import { findConfig } from '../store/find-config.ts';
import { readAnywhere } from '../store/read-inside.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { readShardFiles } from '../store/read-shard-files.ts';
import { VERSION } from '../version.ts';
import { checkPlaces } from './check-places.ts';
import type { Command } from './main.ts';
import { createProgressDisplay } from './progress-display.ts';
import { readFlags } from './read-flags.ts';
import { openRunHistory } from './run-history.ts';
import { createCliWorld } from './world.ts';

/** What shards wrote, judged as one run: by the file and the flags that they had. */
export const mergeShardFiles: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('merge', words, {
    count: 1,
    most: 256,
    missing: "name the shards' files, or their folder: tailgate merge shard-*.json",
  });
  const read = (name: string) => readAnywhere(terminal.folder, name, 'refuse', MOST_SHARD_BYTES);
  const { engine, seed, first } = await openMergedLoad(
    readShardFiles(terminal.folder, positionals, read),
    VERSION,
  );
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const files = await readNamedFiles(terminal.folder, namesOfFiles(text, file));
  const { policy } = flags;
  // What the shards loaded is in their files. Where none can be read, the report tells that in its place.
  const inputs = {
    ...overridesOf('terminal', flags),
    targetUrl: first?.target || 'http://localhost',
    baseUrl: first?.base ?? undefined,
  };
  const parsed = parseConfig(text, file, { inputs, env: terminal.env, policy, files });
  const shards = first?.shard.of ?? 1;
  if (first) checkShards(parsed, shards, 'merge');
  const plan = { ...withBaselineOf(policy, parsed), shards };
  const setting = { ...flags, 'target-url': inputs.targetUrl, 'base-url': inputs.baseUrl };
  const history = await openRunHistory(plan, terminal.folder, flags);
  const places = await checkPlaces(terminal, flags);
  await history.check();
  const display = createProgressDisplay(terminal);
  const made = { engine, display, seed };
  const world = createCliWorld(plan, terminal, { flags: setting, history, places, made });
  const verdict = await run(plan, world);
  return EXIT[verdict.outcome];
};
