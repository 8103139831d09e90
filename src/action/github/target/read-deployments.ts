import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { type Deployment, type RawDeployment, readState, toDeployment } from './deployment.ts';

/** Of a hundred each; a commit that was deployed more often than they can hold is no commit of one change. */
const MOST_PAGES = 10;

/** What a list tells of a deployment: nothing of its statuses yet. */
export interface Listed {
  readonly deployment: Deployment;
  /** When it was changed last, a new status included; null where GitHub doesn't say. */
  readonly updatedAt: string | null;
}

/**
 * The deployments of a commit, or of an environment, the newest first.
 * @param after only those with a larger id
 */
export async function listDeployments(
  github: GitHub,
  { owner, repo }: Repository,
  of: { readonly sha: string } | { readonly environment: string },
  after = 0,
): Promise<readonly Listed[]> {
  let pages = 0;
  const raw = await github.paginate(
    github.rest.repos.listDeployments,
    { owner, repo, ...of, per_page: 100 },
    ({ data }, done) => {
      pages += 1;
      // The newest come first, so that those behind an older one are older still.
      if (pages >= MOST_PAGES || data.some(({ id }) => id <= after)) done();
      return data;
    },
  );
  // One that is deployed meanwhile moves others to the next page, where they are listed again.
  const listed = new Map(raw.flatMap(toListed).map((one) => [one.deployment.id, one]));
  return [...listed.values()]
    .filter(({ deployment }) => deployment.id > after)
    .sort((a, b) => b.deployment.id - a.deployment.id);
}

/** The deployment as it is now. */
export async function readAgain(
  github: GitHub,
  { owner, repo }: Repository,
  deployment: Deployment,
): Promise<Deployment> {
  const { data } = await github.rest.repos.listDeploymentStatuses({
    owner,
    repo,
    deployment_id: deployment.id,
    per_page: 100,
  });
  return { ...deployment, ...readState(data) };
}

function toListed(raw: RawDeployment): Listed[] {
  const deployment = toDeployment(raw, []);
  if (deployment === null) return [];
  return [{ deployment, updatedAt: typeof raw.updated_at === 'string' ? raw.updated_at : null }];
}
