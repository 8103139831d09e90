/**
 * Payloads of webhooks, as the runner writes them to GITHUB_EVENT_PATH: whole, and checked against GitHub's description
 * of its webhooks by events.test.ts. Each goes with the environment that the runner sets for that event.
 */
import { apiOf, serverUrlOf } from './addresses.ts';
import { issueComment } from './bodies/comment.ts';
import { deploymentBody, deploymentStatusBody } from './bodies/deployment.ts';
import { issueBody, labelBody } from './bodies/issue.ts';
import { wholePull } from './bodies/pull.ts';
import { wholeRepository } from './bodies/repository.ts';
import { runBody } from './bodies/run.ts';
import type { Deployment, DeploymentState, Issue, NewRun, Pull } from './entities.ts';
import { simpleUser } from './shapes.ts';
import { BASE_SHA, HEAD_SHA, repositoryOf, type State, user } from './state.ts';

/** Name, payload and variables of an event, for `runner.run({ event, payload, env })`. */
export interface RunnerEventFiles {
  readonly event: string;
  readonly payload: object;
  readonly env: {
    readonly GITHUB_REF: string;
    readonly GITHUB_REF_NAME: string;
    readonly GITHUB_SHA: string;
    readonly GITHUB_ACTOR: string;
  };
}

type Place = Pick<State, 'repository' | 'pulls' | 'issues' | 'defaultBranch' | 'serverUrl'>;

/** Where a payload says what it comes from. */
function context({ repository, defaultBranch, serverUrl }: Place, sender: string) {
  const api = apiOf(serverUrl);
  return {
    repository: {
      ...wholeRepository(api, repositoryOf(repository), { defaultBranch }),
      custom_properties: {},
    },
    sender: simpleUser(api, user(sender)),
  };
}

function variables(ref: string, sha: string, actor: string): RunnerEventFiles['env'] {
  const name = ref.replace(/^refs\/(heads|tags|pull)\//, '');
  return { GITHUB_REF: ref, GITHUB_REF_NAME: name, GITHUB_SHA: sha, GITHUB_ACTOR: actor };
}

/** A merge commit that nobody deployed. */
const MERGE_SHA = 'f'.repeat(40);

function find(place: Place, number: number): { pull: Pull; issue: Issue } {
  const pull = place.pulls.find((one) => one.number === number);
  const issue = place.issues.find((one) => one.number === number);
  if (!pull || !issue) throw new Error(`The tests’ GitHub has no pull request ${number}.`);
  return { pull, issue };
}

export interface PullChange {
  readonly action?: 'opened' | 'synchronize' | 'reopened';
  readonly event?: 'pull_request' | 'pull_request_target';
  readonly sender?: string;
}

/** A pull request of the tests' GitHub was opened or pushed to. */
export function pullRequestEvent(place: Place, number: number, change: PullChange = {}): RunnerEventFiles {
  const { action = 'synchronize', event = 'pull_request' } = change;
  const { pull, issue } = find(place, number);
  const sender = change.sender ?? pull.author.login;
  const moved = action === 'synchronize' ? { before: 'a'.repeat(40), after: pull.head.sha } : {};
  return {
    event,
    payload: {
      action,
      number,
      ...moved,
      pull_request: wholePull(apiOf(place.serverUrl), place.repository, pull, issue),
      ...context(place, sender),
    },
    env: variables(`refs/pull/${number}/merge`, MERGE_SHA, sender),
  };
}

/** Somebody has set a label. */
export function labeledEvent(
  place: Place,
  number: number,
  label: string,
  sender = 'maintainer',
): RunnerEventFiles {
  const { pull, issue } = find(place, number);
  return {
    event: 'pull_request',
    payload: {
      action: 'labeled',
      number,
      pull_request: wholePull(apiOf(place.serverUrl), place.repository, pull, issue),
      label: labelBody(apiOf(place.serverUrl), place.repository, label),
      ...context(place, sender),
    },
    env: variables(`refs/pull/${number}/merge`, MERGE_SHA, sender),
  };
}

/** The last status of a deployment, or one given. */
export function deploymentStatusEvent(
  place: Place,
  deployment: Deployment,
  given: { state?: DeploymentState; environment_url?: string } = {},
): RunnerEventFiles {
  const last = deployment.statuses.at(-1);
  const status = {
    id: last?.id ?? 1,
    state: given.state ?? last?.state ?? 'success',
    environment_url: given.environment_url ?? last?.environment_url ?? '',
    description: last?.description ?? '',
    createdAt: last?.createdAt ?? deployment.createdAt,
  };
  return {
    event: 'deployment_status',
    payload: {
      action: 'created',
      deployment_status: deploymentStatusBody(apiOf(place.serverUrl), place.repository, deployment, status),
      deployment: deploymentBody(apiOf(place.serverUrl), place.repository, deployment),
      check_run: null,
      workflow: null,
      workflow_run: null,
      ...context(place, 'vercel[bot]'),
    },
    // A deployment of a SHA has no ref.
    env: variables('', deployment.sha, 'vercel[bot]'),
  };
}

/** The queue has made a group for a pull request, and asks for its checks. */
export function mergeGroupEvent(
  place: Place,
  number: number,
  { head, base = BASE_SHA, branch = place.defaultBranch }: { head: string; base?: string; branch?: string },
): RunnerEventFiles {
  const ref = `refs/heads/gh-readonly-queue/${branch}/pr-${number}-${base}`;
  const person = { name: 'GitHub', email: 'noreply@github.com' };
  return {
    event: 'merge_group',
    payload: {
      action: 'checks_requested',
      merge_group: {
        head_sha: head,
        head_ref: ref,
        base_sha: base,
        base_ref: `refs/heads/${branch}`,
        head_commit: {
          id: head,
          tree_id: 'd'.repeat(40),
          message: `Merge pull request #${number}`,
          timestamp: '2026-11-20T10:00:00Z',
          author: person,
          committer: person,
        },
      },
      ...context(place, 'github-merge-queue[bot]'),
    },
    env: variables(ref, head, 'github-merge-queue[bot]'),
  };
}

/** Somebody has commented on a pull request, or on an issue. The run works on the default branch. */
export function issueCommentEvent(
  place: Place,
  number: number,
  { by = 'maintainer', body = '/tailgate' }: { by?: string; body?: string } = {},
): RunnerEventFiles {
  const issue = place.issues.find((one) => one.number === number);
  if (!issue) throw new Error(`The tests’ GitHub has no issue ${number}.`);
  const at = '2026-11-20T10:00:00Z';
  const comment = { id: 900, issue: number, body, author: user(by), createdAt: at, updatedAt: at };
  return {
    event: 'issue_comment',
    payload: {
      action: 'created',
      issue: issueBody(apiOf(place.serverUrl), place.repository, issue, 1),
      comment: issueComment(apiOf(place.serverUrl), place.repository, comment),
      ...context(place, by),
    },
    env: variables(`refs/heads/${place.defaultBranch}`, BASE_SHA, by),
  };
}

/** Another system tells of something; the run works on the default branch. */
export function repositoryDispatchEvent(
  place: Place,
  action: string,
  clientPayload: Readonly<Record<string, unknown>>,
): RunnerEventFiles {
  return {
    event: 'repository_dispatch',
    payload: {
      action,
      branch: place.defaultBranch,
      client_payload: clientPayload,
      installation: { id: 1, node_id: 'I_1' },
      ...context(place, 'vercel[bot]'),
    },
    env: variables(`refs/heads/${place.defaultBranch}`, BASE_SHA, 'vercel[bot]'),
  };
}

/** What Vercel tells of a preview of this commit. */
export function vercelPayload(sha: string, url: string, state = 'success', environment = 'preview') {
  return {
    environment,
    git: { ref: 'faster', sha, shortSha: sha.slice(0, 7) },
    id: 'dpl_1',
    project: { id: 'prj_1', name: 'shop' },
    state: { type: state },
    url,
  };
}

/** A run has ended; the run that hears of it works on the default branch. */
export function workflowRunEvent(place: Place, given: NewRun): RunnerEventFiles {
  const { head_repository: head = place.repository } = given;
  const run = runBody(apiOf(place.serverUrl), place.repository, {
    status: 'completed',
    conclusion: 'success',
    run_attempt: 1,
    name: 'Performance',
    created_at: '2026-11-20T10:00:00Z',
    ...given,
    head_repository: head === null ? null : repositoryOf(head),
  });
  const workflow = {
    id: run.workflow_id,
    node_id: 'W_900',
    name: run.name,
    path: run.path,
    state: 'active',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    url: run.workflow_url,
    html_url: `${place.serverUrl}/${place.repository}/blob/${place.defaultBranch}/${run.path}`,
    badge_url: `${place.serverUrl}/${place.repository}/workflows/${run.name}/badge.svg`,
  };
  return {
    event: 'workflow_run',
    payload: { action: 'completed', workflow_run: run, workflow, ...context(place, 'contributor') },
    env: variables(`refs/heads/${place.defaultBranch}`, BASE_SHA, 'contributor'),
  };
}

/** A night; GitHub describes no payload for it, and the runner's holds little. */
export function scheduleEvent(place: Place, sha = BASE_SHA, schedule = '23 3 * * *'): RunnerEventFiles {
  const { repository } = context(place, 'maintainer');
  return {
    event: 'schedule',
    payload: { schedule, repository, workflow: '.github/workflows/nightly.yml' },
    env: variables(`refs/heads/${place.defaultBranch}`, sha, 'maintainer'),
  };
}

/** Somebody has started the workflow by hand. */
export function workflowDispatchEvent(place: Place, sha = BASE_SHA): RunnerEventFiles {
  const ref = `refs/heads/${place.defaultBranch}`;
  const workflow = '.github/workflows/nightly.yml';
  return {
    event: 'workflow_dispatch',
    payload: { inputs: null, ref, workflow, ...context(place, 'maintainer') },
    env: variables(ref, sha, 'maintainer'),
  };
}

/** A release of this tag was published. */
export function releaseEvent(
  place: Place,
  tag: string,
  { sha = BASE_SHA, prerelease = false } = {},
): RunnerEventFiles {
  const url = `${apiOf(place.serverUrl)}/repos/${place.repository}/releases/600`;
  const page = `${place.serverUrl}/${place.repository}/releases`;
  const archive = `${apiOf(place.serverUrl)}/repos/${place.repository}`;
  const isEnterprise = place.serverUrl === serverUrlOf('enterprise');
  const uploads = isEnterprise ? `${place.serverUrl}/api/uploads` : 'https://uploads.github.com';
  const at = '2026-11-20T10:00:00Z';
  const release = {
    url,
    assets_url: `${url}/assets`,
    upload_url: `${uploads}/repos/${place.repository}/releases/600/assets{?name,label}`,
    html_url: `${page}/tag/${tag}`,
    id: 600,
    author: simpleUser(apiOf(place.serverUrl), user('maintainer')),
    node_id: 'RE_600',
    tag_name: tag,
    target_commitish: place.defaultBranch,
    name: tag,
    draft: false,
    immutable: true,
    prerelease,
    created_at: at,
    updated_at: at,
    published_at: at,
    assets: [],
    tarball_url: `${archive}/tarball/${tag}`,
    zipball_url: `${archive}/zipball/${tag}`,
    body: '',
  };
  return {
    event: 'release',
    payload: { action: 'published', release, ...context(place, 'maintainer') },
    env: variables(`refs/tags/${tag}`, sha, 'maintainer'),
  };
}

/** A branch or a tag was pushed: `refs/heads/main`, `refs/tags/v1`. */
export function pushEvent(place: Place, ref: string, sha = BASE_SHA): RunnerEventFiles {
  const isTag = ref.startsWith('refs/tags/');
  const before = isTag ? '0'.repeat(40) : 'a'.repeat(40);
  const { repository, sender } = context(place, 'maintainer');
  const person = { name: 'Maintainer', email: 'maintainer@example.com', username: 'maintainer' };
  const commit = {
    id: sha,
    tree_id: 'd'.repeat(40),
    distinct: true,
    message: 'Make it faster',
    timestamp: '2026-11-20T10:00:00Z',
    url: `${place.serverUrl}/${place.repository}/commit/${sha}`,
    author: person,
    committer: person,
    added: [],
    removed: [],
    modified: ['service.ts'],
  };
  return {
    event: 'push',
    payload: {
      ref,
      before,
      after: sha,
      created: isTag,
      deleted: false,
      forced: false,
      base_ref: isTag ? `refs/heads/${place.defaultBranch}` : null,
      compare: `${place.serverUrl}/${place.repository}/compare/${before.slice(0, 12)}...${sha.slice(0, 12)}`,
      commits: isTag ? [] : [commit],
      head_commit: commit,
      // In pushes alone the repository's times are seconds.
      repository: {
        ...repository,
        created_at: 1_704_164_645,
        pushed_at: 1_763_632_800,
        master_branch: 'main',
      },
      pusher: { name: 'maintainer', email: 'maintainer@example.com' },
      sender,
    },
    env: variables(ref, sha, 'maintainer'),
  };
}

export { HEAD_SHA };
