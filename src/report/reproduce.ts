import type { Plan } from '../config/plan.ts';

/** What was said beside tailgate.yml, by the names that the action's inputs and the terminal's flags share. */
export interface SaidBeside {
  readonly profile?: string | undefined;
  readonly baseline?: string | undefined;
  readonly duration?: string | undefined;
}

/** The terminal's command for the same measurement. Secrets come from the environment there, too. */
export function reproduce(plan: Plan, said: SaidBeside): string {
  const flags = [
    ['--config', plan.configFile],
    ['--target-url', plan.target.origin],
    ['--base-url', plan.base?.origin],
    ['--profile', said.profile],
    ['--baseline', said.baseline],
    ['--duration', said.duration],
  ] as const;
  const given = flags.flatMap(([flag, value]) => (value ? [`${flag} ${quote(value)}`] : []));
  return ['tailgate run', ...given].join(' ');
}

/** For a POSIX shell: as it is where nothing in it is special, else in single quotes. */
function quote(text: string): string {
  return /^[\w./:@%+=,#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
