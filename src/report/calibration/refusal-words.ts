/** Why nothing is recommended, and what to do about it, in sentences. */
import type { CalibrationRefusal } from '../../judgement/calibration/causes.ts';
import { adviceOn, describe } from '../words/causes.ts';
import { fromTo } from '../words/failures.ts';
import { formatCount, formatShare } from '../words/format.ts';
import { describeMainErrors } from '../words/main-errors.ts';
import { dropFullStop } from '../words/names.ts';

export interface RefusalWords {
  /** A sentence without a full stop. */
  readonly reason: string;
  /** Sentences with their full stops; empty where there is nothing to do. */
  readonly advice: string;
}

export function describeRefusal(refusal: CalibrationRefusal): RefusalWords {
  switch (refusal.code) {
    case 'unmeasurable':
    case 'not-believed':
      return { reason: dropFullStop(describe(refusal.because)), advice: adviceOn(refusal.because) ?? '' };
    case 'target-lost':
      return {
        reason: dropFullStop(describe(refusal.because)),
        advice: 'Find out what happened to the target, and calibrate again.',
      };
    case 'target-intercepted':
      return {
        reason: describe(refusal.because),
        advice: 'Make both environments alike, and calibrate again.',
      };
    case 'side-silent':
      return {
        reason: `Nothing succeeded on the ${refusal.side} ${fromTo(refusal)} of its load: an outage, which no tolerance should include`,
        advice: 'Check what it depends on, such as its database, and calibrate again.',
      };
    case 'side-fails': {
      const { errorRate, side } = refusal;
      const main = describeMainErrors(refusal.main);
      return {
        reason: `${formatShare(errorRate)} of the ${side}'s requests failed${main ? `, ${main}` : ''}: failures have a different speed from successes`,
        advice: 'Fix that first, and calibrate again.',
      };
    }
    case 'cut-short':
      return {
        reason: `It was cut short after ${countBlocks(refusal)}, and a recommendation needs at least ${refusal.blocksWanted}`,
        advice: 'Let it run to its end.',
      };
    case 'few-blocks':
      return {
        reason: `Only ${countBlocks(refusal)} can be used, and a recommendation needs at least ${refusal.blocksWanted}`,
        advice: 'Use a longer --duration, or more load.',
      };
  }
}

function countBlocks({ blocks }: { readonly blocks: number }): string {
  return `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}
