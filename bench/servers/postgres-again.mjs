// Starts a PostgreSQL that was stopped, as its own user, and leaves it: what `docker start` is for a container.
//   node postgres-again.mjs UID GID FOLDER FLAGS…
import { spawn } from 'node:child_process';

const [uid, gid, cwd, ...flags] = process.argv.slice(2);
spawn('postgres', flags, {
  uid: Number(uid),
  gid: Number(gid),
  cwd,
  detached: true,
  stdio: 'ignore',
}).unref();
