import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const START_DEADLINE_MS = 90_000;
const STOP_DEADLINE_MS = 5_000;

/** Every child that still runs; none may outlive the bench. */
const running = new Set();

/**
 * The base's and the target's service time is a floor under each response, times `slow`. A database of its own is
 * embedded, unless it is given a PostgreSQL.
 * @returns {Promise<string>} URL
 */
export function startPreview({ delayMs, slow, password, databaseUrl = '' }) {
  const flags = ['--port', '0', '--delay', String(delayMs), '--slow', String(slow)];
  // A channel to this process: they end when it does, however it ends. No database but this, wherever this shell points.
  const child = start(['examples/preview/main.mjs', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, DATABASE_URL: databaseUrl, DEMO_PASSWORD: password },
  });
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`a preview did not listen within ${START_DEADLINE_MS / 1000} s`));
    const deadline = setTimeout(late, START_DEADLINE_MS);
    child.once('exit', (code) => {
      clearTimeout(deadline);
      reject(new Error(`a preview ended with code ${code} before it listened`));
    });
    createInterface(child.stdout).once('line', (line) => {
      clearTimeout(deadline);
      resolve(JSON.parse(line).listening);
    });
  });
}

export function startBurner() {
  start(['bench/decision/live/burner.mjs'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** @returns {Promise<{ code: number | null, out: string }>} exit code and the last of what it said */
export function runGate(words, password) {
  const child = start(['dist/cli/index.js', 'run', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      TAILGATE_EMAIL: 'syndic@grandplace.be',
      TAILGATE_PASSWORD: password,
    },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      out = (out + text).slice(-4000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out }));
  });
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}

function start(args, options) {
  const child = spawn(process.execPath, args, { cwd: ROOT, ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function stop(child) {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    child.once('exit', () => {
      clearTimeout(deadline);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
