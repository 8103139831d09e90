/** What GitHub's list tells of a job, as far as it is used. Any of it may lag behind, and a field may be missing. */
export interface JobSeen {
  readonly id: number;
  readonly name: string;
  /** Of the runner that has it; null before one took it. */
  readonly runner: string | null;
  /**
   * Attempt of the run in which it ran: in a list of a later attempt, jobs that were not run again have an earlier
   * one.
   */
  readonly attempt: number;
  readonly status: string;
  readonly conclusion: string | null;
  readonly steps: readonly StepSeen[];
}

interface StepSeen {
  readonly number: number;
  readonly status: string;
  readonly conclusion: string | null;
  /** By GitHub's clock, in ms; null before it began. */
  readonly startedAtMs: number | null;
}

/** What is known of the job that asks. */
export interface OwnJob {
  /** `job.check_run_id`, which is the job's number as well; '' from a runner that does not tell it. */
  readonly id: string;
  /** RUNNER_NAME. */
  readonly runner: string;
}

export function findOwnJob(jobs: readonly JobSeen[], own: OwnJob): JobSeen | null {
  const byId = jobs.find(({ id }) => own.id !== '' && String(id) === own.id);
  if (byId !== undefined) return byId;
  // A runner has one job at a time; those that it had before are completed.
  const running = jobs.filter(
    ({ runner, status }) => own.runner !== '' && runner === own.runner && status !== 'completed',
  );
  return running.length === 1 ? (running[0] ?? null) : null;
}
