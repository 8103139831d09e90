import { Unmeasurable } from '../../../engine/unmeasurable.ts';
import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import type { Candidate } from './choose-target.ts';
import type { Deployment } from './deployment.ts';
import { quote } from './describe-seen.ts';
import { readAgain, readDeployments } from './read-deployments.ts';
import { readStatuses } from './read-statuses.ts';

/** Hosts mark what they replaced as inactive, other branches' previews in an environment of the same name included. */
const STILL_UP: readonly (string | null)[] = ['success', 'inactive'];

/**
 * Looks whether something else is served at the URL by now: a newer deployment of the environment at the same host, or
 * another state of this one.
 * @param when how a message begins: `while it was measured`
 * @throws Unmeasurable `wrong-commit`; what GitHub's client throws
 */
export async function checkReplaced(
  github: GitHub,
  repository: Repository,
  candidate: Candidate,
  { sha, when }: { readonly sha: string; readonly when: string },
): Promise<void> {
  if (candidate.kind === 'status') return checkStatus(github, repository, candidate, sha, when);
  const { deployment, url } = candidate;
  const what = `the deployment of ${quote(deployment.environment)}`;
  const since = await readDeployments(
    github,
    repository,
    { environment: deployment.environment },
    deployment.id - 1,
  );
  const own =
    since.find(({ id }) => id === deployment.id) ?? (await readAgain(github, repository, deployment));
  if (own !== null && !STILL_UP.includes(own.state)) {
    throw new Unmeasurable('wrong-commit', `${what} became ${own.state ?? 'unknown'} ${when}`);
  }
  const newer = since.find((one) => one.id !== deployment.id && takesPlace(one, url));
  if (newer === undefined) return;
  const whose = newer.sha === deployment.sha ? 'the same commit anew' : `the commit ${newer.sha}`;
  throw new Unmeasurable('wrong-commit', `${what} was replaced ${when}: its URL now serves ${whose}`);
}

function takesPlace({ state, url }: Deployment, replaced: string): boolean {
  if (url === null || !STILL_UP.includes(state) || !URL.canParse(url)) return false;
  return new URL(url).origin === new URL(replaced).origin;
}

async function checkStatus(
  github: GitHub,
  repository: Repository,
  { status }: Extract<Candidate, { kind: 'status' }>,
  sha: string,
  when: string,
): Promise<void> {
  const statuses = await readStatuses(github, repository, sha);
  const now = statuses.find(({ context }) => context === status.context);
  if (now === undefined || now.id === status.id) return;
  throw new Unmeasurable(
    'wrong-commit',
    `the commit status ${quote(status.context)} changed ${when} (it is ${now.state} now): its preview was deployed anew`,
  );
}
