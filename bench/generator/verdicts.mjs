/**
 * What is judged where the load generator has a hard time? Runs of the command line against services whose speed is
 * known, with a generator whose own thread is busy, or whose core two other processes burn while the service has one to
 * itself; and loads that people really have on a small machine.
 *
 *   npm run build && node bench/generator/verdicts.mjs [--runs 20] [--busy-runs 10] [--write]
 *
 * --write puts the tables into docs/measuring.md. Loopback only; ends with 1 where a goal is missed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    'busy-runs': { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
/** The service has the second core, everything else the first. */
const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).error === undefined;
/** Of twenty. */
const LEAST_DECIDED = 0.95;
const OUTCOMES = { 0: 'pass', 1: 'fail', 3: 'inconclusive', 4: 'invalid' };

const limitP99 = (ms) => `{ p99: { max: ${ms} ms } }`;
const leastPerSecond = (min) => `{ throughput: { min: ${min} /s } }`;

/** Of a service that answers each of ten connections in 5 ms (about 1,850/s), or in 40 ms. `never` would be wrong. */
const BUSY = [
  { what: 'P99 of 5 ms, limit 30 ms', waitMs: 5, gate: limitP99(30), never: 'fail' },
  { what: 'P99 of 40 ms, limit 30 ms', waitMs: 40, gate: limitP99(30), never: 'pass' },
  { what: '1,850/s, at least 1,500/s', waitMs: 5, gate: leastPerSecond(1500), never: 'fail' },
  { what: '1,850/s, at least 2,500/s', waitMs: 5, gate: leastPerSecond(2500), never: 'pass' },
].flatMap((row) => [
  { ...row, busy: 'its thread is busy 30 ms of every 60', burnInThread: true },
  { ...row, busy: 'two processes burn its core', burners: 2, pinned: true },
]);

const DEMO = { config: 'examples/tailgate.yml', flags: ['--duration', '20s'], preview: true };
const USUAL = [
  { what: 'the demo beside two processes that burn a core each', ...DEMO, burners: 2 },
  { what: 'a fast service in memory, 10 connections', waitMs: 0, gate: limitP99(250) },
  {
    what: 'base, head, a database each, and the load',
    config: 'bench/decision/live/scenario.yml',
    preview: true,
    base: true,
  },
];

const running = new Set();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) child.kill('SIGKILL');
    process.exit(130);
  });
}

const lines = [];
let missed = false;
const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
say(`${machine}.`);
say('');
say('| Known of the service | The generator | Runs | Pass | Fail | Inconclusive | Invalid | Goal | |');
say('|---|---|--:|--:|--:|--:|--:|---|---|');
for (const row of BUSY) {
  if (row.pinned && !canPin) {
    say(`| ${row.what} | ${row.busy} | skipped: it takes two cores, and taskset | | | | | | |`);
    continue;
  }
  const counts = await count(row, Number(flags['busy-runs']));
  const wrong = counts[row.never] ?? 0;
  tell([row.what, row.busy], counts, `no ${row.never}`, wrong === 0);
}
say('');
say('| Load | Runs | Pass | Fail | Inconclusive | Invalid | Goal | |');
say('|---|--:|--:|--:|--:|--:|---|---|');
for (const row of USUAL) {
  const runs = Number(flags.runs);
  const counts = await count(row, runs);
  const least = Math.ceil(LEAST_DECIDED * runs);
  const decided = (counts.pass ?? 0) + (counts.fail ?? 0);
  tell([row.what], counts, `a verdict in ${least} of ${runs}`, decided >= least);
}
if (flags.write) write();
process.exitCode = missed ? 1 : 0;

async function count(row, runs) {
  const counts = {};
  for (let i = 0; i < runs; i++) {
    const outcome = await judgeOnce(row);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function tell(names, counts, goal, met) {
  if (!met) missed = true;
  const runs = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const cells = ['pass', 'fail', 'inconclusive', 'invalid'].map((outcome) => counts[outcome] ?? 0);
  say(`| ${[...names, runs, ...cells, goal, met ? 'met' : 'missed'].join(' | ')} |`);
}

async function judgeOnce(row) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-verdicts-'));
  const children = [];
  const password = randomBytes(12).toString('hex');
  try {
    const sides = row.base ? 2 : 1;
    const starts = Array.from({ length: sides }, () =>
      row.preview ? startPreview(children, password) : startService(children, row),
    );
    const [target, base] = await Promise.all(starts);
    for (let i = 0; i < (row.burners ?? 0); i++)
      children.push(start(['-e', 'for (;;);'], {}, row.pinned ? 0 : null));
    const config = row.config ?? join(folder, 'tailgate.yml');
    if (!row.config) {
      const load = '{ connections: 10, duration: 5s, warmup: 1s, timeout: 5s }';
      writeFileSync(config, `load: ${load}\nscenario: { requests: [ { get: / } ] }\ngate: ${row.gate}\n`);
    }
    const words = ['--config', config, '--target-url', target, ...(base ? ['--base-url', base] : [])];
    return await run([...words, ...(row.flags ?? [])], password, row);
  } finally {
    await Promise.all(children.map(stop));
    rmSync(folder, { recursive: true, force: true });
  }
}

function startService(children, { waitMs, pinned }) {
  const options = { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] };
  const child = start([here('server.mjs'), '--wait', String(waitMs)], options, pinned ? 1 : null);
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', (port) => resolve(`http://127.0.0.1:${port}`));
    child.once('exit', (code) => reject(new Error(`the service ended with code ${code}`)));
  });
}

function startPreview(children, password) {
  const env = { ...process.env, DATABASE_URL: '', DEMO_PASSWORD: password };
  const options = { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], env };
  const child = start(['examples/preview/main.mjs', '--port', '0'], options, null);
  children.push(child);
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(JSON.parse(line).listening));
    child.once('exit', (code) => reject(new Error(`a preview ended with code ${code}`)));
  });
}

/** @returns {Promise<string>} the outcome */
function run(words, password, { burnInThread = false, pinned = false }) {
  const args = [
    ...(burnInThread ? ['--import', here('burn-in-thread.mjs')] : []),
    'dist/cli/index.js',
    'run',
  ];
  const user = { TAILGATE_EMAIL: 'syndic@grandplace.be', TAILGATE_PASSWORD: password };
  const options = { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...user } };
  const child = start([...args, ...words], options, pinned ? 0 : null);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      out = (out + text).slice(-3000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      const outcome = OUTCOMES[code];
      if (outcome === undefined) return reject(new Error(`tailgate run ended with ${code}:\n${out.trim()}`));
      if (outcome === 'inconclusive' || outcome === 'invalid') console.error(out.trim());
      resolve(outcome);
    });
  });
}

/** @param core the only one that it may use; null for any */
function start(args, options, core) {
  const words = core === null ? [] : ['taskset', '--cpu-list', String(core)];
  const [command, ...rest] = [...words, process.execPath, ...args];
  const child = spawn(command, rest, { cwd: ROOT, ...options });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function stop(child) {
  if (!running.has(child)) return;
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGKILL');
  });
}

function say(line) {
  lines.push(line);
  console.log(line);
}

function write() {
  const page = new URL('../../docs/measuring.md', import.meta.url);
  const place = /(<!-- verdicts, written by [^>]*-->\n)[\s\S]*?(<!-- \/verdicts -->)/;
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(place, (_, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
  );
}
