import { noReplyDomain, pagesOf } from '../addresses.ts';
import type { Commit } from '../commits.ts';
import { simpleUser } from '../shapes.ts';
import { user } from '../state.ts';

const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
} as const;

/** As git knows it: git/get-commit, git/create-commit. */
export function gitCommit(api: string, repository: string, commit: Commit) {
  const address = (sha: string) => `${api}/repos/${repository}/git/commits/${sha}`;
  const page = (sha: string) => `${pagesOf(api)}/${repository}/commit/${sha}`;
  return {
    sha: commit.sha,
    node_id: Buffer.from(`C_${commit.sha}`).toString('base64'),
    url: address(commit.sha),
    html_url: page(commit.sha),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/repos/${repository}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: address(sha), html_url: page(sha) })),
    verification: UNSIGNED,
  };
}

/** As in comparisons and lists: with the accounts that GitHub finds behind the addresses. */
export function restCommit(api: string, repository: string, commit: Commit) {
  const address = (sha: string) => `${api}/repos/${repository}/commits/${sha}`;
  const page = (sha: string) => `${pagesOf(api)}/${repository}/commit/${sha}`;
  return {
    url: address(commit.sha),
    sha: commit.sha,
    node_id: Buffer.from(`C_${commit.sha}`).toString('base64'),
    html_url: page(commit.sha),
    comments_url: `${address(commit.sha)}/comments`,
    commit: {
      url: `${api}/repos/${repository}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { url: `${api}/repos/${repository}/git/trees/${commit.tree}`, sha: commit.tree },
      comment_count: 0,
      verification: UNSIGNED,
    },
    author: accountBehind(api, commit.author.email),
    committer: accountBehind(api, commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: address(sha), html_url: page(sha) })),
  };
}

function accountBehind(api: string, email: string) {
  const [name = '', domain] = email.split('@');
  const login = domain === noReplyDomain(pagesOf(api)) ? name.replace(/^\d+\+/, '') : undefined;
  return login === undefined ? null : simpleUser(api, user(login));
}
