import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { explain, main } from './main.ts';

/** Output may still be on its way through a pipe; ending before it has arrived would cut off the last lines. */
function endProcess(exitCode: number): void {
  process.stdout.write('', () => process.exit(exitCode));
}

// Node would end with 1, and that is the exit code of a verdict.
process.on('uncaughtException', (error) => endProcess(explain(error)));

const distFolder = dirname(fileURLToPath(import.meta.url));
endProcess(
  await main({ env: process.env, signals: process, distFolder, endProcess: (code) => process.exit(code) }),
);
