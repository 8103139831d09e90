import { pagesOf } from '../addresses.ts';
import type { Artifact, Run } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { repositoryOf, user } from '../state.ts';
import { minimalRepository } from './repository.ts';

export function runBody(api: string, repository: string, run: Run) {
  const url = `${api}/repos/${repository}/actions/runs/${run.id}`;
  const author = { name: 'Contributor', email: 'contributor@example.com' };
  const { head_repository: head } = run;
  const actor = simpleUser(api, user(head?.full_name.split('/')[0] ?? 'ghost'));
  return {
    id: run.id,
    name: run.name,
    node_id: Buffer.from(`WFR_${run.id}`).toString('base64'),
    head_branch: run.head_branch,
    head_sha: run.head_sha,
    path: '.github/workflows/performance.yml',
    display_title: 'Make it faster',
    run_number: 12,
    run_attempt: run.run_attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: 900,
    check_suite_id: 901,
    check_suite_node_id: 'CS_901',
    url,
    html_url: `${pagesOf(api)}/${repository}/actions/runs/${run.id}`,
    // Empty for runs of forks; for others the number is of no use to us.
    pull_requests: [],
    created_at: run.created_at,
    updated_at: run.created_at,
    run_started_at: run.created_at,
    actor,
    triggering_actor: actor,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${api}/repos/${repository}/check-suites/901`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: null,
    workflow_url: `${api}/repos/${repository}/actions/workflows/900`,
    head_commit: {
      id: run.head_sha,
      tree_id: 'd'.repeat(40),
      message: 'Make it faster',
      timestamp: run.created_at,
      author,
      committer: author,
    },
    repository: minimalRepository(api, repositoryOf(repository)),
    head_repository: head === null ? null : minimalRepository(api, head, head.full_name !== repository),
    referenced_workflows: [],
  };
}

export function artifactBody(api: string, repository: string, artifact: Artifact, run: Run | undefined) {
  const url = `${api}/repos/${repository}/actions/artifacts/${artifact.id}`;
  return {
    id: artifact.id,
    node_id: Buffer.from(`A_${artifact.id}`).toString('base64'),
    name: artifact.name,
    size_in_bytes: artifact.size_in_bytes,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    digest: artifact.digest,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: new Date(Date.parse(artifact.createdAt) + 90 * 86_400_000).toISOString(),
    workflow_run: {
      id: artifact.runId,
      repository_id: repositoryOf(repository).id,
      head_repository_id: run?.head_repository?.id ?? 0,
      head_branch: run?.head_branch ?? '',
      head_sha: run?.head_sha ?? '',
    },
  };
}
