/** What `calibrate --json` writes: every cause as data, and beside it the sentence that a terminal shows. */

import type { Calibration } from '../../judgement/calibration/calibration.ts';
import type { CalibrationRefusal } from '../../judgement/calibration/causes.ts';
import type { Outcome } from '../../judgement/verdict.ts';
import { changeTexts } from '../change-texts.ts';
import { describeShortfall } from './gate-words.ts';
import { describeRefusal, type RefusalWords } from './refusal-words.ts';
import { describeUnknown, describeWarning } from './words.ts';

const FORMAT = 'tailgate-calibration/1';

export function toCalibrationFile(calibration: Calibration, yaml: string): Record<string, unknown> {
  const { complete, gates, warnings, unknown } = calibration;
  const outcome: Outcome = complete ? 'pass' : 'inconclusive';
  return {
    format: FORMAT,
    outcome,
    calibration: {
      ...calibration,
      gates: gates.map((gate) => ({
        ...gate,
        advice: gate.advice && { ...gate.advice, sentence: describeShortfall(gate) },
      })),
      warnings: warnings.map((warning) => ({ ...warning, sentence: describeWarning(warning) })),
      unknown: unknown.map((one) => ({ ...one, sentence: describeUnknown(one) })),
    },
    yaml,
  };
}

/** That nothing was recommended: `cause` has the figures. */
export function toRefusalFile({ reason, advice, cause }: RefusedCalibration): Record<string, unknown> {
  const outcome: Outcome = 'invalid';
  return { format: FORMAT, outcome, reason, advice, cause };
}

interface RefusedCalibration extends RefusalWords {
  readonly cause: CalibrationRefusal;
}

/** The refusal in words and as data, neither with a secret: both may quote what was asked and answered. */
export function withoutSecretsOf(
  refusal: CalibrationRefusal,
  redact: (text: string) => string,
): RefusedCalibration {
  const { reason, advice } = describeRefusal(refusal);
  return { reason: redact(reason), advice: redact(advice), cause: changeTexts(refusal, redact) };
}
