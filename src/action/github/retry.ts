/** What a request to GitHub ended with, as far as the next step depends on it. */
export interface Failure {
  /** HTTP status, or null where no response came (refused, reset, timed out). */
  readonly status: number | null;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

export function describeFailure(error: unknown): Failure {
  const { status, message, response } = Object(error) as {
    status?: unknown;
    message?: unknown;
    response?: { status?: unknown; headers?: Failure['headers'] };
  };
  const answered = response?.status ?? status;
  return {
    // Octokit gives a request without a response the status 500, but no response.
    status: response && typeof answered === 'number' ? answered : null,
    message: typeof message === 'string' ? message : String(error),
    headers: response?.headers ?? {},
  };
}

/** GitHub asks to slow down: 429, or the 403 of an exhausted or secondary rate limit. Nothing has been done. */
export function isRateLimited(failure: Failure): boolean {
  if (failure.status === 429) return true;
  if (failure.status !== 403) return false;
  const { headers, message } = failure;
  return (
    'retry-after' in headers ||
    String(headers['x-ratelimit-remaining']) === '0' ||
    /rate limit/i.test(message)
  );
}

/** When an empty budget is filled again; null where it isn't that, or GitHub doesn't say. */
export function filledAt({ headers }: Failure): Date | null {
  const seconds = Number(headers['x-ratelimit-reset']);
  return String(headers['x-ratelimit-remaining']) === '0' && seconds > 0 ? new Date(seconds * 1000) : null;
}

/** A mistake of ours, before or after a request: whatever fails on the way to GitHub, Octokit gives a status. */
export function isBug(error: unknown): boolean {
  return error instanceof Error && BUGS.includes(error.name) && !('status' in error);
}

const BUGS = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'];

/** It can't be told whether the request took effect. */
export function isAmbiguous(failure: Failure): boolean {
  return failure.status === null || failure.status >= 500;
}

const ATTEMPTS = 4;

/**
 * Milliseconds to wait before the request is sent again; null where it must not be. A POST that may have taken effect
 * is never repeated here: whoever sent it has to look first (reading by GraphQL is a POST, too, but changes nothing).
 */
export function waitBeforeRetry(
  error: unknown,
  request: { readonly method: string; readonly url: string },
  attempt: number,
  nowMs: number,
): number | null {
  if (attempt + 1 >= ATTEMPTS || isBug(error)) return null;
  const failure = describeFailure(error);
  if (isRateLimited(failure)) return waitForQuota(failure, nowMs);
  const repeatable = request.method !== 'POST' || request.url.endsWith('/graphql');
  if (!isAmbiguous(failure) || !repeatable) return null;
  return 500 * 2 ** attempt * (0.5 + Math.random());
}

/** The order that GitHub's documentation gives: retry-after; then the reset of an empty quota; else a minute. */
function waitForQuota(failure: Failure, nowMs: number): number {
  const { headers } = failure;
  const retryAfterSeconds = Number(headers['retry-after']);
  if (retryAfterSeconds >= 0) return retryAfterSeconds * 1000;
  const at = filledAt(failure);
  return at === null ? 60_000 : Math.max(0, at.getTime() - nowMs) + 500;
}
