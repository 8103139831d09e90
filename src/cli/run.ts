import { parse, resolve } from 'node:path';
import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import type { OptionValues } from '../config/option-values.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { collectRuns } from '../evidence/stated/collect-runs.ts';
import { EXIT } from '../exit-codes.ts';
import { withDoubts } from '../generator-load.ts';
import { run } from '../pipeline.ts';
import { clean } from '../report/escape.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { readResults } from '../store/read-results.ts';
import type { Command } from './main.ts';
import { noteProxies } from './note-proxies.ts';
import { readFlags } from './read-flags.ts';
import { openRunHistory } from './run-history.ts';
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
  >;

export const runGate: Command = async (words, terminal) => {
  const { flags } = readFlags('run', words);
  return judge(flags, terminal, null);
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
  return judge({ ...flags, duration: undefined, commit: undefined }, terminal, collectRuns(files));
};

/** @param given results that are judged in place of a load; null where there is a load to make */
async function judge(
  flags: RunFlags,
  terminal: Terminal,
  given: ReturnType<typeof collectRuns> | null,
): Promise<number> {
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
  const history = await openRunHistory(plan, terminal.folder, flags);
  const placeOf = async (flag: 'json' | 'markdown') => {
    const written = flags[flag];
    return written === undefined ? null : checkFilePlace(terminal.folder, { key: `--${flag}`, written });
  };
  const [jsonFile, markdownFile] = [await placeOf('json'), await placeOf('markdown')];
  await history.check();
  const noted = noteProxies(withDoubts(plan, given?.runs ?? []), terminal);
  const world = createCliWorld(noted, terminal, {
    flags,
    history,
    jsonFile,
    markdownFile,
    runs: given?.runs ?? [],
  });
  const verdict = await run(noted, world);
  const check = plan.generator ? null : suggestCheck(verdict.causes, noted, flags);
  if (check !== null) terminal.err(`tailgate: to see what each request is answered: ${clean(check)}\n`);
  return EXIT[verdict.outcome];
}
