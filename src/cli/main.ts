import { ConfigurationError } from '../config/configuration-error.ts';
import { COMMANDS as COMMAND_NAMES, type CommandName } from '../config/option.ts';
import { redactError } from '../config/secrets/redact-error.ts';
import { codeOfError, EXIT } from '../exit-codes.ts';
import { cleanLines } from '../report/escape.ts';
import { VERSION } from '../version.ts';
import { listBaseline } from './baseline.ts';
import { bisect } from './bisect.ts';
import { calibrateGate } from './calibrate.ts';
import { checkScenario } from './check.ts';
import { compareResults } from './compare.ts';
import { history } from './history.ts';
import { init } from './init.ts';
import { writeKubernetes } from './kubernetes.ts';
import { mergeShardFiles } from './merge.ts';
import { gateResults, runGate } from './run.ts';
import { printSchema } from './schema.ts';
import { selftestGate } from './selftest.ts';
import type { Terminal } from './terminal.ts';
import { usageOf } from './usage.ts';

/** A command: takes the words after its name and gives the exit code. */
export type Command = (words: readonly string[], terminal: Terminal) => Promise<number>;

const COMMANDS: Readonly<Record<CommandName, Command>> = {
  run: runGate,
  gate: gateResults,
  merge: mergeShardFiles,
  check: checkScenario,
  baseline: listBaseline,
  history,
  compare: compareResults,
  calibrate: calibrateGate,
  selftest: selftestGate,
  bisect,
  kubernetes: writeKubernetes,
  schema: printSchema,
  init,
};

/** Runs one command of the terminal. Never throws. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name = '', ...rest] = words;
  try {
    if (name === '--version') return say(terminal, VERSION);
    if (name === '--help' || name === '-h' || name === 'help') return say(terminal, usageOf(rest[0] ?? ''));
    if (rest.includes('--help')) return say(terminal, usageOf(name));
    const command = COMMAND_NAMES.find((known) => known === name);
    if (command === undefined) {
      const what = name === '' ? 'no command was given' : `there is no command "${name}"`;
      throw new ConfigurationError(`${what}: use ${COMMAND_NAMES.join(', ')}; see --help`);
    }
    return await COMMANDS[command](rest, terminal);
  } catch (error) {
    return codeOfError(name, printError(error, terminal));
  }
}

function say(terminal: Terminal, text: string): number {
  terminal.out(text);
  return EXIT.pass;
}

/** The user's mistake is theirs to mend; everything else that gets here is a bug of ours. Gives the exit code. */
export function printError(error: unknown, terminal: Pick<Terminal, 'err' | 'env'>): 2 | 70 {
  if (error instanceof ConfigurationError) {
    terminal.err(`tailgate: ${cleanLines(error.message)}\n`);
    return EXIT.configuration;
  }
  const text = cleanLines(redactError(error, terminal.env, ({ stack, message }) => stack ?? message));
  terminal.err(
    `tailgate: this is a bug in Tailgate, and no verdict. Please report it with these lines:\n${text}\n`,
  );
  return EXIT.bug;
}
