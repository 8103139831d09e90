import { planCalibration } from '../config/calibration/calibration-plan.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import { redactor } from '../config/secrets/redact.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { EXIT } from '../exit-codes.ts';
import type { CalibrationProgress } from '../judgement/calibration/progress.ts';
import { causeOf } from '../judgement/validity/unmeasurable.ts';
import { renderCalibration } from '../report/calibration/calibration.ts';
import {
  toCalibrationFile,
  toRefusalFile,
  withoutSecretsOf,
} from '../report/calibration/calibration-file.ts';
import { renderRefusal } from '../report/calibration/refusal.ts';
import { describeProgress } from '../report/calibration/words.ts';
import { writeCalibrationYaml } from '../report/calibration/yaml.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { type Calibrated, measureCalibration } from './calibration-rounds.ts';
import type { Command } from './main.ts';
import { noteCleanup } from './note-cleanup.ts';
import { noteProxies } from './note-proxies.ts';
import { openLoad } from './open-load.ts';
import { readFlags } from './read-flags.ts';
import { writeFigures } from './write-figures.ts';

/** Measures the same code on both sides, and says what a gate can hold in this environment. */
export const calibrateGate: Command = async (words, terminal) => {
  const { flags } = readFlags('calibrate', words);
  // It is the calibration's own, and does not replace the load's.
  const { duration, ...beside } = flags;
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const written = parseConfig(text, file, {
    inputs: overridesOf('terminal', beside),
    env: terminal.env,
    purpose: 'calibration',
    files: await readNamedFiles(terminal.folder, namesOfFiles(text, file)),
  });
  const plan = planCalibration(written, duration);
  const jsonFile =
    flags.json === undefined
      ? null
      : await checkFilePlace(terminal.folder, { key: '--json', written: flags.json });
  noteProxies(plan, terminal);
  const { engine, display } = openLoad(terminal, flags);
  const { signal } = terminal;
  const tell = (progress: CalibrationProgress) => display.tell(describeProgress(progress));
  const measured = await measureCalibration(engine, { written, plan, signal, tell })
    .catch(explainUnmeasurable)
    .finally(() => engine.close());
  display.close();
  noteCleanup(engine, plan.base !== null, terminal);

  const { colour, width } = terminal;
  const options = { colour, width };
  if ('refusal' in measured) {
    const refused = withoutSecretsOf(measured.refusal, redactor([...plan.secrets, ...engine.secrets()]));
    terminal.out(renderRefusal('not calibrated', written, refused, options));
    if (jsonFile !== null) await writeFigures(jsonFile, toRefusalFile(refused), terminal);
    return EXIT.invalid;
  }
  // Figures and advice quote nothing of what was asked and answered.
  const { calibration } = measured;
  const yaml = writeCalibrationYaml(written, calibration);
  terminal.out(renderCalibration({ written, calibration, yaml }, options));
  if (jsonFile !== null) await writeFigures(jsonFile, toCalibrationFile(calibration, yaml), terminal);
  return EXIT[calibration.complete ? 'pass' : 'inconclusive'];
};

function explainUnmeasurable(error: unknown): Calibrated {
  if (!(error instanceof Unmeasurable)) throw error;
  return { refusal: { code: 'unmeasurable', because: causeOf(error) } };
}
