import { resolve } from 'node:path';
import { parseConfig } from '../config/parse-config.ts';
import { parseDuration } from '../config/units.ts';
import { EXIT } from '../exit-codes.ts';
import { run } from '../pipeline.ts';
import { findConfig } from '../store/find-config.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import { createWorld } from './world.ts';

const VALUES = [
  'config',
  'target-url',
  'base-url',
  'profile',
  'baseline',
  'duration',
  'json',
  'markdown',
] as const;

export const runGate: Command = async (words, terminal) => {
  const { values } = readFlags(words, { values: VALUES });
  const { file, text } = await findConfig(terminal.folder, values.config ?? '', 'terminal');
  const plan = parseConfig(text, file, {
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
  const inFolder = (path: string | undefined) => (path === undefined ? null : resolve(terminal.folder, path));
  const world = createWorld(plan, terminal, {
    flags: values,
    jsonFile: inFolder(values.json),
    markdownFile: inFolder(values.markdown),
  });
  const verdict = await run(plan, world);
  return EXIT[verdict.outcome];
};
