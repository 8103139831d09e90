/**
 * What a run takes beside its load: from the start of the process to its first request, and from the last response to
 * the verdict; and how large the bundles are.
 *
 *   npm run bench:overhead                   7 runs from the terminal, 7 as the action
 *   npm run bench:overhead -- --runs 15
 *   npm run bench:overhead -- --write        the table to docs/speed.md too
 *
 * The server is this process, so that both ends are on one clock. Loopback only. Ends with 1 where a goal is missed, 2
 * where it was asked wrongly.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../throughput/goals.mjs';
import { describeRun, writeSection } from '../throughput/speed-page.mjs';
import { startClockedServer } from './clocked-server.mjs';
import { DOORS, runOnce } from './run-once.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUNDLES = ['dist/index.js', 'dist/cli/index.js', 'dist/worker/index.js'];
const GOALS = { firstRequestMs: 400, verdictMs: 300, bundlesBytes: 6_200_000 };

/** Small enough to leave the machine at rest, so that nothing but the run's own work is timed. */
const CONFIG = `name: overhead
target: { ready: /ready }
load: { connections: 10, duration: 1s, warmup: 0s }
scenario: { requests: [ { name: one, get: /one }, { name: two, get: /two } ] }
gate: { p99: { max: 5 s }, errors: { max: 1 % } }
`;

process.exitCode = await main();

async function main() {
  const missingFile = BUNDLES.find((file) => !existsSync(join(root, file)));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  try {
    const { values } = parseArgs({
      options: { runs: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
    });
    const runs = Number(values.runs);
    if (!(Number.isInteger(runs) && runs >= 1 && runs <= 100))
      throw new Error('--runs takes a whole number from 1 to 100');
    return await bench(runs, values.write);
  } catch (error) {
    return explain(error.message);
  }
}

async function bench(runs, write) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-overhead-'));
  writeFileSync(join(folder, 'tailgate.yml'), CONFIG);
  const server = await startClockedServer();
  const seen = new Map(DOORS.map((door) => [door, []]));
  const bare = [];
  try {
    for (let i = 0; i < runs; i++) {
      bare.push({ wholeMs: timeBareNode() });
      for (const door of DOORS) seen.get(door).push(await runOnce(door, { root, folder, server }));
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const sizes = BUNDLES.map((file) => ({ file, bytes: statSync(join(root, file)).size }));
  const node = row('Node alone, with nothing to do', 'wholeMs', bare);
  const rows = [node, ...DOORS.flatMap((door) => timeRows(door, seen.get(door))), ...sizeRows(sizes)];
  const table = [
    '| What | median | least … most | goal, less than | |',
    '|---|--:|--:|--:|---|',
    ...rows.map(({ cells }) => `| ${cells.join(' | ')} |`),
  ].join('\n');
  console.log(table);
  if (write) writeSection('overhead', page(runs, table));
  return rows.every(({ met }) => met !== false) ? 0 : 1;
}

/** What of the start isn't Tailgate's. */
function timeBareNode() {
  const startMs = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startMs;
}

function timeRows({ name }, runs) {
  return [
    row(
      `${name}: start to first request (the first readiness poll)`,
      'firstRequestMs',
      runs,
      GOALS.firstRequestMs,
    ),
    row(`${name}: start to first request of the load`, 'firstLoadMs', runs),
    row(`${name}: last response to verdict written`, 'verdictMs', runs, GOALS.verdictMs),
    row(`${name}: last response to end of process`, 'exitMs', runs, GOALS.verdictMs),
  ];
}

function row(what, key, runs, goal) {
  const values = runs.map((run) => run[key]);
  const ms = (value) => `${Math.round(value)} ms`;
  const met = goal === undefined ? undefined : median(values) < goal;
  const range = `${ms(Math.min(...values))} … ${ms(Math.max(...values))}`;
  return { met, cells: [what, ms(median(values)), range, goal === undefined ? '' : ms(goal), said(met)] };
}

function sizeRows(sizes) {
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  const met = total < GOALS.bundlesBytes;
  return [
    ...sizes.map(({ file, bytes }) => ({ cells: [`\`${file}\``, mb(bytes), '', '', ''] })),
    { met, cells: ['bundles in all', mb(total), '', mb(GOALS.bundlesBytes), said(met)] },
  ];
}

function said(met) {
  if (met === undefined) return '';
  return met ? 'met' : '**missed**';
}

function page(runs, table) {
  return `## Overhead of a run

${describeRun('npm run bench:overhead -- --write')}

${runs} runs each from the command line and as the action, alternating, with 1 s of load on 10 connections each, no warm-up. The first request of the load comes
after three successful readiness polls, 100 ms apart.

${table}`;
}

function explain(message) {
  console.error(`bench:overhead: ${message}`);
  return 2;
}
