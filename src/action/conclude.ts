import { EXIT } from '../exit-codes.ts';
import type { Outcome } from '../judgement/verdict.ts';

type Treatment = 'fail' | 'neutral';

export interface Treatments {
  readonly inconclusive: Treatment;
  readonly invalid: Treatment;
}

export interface Conclusion {
  readonly exitCode: number;
  /** The annotation that goes with it; a pass needs none. */
  readonly annotation: 'none' | 'warning' | 'error';
}

/** What the step does with a verdict. Neutral and what somebody accepted end well, but never without a warning. */
export function conclude(outcome: Outcome, treatments: Treatments, isAccepted = false): Conclusion {
  if (outcome === 'pass') return { exitCode: EXIT.pass, annotation: isAccepted ? 'warning' : 'none' };
  if (outcome !== 'fail' && treatments[outcome] === 'neutral')
    return { exitCode: EXIT.pass, annotation: 'warning' };
  return { exitCode: EXIT[outcome], annotation: 'error' };
}
