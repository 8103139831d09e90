import { ConfigurationError } from '../configuration-error.ts';
import type { LoadCommand } from '../generator.ts';
import { nameOverride, type Overrides } from '../overrides.ts';
import type { Config } from '../schema/config-schema.ts';
import type { Source } from '../yaml/source.ts';

const DEADLINE_MS = 600_000;
const RUNS = 3;
const BLOCKS = 20;

/**
 * The command that makes the load; null where Tailgate makes it. A pull request can change the file: where a workflow
 * runs it, the workflow has to allow its commands.
 *
 * @throws ConfigurationError where it isn't allowed, and for what has no use for it
 */
export function commandOf(
  { load }: Pick<Config, 'load'>,
  source: Source,
  inputs: Overrides,
  purpose: 'gate' | 'calibration' | 'check' = 'gate',
): LoadCommand | null {
  if (typeof load === 'string') return null;
  const { command, reads, deadline = DEADLINE_MS, runs = RUNS, blocks = BLOCKS } = load;
  if (command === undefined || reads === undefined) return null;
  const place = source.place(['load', 'command']);
  if (purpose !== 'gate') {
    throw new ConfigurationError(
      "only works with tailgate run: check and calibrate need Tailgate's own load, so write a scenario and a load in another file",
      place,
    );
  }
  if (inputs.door === 'action' && inputs.allowLoadCommand !== true) {
    const input = nameOverride(inputs.door, 'allow-load-command');
    throw new ConfigurationError(
      `runs on the workflow's machine with access to everything on it, and anyone who can change this file could change it: set the ${input} to true in the workflow if everybody who can start it may run commands there`,
      place,
    );
  }
  if (command.includes('\0'))
    throw new ConfigurationError('contains a character that no shell accepts', place);
  return { kind: 'command', command: command.trim(), reads, deadlineMs: deadline, runs, blocks };
}
