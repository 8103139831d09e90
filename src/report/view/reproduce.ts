import type { Option } from '../../config/option.ts';
import type { OptionName, OptionValues } from '../../config/option-values.ts';
import { OPTIONS } from '../../config/options.ts';
import type { Plan } from '../../config/plan.ts';

/** Where the branch of the history is checked out to. */
const CHECKED_OUT = '../tailgate-history';

/**
 * The terminal's command for the same measurement. Secrets come from the environment there, too.
 *
 * @param said beside tailgate.yml, by the action's inputs or the terminal's flags
 */
export function reproduce(plan: Plan, said: OptionValues): string {
  if (plan.generator?.kind === 'results')
    return [writeCommand('gate', plan, said), ...plan.generator.files.map(quote)].join(' ');
  const branch = plan.baseline?.kind === 'history' && said['history-branch'];
  if (!branch) return writeCommand('run', plan, said);
  // A release is held against the history unless it is told otherwise, a terminal's run is not.
  const baseline = said.baseline || plan.baseline.written;
  const command = writeCommand('run', plan, { ...said, baseline, history: CHECKED_OUT });
  return `git fetch origin ${quote(branch)} && git worktree add ${CHECKED_OUT} FETCH_HEAD && ${command}`;
}

/** A command of the terminal with what was said, as far as it takes it. */
export function writeCommand(command: 'run' | 'gate' | 'check', plan: Plan, said: OptionValues): string {
  const flags = Object.entries<Option>(OPTIONS).flatMap(([name, option]) => {
    if (option.flag?.[command] === undefined) return [];
    const given = option.again?.(writeValue(option, said[name as OptionName]), plan) ?? '';
    if (given === '') return [];
    const flag = `--${option.flagName ?? name}`;
    return [option.value === undefined ? flag : writeFlag(flag, given)];
  });
  return [`tailgate ${command}`, ...flags].join(' ');
}

/** As it would be typed; '' where nothing was said, and for a switch that is off. */
function writeValue({ write = String }: Option, value: OptionValues[OptionName]): string {
  return value === undefined || value === null || value === false ? '' : write(value as never);
}

function writeFlag(flag: string, value: string): string {
  // What begins like a flag is taken for one, unless it is joined to its own.
  return `${flag}${value.startsWith('-') ? '=' : ' '}${quote(value)}`;
}

/** For a POSIX shell: as it is where nothing in it is special, else in single quotes. */
function quote(text: string): string {
  return /^[\w./:@%+=,#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
