/** A service that is started for as long as it is measured: a command of the user's, and a port for it. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOW_A_SHELL_STARTS, signalGroup } from '../shell-command.ts';

/** Of its output, the end that is kept for whoever asks why it did not start. */
const KEPT_CHARACTERS = 4000;
/** For it to end by itself, once it is asked to. */
const GRACE_MS = 3000;

export interface StartedService {
  readonly port: number;
  /** Aborted once its command has ended with something else than 0: it will not answer any more. */
  readonly failed: AbortSignal;
  /** How its command ended: `exit code 1`, `signal SIGKILL`; null while it runs, and where it ended well. */
  readonly ending: () => string | null;
  /** The end of what it wrote, as it wrote it. */
  readonly output: () => string;
  /** Ends it and whatever it has started that did not leave its group. */
  stop(): Promise<void>;
}

interface Start {
  /** For the system's shell. `{{port}}` in it is the port, and so is PORT in its environment. */
  readonly command: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Does not wait until it answers. A command that ends with 0 has left its service in the background, and goes on. */
export async function startServiceOf({ command, folder, env }: Start): Promise<StartedService> {
  const port = await freePort();
  const child = spawn(command.replaceAll(/\{\{\s*port\s*\}\}/g, String(port)), {
    ...HOW_A_SHELL_STARTS,
    cwd: folder,
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_CHARACTERS);
    });
  const failed = new AbortController();
  let ending: string | null = null;
  const fail = (how: string) => {
    ending = how;
    failed.abort();
  };
  const closed = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      fail(error.message);
      resolve();
    });
    child.once('close', () => resolve());
  });
  child.once('exit', (code, signal) => {
    if (code !== 0) fail(signal === null ? `exit code ${code}` : `signal ${signal}`);
  });
  const leave = () => signalGroup(child, 'SIGKILL');
  process.once('exit', leave);
  return {
    port,
    failed: failed.signal,
    ending: () => ending,
    output: () => output,
    async stop() {
      signalGroup(child, 'SIGTERM');
      // What holds its output open may still be at work after the shell has ended.
      await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })]);
      leave();
      process.off('exit', leave);
      await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })]);
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

/** One that nobody listened on a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
