import type { Plan } from '../../config/plan.ts';

/** What was said beside tailgate.yml, by the names that the action's inputs and the terminal's flags share. */
export interface SaidBeside {
  readonly profile?: string | undefined;
  readonly baseline?: string | undefined;
  readonly duration?: string | undefined;
  /** Commit that the target has to serve. */
  readonly commit?: string | undefined;
  readonly allowsPrivateHosts?: boolean | undefined;
  /** Folder of the recorded runs. */
  readonly history?: string | undefined;
  /** Branch of the recorded runs, where they are on one: it has to be fetched into a folder first. */
  readonly historyBranch?: string | undefined;
  /** Which of the scenario's histories is meant; empty: the one without a key. */
  readonly 'comment-key'?: string | undefined;
}

/** The terminal's command for the same measurement. Secrets come from the environment there, too. */
export function reproduce(plan: Plan, said: SaidBeside): string {
  const onBranch = plan.baseline?.kind === 'history' && said.historyBranch;
  const flags = [
    ['--config', plan.configFile],
    // Where none was found, its place is kept: what to put there is what the reader has to find out.
    ['--target-url', plan.target.origin || 'https://…'],
    ['--base-url', plan.base?.origin],
    ['--profile', said.profile],
    // A release is held against the history unless it is told otherwise, a terminal's run is not.
    ['--baseline', said.baseline || (onBranch ? plan.baseline.written : '')],
    ['--duration', said.duration],
    ['--commit', said.commit],
    ['--history', onBranch ? CHECKED_OUT : said.history],
    ['--comment-key', plan.baseline?.kind === 'history' && said['comment-key']],
  ] as const;
  const given = flags.flatMap(([flag, value]) => (value ? [write(flag, value)] : []));
  const switches = said.allowsPrivateHosts ? ['--allow-private-hosts'] : [];
  const command = ['tailgate run', ...given, ...switches].join(' ');
  if (!onBranch) return command;
  const branch = quote(onBranch);
  return `git fetch origin ${branch} && git worktree add ${CHECKED_OUT} FETCH_HEAD && ${command}`;
}

const CHECKED_OUT = '../tailgate-history';

function write(flag: string, value: string): string {
  // What begins like a flag is taken for one, unless it is joined to its own.
  return `${flag}${value.startsWith('-') ? '=' : ' '}${quote(value)}`;
}

/** For a POSIX shell: as it is where nothing in it is special, else in single quotes. */
function quote(text: string): string {
  return /^[\w./:@%+=,#-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
