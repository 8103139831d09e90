/** What is said in the log of a fault's commands. */

import type { CommandEnd } from '../shell-command.ts';
import type { FaultTrouble } from './fault-taken.ts';

export interface FaultTold {
  /** Hides secrets in a text. */
  redact(text: string): string;
  /** A line for the log. @param isTrouble something did not go as it was ordered */
  tell(line: string, isTrouble: boolean): void;
}

const MOST_LINES = 40;

const NAMES: Readonly<Record<FaultTrouble['command'], string>> = {
  fault: 'The fault command',
  'fault-end': 'The command that reverts the fault',
};

export function tellBegun(which: FaultTrouble['command'], atMs: number, { tell }: FaultTold): void {
  tell(`${NAMES[which]} is run ${(atMs / 1000).toFixed(1)} s into the load.`, false);
}

/** Its output, without secrets, and how it ended. @param tookMs from its start */
export function tellEnd(
  which: FaultTrouble['command'],
  { how, exitCode, output }: CommandEnd,
  tookMs: number,
  { redact, tell }: FaultTold,
): void {
  const lines = redact(output)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  for (const line of lines.slice(0, MOST_LINES)) tell(`${which}: ${line}`, false);
  if (lines.length > MOST_LINES) tell(`${which}: ${lines.length - MOST_LINES} more lines of output`, false);
  const after = `after ${(tookMs / 1000).toFixed(1)} s`;
  if (how === 'well') return tell(`${NAMES[which]} succeeded ${after}.`, false);
  const leaves = which === 'fault-end' ? ' The environment may still be without what was taken from it.' : '';
  tell(`${NAMES[which]} ${ENDS[how](exitCode)} ${after}.${leaves}`, true);
}

const ENDS: Readonly<Record<Exclude<CommandEnd['how'], 'well'>, (exitCode: number | null) => string>> = {
  failed: (exitCode) => (exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`),
  'timed-out': () => 'did not finish in time and was killed, with everything it had started,',
  'not-started': () => 'could not be started',
};
