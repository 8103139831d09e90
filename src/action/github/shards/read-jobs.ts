import type { Repository } from '../check-run.ts';
import type { GitHub } from '../client.ts';
import type { RunStamp } from '../marker.ts';
import type { JobSeen } from './job-seen.ts';

/** Of a hundred jobs each: a matrix has 256, and a run may have others beside it. */
const MOST_PAGES = 10;

export interface JobsRead {
  readonly jobs: readonly JobSeen[];
  /** Requests that one look takes. */
  readonly pages: number;
  /** Requests an hour that the token has, all jobs of the repository together; null where GitHub sets no limit. */
  readonly hourly: number | null;
}

/** The jobs of one attempt of a run, as GitHub lists them at this moment. Throws what GitHub refused. */
export async function readJobs(
  github: GitHub,
  { owner, repo }: Repository,
  { runId, attempt }: RunStamp,
): Promise<JobsRead> {
  const found = new Map<number, JobSeen>();
  let hourly: number | null = null;
  let page = 1;
  for (; ; page++) {
    const { data, headers } = await github.rest.actions.listJobsForWorkflowRunAttempt({
      owner,
      repo,
      run_id: runId,
      attempt_number: attempt,
      per_page: 100,
      page,
    });
    const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
    hourly = Number.isNaN(limit) ? null : limit;
    // Nothing of it is taken for granted: servers of enterprises are of any age.
    const listed = (data.jobs ?? []) as readonly RawJob[];
    for (const job of listed) if (typeof job.id === 'number') found.set(job.id, seen(job, job.id, attempt));
    if (listed.length === 0 || page * 100 >= data.total_count || page === MOST_PAGES) break;
  }
  return { jobs: [...found.values()], pages: page, hourly };
}

/** The fields that are used; all of them may be missing. */
interface RawJob {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly runner_name?: unknown;
  readonly run_attempt?: unknown;
  readonly status?: unknown;
  readonly conclusion?: unknown;
  readonly steps?: readonly RawStep[] | null;
}

interface RawStep {
  readonly number?: unknown;
  readonly status?: unknown;
  readonly conclusion?: unknown;
  readonly started_at?: unknown;
}

function seen(job: RawJob, id: number, attempt: number): JobSeen {
  return {
    id,
    name: String(job.name ?? ''),
    runner: asText(job.runner_name),
    attempt: typeof job.run_attempt === 'number' ? job.run_attempt : attempt,
    status: String(job.status ?? ''),
    conclusion: asText(job.conclusion),
    steps: (job.steps ?? []).map((step) => ({
      number: Number(step.number),
      status: String(step.status ?? ''),
      conclusion: asText(step.conclusion),
      startedAtMs: asMoment(step.started_at),
    })),
  };
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function asMoment(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
