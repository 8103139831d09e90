import { planSelftest } from '../config/calibration/selftest-plan.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { EXIT } from '../exit-codes.ts';
import { renderSelftest, toSelftestFile } from '../report/calibration/selftest.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import type { Command } from './main.ts';
import { noteProxies } from './note-proxies.ts';
import { readFlags } from './read-flags.ts';
import { prove } from './selftest-sessions.ts';
import { writeFigures } from './write-figures.ts';

/** Proves the gate on the user's own target: with 20 % added to every response it must fail, without it must pass. */
export const selftestGate: Command = async (words, terminal) => {
  const { flags } = readFlags('selftest', words);
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const plan = parseConfig(text, file, {
    inputs: overridesOf('terminal', flags),
    env: terminal.env,
    purpose: 'calibration',
    files: await readNamedFiles(terminal.folder, namesOfFiles(text, file)),
  });
  // What is wrong with the budget is told before the target is asked anything.
  planSelftest(plan, plan.target.origin, plan.target.origin);
  const jsonFile =
    flags.json === undefined
      ? null
      : await checkFilePlace(terminal.folder, { key: '--json', written: flags.json });
  noteProxies(plan, terminal);
  const report = await prove(plan, terminal, flags);
  terminal.out(renderSelftest(report, { colour: terminal.colour, width: terminal.width }));
  if (jsonFile !== null) await writeFigures(jsonFile, toSelftestFile(report), terminal);
  return EXIT[report.selftest.outcome];
};
