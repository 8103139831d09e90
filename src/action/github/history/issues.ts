import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';

/** Issues of ours are found by it. GitHub makes the label with the first issue that has it. */
const DRIFT_LABEL = 'tailgate-drift';

export interface StoredIssue {
  readonly number: number;
  readonly url: string;
  readonly body: string;
  readonly isOpen: boolean;
  /** Login of the author; empty for a deleted account. */
  readonly author: string;
}

/** Issues with our label, open and closed, oldest first; no pull requests. */
export async function listDriftIssues(github: GitHub, { owner, repo }: Repository): Promise<StoredIssue[]> {
  const issues = await github.paginate(github.rest.issues.listForRepo, {
    owner,
    repo,
    labels: DRIFT_LABEL,
    state: 'all',
    per_page: 100,
  });
  return issues
    .filter((issue) => !issue.pull_request)
    .flatMap((issue) => toStored(issue) ?? [])
    .sort((a, b) => a.number - b.number);
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
}

/** The issue as created, or null where GitHub's response can't be read: then only the list can tell. */
export async function createIssue(
  github: GitHub,
  { owner, repo }: Repository,
  { title, body }: IssueText,
): Promise<StoredIssue | null> {
  const { data } = await github.rest.issues.create({ owner, repo, title, body, labels: [DRIFT_LABEL] });
  return toStored(data);
}

export async function updateIssue(
  github: GitHub,
  { owner, repo }: Repository,
  { number }: StoredIssue,
  change: Partial<IssueText> & {
    readonly state: 'open' | 'closed';
    readonly why?: 'completed' | 'not_planned';
  },
): Promise<void> {
  const { why, ...rest } = change;
  await github.rest.issues.update({
    owner,
    repo,
    issue_number: number,
    ...rest,
    ...(why && { state_reason: why }),
  });
}

export async function addToIssue(
  github: GitHub,
  { owner, repo }: Repository,
  { number }: StoredIssue,
  body: string,
): Promise<void> {
  await github.rest.issues.createComment({ owner, repo, issue_number: number, body });
}

function toStored(data: unknown): StoredIssue | null {
  const issue = Object(data) as {
    number?: unknown;
    html_url?: unknown;
    body?: unknown;
    state?: unknown;
    user?: { login?: unknown } | null;
  };
  if (typeof issue.number !== 'number' || typeof issue.html_url !== 'string') return null;
  const author = issue.user?.login;
  return {
    number: issue.number,
    url: issue.html_url,
    body: typeof issue.body === 'string' ? issue.body : '',
    isOpen: issue.state === 'open',
    author: typeof author === 'string' ? author : '',
  };
}
