import { describeFailure, filledAt, isRateLimited } from './retry.ts';

/** Why something could not be read, and whether asking again could help. */
export interface Refusal {
  readonly words: string;
  readonly forGood: boolean;
  /** Until then GitHub answers nothing: the budget is used up. Absent where it isn't. */
  readonly filledAt?: Date;
}

export function explainUnread(error: unknown, what: string, permission: string): Refusal {
  const failure = describeFailure(error);
  if (failure.status === null) {
    return {
      words: `${what} could not be read: GitHub gave no response (${failure.message})`,
      forGood: false,
    };
  }
  const words = `${what} could not be read (HTTP ${failure.status}, ${failure.message})`;
  const at = isRateLimited(failure) ? filledAt(failure) : null;
  if (at !== null) {
    const until = `GitHub’s rate limit of the repository is used up until ${at.toISOString().slice(11, 16)} UTC`;
    return { words: `${words}: ${until}`, forGood: false, filledAt: at };
  }
  if (isRateLimited(failure) || failure.status >= 500) return { words, forGood: false };
  if (failure.status === 401) return { words: `${words}: check the input token`, forGood: true };
  const isForbidden = failure.status === 403 || failure.status === 404;
  return { words: isForbidden ? `${words}: the job needs permissions: ${permission}` : words, forGood: true };
}
