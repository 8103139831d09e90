/** A command of the user's, run by the system's shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of its output, what is shown at most; of the end, as much. */
const MOST_OUTPUT_BYTES = 16_384;
const isWindows = process.platform === 'win32';

/** Detached: a signal to this process's group, such as Ctrl-C, is for the load, which then says what is undone. */
export const HOW_A_SHELL_STARTS = { shell: true, detached: !isWindows, windowsHide: true } as const;

export interface CommandEnd {
  readonly how: 'well' | 'failed' | 'timed-out' | 'not-started';
  /** Null where it has none, as after a signal. */
  readonly exitCode: number | null;
  /** The beginning of what it wrote, or the end of it, as it wrote it. */
  readonly output: string;
}

export interface RunningCommand {
  readonly ended: Promise<CommandEnd>;
  /** Ends it and whatever it has started that did not leave its group. */
  kill(): void;
}

/**
 * Starts it in this process's environment and folder. It ends when its shell does: what it leaves in the background,
 * such as a server, lives on, and can go on writing, which it could not to a pipe that nobody reads any more.
 *
 * @param limitMs after which it is killed, with its group
 * @param setting its environment where that isn't this process's own, and which part of its output is kept
 */
export function startCommand(
  command: string,
  limitMs: number,
  setting: { readonly env?: NodeJS.ProcessEnv; readonly keep?: 'beginning' | 'end' } = {},
): RunningCommand {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-command-'));
  const file = openSync(join(folder, 'output'), 'w+');
  const child = spawn(command, {
    ...HOW_A_SHELL_STARTS,
    ...(setting.env && { env: setting.env }),
    stdio: ['ignore', file, file],
  });
  let timedOut = false;
  const ended = new Promise<CommandEnd>((resolve) => {
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, limitMs);
    const end = (how: CommandEnd['how'], exitCode: number | null) => {
      clearTimeout(timer);
      resolve({ how, exitCode, output: takeOutput(file, folder, setting.keep ?? 'beginning') });
    };
    child.once('error', () => end('not-started', null));
    child.once('exit', (exitCode) =>
      end(timedOut ? 'timed-out' : exitCode === 0 ? 'well' : 'failed', timedOut ? null : exitCode),
    );
  });
  return { ended, kill: () => killGroup(child) };
}

/** As this process ends: nobody sees any more what becomes of it. */
export function leaveCommand(command: string): void {
  spawn(command, { ...HOW_A_SHELL_STARTS, stdio: 'ignore' }).unref();
}

function killGroup(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGKILL');
}

/** The shell, or what it has left behind where it has ended. Of a group that is empty by now nothing is told. */
export function signalGroup({ pid }: Pick<ChildProcess, 'pid'>, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // All of them have ended.
  }
}

function takeOutput(file: number, folder: string, keep: 'beginning' | 'end'): string {
  const bytes = Buffer.alloc(MOST_OUTPUT_BYTES);
  try {
    const from = keep === 'end' ? Math.max(0, fstatSync(file).size - bytes.length) : 0;
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, from));
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true, force: true });
  }
}
