/**
 * What the tests’ GitHub remembers, besides what git holds. Fields are named as in the API where a test writes them.
 */
import type { Account } from './shapes.ts';

export interface Comment {
  readonly id: number;
  /** Number of the issue or pull request. */
  readonly issue: number;
  body: string;
  readonly author: Account;
  readonly createdAt: string;
  updatedAt: string;
}

/** A repository by its name, `owner/name`; ids are made up where none is given, one for each name. */
export interface RepositoryName {
  readonly full_name: string;
  readonly id?: number;
}

export interface NewPull {
  readonly number?: number;
  readonly title?: string;
  readonly state?: 'open' | 'closed';
  readonly draft?: boolean;
  /** Login of the author; by default the owner of the head's repository. */
  readonly author?: string;
  /** `repo: null`: the fork was deleted. By default the repository itself. */
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo?: string | RepositoryName | null;
  };
  readonly base?: { readonly sha?: string; readonly ref?: string; readonly repo?: string | RepositoryName };
  /** SHAs of its commits before the head. */
  readonly earlier?: readonly string[];
  readonly files?: readonly ChangedFile[];
}

/** A file that a pull request changes: its path, and of a renamed one that of before; modified in one line where nothing is said. */
export interface ChangedFile {
  readonly path: string;
  readonly before?: string;
  readonly status?: 'added' | 'removed' | 'modified' | 'changed';
  readonly additions?: number;
  readonly deletions?: number;
}

export interface Pull {
  readonly number: number;
  readonly author: Account;
  draft: boolean;
  head: { sha: string; ref: string; repo: Required<RepositoryName> | null };
  base: { sha: string; ref: string; repo: Required<RepositoryName> };
  readonly earlier: readonly string[];
  files: readonly ChangedFile[];
}

/** An issue; every pull request is one as well, with the same number. */
export interface Issue {
  readonly number: number;
  readonly id: number;
  readonly author: Account;
  readonly isPull: boolean;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'reopened' | null;
  labels: string[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
}

export interface LabelEvent {
  readonly id: number;
  readonly issue: number;
  readonly event: 'labeled' | 'unlabeled' | 'head_ref_force_pushed';
  /** Null where the event is of no label. */
  readonly label: string | null;
  readonly actor: Account;
  readonly createdAt: string;
}

export interface NewDeployment {
  readonly sha: string;
  readonly environment: string;
  readonly ref?: string;
  readonly production?: boolean;
  readonly transient?: boolean;
  readonly at?: string;
}

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'pending'
  | 'success'
  | 'queued'
  | 'in_progress';

export interface DeploymentStatus {
  readonly id: number;
  readonly state: DeploymentState;
  readonly environment_url: string;
  readonly description: string;
  readonly createdAt: string;
}

export interface Deployment extends Required<Omit<NewDeployment, 'at'>> {
  readonly id: number;
  readonly createdAt: string;
  /** Oldest first; the API lists the newest first. */
  readonly statuses: DeploymentStatus[];
}

export interface NewStatus {
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly target_url?: string | null;
  readonly description?: string | null;
}

export interface CommitStatus extends Required<NewStatus> {
  readonly id: number;
  readonly sha: string;
  readonly createdAt: string;
}

export interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  details_url: string | null;
  external_id: string;
  started_at: string | null;
  completed_at: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  /** Conclusions and states that it went through, oldest first. */
  readonly history: string[];
}

export interface NewRun {
  readonly id: number;
  /** The event that started the run: `pull_request`, `schedule`, … */
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string | null;
  /** `null`: the fork was deleted. By default the repository itself. */
  readonly head_repository?: string | RepositoryName | null;
  readonly status?: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: string | null;
  readonly run_attempt?: number;
  readonly name?: string;
  readonly created_at?: string;
}

export interface Run {
  readonly id: number;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string | null;
  readonly head_repository: Required<RepositoryName> | null;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  readonly run_attempt: number;
  readonly name: string;
  readonly created_at: string;
}

export interface JobStep {
  readonly number: number;
  readonly name: string;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
}

/** A job of a run; a test changes it as its runner would. */
export interface Job {
  readonly id: number;
  readonly runId: number;
  /** In which it ran. */
  attempt: number;
  readonly name: string;
  runner: string | null;
  status: 'queued' | 'in_progress' | 'completed' | 'waiting' | 'requested' | 'pending';
  conclusion: string | null;
  readonly createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  steps: JobStep[];
}

export interface NewArtifact {
  readonly name: string;
  /** What the download gives, whether it is a zip or not. */
  readonly zip: Buffer;
  readonly expired?: boolean;
  /** What the API says; by default it is true. `null`: it says nothing, as for all of an Enterprise Server. */
  readonly digest?: string | null;
  readonly size_in_bytes?: number;
}

export interface Artifact {
  readonly id: number;
  readonly runId: number;
  readonly name: string;
  readonly zip: Buffer;
  expired: boolean;
  readonly digest: string | null;
  readonly size_in_bytes: number;
  readonly createdAt: string;
}
