/** A comment on an issue or a pull request that started the run. */
export interface AskedByComment {
  /** Number of the pull request; null where the comment is on an issue. */
  readonly number: number | null;
  /** Login of who wrote it, or changed it. */
  readonly by: string | null;
}

/** The parts of a payload that are used; all of them may be missing. */
export interface RawComment {
  readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown };
  readonly sender?: { readonly login?: unknown };
}

export function readAskedBy({ issue, sender }: RawComment): AskedByComment {
  const isPull = Boolean(issue?.pull_request) && typeof issue?.number === 'number';
  return {
    number: isPull ? (issue?.number as number) : null,
    by: typeof sender?.login === 'string' ? sender.login : null,
  };
}
