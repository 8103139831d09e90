import type { CommitStatus, Deployment, DeploymentStatus } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { user } from '../state.ts';

/** The app that deploys previews. */
const DEPLOYER = user('vercel[bot]');

export function deploymentBody(api: string, repository: string, deployment: Deployment) {
  const url = `${api}/repos/${repository}/deployments/${deployment.id}`;
  return {
    url,
    id: deployment.id,
    node_id: Buffer.from(`DE_${deployment.id}`).toString('base64'),
    sha: deployment.sha,
    ref: deployment.ref,
    task: 'deploy',
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: null,
    creator: simpleUser(api, DEPLOYER),
    created_at: deployment.createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: `${api}/repos/${repository}`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  };
}

export function deploymentStatusBody(
  api: string,
  repository: string,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const deploymentUrl = `${api}/repos/${repository}/deployments/${deployment.id}`;
  return {
    url: `${deploymentUrl}/statuses/${status.id}`,
    id: status.id,
    node_id: Buffer.from(`DES_${status.id}`).toString('base64'),
    state: status.state,
    creator: simpleUser(api, DEPLOYER),
    description: status.description,
    environment: deployment.environment,
    // The description's name for it before `log_url`; as GitHub does, both are told.
    target_url: status.environment_url,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: deploymentUrl,
    repository_url: `${api}/repos/${repository}`,
    environment_url: status.environment_url,
    log_url: '',
    performed_via_github_app: null,
  };
}

export function statusBody(api: string, repository: string, status: CommitStatus) {
  return {
    url: `${api}/repos/${repository}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: Buffer.from(`SC_${status.id}`).toString('base64'),
    state: status.state,
    description: status.description,
    target_url: status.target_url,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}
