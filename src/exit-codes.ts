/** Exit codes of the terminal's process and of the action's step. A neutral outcome exits 0. */
export const EXIT = { pass: 0, fail: 1, configuration: 2, inconclusive: 3, invalid: 4, bug: 70 } as const;

/**
 * Those of `tailgate bisect`, which `git bisect run` reads: 125 is skipped, any other code below 128 is a bad commit,
 * and from 128 on the search ends.
 */
export const BISECT_EXIT = { good: 0, bad: 1, skip: 125, mistake: 128, cancelled: 130, bug: 198 } as const;

/** What a command that could not be carried out ends with: a mistake of the user's, or a bug of ours. */
export function codeOfError(command: string | undefined, code: 2 | 70): number {
  if (command !== 'bisect') return code;
  return code === EXIT.configuration ? BISECT_EXIT.mistake : BISECT_EXIT.bug;
}
