import type { Shift } from '../../../judgement/drift/find-shifts.ts';
import type { CommitRange, ListedCommit } from '../../../report/history/drift-issue.ts';
import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import { describeFailure } from '../retry.ts';

/** Changes of several figures mostly have one cause, so that few ranges tell all of it. */
const MOST_RANGES = 3;
const MOST_COMMITS = 20;

/** What was committed between the runs around each change. Never throws: a list less is no reason for no issue. */
export async function listRanges(
  github: GitHub,
  repository: Repository,
  shifts: readonly Shift[],
): Promise<CommitRange[]> {
  const ranges = new Map<string, { from: string; to: string }>();
  for (const { before, since } of shifts) {
    const [from, to] = [before.commit, since.commit];
    if (from && to) ranges.set(`${from}...${to}`, { from, to });
  }
  const asked = [...ranges.values()].slice(0, MOST_RANGES);
  return Promise.all(asked.map(({ from, to }) => compare(github, repository, from, to)));
}

async function compare(
  github: GitHub,
  { owner, repo }: Repository,
  from: string,
  to: string,
): Promise<CommitRange> {
  const none = { from, to, url: null, total: 0, commits: [], why: null };
  if (from === to) return none;
  try {
    const { data } = await github.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${from}...${to}`,
      per_page: MOST_COMMITS,
    });
    const commits = data.commits.slice(0, MOST_COMMITS).map(
      ({ sha, html_url: url, commit }): ListedCommit => ({
        sha,
        url,
        title: commit.message.split('\n')[0] ?? '',
      }),
    );
    return { ...none, url: data.html_url, total: data.total_commits, commits };
  } catch (error) {
    const { status, message } = describeFailure(error);
    return { ...none, why: status === null ? message : `GitHub answered ${status} (${message})` };
  }
}
