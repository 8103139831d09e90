import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LONGEST_MS = 60_000;

/** The two ways in. As the action it is told what a runner tells a step, without a token: nothing leaves this machine. */
export const DOORS = [
  {
    name: 'terminal',
    args: (root, origin) => [join(root, 'dist/cli/index.js'), 'run', '--target-url', origin],
    env: () => ({}),
  },
  {
    name: 'action',
    args: (root) => [join(root, 'dist/index.js')],
    env: (folder, origin) => ({
      'INPUT_TARGET-URL': origin,
      INPUT_COMMENT: 'never',
      'INPUT_ON-INVALID': 'fail',
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: folder,
    }),
  },
];

/**
 * Runs Tailgate once, start to end.
 * @returns ms from the start of the process to the first request and to the first one of the load, and from the last
 *   response to the last words on standard output and to the end of the process
 */
export async function runOnce(door, { root, folder, server }) {
  server.startAnew();
  const { PATH, HOME } = process.env;
  const startMs = performance.now();
  const child = spawn(process.execPath, door.args(root, server.origin), {
    cwd: folder,
    env: { PATH, HOME, ...door.env(folder, server.origin) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let words = '';
  let wordsMs = startMs;
  const hear = (text) => {
    words += text;
    wordsMs = performance.now();
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const force = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  // The end of the process, not of its output: what a job waits for.
  const exited = once(child, 'exit').then(([code]) => ({ code, exitMs: performance.now() }));
  await once(child, 'close');
  clearTimeout(force);
  const { code, exitMs } = await exited;
  // 4 is "invalid": on a busy machine the generator says so, after the same way to the verdict.
  if (code !== 0 && code !== 4) throw new Error(`${door.name} ended with ${code}:\n${words.slice(-2000)}`);
  const { firstRequestMs, firstLoadMs, lastResponseMs } = server.marks();
  if (firstLoadMs === undefined) throw new Error(`${door.name} sent no load:\n${words.slice(-2000)}`);
  return {
    firstRequestMs: firstRequestMs - startMs,
    firstLoadMs: firstLoadMs - startMs,
    verdictMs: wordsMs - lastResponseMs,
    exitMs: exitMs - lastResponseMs,
  };
}
