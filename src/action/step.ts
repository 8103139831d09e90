import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../exit-codes.ts';
import { runAction } from './main.ts';

/** Output may still be on its way through a pipe; ending before it has arrived would cut off the last lines. */
function endProcess(exitCode: number): void {
  process.stdout.write('', () => process.exit(exitCode));
}

/** What is left to be told of a crash has this long. */
const CRASH_MS = 15_000;

/** The step of this process, to its end. */
export async function runStep(): Promise<void> {
  // Node would end with 1, and that is the exit code of a verdict.
  const crash = new Promise<never>((_, reject) => {
    process.once('uncaughtException', (error) => {
      reject(error);
      process.on('uncaughtException', () => {});
      setTimeout(() => endProcess(EXIT.bug), CRASH_MS);
    });
    // Nothing is under way any more, and there is no verdict: Node would end as it pleases, and the comment stay as it
    // is.
    process.once('beforeExit', () => {
      process.once('beforeExit', () => process.exit(EXIT.bug));
      reject(new Error('the run ended without a verdict'));
    });
  });
  // The step may have ended by itself before.
  crash.catch(() => {});

  const distFolder = dirname(fileURLToPath(import.meta.url));
  const signals = process;
  endProcess(
    await runAction({
      env: process.env,
      signals,
      distFolder,
      crash,
      endProcess: (code) => process.exit(code),
    }),
  );
}
