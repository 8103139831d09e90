import type { Unmeasurable, UnmeasurableCode } from '../engine/unmeasurable.ts';
import type { Verdict } from './verdict.ts';
import { dropFullStop } from './wording.ts';

/** The message names the side, target or base; the advice holds for either. */
const ADVICE: Readonly<Record<UnmeasurableCode, string>> = {
  'no-target':
    'See that a deployment of this commit comes to success, or set the input target-url to the URL of the environment to measure.',
  'refused-target': 'What may be loaded is said in the workflow, not in tailgate.yml.',
  'wrong-commit':
    'Let the deployment come to its end, keep others away until the run is over, and run it again.',
  'no-commit':
    'It answers: see what it says at target.identity.path, and set target.identity.commit to where the commit stands in that.',
  'merge-commit':
    'Check out github.event.pull_request.head.sha where the service is built, and let it say that commit.',
  'unknown-commit':
    'See in the log of the service whether it still runs and answers there, and run it again.',
  'not-ready':
    'See why it does not answer: its log, its address, and whether it needs longer to start than target-timeout leaves it.',
  'login-failed': "Check the login's path, its body and the TAILGATE_ variables that it uses.",
  tls: 'Check the certificate, its name and its date, and whether the scheme of the URL is right.',
  dns: "Check the host's name in the URL, and whether it resolves where this runs.",
  cancelled: 'Run it again.',
};

/**
 * The verdict of a run that could not be measured; its message already says what happened.
 *
 * @param judged what the load came to, where it went to its end: a service that broke down under the load and no longer
 * tells its commit stays failed
 */
export function invalid(error: Unmeasurable, judged: Verdict | null = null): Verdict {
  if (error.code === 'unknown-commit' && judged?.outcome === 'fail') {
    return { ...judged, warnings: [`${dropFullStop(error.message)}.`, ...judged.warnings] };
  }
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
