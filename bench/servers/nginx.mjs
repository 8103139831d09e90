import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopChild } from './start.mjs';

const CANDIDATES = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'];
const ATTEMPTS = 100;

/** @returns {{path: string, version: string} | null} null where the machine has none */
export function findNginx() {
  for (const path of CANDIDATES) {
    const { status, stderr } = spawnSync(path, ['-v'], { encoding: 'utf8' });
    if (status === 0) return { path, version: /nginx\/(\S+)/.exec(stderr)?.[1] ?? 'unversioned' };
  }
  return null;
}

/** An nginx in front of a server, with its own defaults towards clients and kept connections towards the server. */
export async function startNginx({ path }, upstreamPort) {
  const directory = mkdtempSync(join(tmpdir(), 'tailgate-nginx-'));
  const port = await freePort();
  const configuration = join(directory, 'nginx.conf');
  writeFileSync(configuration, describe(directory, port, upstreamPort));
  const child = spawn(path, ['-p', directory, '-e', 'error.log', '-c', configuration], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async () => {
    await stopChild(child);
    rmSync(directory, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await accepts(port)) return { port, stop };
    await sleep(50);
  }
  await stop();
  throw new Error('nginx did not start');
}

function describe(directory, port, upstreamPort) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${directory}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${directory}/${name};`).join('\n  ')}
  upstream truth { server 127.0.0.1:${upstreamPort}; keepalive 64; keepalive_requests 1000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://truth;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => socket.destroy() && resolve(true));
    socket.once('error', () => resolve(false));
  });
}
