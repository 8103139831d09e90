import type { Engine } from '../engine/engine.ts';
import { clean } from '../report/escape.ts';
import { warnOfCleanup } from '../report/warn-of-cleanup.ts';
import { writeWarnings } from '../report/words/remarks.ts';
import type { Terminal } from './terminal.ts';

/**
 * Says what a load that has ended left behind, where no report does.
 * @param hasBase whether its sides are told apart
 */
export function noteCleanup(
  engine: Pick<Engine, 'cleanup'>,
  hasBase: boolean,
  { err }: Pick<Terminal, 'err'>,
): void {
  for (const left of writeWarnings(warnOfCleanup(engine.cleanup(), hasBase)))
    err(`tailgate: ${clean(left)}\n`);
}
