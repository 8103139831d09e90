import { pagesOf } from '../addresses.ts';
import type { Job, Run } from '../entities.ts';

export function jobBody(api: string, repository: string, job: Job, run: Run) {
  const url = `${api}/repos/${repository}/actions/jobs/${job.id}`;
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${api}/repos/${repository}/actions/runs/${run.id}`,
    run_attempt: job.attempt,
    node_id: Buffer.from(`CR_${job.id}`).toString('base64'),
    head_sha: run.head_sha,
    url,
    html_url: `${pagesOf(api)}/${repository}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.createdAt,
    // Of a job that no runner has yet it is when it was made.
    started_at: job.startedAt ?? job.createdAt,
    completed_at: job.completedAt,
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: step.startedAt,
      completed_at: step.completedAt,
    })),
    // The number of a job is that of its check run.
    check_run_url: `${api}/repos/${repository}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: job.runner === null ? null : 1,
    runner_name: job.runner,
    runner_group_id: job.runner === null ? null : 2,
    runner_group_name: job.runner === null ? null : 'GitHub Actions',
    workflow_name: run.name,
    head_branch: run.head_branch,
  };
}
