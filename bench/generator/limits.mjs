/**
 * When is the load generator late? Loads services in ways that are all right, and generators that are not, and
 * prints what the generator said of itself beside the limits of src/judgement/validity/generator.ts.
 *
 *   npm run build && node bench/generator/limits.mjs [--seconds 5] [--repeat 2] [--write]
 *
 * --write puts the table into docs/measuring.md.
 * Loopback only. A row whose server isn't on this machine (nginx) is skipped, in words.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startNginx } from './nginx.mjs';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    repeat: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const nginx = spawnSync('nginx', ['-v']).error === undefined;

const ROWS = [
  { what: '5 ms service, 10 connections', connections: 10 },
  { what: 'the same beside two processes that burn a core each', connections: 10, burners: 2 },
  { what: '5 ms service, 200 connections', connections: 200 },
  { what: 'service that takes a whole core, 10 connections', connections: 10, server: ['--burn', '1'] },
  { what: 'slow service, 300 ms, 10 connections', connections: 10, server: ['--wait', '300'] },
  { what: '5 ms service, 300/s offered to 10 connections', connections: 10, perSecond: 300 },
  { what: 'generator thread that is busy 30 ms of every 60', connections: 10, burnInThread: true },
  { what: 'the same at 300/s offered', connections: 10, perSecond: 300, burnInThread: true },
  { what: 'nginx, a tiny file, 400 connections', connections: 400, nginx: true },
];

const lines = [];
const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
say(`${machine}; ${flags.seconds} s each, measured ${flags.repeat} times.`);
say('');
say('| Load | Busiest thread | Loop delay P99 | Its limit | Sent late | Successes/s | Judged |');
say('|---|--:|--:|--:|--:|--:|---|');
for (const row of ROWS) {
  if (row.nginx && !nginx) say(`| ${row.what} | skipped: there is no nginx on this machine | | | | | |`);
  else for (let i = 0; i < Number(flags.repeat); i++) say(await measureRow(row));
}
if (flags.write) write();

function say(line) {
  lines.push(line);
  console.log(line);
}

function write() {
  const page = new URL('../../docs/measuring.md', import.meta.url);
  const place = /(<!-- generator, written by [^>]*-->\n)[\s\S]*?(<!-- \/generator -->)/;
  const text = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    text.replace(place, (_, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
  );
}

async function measureRow(row) {
  const server = row.nginx ? await startNginx() : await startServer(row.server ?? ['--wait', '5']);
  const burners = Array.from({ length: row.burners ?? 0 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);']),
  );
  try {
    const seen = await inProcess({ ...row, origin: server.origin });
    const cells = [
      row.what,
      `${Math.round(seen.cpuShare * 100)} %`,
      `${seen.loopDelayP99Ms.toFixed(1)} ms`,
      `${Math.max(2, seen.p99Ms / 2).toFixed(1)} ms`,
      seen.lateShare === null ? '–' : `${(seen.lateShare * 100).toFixed(1)} %`,
      Math.round(seen.perSecond),
      seen.late ? 'late' : 'in time',
    ];
    return `| ${cells.join(' | ')} |`;
  } finally {
    for (const burner of burners) burner.kill('SIGKILL');
    await server.close();
  }
}

/** A thread that is to be slow needs something loaded into it, which only a process of its own can ask for. */
function inProcess({ burnInThread, ...row }) {
  const execArgv = burnInThread ? ['--import', here('burn-in-thread.mjs')] : [];
  const args = [here('load-once.mjs'), JSON.stringify({ ...row, seconds: Number(flags.seconds) })];
  const child = spawn(process.execPath, [...execArgv, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the load ended with code ${code}`)));
  });
}

async function startServer(args) {
  const child = spawn(process.execPath, [here('server.mjs'), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const port = await new Promise((resolve) => child.once('message', resolve));
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGKILL');
      }),
  };
}
