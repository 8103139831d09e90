/**
 * Searches for the breaking point of real servers of known capacity (slots × time in a slot) by the terminal's command,
 * over real sockets: whether each finds it within 5 % in four minutes, and how long it held the server beyond its limit,
 * by the server's own log.
 *
 *   npm run bench:breakpoint                 eight searches, one after the other: 10 to 15 min
 *   npm run bench:breakpoint -- --only 400   those of one capacity
 *   npm run bench:breakpoint -- --write      the table to docs/load-shapes.md too
 *
 * Half of them with noise: a process beside that keeps a processor busy for a third of the time, in bursts.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSlots, stopChild } from '../servers/start.mjs';
import { writeParts } from '../trend/page.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOISE = fileURLToPath(new URL('noise.mjs', import.meta.url));
const LIMIT_MS = 150;
/** The server is beyond its limit where its answers are; a pause of so long between two of them ends that. */
const PAUSE_MS = 250;
const BY_RATE = '{ connections: 200, rate: { from: 20/s, to: 2000/s } }';
const BY_CONNECTIONS = '{ connections: { from: 1, to: 400 } }';
const CASES = [
  { slots: 4, serviceMs: 40, by: 'rate' },
  { slots: 8, serviceMs: 20, by: 'rate' },
  { slots: 16, serviceMs: 20, by: 'rate' },
  { slots: 8, serviceMs: 20, by: 'connections' },
].flatMap((one) => [
  { ...one, noise: false },
  { ...one, noise: true },
]);
const WITHIN = 0.05;
const LONGEST_SECONDS = 240;
const LONGEST_BEYOND_SECONDS = 3;

const config = (by) => `name: capacity
target: { ready: /ready }
load: { breakpoint: ${by === 'rate' ? BY_RATE : BY_CONNECTIONS}, warmup: 5s }
scenario: { requests: [{ name: work, get: / }] }
gate: { p99: { max: ${LIMIT_MS} ms }, errors: { max: 1 % }, capacity: { min: 1 /s } }
`;

async function main() {
  if (!existsSync(`${ROOT}dist/cli/index.js`))
    return explain('dist/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean' } } }).values;
  } catch (error) {
    return explain(error.message);
  }
  const cases = CASES.filter((one) => flags.only === undefined || truthOf(one) === Number(flags.only));
  if (cases.length === 0)
    return explain(`--only takes one of ${[...new Set(CASES.map(truthOf))].join(', ')}`);
  const rows = [];
  for (const one of cases) {
    rows.push(await search(one));
    console.log(renderRow(rows.at(-1)));
  }
  const table = render(rows);
  console.log(`\n${table}`);
  const missed = rows.filter((row) => !isMet(row)).length;
  console.log(
    missed === 0 ? 'all as they should be' : `${missed} of ${rows.length} are not as they should be`,
  );
  if (flags.write) return writeParts({ breakpoint: table });
  return missed === 0 ? 0 : 1;
}

async function search({ slots, serviceMs, by, noise }) {
  const server = await startSlots({ slots, serviceMs });
  const beside = noise ? fork(NOISE, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }) : null;
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-breakpoint-'));
  try {
    writeFileSync(join(folder, 'tailgate.yml'), config(by));
    const file = join(folder, 'result.json');
    const url = `http://127.0.0.1:${server.port}`;
    const command = [join(ROOT, 'dist/cli/index.js'), 'run', '--target-url', url, '--json', file];
    const beganMs = performance.now();
    await once(spawn(process.execPath, command, { cwd: folder, stdio: 'ignore' }), 'exit');
    const seconds = (performance.now() - beganMs) / 1000;
    const { log } = await server.seen();
    const { search } = JSON.parse(readFileSync(file, 'utf8'));
    const [one] = search.searches;
    return {
      slots,
      serviceMs,
      by,
      noise,
      seconds,
      capacity: search.capacity,
      broke: one.broke,
      steps: one.steps.length,
      beyondSeconds: longestBeyond(log) / 1000,
    };
  } finally {
    if (beside) await stopChild(beside);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The longest stretch in which requests were answered later than the limit, from when the first of them was due to be. */
function longestBeyond(log) {
  const late = log
    .filter(([cameMs, , endMs, status]) => status !== 200 || endMs - cameMs > LIMIT_MS)
    .map(([cameMs]) => cameMs + LIMIT_MS)
    .sort((a, b) => a - b);
  let [longest, begin, last] = [0, null, null];
  for (const at of late) {
    if (last === null || at - last > PAUSE_MS) begin = at;
    last = at;
    longest = Math.max(longest, at - begin);
  }
  return longest;
}

const truthOf = ({ slots, serviceMs }) => (1000 * slots) / serviceMs;
const errorOf = (row) => (row.capacity ? row.capacity.perSecond / truthOf(row) - 1 : -1);

function isMet(row) {
  return (
    Math.abs(errorOf(row)) <= WITHIN &&
    row.seconds <= LONGEST_SECONDS &&
    row.beyondSeconds <= LONGEST_BEYOND_SECONDS
  );
}

function render(rows) {
  return [
    '| A server of | by | Beside it | Found | 95 % interval | Off by | Steps | Time | Longest beyond its limit |',
    '| --- | --- | --- | --: | --: | --: | --: | --: | --: |',
    ...rows.map(renderRow),
  ].join('\n');
}

function renderRow(row) {
  const { slots, serviceMs, by, noise, capacity, steps, seconds, beyondSeconds } = row;
  const off = 100 * errorOf(row);
  return `| ${[
    `${slots} × ${serviceMs} ms: ${truthOf(row)} /s`,
    by,
    noise ? 'noise' : 'nothing',
    capacity ? `${capacity.perSecond.toFixed(0)} /s` : 'none',
    capacity ? `${capacity.low.toFixed(0)} … ${capacity.high?.toFixed(0) ?? '?'} /s` : '–',
    `${off < 0 ? '−' : '+'}${Math.abs(off).toFixed(1)} %`,
    steps,
    `${seconds.toFixed(0)} s`,
    `${beyondSeconds.toFixed(1)} s`,
  ].join(' | ')} |`;
}

function explain(message) {
  console.error(message);
  return 2;
}

process.exitCode = await main();
