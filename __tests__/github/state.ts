import { createHash } from 'node:crypto';
import { SERVER_URL, serverUrlOf } from './addresses.ts';
import type {
  Artifact,
  CheckRun,
  Comment,
  CommitStatus,
  Deployment,
  DeploymentStatus,
  Issue,
  Job,
  LabelEvent,
  NewArtifact,
  NewDeployment,
  NewPull,
  NewRun,
  NewStatus,
  Pull,
  RepositoryName,
  Run,
} from './entities.ts';
import { type Account, WORKFLOW_BOT } from './shapes.ts';

/** Head of the pull request that is there from the start, and of the payloads in events.ts. */
export const HEAD_SHA = '0123456789abcdef0123456789abcdef01234567';
export const BASE_SHA = 'e'.repeat(40);

/** What there is, and how a test adds to it. Lists are live: they show what the product has written since. */
export interface State {
  readonly repository: string;
  /** Where people see it, without a slash at the end: `GITHUB_SERVER_URL`. */
  readonly serverUrl: string;
  readonly repositoryId: number;
  readonly defaultBranch: string;
  /** Number of the pull request that is there from the start. */
  readonly issue: number;
  readonly comments: readonly Comment[];
  readonly pulls: readonly Pull[];
  /** Issues, pull requests among them. */
  readonly issues: readonly Issue[];
  readonly labelEvents: readonly LabelEvent[];
  readonly deployments: readonly Deployment[];
  readonly statuses: readonly CommitStatus[];
  readonly checkRuns: readonly CheckRun[];
  readonly runs: readonly Run[];
  readonly artifacts: readonly Artifact[];
  readonly jobs: readonly Job[];
  /** Who may do what here, by login; all others may read. */
  readonly roles: Map<string, 'admin' | 'maintain' | 'write' | 'triage' | 'read'>;
  addComment(body: string, author?: Account, issue?: number): Comment;
  changeComment(id: number, body: string): void;
  removeComment(id: number): void;
  addPull(pull: NewPull): Pull;
  /** Changes a pull request, as a push or closing it does. */
  changePull(
    number: number,
    change: { sha?: string; ref?: string; state?: 'open' | 'closed'; files?: readonly string[] },
  ): void;
  addIssue(title: string, body?: string, author?: Account): Issue;
  changeIssue(number: number, change: Partial<Pick<Issue, 'title' | 'body' | 'state' | 'labels'>>): void;
  /** `by`: who sets it, a login or an account; `at`: ISO time, by default now. `issue`: by default the pull request. */
  addLabel(name: string, by?: string | Account, at?: string, issue?: number): LabelEvent;
  removeLabel(name: string, by?: string | Account, at?: string, issue?: number): LabelEvent;
  /** Tells that the pull request's head was pushed by force. */
  pushByForce(by?: string | Account, at?: string): LabelEvent;
  addDeployment(deployment: NewDeployment): Deployment;
  addDeploymentStatus(
    deploymentId: number,
    status: Pick<DeploymentStatus, 'state'> & { environment_url?: string; description?: string; at?: string },
  ): DeploymentStatus;
  addStatus(sha: string, status: NewStatus & { at?: string }): CommitStatus;
  addRun(run: NewRun): Run;
  addArtifact(runId: number, artifact: NewArtifact): Artifact;
  /** Queued where nothing else is said. */
  addJob(job: Pick<Job, 'runId' | 'name'> & Partial<Job>): Job;
  addCheckRun(run: Pick<CheckRun, 'name' | 'head_sha'> & Partial<CheckRun>): CheckRun;
}

export function user(login: string): Account {
  if (login === WORKFLOW_BOT.login) return WORKFLOW_BOT;
  return { login, id: idOf(login), type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

/** One id for each name, the same in every run. */
export function idOf(name: string): number {
  return 1_000_000 + (createHash('sha256').update(name).digest().readUInt32BE() % 900_000_000);
}

export function repositoryOf(name: string | RepositoryName): Required<RepositoryName> {
  const given = typeof name === 'string' ? { full_name: name } : name;
  return { full_name: given.full_name, id: given.id ?? idOf(given.full_name) };
}

export function createState(repository: string, issue: number, serverUrl = SERVER_URL): State {
  const comments: Comment[] = [];
  const pulls: Pull[] = [];
  const issues: Issue[] = [];
  const labelEvents: LabelEvent[] = [];
  const deployments: Deployment[] = [];
  const statuses: CommitStatus[] = [];
  const checkRuns: CheckRun[] = [];
  const runs: Run[] = [];
  const artifacts: Artifact[] = [];
  const jobs: Job[] = [];
  const last = { comment: 1000, issue: issue, other: 5000 };
  const here = repositoryOf(repository);
  const now = () => new Date().toISOString();
  const account = (by: string | Account) => (typeof by === 'string' ? user(by) : by);
  const find = <T extends object>(list: readonly T[], key: keyof T, value: unknown, what: string): T => {
    const found = list.find((one) => one[key] === value);
    if (!found) throw new Error(`The tests’ GitHub has no ${what} ${value}.`);
    return found;
  };

  const putIssue = (
    given: Pick<Issue, 'number' | 'title' | 'body' | 'author' | 'isPull' | 'state'>,
  ): Issue => {
    const at = now();
    const added: Issue = {
      ...given,
      id: 70_000 + given.number,
      stateReason: null,
      labels: [],
      createdAt: at,
      updatedAt: at,
      closedAt: given.state === 'closed' ? at : null,
    };
    issues.push(added);
    last.issue = Math.max(last.issue, given.number);
    return added;
  };
  const label = (
    event: LabelEvent['event'],
    name: string,
    by: string | Account,
    at: string,
    number: number,
  ) => {
    const labelled = find(issues, 'number', number, 'issue');
    const others = labelled.labels.filter((one) => one !== name);
    labelled.labels = event === 'labeled' ? [...others, name] : others;
    labelled.updatedAt = at;
    const happened = {
      id: ++last.other,
      issue: number,
      event,
      label: name,
      actor: account(by),
      createdAt: at,
    };
    labelEvents.push(happened);
    return happened;
  };

  const state: State = {
    repository,
    serverUrl,
    repositoryId: here.id,
    defaultBranch: 'main',
    issue,
    comments,
    pulls,
    issues,
    labelEvents,
    deployments,
    statuses,
    checkRuns,
    runs,
    artifacts,
    jobs,
    roles: new Map([['maintainer', 'maintain']]),
    addComment(body, author = { login: 'reviewer', id: 9000, type: 'User' }, number = issue) {
      const at = now();
      const comment = { id: ++last.comment, issue: number, body, author, createdAt: at, updatedAt: at };
      comments.push(comment);
      return comment;
    },
    changeComment(id, body) {
      Object.assign(find(comments, 'id', id, 'comment'), { body, updatedAt: now() });
    },
    removeComment(id) {
      const at = comments.findIndex((comment) => comment.id === id);
      if (at >= 0) comments.splice(at, 1);
    },
    addPull({ number = last.issue + 1, title = 'Make it faster', state = 'open', draft = false, ...given }) {
      const { repo } = given.head;
      const head = { ...given.head, repo: repo === null ? null : repositoryOf(repo ?? repository) };
      const base = {
        sha: BASE_SHA,
        ref: 'main',
        ...given.base,
        repo: repositoryOf(given.base?.repo ?? repository),
      };
      const author = user(given.author ?? head.repo?.full_name.split('/')[0] ?? 'ghost');
      const pull = {
        number,
        author,
        draft,
        head,
        base,
        earlier: given.earlier ?? [],
        files: given.files ?? [],
      };
      pulls.push(pull);
      putIssue({ number, title, body: null, author, isPull: true, state });
      return pull;
    },
    changePull(number, { sha, ref, state: openness, files }) {
      const pull = find(pulls, 'number', number, 'pull request');
      if (sha !== undefined) pull.head.sha = sha;
      if (ref !== undefined) pull.head.ref = ref;
      if (files !== undefined) pull.files = files.map((path) => ({ path }));
      if (openness !== undefined) state.changeIssue(number, { state: openness });
    },
    addIssue: (title, body, author = user('reviewer')) =>
      putIssue({ number: last.issue + 1, title, body: body ?? null, author, isPull: false, state: 'open' }),
    changeIssue(number, change) {
      const changed = find(issues, 'number', number, 'issue');
      const at = now();
      if (change.state && change.state !== changed.state) {
        changed.closedAt = change.state === 'closed' ? at : null;
        changed.stateReason = change.state === 'closed' ? 'completed' : 'reopened';
      }
      Object.assign(changed, change, { updatedAt: at });
    },
    addLabel: (name, by = 'maintainer', at = now(), number = issue) => label('labeled', name, by, at, number),
    removeLabel: (name, by = 'maintainer', at = now(), number = issue) =>
      label('unlabeled', name, by, at, number),
    pushByForce(by = 'maintainer', at = now()) {
      const event = 'head_ref_force_pushed' as const;
      const pushed = { id: ++last.other, issue, event, label: null, actor: account(by), createdAt: at };
      labelEvents.push(pushed);
      return pushed;
    },
    addDeployment({ sha, environment, ref = sha, production = false, transient = false, at = now() }) {
      const id = ++last.other;
      const deployment = { id, sha, environment, ref, production, transient, createdAt: at, statuses: [] };
      deployments.push(deployment);
      return deployment;
    },
    addDeploymentStatus(id, { state: reached, environment_url = '', description = '', at = now() }) {
      const status = { id: ++last.other, state: reached, environment_url, description, createdAt: at };
      find(deployments, 'id', id, 'deployment').statuses.push(status);
      return status;
    },
    addStatus(sha, { context, state: reached, target_url = null, description = null, at = now() }) {
      const status = {
        id: ++last.other,
        sha,
        context,
        state: reached,
        target_url,
        description,
        createdAt: at,
      };
      statuses.push(status);
      return status;
    },
    addRun(run) {
      const { head_repository: head = repository } = run;
      const added: Run = {
        status: 'completed',
        conclusion: 'success',
        run_attempt: 1,
        name: 'Performance',
        created_at: now(),
        ...run,
        head_repository: head === null ? null : repositoryOf(head),
      };
      runs.push(added);
      return added;
    },
    addArtifact(runId, { name, zip, expired = false, ...said }) {
      find(runs, 'id', runId, 'run');
      const added: Artifact = {
        id: ++last.other,
        runId,
        name,
        zip,
        expired,
        digest: `sha256:${createHash('sha256').update(zip).digest('hex')}`,
        size_in_bytes: zip.byteLength,
        createdAt: now(),
        ...said,
        // An Enterprise Server has what version 3 of the actions uploads, and of that nobody computes a digest.
        ...(serverUrl === serverUrlOf('enterprise') && { digest: null }),
      };
      artifacts.push(added);
      return added;
    },
    addJob(job) {
      find(runs, 'id', job.runId, 'run');
      const added: Job = {
        id: ++last.other,
        attempt: 1,
        runner: null,
        status: 'queued',
        conclusion: null,
        createdAt: now(),
        startedAt: null,
        completedAt: null,
        steps: [],
        ...job,
      };
      jobs.push(added);
      return added;
    },
    addCheckRun(run) {
      const added: CheckRun = {
        id: ++last.other,
        status: 'queued',
        conclusion: null,
        details_url: null,
        external_id: '',
        started_at: null,
        completed_at: null,
        output: { title: null, summary: null, text: null },
        history: [],
        ...run,
      };
      added.history.push(added.conclusion ?? added.status);
      checkRuns.push(added);
      return added;
    },
  };
  state.addPull({ number: issue, author: 'contributor', head: { sha: HEAD_SHA, ref: 'faster' } });
  return state;
}
