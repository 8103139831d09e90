import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstInFull } from '../part.ts';
import { command } from './in-process.ts';

/** The bundle behind the `tailgate` command; `npm test` builds it first. */
const BUNDLE = join(import.meta.dirname, '../../dist/cli/index.js');

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Asked with each piece of the error output; a signal given back is sent to the process, once. */
  readonly interrupt?: (err: string) => NodeJS.Signals | null;
  /** Nobody reads the standard output: its end is closed from the start, as after `head` has left. */
  readonly deaf?: boolean;
  /** It has to be a process of its own. */
  readonly own?: boolean;
}

/** A run that has ended, and why its verdict is what it is. */
export interface RunEnded extends Ended {
  readonly causes: readonly { readonly code: string }[];
}

export interface Shell {
  readonly folder: string;
  /**
   * A command. It is a process of its own only where it has to be one, and the first of a file where everything is run:
   * starting it takes as much of the processor as a load of a second. bundle.test.ts, commands.test.ts and run.test.ts
   * start some in any case.
   */
  tailgate(words: readonly string[], how?: How): Promise<Ended>;
  /** `tailgate run`, with a result file where the words ask for none. */
  run(words: readonly string[], how?: How): Promise<RunEnded>;
  remove(): Promise<void>;
}

const OWN_RESULT = '.causes.json';

/** None where no result was written, as after a mistake in the configuration. */
async function causesIn(file: string): Promise<RunEnded['causes']> {
  // A device such as /dev/full has no end.
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  return isFile ? JSON.parse(await readFile(file, 'utf8')).causes : [];
}

/** A folder to work in, and the command with nothing of this process's environment but PATH. */
export async function openShell(): Promise<Shell> {
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-cli-'));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    tailgate: (words, how = {}) => runOf(folder, words, how),
    async run(words, how = {}) {
      const place = words.indexOf('--json') + 1;
      const file = join(folder, (place > 0 && words[place]) || OWN_RESULT);
      const ended = await runOf(folder, ['run', ...words, ...(place > 0 ? [] : ['--json', OWN_RESULT])], how);
      const causes = await causesIn(file);
      await rm(join(folder, OWN_RESULT), { force: true });
      return { ...ended, causes };
    },
  };
}

async function runOf(folder: string, words: readonly string[], how: How): Promise<Ended> {
  if (isOwn(how) || words.includes('--fault')) return runIn(folder, words, how);
  return { signal: null, ...(await command(folder, words, how.env)) };
}

const isFirst = firstInFull();

/** Signals, streams and what Node reads as it starts are a process's own; so is what a fault's command inherits. */
function isOwn({ env = {}, interrupt, deaf = false, own = false }: How): boolean {
  const isOfNode = Object.keys(env).some((name) => name.startsWith('NODE_'));
  return own || isOfNode || interrupt !== undefined || deaf || isFirst();
}

function runIn(cwd: string, words: readonly string[], { env, interrupt, deaf = false }: How): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BUNDLE, ...words], {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (deaf) child.stdout.destroy();
    let out = '';
    let err = '';
    let signalled = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
      const signal = signalled ? null : (interrupt?.(err) ?? null);
      if (signal === null) return;
      signalled = true;
      child.kill(signal);
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, out, err }));
  });
}
