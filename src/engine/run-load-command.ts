/** A run of the user's own load generator, started by a command. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadCommand, OUT } from '../config/generator.ts';
import { type CommandEnd, type RunningCommand, startCommand } from './shell-command.ts';
import { Unmeasurable } from './unmeasurable.ts';

const MOST_BYTES = 64 * 1024 * 1024;
/** Of the end of its output. */
const LAST_LINES = 12;
/**
 * What the runner tells the action, its token among it, is for nobody else; nor are the files by which a step sets
 * outputs and the environment of later ones, and what signs the webhook.
 */
const NOT_FOR_IT = /^(?:(?:INPUT|ACTIONS)_.*|GITHUB_(?:ENV|PATH|OUTPUT|STATE)|TAILGATE_WEBHOOK_SECRET)$/is;

/** Within quotes of its own, too: two pairs would be part of the name. */
const PLACE = /(["'])\{\{out\}\}\1|\{\{out\}\}/g;

interface CommandSetting {
  /** The environment that it is to load. */
  readonly url: string;
  /** After which it is killed; the command's own deadline where that is shorter. */
  readonly mostMs?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the run is cancelled: it is killed then, with its children. */
  readonly signal: AbortSignal;
  redact(text: string): string;
}

/** What a run left. */
export interface CommandResult {
  /** Text of the file that it wrote. */
  readonly text: string;
  /** When it was started, ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Of `why`, with the last lines of what it wrote beside its result. */
  unusable(why: string): Unmeasurable;
}

/**
 * Runs the command once and reads its result. It is ended with its group when it takes too long, when the run is
 * cancelled, and when this process ends.
 *
 * @returns null where it was not done by the time that `mostMs` leaves it
 * @throws Unmeasurable `generator-result` where it failed, hung or left no file; `cancelled`
 */
export async function runLoadCommand(
  { command, reads, deadlineMs }: LoadCommand,
  { url, mostMs = Number.POSITIVE_INFINITY, env, signal, redact }: CommandSetting,
): Promise<CommandResult | null> {
  if (signal.aborted) throw cancelled();
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-load-'));
  const file = join(folder, 'result');
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  try {
    const own = Object.entries(env).filter(([name]) => !NOT_FOR_IT.test(name));
    const limitMs = Math.min(deadlineMs, mostMs);
    const running = startCommand(
      command.replaceAll(PLACE, () => quote(file)),
      limitMs,
      {
        env: { ...Object.fromEntries(own), TAILGATE_TARGET_URL: url },
        keep: 'end',
      },
    );
    const end = await endOf(running, signal);
    if (signal.aborted) throw cancelled();
    const unusable = (why: string) => new Unmeasurable('generator-result', `${why}${lastLines(end, redact)}`);
    if (end.how === 'timed-out' && mostMs < deadlineMs) return null;
    if (end.how !== 'well')
      throw unusable(`the load generator ${ENDS[end.how](end.exitCode, { reads, limitMs })}`);
    const text = await readResult(file, unusable);
    return { text, startedAt, elapsedMs: performance.now() - startMs, unusable };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function endOf(running: RunningCommand, signal: AbortSignal): Promise<CommandEnd> {
  const kill = () => running.kill();
  signal.addEventListener('abort', kill);
  process.once('exit', kill);
  try {
    return await running.ended;
  } finally {
    signal.removeEventListener('abort', kill);
    process.off('exit', kill);
  }
}

async function readResult(file: string, unusable: (why: string) => Unmeasurable): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile() || found.size === 0)
    throw unusable(`the load generator succeeded but wrote no result to ${OUT}`);
  if (found.size > MOST_BYTES)
    throw unusable(`the load generator's result has ${found.size} bytes, and at most ${MOST_BYTES} are read`);
  return readFile(file, 'utf8');
}

function cancelled(): Unmeasurable {
  return new Unmeasurable('cancelled', 'the run was cancelled, and the load generator ended');
}

/** What the command was to be. */
interface Ending {
  readonly reads: LoadCommand['reads'];
  readonly limitMs: number;
}

/** What generators mean by an exit code. */
const HINTS: Readonly<Record<string, string>> = {
  'k6 99': ' (its own thresholds failed; --no-thresholds turns them off)',
  'locust 1':
    ' (a request failed, or its script did; with --exit-code-on-error 0 failed requests are left to the gate)',
};
const NO_SUCH_COMMAND = 127;

const ENDS: Readonly<
  Record<Exclude<CommandEnd['how'], 'well'>, (exitCode: number | null, of: Ending) => string>
> = {
  failed: (exitCode, { reads }) => {
    if (exitCode === null) return 'was ended by a signal';
    const hint = exitCode === NO_SUCH_COMMAND ? ' (no such command)' : (HINTS[`${reads} ${exitCode}`] ?? '');
    return `ended with exit code ${exitCode}${hint}`;
  },
  'timed-out': (_, { limitMs }) => `was not done after ${(limitMs / 1000).toFixed(0)} s and was killed`,
  'not-started': () => 'could not be started',
};

function lastLines({ output }: CommandEnd, redact: (text: string) => string): string {
  const lines = redact(output)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length === 0 ? '' : `. Its last lines: ${lines.slice(-LAST_LINES).join(' ⏎ ')}`;
}

/** For the system's shell. A plain path is written as it is: quotes within the user's own would belong to it. */
function quote(path: string): string {
  if (/^[\w./-]+$/.test(path)) return path;
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
