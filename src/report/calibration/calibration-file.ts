/** What `calibrate --json` writes: every cause as data, and beside it the sentence that a terminal shows. */

import type { Calibration } from '../../judgement/calibration/calibration.ts';
import type { CalibrationRefusal } from '../../judgement/calibration/causes.ts';
import type { Outcome } from '../../judgement/verdict.ts';
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
export function toRefusalFile({ reason, advice, cause }: Refused): Record<string, unknown> {
  const outcome: Outcome = 'invalid';
  return { format: FORMAT, outcome, reason, advice, cause };
}

export interface Refused extends RefusalWords {
  readonly cause: CalibrationRefusal;
}

/** The refusal in words and as data, neither with a secret: both may quote what was asked and answered. */
export function withoutSecretsOf(refusal: CalibrationRefusal, redact: (text: string) => string): Refused {
  const { reason, advice } = describeRefusal(refusal);
  return { reason: redact(reason), advice: redact(advice), cause: redactTexts(refusal, redact) };
}

/** Words that programs compare. */
const COMPARED = ['code', 'side'];

function redactTexts<T>(value: T, redact: (text: string) => string): T;
function redactTexts(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((one) => redactTexts(one, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, COMPARED.includes(key) ? one : redactTexts(one, redact)]),
  );
}
