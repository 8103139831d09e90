import type { GitHub } from '../client.ts';
import type { PullRequest } from '../comments.ts';
import type { TriggeringRun } from './triggering-run.ts';
import { Unfetchable } from './unfetchable.ts';

/**
 * The one open pull request that the run was for; it has to be found by what GitHub says of the run, for a number in an
 * artifact would be the fork's word. Throws Unfetchable where that is not one for certain.
 */
export async function resolvePull(github: GitHub, run: TriggeringRun): Promise<PullRequest> {
  if (run.event !== 'pull_request') {
    throw new Unfetchable(
      'not-a-pull-request',
      'The run that ended was not started by the event pull_request.',
    );
  }
  const { head, headBranch, repository } = run;
  if (head === null || headBranch === null) {
    throw new Unfetchable(
      'fork-deleted',
      'The run’s fork no longer exists, so its pull request can’t be determined for certain.',
    );
  }
  if (head.id === repository.id) {
    throw new Unfetchable(
      'own-repository',
      'The run was for a pull request from this repository itself, and such a run comments on its own.',
    );
  }
  const where = { owner: repository.owner, repo: repository.name };
  const listed = await github.paginate(github.rest.pulls.list, {
    ...where,
    state: 'open',
    head: `${head.owner}:${headBranch}`,
    per_page: 100,
  });
  // The filter is only there to shorten the list; these are what counts.
  const matching = listed.filter(
    (pull) =>
      pull.state === 'open' &&
      pull.head.sha === run.headSha &&
      (pull.head.repo as { id: number } | null)?.id === head.id &&
      pull.base.repo.id === repository.id,
  );
  const [only, ...others] = matching;
  if (only === undefined) {
    throw new Unfetchable(
      'no-pull-request',
      `No open pull request has the measured commit (${run.headSha}) as its head: it was closed, or newer ` +
        'commits were pushed, whose own run will report.',
    );
  }
  if (others.length > 0) {
    throw new Unfetchable(
      'several-pull-requests',
      `${matching.length} open pull requests have the measured commit as their head, and GitHub does not say which of them the run was for.`,
    );
  }
  return { ...where, number: only.number };
}
