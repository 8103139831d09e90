// PostgreSQL on a fresh cluster, on a free port of loopback, for benches and tests. It refuses to run as root: there it
// runs as its own user.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const START_DEADLINE_MS = 20_000;

/** Whether there is one on this machine that can be started. */
export function hasPostgres() {
  return (
    ['initdb', 'postgres'].every((name) => spawnSync(name, ['--version']).status === 0) && owner() !== null
  );
}

/**
 * @param {readonly string[]} databases that it is to have
 * @param {readonly string[]} settings such as shared_preload_libraries=pg_stat_statements
 * @returns {Promise<Postgres>} see postgres.d.mts
 */
export async function startPostgres(databases, settings = []) {
  const { uid, gid } = owner();
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-postgres-'));
  chownSync(folder, uid, gid);
  const data = join(folder, 'data');
  const as = { uid, gid, cwd: folder, stdio: 'ignore' };
  const made = spawnSync('initdb', ['-D', data, '-U', 'bench', '--auth=trust', '--no-sync'], as);
  if (made.status !== 0) throw new Error(`initdb ended with ${made.status ?? made.error?.message}`);
  const port = await freePort();
  const set = settings.flatMap((setting) => ['-c', setting]);
  const start = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F', ...set];
  const child = spawn('postgres', start, as);
  const urlOf = (database) => `postgresql://bench@127.0.0.1:${port}/${database}`;
  // The one that forks the others first, so that none is added meanwhile.
  const signalAll = (signal) => {
    for (const pid of [child.pid, ...childrenOf(child.pid)]) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended by itself.
      }
    }
  };
  const pidFile = join(data, 'postmaster.pid');
  const close = async () => {
    await endOther(pidFile, child.pid);
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      signalAll('SIGCONT');
      child.kill('SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = await connect(urlOf('postgres'));
    for (const database of databases) await client.query(`create database ${database}`);
    await client.end();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    urlOf,
    hang: () => signalAll('SIGSTOP'),
    goOn: () => signalAll('SIGCONT'),
    commands: {
      // As `docker stop` does: it returns once the database is gone.
      stop: `pid=$(head -n 1 '${pidFile}') && kill -INT $pid && while kill -0 $pid 2> /dev/null; do sleep 0.05; done`,
      start: [process.execPath, again, uid, gid, folder, ...start].map((word) => `'${word}'`).join(' '),
    },
    close,
  };
}

const again = fileURLToPath(new URL('postgres-again.mjs', import.meta.url));

/** One that somebody has started in place of ours. */
async function endOther(pidFile, own) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (pid === own) return;
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  if (isThere()) process.kill(pid, 'SIGINT');
  while (isThere()) await sleep(50);
}

async function connect(connectionString) {
  const until = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(100);
    }
  }
}

/** Linux; elsewhere none is found. */
function childrenOf(parent) {
  const isChild = (pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name before it may hold anything.
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      return false;
    }
  };
  const all = existsSync('/proc') ? readdirSync('/proc').map(Number) : [];
  return all.filter((pid) => Number.isInteger(pid) && isChild(pid));
}

/** Who it may run as; null where nobody can be found. */
function owner() {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (uid !== 0) return uid === undefined ? null : { uid, gid };
  const idOf = (flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout?.trim() || Number.NaN);
  const its = { uid: idOf('-u'), gid: idOf('-g') };
  return Number.isInteger(its.uid) && Number.isInteger(its.gid) ? its : null;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
