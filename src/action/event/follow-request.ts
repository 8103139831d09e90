/** Runs that no pull request started, and that are for one all the same: the workflow names it, or a comment does. */
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Inputs } from '../../config/inputs.ts';
import { connect, type GitHub } from '../github/client.ts';
import { explainUnread } from '../github/explain-unread.ts';
import { isBug } from '../github/retry.ts';
import type { RunnerEvent } from './read-event.ts';

interface Following {
  readonly inputs: Inputs;
  /** Whether the scenario sends secrets of the workflow's. */
  readonly sendsSecrets: boolean;
  readonly signal: AbortSignal;
  tell(line: string): void;
}

type Pull = NonNullable<RunnerEvent['pull']>;
type Repository = NonNullable<RunnerEvent['repository']>;

const LOOK_MS = 30_000;
const MAY_WRITE: readonly unknown[] = ['admin', 'maintain', 'write'];

/**
 * The event with the commit and the pull request that the inputs sha and pull-request, or the comment that started the
 * run, stand for. Throws ConfigurationError where they contradict the event, where the commenter may not write to the
 * repository, and where a fork's preview would get secrets.
 */
export async function followRequest(event: RunnerEvent, following: Following): Promise<RunnerEvent> {
  const { inputs } = following;
  const { sha, 'pull-request': named } = inputs;
  if (event.pull !== null) return checkNamed(event, event.pull, sha, named);
  const number = named ?? event.askedBy?.number ?? null;
  if (event.askedBy !== null && event.askedBy.number === null && named === null) {
    throw new ConfigurationError(
      'this run was started by a comment on an issue: run the job only for comments on pull requests, with if: github.event.issue.pull_request',
    );
  }
  // Of a deployment the commit is known, too.
  const commit = sha ?? event.deployment?.sha ?? null;
  const withSha = sha === null ? event : { ...event, headSha: sha, mergeSha: null };
  if (number === null) return withSha;
  const { repository, apiUrl } = event;
  const key = named === null ? 'event issue_comment' : 'input pull-request';
  if (repository === null || inputs.token === '') {
    throw new ConfigurationError(`names pull request #${number}, but there is no token to read it`, {
      key,
    });
  }
  const github = connect({ token: inputs.token, apiUrl, signal: following.signal, patienceMs: LOOK_MS });
  if (event.askedBy !== null) await checkAsker(github, repository, event.askedBy.by);
  const { pull, headSha } = await readPull(github, repository, number, key);
  if (pull.origin === 'fork' && (event.askedBy !== null || following.sendsSecrets)) {
    throw new ConfigurationError(
      `pull request #${number} comes from a fork, and this run has secrets that its code could read: measure it without secrets, on the event pull_request, as docs/forks.md shows`,
      { key },
    );
  }
  if (commit !== null && commit !== headSha) {
    following.tell(`Newer commits were pushed to pull request #${number}, so no comment is written on it.`);
    return withSha;
  }
  return { ...withSha, headSha, mergeSha: null, pull };
}

function checkNamed(event: RunnerEvent, pull: Pull, sha: string | null, named: number | null): RunnerEvent {
  if (named !== null && named !== pull.number) {
    throw new ConfigurationError(`${named} is not the pull request that started this run, #${pull.number}`, {
      key: 'input pull-request',
    });
  }
  if (sha !== null && sha !== event.headSha) {
    throw new ConfigurationError(
      `${sha} is not the head of the pull request that started this run, ${event.headSha}: leave it out`,
      { key: 'input sha' },
    );
  }
  return event;
}

/** Anybody may comment on a public repository. Throws ConfigurationError where somebody else than a writer did. */
async function checkAsker(github: GitHub, { owner, repo }: Repository, by: string | null): Promise<void> {
  const refuse = (why: string) => new ConfigurationError(why, { key: 'event issue_comment' });
  if (by === null) throw refuse('the event does not say who commented');
  const { permission, role_name: role } = await read(
    `whether ${by} may write to the repository`,
    'metadata: read',
    () => github.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: by }),
  );
  if (MAY_WRITE.includes(permission) || MAY_WRITE.includes(role)) return;
  throw refuse(`${by} may not ask for a measurement: that needs write access to the repository`);
}

async function readPull(
  github: GitHub,
  { owner, repo }: Repository,
  number: number,
  key: string,
): Promise<{ pull: Pull; headSha: string }> {
  const what = `pull request #${number}`;
  const { head, base, user } = await read(what, 'pull-requests: read', () =>
    github.rest.pulls.get({ owner, repo, pull_number: number }),
  );
  if (!/^[0-9a-f]{40,64}$/.test(String(head?.sha)))
    throw new ConfigurationError(`${what} could not be read: the response broke off`, { key });
  // The repository of a fork that was deleted since is null.
  const isFork = (head.repo as { full_name?: unknown } | null)?.full_name !== `${owner}/${repo}`;
  const origin = isFork ? 'fork' : user?.login === 'dependabot[bot]' ? 'dependabot' : 'same-repository';
  const baseSha = typeof base?.sha === 'string' ? base.sha : null;
  return { pull: { owner, repo, number, origin, baseSha }, headSha: head.sha };
}

/** Which commit is to be measured can't be guessed: what GitHub refuses ends the run. */
async function read<T>(what: string, permission: string, ask: () => Promise<{ data: T }>): Promise<T> {
  try {
    return (await ask()).data;
  } catch (error) {
    if (isBug(error)) throw error;
    throw new ConfigurationError(explainUnread(error, what, permission).words);
  }
}
