/**
 * The embedded database. A statement keeps its thread busy for about a millisecond; in the thread that answers requests
 * it would hold up all the others, and that time would come on top of the delays instead of being part of them.
 */
import { Worker } from 'node:worker_threads';

/**
 * Starts an empty database in memory; this takes some seconds, and one where PGLITE_CLUSTER names a file that was
 * written by an earlier start.
 * @param {boolean} isProbed whether its statements are to be counted
 * @returns {Promise<import('./database.mjs').Database>}
 */
export async function openEmbedded(isProbed) {
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
    workerData: { file: process.env.PGLITE_CLUSTER || null, isProbed },
  });
  /** @type {Map<number, { resolve: (rows: any[]) => void, reject: (error: Error) => void }>} */
  const waiting = new Map();
  let lastId = 0;
  let failure = null;

  const answer = () => new Promise((resolve, reject) => waiting.set(lastId, { resolve, reject }));
  const end = (error) => {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, rows, failure: refused }) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (refused) asked?.reject(Object.assign(new Error(refused.message), refused));
    else asked?.resolve(rows);
  });
  worker.on('error', end);
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  ended.then(() => end(new Error('the database has been closed')));

  await answer();
  return {
    async query(sql, values = []) {
      if (failure) throw failure;
      lastId += 1;
      worker.postMessage({ id: lastId, sql, values });
      return answer();
    },
    async say(message) {
      if (failure) throw failure;
      lastId += 1;
      worker.postMessage({ id: lastId, message });
      return answer();
    },
    // One connection; whatever comes beside the statement that runs is waiting in line.
    connections: () => ({
      total: 1,
      active: Math.min(waiting.size, 1),
      idle: waiting.size > 0 ? 0 : 1,
      waiting: Math.max(0, waiting.size - 1),
    }),
    async close() {
      worker.postMessage({ sql: null });
      await ended;
    },
  };
}
