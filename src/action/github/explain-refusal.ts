import { describeFailure, type Failure, filledAt, isAmbiguous, isBug, isRateLimited } from './retry.ts';

/** What was to be written, for the sentences about why it wasn't. */
interface Refused {
  /** Start of the sentence. */
  readonly start: string;
  /** The same where a response is missing, and the request may have taken effect. */
  readonly unsure: string;
  /** The job's permission that it takes. */
  readonly permission: string;
}

const COMMENT: Refused = {
  start: 'No comment was written on the pull request',
  unsure: 'The comment on the pull request may not have been written',
  permission: 'pull-requests: write',
};

/** Why something is not on GitHub and what would help, for the log. The verdict does not depend on it. */
export function explainRefusal(
  error: unknown,
  origin: 'same-repository' | 'fork' | 'dependabot',
  { start, unsure, permission }: Refused = COMMENT,
): string {
  const failure = describeFailure(error);
  const end = 'The verdict, the summary and the outputs are not affected.';
  if (isBug(error)) return `${unsure}: this is a bug in Tailgate (${String(error)}). ${end}`;
  if (failure.status === null) return `${unsure}: GitHub gave no response (${failure.message}). ${end}`;
  if (isRateLimited(failure))
    return `${start}: GitHub’s rate limit is used up (HTTP ${failure.status})${whenFilled(failure)}. ${end}`;
  if (failure.status === 403 && /locked/i.test(failure.message))
    return `${start}: the conversation is locked, and only people may unlock it (HTTP 403). No permission helps. ${end}`;
  if (failure.status === 401)
    return `${start}: GitHub does not accept the token (HTTP 401). Check the input token. ${end}`;
  if (failure.status !== 403 && failure.status !== 404) {
    const what = isAmbiguous(failure) ? unsure : start;
    return `${what}: GitHub answered ${failure.status} (${failure.message}). ${end}`;
  }
  const permissions = `permissions:\n  contents: read\n  ${permission}`;
  return `${start}: the token may not do that (HTTP ${failure.status}, ${failure.message}).\n${WAYS_OUT[origin]}\n${permissions}\n${end}`;
}

/** A job's token shares its budget with all others of the repository. */
function whenFilled(failure: Failure): string {
  const at = filledAt(failure);
  return at === null
    ? ''
    : `, that of all jobs of the repository together, until ${at.toISOString().slice(11, 16)} UTC`;
}

const WAYS_OUT = {
  'same-repository': 'Give the job this permission:',
  fork:
    'The pull request comes from a fork, and GitHub gives such runs a read-only token. The report is in the summary of ' +
    'this run. For pull requests from the repository itself the job needs:',
  dependabot:
    'GitHub treats pull requests by Dependabot like those from forks: their token is read-only unless the job says',
} as const;
