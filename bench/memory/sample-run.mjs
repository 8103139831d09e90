import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pin } from '../throughput/pinned.mjs';
import { LOGIN, realisticScenario, runConfig } from '../throughput/run-config.mjs';

const SAMPLE_MS = 1000;
/** Start, readiness, and the responses that are still on their way at the end. */
const GRACE_MS = 60_000;

/**
 * Runs Tailgate's terminal with a scenario and a load.
 * @param load as in tailgate.yml
 * @param scenario its text there; by default the realistic mix
 * @param files that it names, by their names: their text
 * @returns `{ samples, peakBytes, requests, perSecond, verdict }`; samples are `{ second, bytes }` from the first request
 *   on, roughly: from the start of the process
 */
export async function sampleRun({ root, origin, core, load, scenario = realisticScenario(), files = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-memory-'));
  try {
    const resultFile = join(folder, 'result.json');
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, 'tailgate.yml'), runConfig({ name: 'memory', scenario, load }));
    const cli = [join(root, 'dist/cli/index.js'), 'run', '--target-url', origin, '--json', resultFile];
    const [command, args] = pin(core, process.execPath, cli);
    const child = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, ...LOGIN },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { samples, peakBytes } = await watch(child, load.duration);
    const { verdict, reason, metrics } = JSON.parse(readFileSync(resultFile, 'utf8'));
    const { requests, responsesPerSecond } = metrics;
    return { samples, peakBytes, requests, perSecond: responsesPerSecond, verdict, reason };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function watch(child, duration) {
  const samples = [];
  let peakBytes = 0;
  let words = '';
  const hear = (text) => {
    words = (words + text).slice(-4000);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const startMs = performance.now();
  const timer = setInterval(() => {
    const memory = readMemory(child.pid);
    if (memory === null) return;
    const second = (performance.now() - startMs) / 1000;
    samples.push({ second, bytes: memory.nowBytes });
    peakBytes = Math.max(peakBytes, memory.peakBytes);
    if (samples.length % 10 === 0)
      console.log(`${Math.round(second)} s  ${(memory.nowBytes / 1e6).toFixed(1)} MB`);
  }, SAMPLE_MS);
  // A run whose generator was late measures once more, and at full speed it always is.
  const force = setTimeout(() => child.kill('SIGKILL'), 2 * Number.parseInt(duration, 10) * 1000 + GRACE_MS);
  try {
    const [code, signal] = await once(child, 'close');
    // 4 is "invalid": a generator that is asked for all it can give says that it was what was slow.
    if (code !== 0 && code !== 4) throw new Error(`the run ended with ${signal ?? code}:\n${words}`);
  } finally {
    clearInterval(timer);
    clearTimeout(force);
  }
  return { samples, peakBytes };
}

/** `taskset` becomes the program that it starts, so the child's id is the program's. */
function readMemory(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = (field) => Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)[1]) * 1024;
    return { nowBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
  } catch {
    return null; // it has ended
  }
}
