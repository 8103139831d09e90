import { readFile } from 'node:fs/promises';
import type { PullRequest } from './github/comments.ts';
import type { RunStamp } from './github/marker.ts';

/** The workflow run as the runner tells of it. */
export interface RunnerEvent {
  /** Name of the event: `pull_request`, `schedule`, … */
  readonly name: string;
  /** Commit under test. For a pull request its head: GITHUB_SHA is a merge commit that nobody deployed. */
  readonly headSha: string | null;
  /** The pull request to comment on, for events of pull requests. */
  readonly pull: (PullRequest & { readonly origin: 'same-repository' | 'fork' | 'dependabot' }) | null;
  /** A release or a tag: what can't be decided must not be published. */
  readonly isRelease: boolean;
  readonly run: RunStamp;
  /** Page of this attempt of the workflow run. */
  readonly runUrl: string | null;
  readonly apiUrl: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of a webhook's payload that are used; all of them may be missing. */
interface Payload {
  pull_request?: {
    number?: unknown;
    head?: { sha?: unknown; repo?: { full_name?: unknown } | null };
    user?: { login?: unknown };
  };
}

/** Reads environment and payload. A payload that is missing or broken is treated as empty. */
export async function readEvent(env: Environment): Promise<RunnerEvent> {
  const payload = await readPayload(env.GITHUB_EVENT_PATH);
  const name = env.GITHUB_EVENT_NAME ?? '';
  const repository = env.GITHUB_REPOSITORY ?? '';
  const run = {
    runId: Number(env.GITHUB_RUN_ID ?? 0) || 0,
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1) || 1,
  };
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  const head = payload.pull_request?.head?.sha;
  return {
    name,
    headSha: asSha(head) ?? asSha(env.GITHUB_SHA),
    pull: name === 'pull_request' || name === 'pull_request_target' ? readPull(payload, repository) : null,
    isRelease: name === 'release' || (env.GITHUB_REF ?? '').startsWith('refs/tags/'),
    run,
    runUrl:
      repository && run.runId
        ? `${server}/${repository}/actions/runs/${run.runId}/attempts/${run.attempt}`
        : null,
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
  };
}

function readPull(payload: Payload, repository: string): RunnerEvent['pull'] {
  const [owner, repo] = repository.split('/');
  const { number, head, user } = payload.pull_request ?? {};
  if (!owner || !repo || typeof number !== 'number') return null;
  // The repository of a fork that was deleted since is null.
  const fork = head !== undefined && head.repo?.full_name !== repository;
  const dependabot = user?.login === 'dependabot[bot]';
  return { owner, repo, number, origin: fork ? 'fork' : dependabot ? 'dependabot' : 'same-repository' };
}

async function readPayload(path: string | undefined): Promise<Payload> {
  if (!path) return {};
  try {
    return Object(JSON.parse(await readFile(path, 'utf8'))) as Payload;
  } catch {
    return {};
  }
}

function asSha(text: unknown): string | null {
  return typeof text === 'string' && /^[0-9a-f]{40,64}$/.test(text) ? text : null;
}
