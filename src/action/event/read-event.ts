import { readFile } from 'node:fs/promises';
import type { Repository } from '../github/check-run.ts';
import type { PullRequest } from '../github/comments.ts';
import type { Labelled } from '../github/find-acceptance.ts';
import { readTriggeringRun, type TriggeringRun } from '../github/fork/triggering-run.ts';
import type { RunStamp } from '../github/marker.ts';
import type { Deployment, RawDeployment, RawStatus } from '../github/target/deployment.ts';
import { readDeploymentEvent } from '../github/target/deployment-event.ts';
import { readDispatchEvent } from '../github/target/dispatch-event.ts';
import { type AskedByComment, type RawComment, readAskedBy } from './read-comment.ts';
import { type MergeGroup, type RawMergeGroup, readMergeGroup } from './read-merge-group.ts';
import { type Release, readRelease } from './read-release.ts';

/** The workflow run as the runner tells of it. */
export interface RunnerEvent {
  /** Name of the event: `pull_request`, `schedule`, … */
  readonly name: string;
  /**
   * Commit under test. For a pull request its head: GITHUB_SHA is a merge commit that is no commit of its branch. For a
   * deployment that started the run the deployment's; in the merge queue the group's head.
   */
  readonly headSha: string | null;
  /** What the workflow of a pull request checks out by itself: GitHub's merge of its head; null for other events. */
  readonly mergeSha: string | null;
  /** The repository that the workflow belongs to. */
  readonly repository: Repository | null;
  /** The label that was just set on the pull request, by whom, and when the pull request changed; else null. */
  readonly labelled: Labelled | null;
  /**
   * The pull request to comment on: of events of pull requests. That of a deployment is looked up by followDeployment.
   */
  readonly pull:
    | (PullRequest & {
        readonly origin: 'same-repository' | 'fork' | 'dependabot';
        /** Commit of the base branch that the event knows; null where it names none. */
        readonly baseSha: string | null;
      })
    | null;
  /** The deployment that started the run, by its status or as its host tells by repository_dispatch; else null. */
  readonly deployment: Deployment | null;
  /** The group of the merge queue, for the event merge_group; null for others. */
  readonly group: MergeGroup | null;
  /** The comment that started the run, for the event issue_comment; null for others. */
  readonly askedBy: AskedByComment | null;
  /** The run whose end started this one, for the event workflow_run; null for others. */
  readonly triggeredBy: TriggeringRun | null;
  /** The release or the tag that started the run: what can't be decided must not go out. Null for anything else. */
  readonly release: Release | null;
  /** Name of the branch or tag that the run is for: `main`, `v1.2.0`, `7/merge`. */
  readonly ref: string | null;
  /** Null where neither the payload nor the event says. */
  readonly defaultBranch: string | null;
  readonly run: RunStamp;
  /** Path of the workflow file, else its name: `octo/service/.github/workflows/gate.yml`; null outside of workflows. */
  readonly workflow: string | null;
  /** Key of the job in its workflow file, the same for all of a matrix; null outside of workflows. */
  readonly job: string | null;
  /** Name of the step, which no other of its job has; null outside of workflows. */
  readonly step: string | null;
  /** Page of this attempt of the workflow run. */
  readonly runUrl: string | null;
  readonly apiUrl: string;
  /** Where people see this GitHub: `https://github.com`, or an Enterprise Server. */
  readonly serverUrl: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The parts of a webhook's payload that are used; all of them may be missing. */
interface Payload extends RawComment {
  merge_group?: RawMergeGroup;
  client_payload?: unknown;
  pull_request?: {
    number?: unknown;
    head?: { sha?: unknown; repo?: { full_name?: unknown } | null };
    base?: { sha?: unknown };
    user?: { login?: unknown };
    updated_at?: unknown;
  };
  deployment?: RawDeployment;
  deployment_status?: RawStatus;
  action?: unknown;
  label?: { name?: unknown };
  sender?: { login?: unknown; type?: unknown };
  release?: { tag_name?: unknown; prerelease?: unknown };
  repository?: { default_branch?: unknown };
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
  const serverUrl = env.GITHUB_SERVER_URL || 'https://github.com';
  const head = payload.pull_request?.head?.sha;
  const refOfRun = env.GITHUB_REF?.replace(/^refs\/(heads|tags|pull)\//, '') || null;
  const dispatched = name === 'repository_dispatch' ? readDispatchEvent(payload) : null;
  const deployment =
    name === 'deployment_status' ? readDeploymentEvent(payload) : (dispatched?.deployment ?? null);
  // A dispatch runs on the default branch, whatever was deployed.
  const ref = dispatched === null ? refOfRun : dispatched.ref;
  const group = name === 'merge_group' ? readMergeGroup(Object(payload.merge_group)) : null;
  return {
    name,
    headSha: asSha(deployment?.sha) ?? group?.headSha ?? asSha(head) ?? asSha(env.GITHUB_SHA),
    mergeSha: name === 'pull_request' && asSha(head) ? asSha(env.GITHUB_SHA) : null,
    repository: readRepository(repository),
    labelled: readLabelled(payload),
    pull: name === 'pull_request' || name === 'pull_request_target' ? readPull(payload, repository) : null,
    deployment,
    group,
    askedBy: name === 'issue_comment' ? readAskedBy(payload) : null,
    triggeredBy: name === 'workflow_run' ? readTriggeringRun(payload) : null,
    release: readRelease(name, env.GITHUB_REF ?? '', payload.release),
    ref,
    // A schedule runs on the default branch, whatever its payload leaves out.
    defaultBranch: asText(payload.repository?.default_branch) ?? (name === 'schedule' ? ref : null),
    run,
    workflow: asText(env.GITHUB_WORKFLOW_REF?.replace(/@.*$/, '')) ?? asText(env.GITHUB_WORKFLOW),
    job: asText(env.GITHUB_JOB),
    step: asText(env.GITHUB_ACTION),
    runUrl:
      repository && run.runId
        ? `${serverUrl}/${repository}/actions/runs/${run.runId}/attempts/${run.attempt}`
        : null,
    apiUrl: env.GITHUB_API_URL || 'https://api.github.com',
    serverUrl,
  };
}

function readPull(payload: Payload, repository: string): RunnerEvent['pull'] {
  const [owner, repo] = repository.split('/');
  const { number, head, base, user } = payload.pull_request ?? {};
  if (!owner || !repo || typeof number !== 'number') return null;
  // The repository of a fork that was deleted since is null.
  const fork = head !== undefined && head.repo?.full_name !== repository;
  const dependabot = user?.login === 'dependabot[bot]';
  const origin = fork ? 'fork' : dependabot ? 'dependabot' : 'same-repository';
  return { owner, repo, number, origin, baseSha: asSha(base?.sha) };
}

function readRepository(fullName: string): Repository | null {
  const [owner, repo] = fullName.split('/');
  return owner && repo ? { owner, repo } : null;
}

function readLabelled({ action, label, sender, pull_request }: Payload): Labelled | null {
  const [name, by, at] = [label?.name, sender?.login, pull_request?.updated_at];
  if (action !== 'labeled' || typeof name !== 'string' || typeof by !== 'string') return null;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return null;
  return { name, by, isBot: sender?.type === 'Bot', at };
}

async function readPayload(path: string | undefined): Promise<Payload> {
  if (!path) return {};
  try {
    return Object(JSON.parse(await readFile(path, 'utf8'))) as Payload;
  } catch {
    return {};
  }
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function asSha(text: unknown): string | null {
  return typeof text === 'string' && /^[0-9a-f]{40,64}$/.test(text) ? text : null;
}
