import type { Verdict } from './verdict.ts';

/** Somebody who knows of a regression and takes it, for one commit. */
export interface Acceptance {
  /** Login of who accepted. */
  readonly by: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
}

/** The verdict as it counts: a fail over regressions alone passes, with a warning, where somebody accepted them. */
export function accept(verdict: Verdict, acceptance: Acceptance | null): Verdict {
  return acceptance === null ? verdict : { ...verdict };
}
