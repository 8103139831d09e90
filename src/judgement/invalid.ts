import type { Unmeasurable, UnmeasurableCode } from '../engine/unmeasurable.ts';
import type { Verdict } from './verdict.ts';
import { dropFullStop } from './wording.ts';

const ADVICE: Readonly<Record<UnmeasurableCode, string>> = {
  'not-ready':
    'See why the target does not answer: its log, its address, and whether it needs longer to start.',
  'login-failed': "Check the login's path, its body and the TAILGATE_ variables that it uses.",
  'login-lost': 'Check how long the login of this account holds, and whether others log it out.',
  tls: "Check the target's certificate, its name and its date, and whether the scheme is right.",
  dns: "Check the host's name in the target URL, and whether it resolves where this runs.",
  accounting: 'This is a bug of Tailgate; please report it with the log of this run.',
  cancelled: 'Run it again.',
};

/** The verdict of a run that could not be measured; its message already says what happened. */
export function invalid(error: Unmeasurable): Verdict {
  return {
    outcome: 'invalid',
    reason: dropFullStop(error.message),
    comparisons: [],
    warnings: [],
    advice: ADVICE[error.code],
    suspects: [],
    live: null,
  };
}
