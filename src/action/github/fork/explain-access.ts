import { describeFailure, isRateLimited } from '../retry.ts';

const PERMISSIONS = 'permissions:\n  actions: read\n  pull-requests: write';

/** Why the run, its artifact or its pull request could not be read, and what would help. */
export function explainAccess(error: unknown): string {
  const { status, ...failure } = describeFailure(error);
  if (status === null)
    return `The response that was needed did not come (${failure.message}). Run the job again.`;
  if (isRateLimited({ status, ...failure })) return `GitHub’s rate limit is used up (HTTP ${status}).`;
  if (status === 401) return 'GitHub does not accept the token (HTTP 401). Look at the input token.';
  if (status !== 403 && status !== 404) return `GitHub answered ${status}. Run the job again.`;
  return `The token may not read the run’s artifacts or its pull request (HTTP ${status}). The job needs\n${PERMISSIONS}`;
}
