import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { shardOfPod } from '../config/kubernetes/shard-of-pod.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { EXIT } from '../exit-codes.ts';
import { run } from '../pipeline.ts';
import { clean } from '../report/escape.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { checkPlaces } from './check-places.ts';
import type { Command } from './main.ts';
import { noteProxies } from './note-proxies.ts';
import { readFlags } from './read-flags.ts';
import { openRunHistory } from './run-history.ts';
import { runShard } from './run-shard.ts';
import { suggestCheck } from './suggest-check.ts';
import { createCliWorld } from './world.ts';

export const runGate: Command = async (words, terminal) => {
  const { flags } = readFlags('run', words);
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const { policy } = flags;
  const inputs = overridesOf('terminal', flags);
  const files = await readNamedFiles(terminal.folder, namesOfFiles(text, file));
  const parsed = parseConfig(text, file, { inputs, env: terminal.env, policy, files });
  const plan = withBaselineOf(policy, parsed);
  if (flags.commit !== undefined && plan.target.identity === null) {
    const why = `is checked by target.identity, which ${file} does not have: add it, or leave the flag out`;
    throw new ConfigurationError(why, { key: '--commit' });
  }
  const { 'pod-of': podOf } = flags;
  const shard = podOf === undefined ? flags.shard : shardOfPod(podOf, terminal.env);
  if (shard) return runShard(plan, shard, flags, terminal);
  if (flags.meet) throw new ConfigurationError('is for the shards of a load: add --shard', { key: '--meet' });
  const history = await openRunHistory(plan, terminal.folder, flags);
  const places = await checkPlaces(terminal, flags);
  await history.check();
  const noted = noteProxies(plan, terminal);
  const world = createCliWorld(noted, terminal, { flags, history, places });
  const verdict = await run(noted, world);
  const check = suggestCheck(verdict.causes, noted, flags);
  if (check !== null) terminal.err(`tailgate: to see what each request is answered: ${clean(check)}\n`);
  return EXIT[verdict.outcome];
};
