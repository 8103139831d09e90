import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What was measured until a cancellation is written and told in less, unless a disk or a reader hangs. */
const LAST_CALL_MS = 10_000;
/** SIGHUP: the terminal was closed, or the connection to it was lost. */
const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a command needs of the process that it runs in. */
export interface Terminal {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Results: what a pipe would want. */
  out(text: string): void;
  /** Everything else: progress and complaints. */
  err(text: string): void;
  /** Whether `err` is a terminal that can redraw a line. */
  readonly redraws: boolean;
  readonly colour: boolean;
  readonly width: number;
  readonly distFolder: string;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP; a second Ctrl-C ends the process, and so does time. */
  readonly signal: AbortSignal;
}

export function openTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const cancelled = new AbortController();
  const cancel = (name: (typeof ENDS)[number]) => {
    if (cancelled.signal.aborted) return;
    cancelled.abort();
    setTimeout(() => {
      stderr.write(
        `tailgate: gave up, because something still hangs ${LAST_CALL_MS / 1000} s after ${name}\n`,
      );
      // Nobody listens to it any more. process.exit() would wait for a file that hangs.
      process.kill(process.pid, name);
    }, LAST_CALL_MS).unref();
  };
  for (const name of ENDS) process.once(name, () => cancel(name));
  return {
    folder: process.cwd(),
    env,
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(text),
    redraws: stderr.isTTY === true,
    colour: stdout.isTTY === true && !env.NO_COLOR,
    width: Math.min(140, Math.max(72, stdout.columns ?? 110)),
    // This file is bundled into dist/cli/index.js.
    distFolder: dirname(dirname(fileURLToPath(import.meta.url))),
    signal: cancelled.signal,
  };
}
