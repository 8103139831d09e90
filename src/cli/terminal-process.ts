import { codeOfError, EXIT } from '../exit-codes.ts';
import { printError, runCommand } from './main.ts';
import { openTerminal } from './terminal.ts';

/** The command of this process, to its end. */
export async function runProcess(): Promise<void> {
  const terminal = openTerminal();
  const words = process.argv.slice(2);
  const codeOf = (error: unknown) => codeOfError(words[0], printError(error, terminal));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => process.exit(codeOf(error)));

  /**
   * The tables of a run come beside its verdict, which stays, and a bisection's code is git's; of any other command
   * the output is all there is.
   */
  const isAllThereIs = words[0] !== 'run' && words[0] !== 'bisect';
  let unwritten = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, as `head` has, is no failure.
    if (error.code === 'EPIPE') return;
    terminal.err(`tailgate: the output could not be written: ${error.message}\n`);
    unwritten = true;
    if (isAllThereIs && !process.exitCode) process.exitCode = EXIT.configuration;
  });
  // There is no other place to tell it.
  process.stderr.on('error', () => {});

  let hasEnded = false;
  // Nothing is under way any more, and the command has not ended: Node would end with a code that means nothing here.
  process.once('beforeExit', () => {
    if (!hasEnded) process.exit(codeOf(new Error('the command came to its end without a result')));
  });
  const code = await runCommand(words, terminal);
  hasEnded = true;
  process.exitCode = code === EXIT.pass && unwritten && isAllThereIs ? EXIT.configuration : code;
}
