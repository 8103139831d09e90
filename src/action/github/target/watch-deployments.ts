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

/** What one look sees. */
interface Look {
  /** The newest of each environment: those that are wanted, then the others, whose states nobody needs. */
  readonly newest: readonly Deployment[];
  /** Older ones of the environments that are wanted, where they were asked for: two services may share a name. */
  readonly older: readonly Deployment[];
}

/**
 * Looks at the deployments of commits, as often as it is called; the newest first. Each deployment is a request, and a
 * repository's jobs have a thousand an hour: what is settled isn't asked for again. A wanted one that was not asked for
 * yet has no state, as one that is about to come.
 */
export function watchDeployments(
  github: GitHub,
  repository: Repository,
  shas: readonly string[],
  wanted: Wanted,
): () => Promise<Look> {
  const known = new Map<number, Known>();
  let look = 0;
  return async () => {
    look += 1;
    const listed: Listed[] = [];
    for (const sha of shas) listed.push(...(await listDeployments(github, repository, { sha })));
    listed.sort((a, b) => b.deployment.id - a.deployment.id);
    const isMeant = ({ deployment }: Listed) => isWanted(deployment, wanted);
    const meant = newestOfEach(listed.filter(isMeant));
    const before = listed.filter((one) => isMeant(one) && !meant.includes(one));
    const lookOf = ({ deployment }: Listed) => known.get(deployment.id)?.look ?? 0;
    const isOpen = (one: Listed) => !isSettled(known.get(one.deployment.id), one);
    const open = meant.filter(isOpen).sort((a, b) => lookOf(a) - lookOf(b));
    // Of these only what they have come to counts, and only once.
    open.push(...before.filter((one) => isOpen(one) && lookOf(one) === 0));
    // One after the other: GitHub asks not to be asked for many things at once.
    for (const { deployment, updatedAt } of open.slice(0, MOST_ASKED)) {
      known.set(deployment.id, {
        deployment: await readAgain(github, repository, deployment),
        updatedAt,
        look,
      });
    }
    const others = newestOfEach(listed.filter((one) => !isMeant(one)));
    const seen = ({ deployment }: Listed) => known.get(deployment.id)?.deployment;
    return {
      newest: [
        ...meant.map((one) => seen(one) ?? one.deployment),
        ...others.map(({ deployment }) => deployment),
      ],
      older: before.flatMap((one) => seen(one) ?? []),
    };
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
