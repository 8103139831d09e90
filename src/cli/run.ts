import { parse, resolve } from 'node:path';
import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { shardOfPod } from '../config/kubernetes/shard-of-pod.ts';
import type { OptionValues } from '../config/option-values.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import type { Plan } from '../config/plan.ts';
import { collectRuns } from '../evidence/stated/collect-runs.ts';
import { EXIT } from '../exit-codes.ts';
import { checkShardable } from '../generator-load.ts';
import { run } from '../pipeline.ts';
import { clean } from '../report/escape.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { readResults } from '../store/read-results.ts';
import { checkPlaces } from './check-places.ts';
import type { Command } from './main.ts';
import { noteProxies } from './note-proxies.ts';
import { readFlags } from './read-flags.ts';
import { openRunHistory } from './run-history.ts';
import { runShard } from './run-shard.ts';
import { suggestCheck } from './suggest-check.ts';
import type { Terminal } from './terminal.ts';
import { createCliWorld } from './world.ts';

const MOST_RESULTS = 100;

/** What both commands take, and what only a load does. */
type RunFlags = OptionValues &
  Pick<
    FlagsOf<'run'>,
    | 'config'
    | 'policy'
    | 'release'
    | 'history'
    | 'comment-key'
    | 'suite'
    | 'duration'
    | 'commit'
    | 'json'
    | 'markdown'
    | 'html'
    | 'junit'
    | 'prometheus'
    | 'otlp'
    | 'webhook'
  >;

export const runGate: Command = async (words, terminal) => {
  const { flags } = readFlags('run', words);
  return judge(flags, terminal, { given: null, own: flags });
};

/** Judges results of somebody else's load generator as a run of Tailgate's own. */
export const gateResults: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('gate', words, {
    count: 1,
    most: MOST_RESULTS,
    missing: 'name at least one result of a load generator: tailgate gate summary.json',
  });
  const root = parse(resolve(terminal.folder)).root;
  const files = await readResults(terminal.folder, positionals, 'tailgate gate', root);
  return judge({ ...flags, duration: undefined, commit: undefined }, terminal, {
    given: collectRuns(files),
    own: null,
  });
};

interface Judged {
  /** Results that are judged in place of a load; null where there is a load to make. */
  readonly given: ReturnType<typeof collectRuns> | null;
  /** What is said of that load; null where there is none. */
  readonly own: FlagsOf<'run'> | null;
}

/** The exit code of a shard of the load; null where all of it is made here. */
async function takeShard(plan: Plan, flags: FlagsOf<'run'>, terminal: Terminal): Promise<number | null> {
  const { 'pod-of': podOf } = flags;
  const shard = podOf === undefined ? flags.shard : shardOfPod(podOf, terminal.env);
  if (shard) {
    checkShardable(plan, '--shard');
    return runShard(plan, shard, flags, terminal);
  }
  for (const name of ['meet', 'start-at'] as const) {
    if (flags[name] != null)
      throw new ConfigurationError('is for the shards of a load: add --shard', { key: `--${name}` });
  }
  return null;
}

async function judge(flags: RunFlags, terminal: Terminal, { given, own }: Judged): Promise<number> {
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const { policy } = flags;
  const inputs = overridesOf('terminal', flags);
  const files = await readNamedFiles(terminal.folder, namesOfFiles(text, file));
  const results = given === null ? {} : { results: given.results };
  const parsed = parseConfig(text, file, { inputs, env: terminal.env, policy, files, ...results });
  const plan = withBaselineOf(policy, parsed);
  if (flags.commit !== undefined && plan.target.identity === null) {
    const why = `is checked by target.identity, which ${file} does not have: add it, or leave the flag out`;
    throw new ConfigurationError(why, { key: '--commit' });
  }
  const ofShard = own === null ? null : await takeShard(plan, own, terminal);
  if (ofShard !== null) return ofShard;
  const history = await openRunHistory(plan, terminal.folder, flags);
  const places = await checkPlaces(terminal, flags);
  await history.check();
  const runs = given?.runs ?? [];
  const noted = noteProxies(plan, terminal);
  const world = createCliWorld(noted, terminal, { flags, history, places, runs });
  const verdict = await run(noted, world);
  const check = plan.generator ? null : suggestCheck(verdict.causes, noted, flags);
  if (check !== null) terminal.err(`tailgate: to see the response to each request: ${clean(check)}\n`);
  return EXIT[verdict.outcome];
}
