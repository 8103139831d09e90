/**
 * Server-Timing (W3C) of each response: how long its statements took, and everything else but the delay that it is
 * held back for.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** @type {AsyncLocalStorage<{ databaseMs: number }>} */
const requests = new AsyncLocalStorage();

/**
 * Notes how long statements take for the request that asks for them; a wait for the database's only connection counts.
 * @param {import('./database.mjs').Database} database
 * @returns {import('./database.mjs').Database}
 */
export function timed(database) {
  return {
    ...database,
    async query(sql, values) {
      const startMs = performance.now();
      try {
        return await database.query(sql, values);
      } finally {
        const request = requests.getStore();
        if (request) request.databaseMs += performance.now() - startMs;
      }
    },
  };
}

/** @param {import('fastify').FastifyInstance} app */
export function addServerTiming(app) {
  app.addHook('onRequest', (_request, _reply, done) => requests.run({ databaseMs: 0 }, done));
}

/**
 * @param {number} arrivedMs on performance.now()'s clock
 * @returns {string} the header's value as of now
 */
export function writeServerTiming(arrivedMs) {
  const databaseMs = requests.getStore()?.databaseMs ?? 0;
  const appMs = Math.max(0, performance.now() - arrivedMs - databaseMs);
  return `db;desc="PostgreSQL";dur=${databaseMs.toFixed(2)}, app;dur=${appMs.toFixed(2)}`;
}
