/**
 * Who accepted a regression of this commit by the label. A label stays when the pull request gets another commit, so it
 * counts only where it was set for this one: the event that started the run says so, or it is younger than the first
 * word that our own comment had about this commit, and than the last push by force. An app's label counts for nothing.
 */
import { ACCEPT_LABEL, type Acceptance, type NotAccepted } from '../../judgement/acceptance.ts';
import type { GitHub } from './client.ts';
import type { PullRequest } from './comments.ts';
import { findIdentity } from './identity.ts';
import { readMarker } from './marker.ts';
import { findOwn } from './own-comments.ts';
import { describeFailure } from './retry.ts';

/** A label that was just set on the pull request. */
export interface Labelled {
  readonly name: string;
  /** Login of who set it. */
  readonly by: string;
  /** It was set by an app and not by a person. */
  readonly isBot: boolean;
  /** ISO 8601 in UTC, by GitHub's clock. */
  readonly at: string;
}

interface AcceptanceQuestion {
  readonly headSha: string | null;
  /** Label that started this run, where one did: GitHub says which head it was set at, and that is `headSha`. */
  readonly labelled: Labelled | null;
  /** Key of our comment. */
  readonly key: string;
  /**
   * The run is of the merge queue's group that holds the pull request. A push takes it out of the queue, so that the
   * label counts as it does for its head; and as the job of the queue may be another, any comment of ours tells since
   * when that is known.
   */
  readonly isQueued: boolean;
}

/** Null where the label isn't there; throws where GitHub doesn't say whether it is. */
export async function findAcceptance(
  github: GitHub,
  pull: PullRequest,
  asked: AcceptanceQuestion,
): Promise<Acceptance | NotAccepted | null> {
  const now = await readPull(github, pull);
  if (!now.labels.includes(ACCEPT_LABEL)) return null;
  try {
    return await weigh(github, pull, asked, now);
  } catch (error) {
    return { why: explainUnreadLabel(error) };
  }
}

/** Why nothing is accepted where GitHub couldn't be asked, and what would help. */
export function explainUnreadLabel(error: unknown): string {
  const { status, message } = describeFailure(error);
  const start = `Whether the label “${ACCEPT_LABEL}” counts for this commit could not be read, so it does not`;
  if (status === null) return `${start}: GitHub gave no response (${message}). Run the job again.`;
  if (status === 403 || status === 404)
    return `${start} (HTTP ${status}, ${message}). The job needs the permission pull-requests: write; where it writes no comment, pull-requests: read.`;
  return `${start}: GitHub answered ${status} (${message}). Run the job again.`;
}

async function weigh(
  github: GitHub,
  pull: PullRequest,
  asked: AcceptanceQuestion,
  now: PullNow,
): Promise<Acceptance | NotAccepted> {
  const { labelled, isQueued } = asked;
  if (isQueued && now.isFork)
    return { why: `The label “${ACCEPT_LABEL}” does not count on pull requests from forks.` };
  const { labelings, pushedAt } = await readEvents(github, pull);
  const [last] = labelings.slice(-1);
  // The event's own word counts where the list does not have it yet.
  const started = labelled?.name === ACCEPT_LABEL ? labelled : null;
  const setter = started && last?.by !== started.by ? started : last;
  if (setter?.isBot) return { why: explainBot(setter.by) };
  if (setter && started) return { by: setter.by, at: setter.at };
  if (!isQueued && now.headSha !== asked.headSha)
    return {
      why: `The label “${ACCEPT_LABEL}” does not count for this commit: it is not the head any more.`,
    };
  const since = isQueued
    ? await readSince(github, pull, now.headSha, null)
    : await readSince(github, pull, asked.headSha, asked.key);
  if (since === null)
    return {
      why: `The label “${ACCEPT_LABEL}” does not count yet, because it is not known which commit it was set for. ${AGAIN}`,
    };
  if (!last) return { why: `GitHub does not say who set the label “${ACCEPT_LABEL}”. ${AGAIN}` };
  // A head that was pushed away and back again is known for longer than the label was set for it.
  const from = Math.max(Date.parse(since), ...pushedAt.map((at) => Date.parse(at)));
  if (Date.parse(last.at) > from) return { by: last.by, at: last.at };
  return {
    why: `The label “${ACCEPT_LABEL}” can't be shown to be of this commit, for it was there before. ${AGAIN}`,
  };
}

const AGAIN =
  'Remove it and set it again; where the workflow does not run on labels, run this job again after that.';

/** A pull request's author can have a workflow or an app set labels; a person's judgement is what is asked for. */
function explainBot(by: string): string {
  return (
    `The label “${ACCEPT_LABEL}” was set by ${by}, an app, and only a person can accept a regression. ` +
    'Remove it, and have someone with permission set it.'
  );
}

interface PullNow {
  readonly headSha: string;
  readonly isFork: boolean;
  readonly labels: readonly string[];
}

async function readPull(github: GitHub, { owner, repo, number }: PullRequest): Promise<PullNow> {
  const { data } = await github.rest.pulls.get({ owner, repo, pull_number: number });
  // The repository of a fork that was deleted since is null.
  const from = (data.head.repo as { full_name?: unknown } | null)?.full_name;
  return {
    headSha: data.head.sha,
    isFork: from !== `${owner}/${repo}`,
    labels: data.labels.map(({ name }) => name),
  };
}

/** Each time the label was set, oldest first, and each time the head was pushed by force. */
async function readEvents(
  github: GitHub,
  { owner, repo, number }: PullRequest,
): Promise<{ labelings: Omit<Labelled, 'name'>[]; pushedAt: string[] }> {
  const events = await github.paginate(github.rest.issues.listEvents, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  const pushedAt = events
    .filter(({ event }) => event === 'head_ref_force_pushed')
    .map((event) => event.created_at);
  const labelings = events
    .flatMap((event) =>
      event.event === 'labeled' && 'label' in event && event.label?.name === ACCEPT_LABEL
        ? [
            {
              by: event.actor?.login ?? 'a deleted account',
              isBot: event.actor?.type === 'Bot',
              at: event.created_at,
            },
          ]
        : [],
    )
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { labelings, pushedAt };
}

/**
 * When this head was first told of in our comment; null where the comment is of another head, or not there.
 * @param key null: any measurement's comment tells it
 */
async function readSince(
  github: GitHub,
  pull: PullRequest,
  headSha: string | null,
  key: string | null,
): Promise<string | null> {
  const { own } = await findOwn(github, pull, key, await findIdentity(github));
  const marked = (key === null ? own : own.slice(0, 1)).map(({ body }) => readMarker(body));
  const known = marked.flatMap((marker) =>
    marker?.headSha === headSha && marker?.since ? [marker.since] : [],
  );
  return known.sort()[0] ?? null;
}
