import { dashboardOf } from '../../../config/target/known-hosts.ts';
import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import { type Candidate, isWanted, type Wanted } from './choose-target.ts';
import {
  type Deployment,
  explainProduction,
  type RawDeployment,
  type RawStatus,
  toDeployment,
} from './deployment.ts';
import { HAND_ON, namesDashboard, quote } from './describe-seen.ts';

/** The deployment of a payload of `deployment_status`; null where it is none. */
export function readDeploymentEvent(payload: {
  readonly deployment?: RawDeployment;
  readonly deployment_status?: RawStatus;
}): Deployment | null {
  const { deployment, deployment_status: status } = payload;
  return toDeployment(Object(deployment), status ? [Object(status)] : []);
}

/** A job that an `if:` skips would count as passed. */
const NEXT = 'the run started by its success will measure it, and until then this one is not a pass';

/**
 * The target of a run that a deployment's status started. Nothing is waited for: each status starts a run of its own.
 * @throws Unmeasurable `no-target`, or `refused-target` for production
 */
export function chooseFromEvent(deployment: Deployment, wanted: Wanted): Candidate {
  const { environment, state, url, production } = deployment;
  const what = `the deployment of ${quote(environment)} that started this run`;
  const refuse = (why: string) => new Unmeasurable('no-target', `${what} ${why}`);
  if (production && !wanted.allowProduction) {
    throw new Unmeasurable(
      'refused-target',
      `${what} is production${explainProduction(environment)}, which is not loaded unless the input allow-production is true: exclude it in the job's condition, such as github.event.deployment.environment == 'Preview'`,
    );
  }
  if (!isWanted(deployment, wanted)) {
    throw refuse(`is not in the input environment, ${quote(wanted.environment ?? '')}`);
  }
  if (state !== 'success') {
    throw refuse(
      `is “${state ?? 'without a status'}”, and only a successful deployment can be measured: ${NEXT}`,
    );
  }
  if (url === null) {
    throw refuse(
      'has no environment_url: the job or host that creates the deployment has to set it with its status',
    );
  }
  const dashboard = dashboardOf(url, wanted.gitHubHost);
  if (dashboard !== null) throw refuse(`${namesDashboard(dashboard)}: ${HAND_ON}`);
  return { kind: 'deployment', deployment, url };
}
