import { describeFailure, type Failure, isBug, isRateLimited } from '../retry.ts';
import { Contended, isEmptyRepository } from './commit.ts';
import { NotAHistory } from './refuse-other-branch.ts';

/** What the token has to be allowed to, as written in a workflow. */
type Permission = 'contents: read' | 'contents: write' | 'issues: write';

const END = 'The verdict, the summary and the outputs are not affected.';

/**
 * Why the branch could not be read or written, and what would help; for the log.
 *
 * @param what the start of the sentence: `This run was not recorded in the branch tailgate-history`
 */
export function explainHistoryFailure(
  error: unknown,
  what: string,
  permission: Permission,
  end = END,
): string {
  return `${what}: ${explain(error, permission)} ${end}`;
}

/** Why nobody could be told of a drift. */
export function explainIssueFailure(error: unknown): string {
  return `The drift issue could not be updated: ${explain(error, 'issues: write')} ${END}`;
}

function explain(error: unknown, permission: Permission): string {
  if (error instanceof Contended || error instanceof NotAHistory) return `${error.message}.`;
  if (isBug(error)) return `this is a bug in Tailgate (${String(error)}).`;
  const failure = describeFailure(error);
  const response = `HTTP ${failure.status}, ${failure.message}`;
  if (failure.status === null) return `GitHub gave no response (${failure.message}).`;
  if (isRateLimited(failure)) return `GitHub’s rate limit is used up (HTTP ${failure.status}).`;
  if (isEmptyRepository(failure))
    return 'the repository has no commit yet, so GitHub can’t create a branch in it. Push a first commit.';
  if (failure.status === 401) return 'GitHub does not accept the token (HTTP 401). Check the input token.';
  if (failure.status === 410) return 'issues are disabled in this repository.';
  if (isRule(failure)) {
    return (
      `a rule or a protection of the branch refuses it (${response}). Exempt the workflow’s token from it, or choose a branch ` +
      'without one with the input history-branch.'
    );
  }
  if (failure.status === 403 || failure.status === 404)
    return `the token may not do that (${response}).\nGive the job this permission:\npermissions:\n  ${permission}\n`;
  return `GitHub answered ${failure.status} (${failure.message}).`;
}

function isRule({ status, message }: Failure): boolean {
  return (
    (status === 403 || status === 409 || status === 422) && /protected|\brules?\b|ruleset/i.test(message)
  );
}
