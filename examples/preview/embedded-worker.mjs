/** PGlite in a thread of its own, behind messages: see embedded.mjs. */
import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

const engine = await PGlite.create();
parentPort.on('message', async ({ id, sql, values }) => {
  if (sql === null) {
    await engine.close();
    parentPort.close();
    return;
  }
  try {
    const { rows } = await engine.query(sql, values);
    parentPort.postMessage({ id, rows });
  } catch (error) {
    // A clone of an error keeps its message alone; what it is and which constraint it broke are told beside.
    const { message, code, constraint } = error;
    parentPort.postMessage({ id, failure: { message, code, constraint } });
  }
});
parentPort.postMessage({ id: 0, rows: [] });
