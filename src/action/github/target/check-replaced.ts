import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { type Candidate, placeOf } from './choose-target.ts';
import type { Deployment } from './deployment.ts';
import { quote } from './describe-seen.ts';
import { readChecks } from './read-checks.ts';
import { listDeployments, readAgain } from './read-deployments.ts';
import { readStatuses } from './read-statuses.ts';

/** Hosts mark what they replaced as inactive, other branches' previews in an environment of the same name included. */
const STILL_UP: readonly (string | null)[] = ['success', 'inactive'];
/** Newer deployments of the environment whose URLs are asked for, a request each. */
const MOST_ASKED = 100;

/**
 * Looks whether something else is served at the URL by now: a newer deployment of the environment at the same host, or
 * another state of this one.
 * @param when how a message begins: `while it was measured`
 * @returns why that can't be told, without a full stop; null where nothing else is served
 * @throws Unmeasurable `wrong-commit`; what GitHub's client throws
 */
export async function checkReplaced(
  github: GitHub,
  repository: Repository,
  candidate: Candidate,
  { sha, when }: { readonly sha: string; readonly when: string },
): Promise<string | null> {
  if (candidate.kind === 'status') return checkStatus(github, repository, candidate, sha, when);
  if (candidate.kind === 'check') return checkCheck(github, repository, candidate, sha, when);
  const { deployment, url } = candidate;
  // Its URL is of this one deployment alone.
  if (deployment.isOnGitHub === false) return null;
  const what = `the deployment of ${quote(deployment.environment)}`;
  const own = await readAgain(github, repository, deployment);
  if (!STILL_UP.includes(own.state)) {
    throw new Unmeasurable('wrong-commit', `${what} became ${own.state ?? 'unknown'} ${when}`);
  }
  const { environment } = deployment;
  const newer = await listDeployments(github, repository, { environment }, deployment.id);
  for (const listed of newer.slice(0, MOST_ASKED)) {
    const one = await readAgain(github, repository, listed.deployment);
    if (!takesPlace(one, url)) continue;
    const whose =
      one.sha === deployment.sha ? 'a new deployment of the same commit' : `the commit ${one.sha}`;
    throw new Unmeasurable('wrong-commit', `${what} was replaced ${when}: its URL now serves ${whose}`);
  }
  if (newer.length <= MOST_ASKED) return null;
  return `the environment has more than ${MOST_ASKED} newer deployments, and only the URLs of the newest ${MOST_ASKED} were checked`;
}

function takesPlace({ state, url }: Deployment, replaced: string): boolean {
  if (url === null || !STILL_UP.includes(state) || !URL.canParse(url)) return false;
  return placeOf(url) === placeOf(replaced);
}

async function checkStatus(
  github: GitHub,
  repository: Repository,
  { status }: Extract<Candidate, { kind: 'status' }>,
  sha: string,
  when: string,
): Promise<string | null> {
  const statuses = await readStatuses(github, repository, sha);
  const now = statuses.find(({ context }) => context === status.context);
  if (now === undefined) return 'it is not among the newest commit statuses that GitHub lists';
  if (now.id === status.id) return null;
  throw new Unmeasurable(
    'wrong-commit',
    `the commit status ${quote(status.context)} changed ${when} (it is ${now.state} now): its preview was redeployed`,
  );
}

async function checkCheck(
  github: GitHub,
  repository: Repository,
  { check }: Extract<Candidate, { kind: 'check' }>,
  sha: string,
  when: string,
): Promise<string | null> {
  const checks = await readChecks(github, repository, sha);
  if (checks.some(({ id, url }) => id === check.id && url === check.url)) return null;
  throw new Unmeasurable(
    'wrong-commit',
    `the check run ${quote(check.name)} changed ${when}: its preview was redeployed`,
  );
}
