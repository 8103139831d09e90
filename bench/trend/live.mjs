/**
 * Soaks of a real server through the terminal's command, several at once: what is told of stable ones, and of ones that
 * creep by a quarter.
 *
 *   npm run bench:trend:live                       eight stable soaks of five minutes at once, and two that creep
 *   npm run bench:trend:live -- --soaks 4          fewer
 *   npm run bench:trend:live -- --duration 10m     longer
 *   npm run bench:trend:live -- --write            the table to docs/load-shapes.md too
 *
 * Each is at 50 requests a second, which leaves a processor mostly idle: the servers wait and do nothing else.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stopChild } from '../servers/start.mjs';
import { writeParts } from './page.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SERVER = fileURLToPath(new URL('live-server.mjs', import.meta.url));
const CREEPING = 2;
const CONFIG = (duration) => `name: soak
target: { ready: / }
load: { connections: 10, rate: 50/s, arrivals: poisson, duration: ${duration}, warmup: 10s }
scenario: { requests: [{ name: wait, get: / }] }
gate: { errors: { max: 1 % } }
`;

async function main() {
  if (!existsSync(`${ROOT}dist/cli/index.js`))
    return explain('dist/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({
      options: { soaks: { type: 'string' }, duration: { type: 'string' }, write: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return explain(error.message);
  }
  const { duration = '5m' } = flags;
  const minutes = /^(\d{1,2})m$/.exec(duration)?.[1];
  if (minutes === undefined || Number(minutes) < 5) return explain('--duration takes minutes from 5m to 99m');
  const soaks = Number(flags.soaks ?? 8);
  if (!(Number.isInteger(soaks) && soaks >= 1 && soaks <= 16))
    return explain('--soaks takes a whole number from 1 to 16');
  const kinds = [...Array(soaks).fill('stable'), ...Array(CREEPING).fill('creeping')];
  const rows = await Promise.all(kinds.map((kind) => soak(kind, duration, 60 * Number(minutes))));
  const table = render(rows, duration);
  console.log(table);
  return flags.write ? writeParts({ 'trend-live': table }) : 0;
}

/** @returns the result's trends, and what it warned of */
async function soak(kind, duration, seconds) {
  const args = kind === 'creeping' ? ['--creeping', '--over', String(seconds)] : [];
  const server = fork(SERVER, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-soak-'));
  try {
    const [{ port }] = await once(server, 'message');
    writeFileSync(join(folder, 'tailgate.yml'), CONFIG(duration));
    const url = `http://127.0.0.1:${port}`;
    const file = join(folder, 'result.json');
    const command = [join(ROOT, 'dist/cli/index.js'), 'run', '--target-url', url, '--json', file];
    const child = spawn(process.execPath, command, { cwd: folder, stdio: 'ignore' });
    await once(child, 'exit');
    const { verdict, trends = [], warnings } = JSON.parse(readFileSync(file, 'utf8'));
    return { kind, verdict, trends, warned: warnings.filter(({ code }) => code === 'degrading') };
  } finally {
    await stopChild(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

function render(rows, duration) {
  const lines = rows.map(({ kind, verdict, trends, warned }) => {
    const p99 = trends.find(({ metric }) => metric === 'p99');
    const told = warned.map(({ metric }) => metric).join(', ') || 'nothing';
    return `| ${kind === 'stable' ? 'stable' : 'creeps by 25 %'} | ${verdict} | ${percent(p99?.change)} | ${p99 ? p99.interval.map(percent).join(' … ') : '–'} | ${told} |`;
  });
  return [
    `| Real soak of ${duration} at 50/s, ${rows.length} at once | Verdict | P99, beginning to end | 90 % interval | Told |`,
    '| --- | --- | --: | --: | --- |',
    ...lines,
  ].join('\n');
}

function percent(value) {
  return value === undefined ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)} %`;
}

function explain(message) {
  console.error(message);
  return 2;
}

process.exitCode = await main();
