import { planCalibration } from '../config/calibration/calibration-plan.ts';
import { parseConfig } from '../config/parse-config.ts';
import { redactor } from '../config/secrets/redact.ts';
import { parseDuration } from '../config/units.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { EXIT } from '../exit-codes.ts';
import type { CalibrationProgress } from '../judgement/calibration/progress.ts';
import { invalid } from '../judgement/invalid.ts';
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
import { type Calibrated, measureCalibration } from './calibration-rounds.ts';
import type { Command } from './main.ts';
import { openLoad } from './open-load.ts';
import { readFlags } from './read-flags.ts';
import { readPatience } from './run.ts';
import { writeFigures } from './write-figures.ts';

const VALUES = ['config', 'target-url', 'target-timeout', 'base-url', 'profile', 'duration', 'json'] as const;
const USUAL_MS = 360_000;

/** Measures the same code on both sides, and says what a gate can hold in this environment. */
export const calibrateGate: Command = async (words, terminal) => {
  const { values, switches } = readFlags(words, { values: VALUES, switches: ['allow-private-hosts'] });
  const durationMs =
    values.duration === undefined ? USUAL_MS : parseDuration(values.duration, { key: '--duration' });
  const patienceMs = readPatience(values['target-timeout']);
  const { file, text } = await findConfig(terminal.folder, values.config ?? '', 'terminal');
  const written = parseConfig(text, file, {
    inputs: {
      door: 'terminal',
      targetUrl: values['target-url'],
      baseUrl: values['base-url'],
      profile: values.profile,
    },
    env: terminal.env,
    purpose: 'calibration',
  });
  const plan = planCalibration(written, durationMs);
  const jsonFile =
    values.json === undefined
      ? null
      : await checkFilePlace(terminal.folder, { key: '--json', written: values.json });
  const { engine, display } = openLoad(terminal, {
    allowsPrivateHosts: switches.has('allow-private-hosts'),
    patienceMs,
  });
  const { signal } = terminal;
  const tell = (progress: CalibrationProgress) => display.tell(describeProgress(progress));
  const measured = await measureCalibration(engine, { written, plan, signal, tell })
    .catch(explainUnmeasurable)
    .finally(() => engine.close());
  display.close();

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
  const { reason, advice } = invalid(error);
  return { refusal: { code: 'unmeasurable', by: { code: error.code, reason, advice: advice ?? '' } } };
}
