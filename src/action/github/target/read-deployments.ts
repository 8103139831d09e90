import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { type Deployment, toDeployment } from './deployment.ts';

/** Of one commit or one environment; more than these are no previews of one change. */
const MOST = 20;

/**
 * The newest deployments of a commit, or of an environment, the newest first, with their states.
 * @param after only those with a larger id
 */
export async function readDeployments(
  github: GitHub,
  { owner, repo }: Repository,
  of: { readonly sha: string } | { readonly environment: string },
  after = 0,
): Promise<readonly Deployment[]> {
  const { data } = await github.rest.repos.listDeployments({ owner, repo, ...of, per_page: 100 });
  const newest = data
    .filter(({ id }) => id > after)
    .sort((a, b) => b.id - a.id)
    .slice(0, MOST);
  const read: Deployment[] = [];
  // One after the other: GitHub asks not to be asked for many things at once.
  for (const raw of newest) {
    const deployment = toDeployment(raw, await listStatuses(github, { owner, repo }, raw.id));
    if (deployment !== null) read.push(deployment);
  }
  return read;
}

/** The deployment as it is now, however many newer ones there are. */
export async function readAgain(
  github: GitHub,
  repository: Repository,
  { id, sha, environment }: Deployment,
): Promise<Deployment | null> {
  return toDeployment({ id, sha, environment }, await listStatuses(github, repository, id));
}

async function listStatuses(github: GitHub, { owner, repo }: Repository, id: number) {
  const { data } = await github.rest.repos.listDeploymentStatuses({
    owner,
    repo,
    deployment_id: id,
    per_page: 100,
  });
  return data;
}
