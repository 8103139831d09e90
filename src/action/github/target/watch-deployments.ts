import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { isWanted, type Wanted } from './choose-target.ts';
import type { Deployment } from './deployment.ts';
import { type Listed, listDeployments, readAgain } from './read-deployments.ts';

/** Deployments whose statuses one look asks for; the next look goes on with the others. */
const MOST_ASKED = 20;
/** A deployment stays in one of these, unless GitHub says that it was changed. */
const SETTLED: readonly (string | null)[] = ['success', 'failure', 'error', 'inactive'];

interface Known {
  readonly deployment: Deployment;
  readonly updatedAt: string | null;
  /** In which look it was asked for. */
  readonly look: number;
}

/**
 * Looks at the deployments of a commit, as often as it is called: the newest of each environment, the newest first;
 * those that are wanted, then the others, whose states nobody needs and which have none. Each deployment is a request,
 * and a repository's jobs have a thousand an hour: what is settled isn't asked for again. A wanted one that was not
 * asked for yet has no state, as one that is about to come.
 */
export function watchDeployments(
  github: GitHub,
  repository: Repository,
  sha: string,
  wanted: Wanted,
): () => Promise<readonly Deployment[]> {
  const known = new Map<number, Known>();
  let look = 0;
  return async () => {
    look += 1;
    const listed = await listDeployments(github, repository, { sha });
    const isMeant = ({ deployment }: Listed) => isWanted(deployment, wanted);
    const meant = newestOfEach(listed.filter(isMeant));
    const lookOf = ({ deployment }: Listed) => known.get(deployment.id)?.look ?? 0;
    const open = meant.filter((one) => !isSettled(known.get(one.deployment.id), one));
    open.sort((a, b) => lookOf(a) - lookOf(b));
    // One after the other: GitHub asks not to be asked for many things at once.
    for (const { deployment, updatedAt } of open.slice(0, MOST_ASKED)) {
      known.set(deployment.id, {
        deployment: await readAgain(github, repository, deployment),
        updatedAt,
        look,
      });
    }
    const others = newestOfEach(listed.filter((one) => !isMeant(one)));
    return [
      ...meant.map(({ deployment }) => known.get(deployment.id)?.deployment ?? deployment),
      ...others.map(({ deployment }) => deployment),
    ];
  };
}

function isSettled(known: Known | undefined, { updatedAt }: Listed): boolean {
  return known !== undefined && SETTLED.includes(known.deployment.state) && known.updatedAt === updatedAt;
}

/** An environment's older deployments are about to be replaced, or are already. */
function newestOfEach(newestFirst: readonly Listed[]): Listed[] {
  const newest = new Map<string, Listed>();
  for (const one of newestFirst) {
    const { environment } = one.deployment;
    if (!newest.has(environment)) newest.set(environment, one);
  }
  return [...newest.values()];
}
