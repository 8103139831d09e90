import { explain, main } from './main.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => process.exit(explain(error, terminal)));

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, as `head` has, is no failure, and the verdict stays either way.
  if (error.code !== 'EPIPE') terminal.err(`tailgate: the output could not be written: ${error.message}\n`);
});
// There is no other place to tell it.
process.stderr.on('error', () => {});

process.exitCode = await main(process.argv.slice(2), terminal);
