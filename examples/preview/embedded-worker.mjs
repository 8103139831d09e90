/** PGlite in a thread of its own, behind messages: see embedded.mjs. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_stat_statements } from '@electric-sql/pglite/contrib/pg_stat_statements';

/** Most of a start is initdb; what it makes is kept in the file, where there is to be one, and is the same each time. */
async function start({ file, isProbed }) {
  const extensions = isProbed ? { pg_stat_statements } : {};
  if (file === null) return PGlite.create({ extensions });
  const kept = await readFile(file).catch(() => null);
  if (kept) return PGlite.create({ extensions, loadDataDir: new Blob([kept]) });
  const engine = await PGlite.create({ extensions });
  const made = await engine.dumpDataDir('none');
  // Others may be reading it, or writing it at the same time.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.from(await made.arrayBuffer()));
  await rename(unfinished, file);
  return engine;
}

const engine = await start(workerData);
parentPort.on('message', async ({ id, sql, values, message: said }) => {
  if (sql === null) {
    await engine.close();
    parentPort.close();
    return;
  }
  try {
    if (said) {
      const answer = await engine.runExclusive(() => engine.execProtocolRaw(said));
      parentPort.postMessage({ id, rows: answer });
      return;
    }
    const { rows } = await engine.query(sql, values);
    parentPort.postMessage({ id, rows });
  } catch (error) {
    // A clone of an error keeps its message alone; what it is and which constraint it broke are told beside.
    const { message, code, constraint } = error;
    parentPort.postMessage({ id, failure: { message, code, constraint } });
  }
});
parentPort.postMessage({ id: 0, rows: [] });
