/**
 * Server-Timing (W3C) of each response: how long its statements took, how long the service behind took, and everything
 * else but the delay that it is held back for.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Durations by name, in ms, of the request that is answered. */
const requests = new AsyncLocalStorage();

/**
 * Notes how long statements take for the request that asks for them; a wait for a connection counts.
 * @param {import('./database.mjs').Database} database
 * @returns {import('./database.mjs').Database}
 */
export function timedDatabase(database) {
  return { ...database, query: (sql, values) => noting('db', () => database.query(sql, values)) };
}

/**
 * The same of the service behind, where there is one.
 * @template {{ ask: () => Promise<void> } | null} Downstream
 * @param {Downstream} downstream
 * @returns {Downstream}
 */
export function timedDownstream(downstream) {
  return downstream && { ...downstream, ask: () => noting('downstream', downstream.ask) };
}

/** @param {import('fastify').FastifyInstance} app */
export function addServerTiming(app) {
  app.addHook('onRequest', (_request, _reply, done) => requests.run(new Map([['db', 0]]), done));
}

/**
 * @param {number} arrivedMs on performance.now()'s clock
 * @returns {string} the header's value as of now
 */
export function writeServerTiming(arrivedMs) {
  const durations = [...(requests.getStore() ?? [])];
  const elsewhereMs = durations.reduce((sum, [, ms]) => sum + ms, 0);
  const appMs = Math.max(0, performance.now() - arrivedMs - elsewhereMs);
  return [...durations, ['app', appMs]].map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(', ');
}

async function noting(name, act) {
  const startMs = performance.now();
  try {
    return await act();
  } finally {
    const durations = requests.getStore();
    durations?.set(name, (durations.get(name) ?? 0) + performance.now() - startMs);
  }
}
