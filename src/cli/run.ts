import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { parseConfig } from '../config/parse-config.ts';
import { readCommitSha } from '../config/target/compile-target.ts';
import { parseDuration } from '../config/units.ts';
import { EXIT } from '../exit-codes.ts';
import { run } from '../pipeline.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import { openRunHistory, readPolicy } from './run-history.ts';
import { createWorld } from './world.ts';

const VALUES = [
  'config',
  'target-url',
  'base-url',
  'profile',
  'baseline',
  'duration',
  'target-timeout',
  'commit',
  'history',
  'comment-key',
  'policy',
  'release',
  'json',
  'markdown',
] as const;

export const runGate: Command = async (words, terminal) => {
  const { values, switches } = readFlags(words, { values: VALUES, switches: ['allow-private-hosts'] });
  const commit = values.commit === undefined ? undefined : readCommitSha(values.commit, '--commit');
  const { file, text } = await findConfig(terminal.folder, values.config ?? '', 'terminal');
  const parsed = parseConfig(text, file, {
    inputs: {
      door: 'terminal',
      targetUrl: values['target-url'],
      baseUrl: values['base-url'],
      profile: values.profile,
      baseline: values.baseline,
      durationMs:
        values.duration === undefined ? undefined : parseDuration(values.duration, { key: '--duration' }),
    },
    env: terminal.env,
  });
  const plan = withBaselineOf(readPolicy(values.policy), parsed);
  if (commit !== undefined && plan.target.identity === null) {
    const why = `is checked by target.identity, which ${file} does not have: add it, or leave the flag out`;
    throw new ConfigurationError(why, { key: '--commit' });
  }
  const history = openRunHistory(plan, terminal.folder, values);
  const placeOf = async (flag: 'json' | 'markdown') => {
    const written = values[flag];
    return written === undefined ? null : checkFilePlace(terminal.folder, { key: `--${flag}`, written });
  };
  const [jsonFile, markdownFile] = [await placeOf('json'), await placeOf('markdown')];
  await history.check();
  const world = createWorld(plan, terminal, {
    flags: { ...values, commit, allowsPrivateHosts: switches.has('allow-private-hosts') },
    patienceMs: readPatience(values['target-timeout']),
    history,
    jsonFile,
    markdownFile,
  });
  const verdict = await run(plan, world);
  return EXIT[verdict.outcome];
};

/** How long the target is waited for, in ms; null: as long as usual. The input of the action has the same range. */
export function readPatience(text: string | undefined): number | null {
  if (text === undefined) return null;
  const key = '--target-timeout';
  const ms = parseDuration(text, { key });
  if (ms >= 1000 && ms <= 7_200_000) return ms;
  throw new ConfigurationError(`${JSON.stringify(text)} is out of range: write at least 1s and at most 2h`, {
    key,
  });
}
