import type { Repository } from './check-run.ts';
import type { GitHub } from './client.ts';
import type { PullRequest } from './comments.ts';

export type PullOfCommit =
  | {
      readonly pull: PullRequest & {
        readonly origin: 'same-repository' | 'dependabot';
        readonly baseSha: string | null;
      };
    }
  /** Why none can be told for certain, without a full stop. */
  | { readonly why: string };

/** The parts of a pull request in the response that are used; all of them may be missing. */
interface Listed {
  readonly number?: unknown;
  readonly state?: unknown;
  readonly user?: { readonly login?: unknown } | null;
  readonly head?: Side | null;
  readonly base?: Side | null;
}

interface Side {
  readonly sha?: unknown;
  readonly repo?: { readonly id?: unknown; readonly full_name?: unknown } | null;
}

/**
 * The one open pull request of the repository itself whose head is this very commit. A fork's is passed over: neither
 * is it written to by a run that nobody but its author may have asked for, nor can it hide one of the repository's own.
 * Throws what GitHub refused.
 */
export async function findPullOfCommit(
  github: GitHub,
  { owner, repo }: Repository,
  sha: string,
): Promise<PullOfCommit> {
  // Also lists pull requests that only contain the commit, and merged ones.
  const listed = (await github.paginate(github.rest.repos.listPullRequestsAssociatedWithCommit, {
    owner,
    repo,
    commit_sha: sha,
    per_page: 100,
  })) as readonly Listed[];
  const here = `${owner}/${repo}`;
  const ofHead = listed.filter(
    (pull) => pull.state === 'open' && pull.head?.sha === sha && pull.base?.repo?.full_name === here,
  );
  const own = ofHead.filter(({ head, base }) => {
    const id = head?.repo?.id;
    return typeof id === 'number' && id === base?.repo?.id;
  });
  const commit = `the commit ${sha.slice(0, 12)}`;
  const [only, ...others] = own;
  if (only === undefined) {
    return {
      why:
        ofHead.length > 0
          ? `${commit} is the head of a pull request from a fork, and comments are only written on those from the repository itself`
          : `no open pull request has ${commit} as its head: it has none yet, was merged or closed, or newer commits were pushed`,
    };
  }
  if (others.length > 0) {
    const numbers = own.map(({ number }) => `#${Number(number)}`).join(', ');
    return { why: `several open pull requests have ${commit} as their head (${numbers})` };
  }
  const { number, user, base } = only;
  if (typeof number !== 'number')
    return { why: `GitHub does not give the number of the pull request of ${commit}` };
  return {
    pull: {
      owner,
      repo,
      number,
      origin: user?.login === 'dependabot[bot]' ? 'dependabot' : 'same-repository',
      baseSha: typeof base?.sha === 'string' ? base.sha : null,
    },
  };
}
