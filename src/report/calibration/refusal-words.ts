/** Why nothing is recommended, and what to do about it, in sentences. */
import type { CalibrationRefusal } from '../../judgement/calibration/causes.ts';
import { formatCount, formatShare } from '../../judgement/format.ts';
import { dropFullStop, nameMainErrors } from '../../judgement/wording.ts';

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
      return { reason: refusal.by.reason, advice: refusal.by.advice };
    case 'target-lost':
      return {
        reason: dropFullStop(refusal.why),
        advice: 'See what became of the target, and calibrate again.',
      };
    case 'target-intercepted':
      return { reason: refusal.by, advice: 'Make both environments alike, and calibrate again.' };
    case 'side-fails': {
      const { errorRate, side, errors } = refusal;
      const endpoints = errors.map(({ endpoint: name, ...counts }) => ({
        name,
        figures: { errors: counts },
      }));
      const main = nameMainErrors({ endpoints });
      return {
        reason: `${formatShare(errorRate)} of the ${side}'s requests failed${main ? `, ${main}` : ''}: what fails has another speed than what works`,
        advice: 'Mend that first, and calibrate again.',
      };
    }
    case 'cut-short':
      return {
        reason: `It was cut short after ${countBlocks(refusal)}, and a recommendation takes at least ${refusal.blocksWanted}`,
        advice: 'Let it run to its end.',
      };
    case 'few-blocks':
      return {
        reason: `Only ${countBlocks(refusal)} can be judged by, and a recommendation takes at least ${refusal.blocksWanted}`,
        advice: 'Give it a longer --duration, or more load.',
      };
  }
}

function countBlocks({ blocks }: { readonly blocks: number }): string {
  return `${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
}
