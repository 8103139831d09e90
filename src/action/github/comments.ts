import type { GitHub } from './client.ts';

/** A pull request; its conversation is an issue's to the API. */
export interface PullRequest {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export interface StoredComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** Login of the author; empty for a deleted account. */
  readonly author: string;
}

interface Conversation {
  /** Every comment of the pull request, oldest first. */
  readonly comments: readonly StoredComment[];
  /** When it was read, by GitHub's clock; null where the response doesn't say. */
  readonly readAt: Date | null;
}

export async function readConversation(github: GitHub, pull: PullRequest): Promise<Conversation> {
  let readAt: Date | null = null;
  const comments = await github.paginate(
    github.rest.issues.listComments,
    { owner: pull.owner, repo: pull.repo, issue_number: pull.number, per_page: 100 },
    ({ data, headers }) => {
      readAt ??= toDate(headers.date);
      return data;
    },
  );
  return { comments: comments.map(toStored).filter((comment) => comment !== null), readAt };
}

function toDate(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

/** One comment; throws with status 404 where it was deleted, and where the response can't be read. */
export async function readComment(
  github: GitHub,
  { owner, repo }: PullRequest,
  id: number,
): Promise<StoredComment> {
  const { data } = await github.rest.issues.getComment({ owner, repo, comment_id: id });
  const comment = toStored(data);
  if (comment === null) throw new Error('GitHub’s response could not be read.');
  return comment;
}

/** The comment as created, or null where GitHub's response can't be read: then only the list can tell. */
export async function createComment(
  github: GitHub,
  pull: PullRequest,
  body: string,
): Promise<StoredComment | null> {
  const { owner, repo, number } = pull;
  const { data } = await github.rest.issues.createComment({ owner, repo, issue_number: number, body });
  return toStored(data);
}

/**
 * The comment's page, or null where GitHub's response can't be read. Throws with status 404 where the comment was
 * deleted meanwhile.
 */
export async function updateComment(
  github: GitHub,
  pull: PullRequest,
  id: number,
  body: string,
): Promise<string | null> {
  const { owner, repo } = pull;
  const { data } = await github.rest.issues.updateComment({ owner, repo, comment_id: id, body });
  return toStored(data)?.url ?? null;
}

export async function deleteComment(github: GitHub, pull: PullRequest, id: number): Promise<void> {
  await github.rest.issues.deleteComment({ owner: pull.owner, repo: pull.repo, comment_id: id });
}

/** The four fields used, or null where a response broke off and is no comment. */
function toStored(data: unknown): StoredComment | null {
  const comment = Object(data) as {
    id?: unknown;
    html_url?: unknown;
    body?: unknown;
    user?: { login?: unknown } | null;
  };
  if (typeof comment.id !== 'number' || typeof comment.html_url !== 'string') return null;
  const author = comment.user?.login;
  return {
    id: comment.id,
    url: comment.html_url,
    body: typeof comment.body === 'string' ? comment.body : '',
    author: typeof author === 'string' ? author : '',
  };
}
