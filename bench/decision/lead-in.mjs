/**
 * How long is a switch felt? Two servers of a kind take turns under ten connections each, in slices of 400 ms by a fair
 * coin, and nothing is left out: how much slower are the first milliseconds of a slice than its second half? What is
 * found here is what the lead-in of a slice has to cover (src/engine/slices.ts).
 *
 *   npm run build && node bench/decision/lead-in.mjs [--slices 200] [--write]
 *
 * --write puts the table into docs/decision.md. Loopback only; a kind whose server isn't on this machine is skipped, in words.
 */
import { spawn, spawnSync } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startNginx } from '../generator/nginx.mjs';
import { hasPostgres, startPostgres } from '../servers/postgres.mjs';
import { startPreview, stopAll } from './live/children.mjs';
import { describeMachine, writeSection } from './page.mjs';

const { values: flags } = parseArgs({
  options: { slices: { type: 'string', default: '200' }, write: { type: 'boolean', default: false } },
});
const CONNECTIONS = 10;
const SLICE_MS = 400;
const SETTLED_MS = 200;
const BINS = [
  [0, 15],
  [15, 30],
  [30, 50],
  [50, 100],
  [100, 200],
];

const KINDS = [
  { name: 'Node, 1 ms of work a response', open: () => sides(startNode) },
  { name: 'nginx, a tiny file', open: () => sides(startNginx), missing: () => lacks('nginx', '-v') },
  { name: 'the preview on PostgreSQL, lists', open: openPreviews, missing: () => !hasPostgres() },
];

const lines = [
  `| Server | ${BINS.map(([from, to]) => `${from}–${to} ms`).join(' | ')} |`,
  `|---|${BINS.map(() => '--:|').join('')}`,
];
for (const kind of KINDS) {
  if (kind.missing?.()) {
    lines.push(`| ${kind.name} | skipped: it is not on this machine ${'| '.repeat(BINS.length)}|`);
    continue;
  }
  const opened = await kind.open();
  try {
    lines.push(`| ${kind.name} | ${(await measure(opened.asks)).join(' | ')} |`);
  } finally {
    await opened.close();
  }
}
const text = `Machine: ${describeMachine()}. ${flags.slices} slices of ${SLICE_MS} ms, ${CONNECTIONS} connections, two servers alternating. Median latency of
the requests sent in that part of a slice, as a multiple of those after ${SETTLED_MS} ms; the median slice and, in parentheses, the slowest of ten:

${lines.join('\n')}`;
console.log(text);
if (flags.write)
  writeSection('lead-in', text, ['node bench/decision/lead-in.mjs', ...process.argv.slice(2)].join(' '));

/** @param {readonly (() => Promise<unknown>)[][]} asks of each side its connections @returns a cell for each bin */
async function measure(asks) {
  const ratios = BINS.map(() => []);
  for (let slice = -4; slice < Number(flags.slices); slice++) {
    const seen = await loadSlice(asks[Math.random() < 0.5 ? 0 : 1]);
    // The first ones warm both up.
    if (slice < 0) continue;
    const settled = median(seen.filter(({ sentMs }) => sentMs >= SETTLED_MS).map(({ ms }) => ms));
    BINS.forEach(([from, to], bin) => {
      const part = seen.filter(({ sentMs }) => sentMs >= from && sentMs < to).map(({ ms }) => ms);
      if (part.length > 0) ratios[bin].push(median(part) / settled);
    });
  }
  return ratios.map((all) => `${at(all, 0.5).toFixed(2)} (${at(all, 0.9).toFixed(2)})`);
}

/** Each connection sends the next request when it has the last response. */
async function loadSlice(asks) {
  const seen = [];
  const startMs = performance.now();
  const loop = async (ask) => {
    for (;;) {
      const atMs = performance.now();
      if (atMs - startMs >= SLICE_MS) return;
      await ask();
      seen.push({ sentMs: atMs - startMs, ms: performance.now() - atMs });
    }
  };
  await Promise.all(asks.map(loop));
  return seen;
}

function asksOf(origin, paths, headers = {}) {
  return Array.from({ length: CONNECTIONS }, (_, i) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let turn = i;
    return () =>
      new Promise((resolve, reject) => {
        const path = paths[turn++ % paths.length];
        request(origin + path, { agent, headers }, (response) => {
          response.resume().once('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`${path} was answered ${response.statusCode}`));
          });
        })
          .once('error', reject)
          .end();
      });
  });
}

async function sides(start) {
  const servers = [await start(), await start()];
  return {
    asks: servers.map(({ origin }) => asksOf(origin, ['/'])),
    close: () => Promise.all(servers.map((server) => server.close())),
  };
}

async function startNode() {
  const file = fileURLToPath(new URL('../generator/server.mjs', import.meta.url));
  const child = spawn(process.execPath, [file, '--burn', '1'], {
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

async function openPreviews() {
  const password = 'lead-in-bench';
  const postgres = await startPostgres(['target', 'base']);
  try {
    const origins = [];
    for (const name of ['target', 'base'])
      origins.push(await startPreview({ delayMs: 0, slow: 1, password, databaseUrl: postgres.urlOf(name) }));
    const asks = await Promise.all(
      origins.map(async (origin) => {
        const login = await fetch(`${origin}/api/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: 'syndic@grandplace.be', password }),
        });
        const { token } = await login.json();
        const paths = ['/api/v1/buildings', '/api/v1/units', '/api/v1/owners'];
        return asksOf(origin, paths, { authorization: `Bearer ${token}` });
      }),
    );
    const close = async () => {
      await stopAll();
      await postgres.close();
    };
    return { asks, close };
  } catch (error) {
    await stopAll();
    await postgres.close();
    throw error;
  }
}

function lacks(command, flag) {
  return spawnSync(command, [flag]).error !== undefined;
}

function median(values) {
  return at(values, 0.5);
}

function at(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
