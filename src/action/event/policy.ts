import type { Inputs } from '../../config/inputs.ts';
import type { Policy } from '../../config/policy.ts';
import type { Treatments } from '../conclude.ts';
import type { RunnerEvent } from './read-event.ts';

/** What the run is for: what the workflow says, else what its event is. */
export function policyOf(inputs: Inputs, event: RunnerEvent): Policy {
  if (inputs.policy !== null) return inputs.policy;
  if (event.release) return 'release';
  return event.name === 'schedule' ? 'nightly' : 'pull-request';
}

/**
 * A release must not go out undecided; a pull request need not wait for certainty, and a night has another one after
 * it.
 */
export function treatmentsOf(inputs: Inputs, policy: Policy): Treatments {
  const inconclusive = inputs['on-inconclusive'] ?? (policy === 'release' ? 'fail' : 'neutral');
  return { inconclusive, invalid: inputs['on-invalid'] };
}

const TOLD_OF_DEPLOYMENTS = ['deployment_status', 'repository_dispatch'];

/** Why a run is never recorded, whatever its policy; null where it may be. */
export function unrecordedBecause({ name, ref, release, defaultBranch, pull }: RunnerEvent): string | null {
  // A deployment of a bare commit, as of most previews, has no ref at all.
  if (TOLD_OF_DEPLOYMENTS.includes(name) && release === null && (ref === null || ref !== defaultBranch)) {
    return 'the deployment is neither of the default branch nor of a tag, and the history only contains those.';
  }
  return /^(pull_request|merge_group|workflow_run|issue_comment)/.test(name) || pull
    ? `${name} measures a proposed change, and the history only contains what has been merged.`
    : null;
}
