import { planCalibration } from '../config/calibration/calibration-plan.ts';
import { overridesOf } from '../config/overrides.ts';
import { parseConfig } from '../config/parse-config.ts';
import { redactor } from '../config/secrets/redact.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { EXIT } from '../exit-codes.ts';
import type { Disbelief } from '../judgement/disbelief.ts';
import { invalid } from '../judgement/invalid.ts';
import { renderCalibration } from '../report/calibration/calibration.ts';
import { renderRefusal } from '../report/calibration/refusal.ts';
import { writeCalibrationYaml } from '../report/calibration/yaml.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import { measureCalibration } from './calibration-rounds.ts';
import type { Command } from './main.ts';
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
  });
  const plan = planCalibration(written, duration);
  const jsonFile =
    flags.json === undefined
      ? null
      : await checkFilePlace(terminal.folder, { key: '--json', written: flags.json });
  const { engine, display } = openLoad(terminal, flags);
  const { signal } = terminal;
  const tell = (progress: string) => display.tell(progress);
  const measured = await measureCalibration(engine, { written, plan, signal, tell })
    .catch(explainUnmeasurable)
    .finally(() => engine.close());
  display.close();
  // Why it came to nothing may quote what was asked and answered; figures and advice quote nothing.
  const redact = redactor([...plan.secrets, ...engine.secrets()]);
  const found =
    'calibration' in measured
      ? measured
      : { reason: redact(measured.reason), advice: redact(measured.advice) };

  const yaml = 'calibration' in found ? writeCalibrationYaml(written, found.calibration) : null;
  const outcome = !('calibration' in found)
    ? 'invalid'
    : found.calibration.complete
      ? 'pass'
      : 'inconclusive';
  const { colour, width } = terminal;
  terminal.out(
    'calibration' in found && yaml !== null
      ? renderCalibration({ written, calibration: found.calibration, yaml }, { colour, width })
      : renderRefusal('not calibrated', written, found as Disbelief, { colour, width }),
  );
  if (jsonFile !== null) {
    const content = {
      format: 'tailgate-calibration/1',
      outcome,
      ...found,
      ...(yaml === null ? {} : { yaml }),
    };
    await writeFigures(jsonFile, content, terminal);
  }
  return EXIT[outcome];
};

function explainUnmeasurable(error: unknown): Disbelief {
  if (!(error instanceof Unmeasurable)) throw error;
  const { reason, advice } = invalid(error);
  return { reason, advice: advice ?? '' };
}
