import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { checkTarget } from '../engine/check/check-target.ts';
import { TYPED_PROBES } from '../engine/probes/permission.ts';
import { permitTyped } from '../engine/target/guard.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { EXIT } from '../exit-codes.ts';
import { isSound, renderTargetCheck } from '../report/check/render-check.ts';
import { writeCommand } from '../report/view/reproduce.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import type { Command } from './main.ts';
import { noteProxies } from './note-proxies.ts';
import { createProgressDisplay } from './progress-display.ts';
import { readFlags } from './read-flags.ts';

/**
 * Sends each request once, and says what to change where it is not answered as expected; and reads each probe once,
 * whose troubles are told and fail nothing, as in a run.
 */
export const checkScenario: Command = async (words, terminal) => {
  const { flags } = readFlags('check', words);
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  // What a gate is held against is of no matter here.
  const inputs = overridesOf('terminal', flags);
  const files = await readNamedFiles(terminal.folder, namesOfFiles(text, file));
  const plan = parseConfig(text, file, { inputs, env: terminal.env, purpose: 'check', files });
  noteProxies(plan, terminal);
  const display = createProgressDisplay(terminal);
  const { 'allow-private-hosts': allowsPrivateHosts, 'target-timeout': patienceMs } = flags;
  const check = await checkTarget(plan, {
    signal: terminal.signal,
    permission: permitTyped(allowsPrivateHosts).target,
    probes: TYPED_PROBES,
    onProgress: (progress) => display.show(progress),
    ...(patienceMs == null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
  }).finally(() => display.close());
  const { colour, width } = terminal;
  terminal.out(renderTargetCheck(plan, check, writeCommand('run', plan, flags), { colour, width }));
  if (check.refusal?.code === 'cancelled') return EXIT.invalid;
  return isSound(check) ? EXIT.pass : EXIT.configuration;
};
