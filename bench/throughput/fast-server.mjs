import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findNginx } from '../servers/nginx.mjs';
import { stopChild } from '../servers/start.mjs';
import { TOKEN } from './mix.mjs';
import { pin } from './pinned.mjs';

const ATTEMPTS = 100;

/**
 * A server that is as fast as this machine has one, on one core of its own: it answers any method and path with a
 * small JSON, POST with 201.
 * @param core the server's, or null where it can't be pinned
 * @returns `{ name, origin, requests(), stop() }`; `requests` asks how many requests it has read
 */
export async function startFastServer(core) {
  const nginx = findNginx();
  return nginx === null ? startNode(core) : startNginx(nginx, core);
}

async function startNginx({ path, version }, core) {
  const directory = mkdtempSync(join(tmpdir(), 'tailgate-speed-'));
  const port = await freePort();
  const configuration = join(directory, 'nginx.conf');
  writeFileSync(configuration, describe(directory, port));
  writeFileSync(join(directory, 'large.json'), largeJson());
  const [command, args] = pin(core, path, ['-p', directory, '-e', 'error.log', '-c', configuration]);
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await stopChild(child);
    rmSync(directory, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await fetch(origin).catch(() => null);
    if (answer?.ok) return { name: `nginx ${version}`, origin, requests: () => readRequests(origin), stop };
    await sleep(50);
  }
  await stop();
  throw new Error('nginx did not start');
}

/** The third of the three numbers below "server accepts handled requests". */
async function readRequests(origin) {
  const text = await (await fetch(`${origin}/requests`)).text();
  return Number(/^ *\d+ +\d+ +(\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

function describe(directory, port) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const folders = temporary.map((name) => `${name}_temp_path ${directory}/${name};`).join('\n  ');
  return `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${directory}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  default_type application/json;
  keepalive_requests 1000000000;
  keepalive_time 1d;
  ${folders}
  server {
    listen 127.0.0.1:${port};
    location = /requests { stub_status; }
    location = /carts { return 201 '{"id":"c1","total":0}'; }
    location = /carts/c1/items { return 201 '{"id":"c1","total":1}'; }
    location = /carts/c1 {
      if ($request_method = DELETE) { return 204; }
      return 200 '{"id":"c1","total":1}';
    }
    location = /large.json { root ${directory}; }
    location = /api/v1/auth/login { add_header Set-Cookie "sid=$request_id; Path=/"; return 200 '{"token":"${TOKEN}"}'; }
    location / {
      if ($request_method = POST) { return 201 '{"status":"ok"}'; }
      return 200 '{"status":"ok"}';
    }
  }
}
`;
}

/** About 100 KiB. */
function largeJson() {
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    id: `row-${i}`,
    amount: i * 1.5,
    note: 'x'.repeat(60),
  }));
  return JSON.stringify({ rows });
}

async function startNode(core) {
  const file = fileURLToPath(new URL('node-server.mjs', import.meta.url));
  const [command, args] = pin(core, process.execPath, [file, TOKEN, largeJson()]);
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = await once(child, 'message');
  const origin = `http://127.0.0.1:${port}`;
  return {
    name: `Node ${process.version}`,
    origin,
    requests: async () => Number(await (await fetch(`${origin}/requests`)).text()),
    stop: () => stopChild(child),
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
