import { execFileSync, spawn } from 'node:child_process';

/** Every program that still runs: none may outlive the bench. */
const running = new Set();

/** A tool that takes this much longer than the load is stopped. */
const GRACE_MS = 30_000;

/**
 * Runs a program to its end.
 * @param {object} options `seconds` of load; `env` beside this process's own; `onWarm` for a program of Node's that
 *   says when it is warm and waits for a response
 * @returns {Promise<string>} its standard output; rejects with its last words where it fails
 */
export function runProgram(command, args, { seconds, env = {}, onWarm }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: onWarm ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    running.add(child);
    const deadline = setTimeout(() => child.kill('SIGKILL'), seconds * 1000 + GRACE_MS);
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors = (errors + text).slice(-2000);
    });
    child.on('error', reject);
    child.on('message', () => onWarm().then(() => child.send('begin'), reject));
    child.on('close', (code, signal) => {
      clearTimeout(deadline);
      running.delete(child);
      if (code === 0) resolve(out);
      else reject(new Error(`${command} ended with ${signal ?? code}: ${errors.trim() || 'no words'}`));
    });
  });
}

export function stopPrograms() {
  for (const child of running) child.kill('SIGKILL');
}

/** First line of what a program says of its version, or null where it isn't there. Some exit with an error then. */
export function askVersion(command, args) {
  try {
    return firstLine(execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    return firstLine(`${error.stdout ?? ''}${error.stderr ?? ''}`);
  }
}

function firstLine(text) {
  return text.trim().split('\n', 1)[0].trim();
}
