import { pagesOf } from '../addresses.ts';
import type { Issue, Pull, RepositoryName } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { user } from '../state.ts';
import { labelBody } from './issue.ts';
import { wholeRepository } from './repository.ts';

interface Side {
  readonly sha: string;
  readonly ref: string;
  readonly repo: Required<RepositoryName> | null;
}

/** As in a list of pull requests. */
export function simplePull(api: string, repository: string, pull: Pull, issue: Issue) {
  const url = `${api}/repos/${repository}/pulls/${pull.number}`;
  const page = `${pagesOf(api)}/${repository}/pull/${pull.number}`;
  const asIssue = `${api}/repos/${repository}/issues/${pull.number}`;
  const addresses = {
    commits: `${url}/commits`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/repos/${repository}/pulls/comments{/number}`,
    comments: `${asIssue}/comments`,
    statuses: `${api}/repos/${repository}/statuses/${pull.head.sha}`,
  };
  const link = (href: string) => ({ href });
  return {
    url,
    id: 80_000 + pull.number,
    node_id: Buffer.from(`PR_${pull.number}`).toString('base64'),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: asIssue,
    commits_url: addresses.commits,
    review_comments_url: addresses.review_comments,
    review_comment_url: addresses.review_comment,
    comments_url: addresses.comments,
    statuses_url: addresses.statuses,
    number: pull.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    user: simpleUser(api, pull.author),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: null,
    merge_commit_sha: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: issue.labels.map((name) => ({ ...labelBody(api, repository, name), description: '' })),
    milestone: null,
    draft: pull.draft,
    head: sideBody(api, pull.head, repository),
    base: sideBody(api, pull.base, repository),
    _links: {
      self: link(url),
      html: link(page),
      issue: link(asIssue),
      comments: link(addresses.comments),
      review_comments: link(addresses.review_comments),
      review_comment: link(addresses.review_comment),
      commits: link(addresses.commits),
      statuses: link(addresses.statuses),
    },
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** As asked for by its number, and as in the payload of an event. */
export function wholePull(api: string, repository: string, pull: Pull, issue: Issue, comments = 0) {
  return {
    ...simplePull(api, repository, pull, issue),
    merged: false,
    mergeable: true,
    rebaseable: true,
    mergeable_state: 'clean',
    merged_by: null,
    comments,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 0,
    changed_files: 1,
  };
}

/** The fork may be gone; its owner's login then stays in the label. */
function sideBody(api: string, { sha, ref, repo }: Side, repository: string) {
  const owner = (repo?.full_name ?? 'unknown/repository').split('/')[0] ?? '';
  return {
    label: `${owner}:${ref}`,
    ref,
    sha,
    user: repo === null ? null : simpleUser(api, user(owner)),
    repo: repo === null ? null : wholeRepository(api, repo, { isFork: repo.full_name !== repository }),
  };
}
