/**
 * One way to ask either database: PGlite, embedded and in memory, or a PostgreSQL server. Either is loaded only when
 * asked for; PGlite takes some seconds to start.
 */
import { openEmbedded } from './embedded.mjs';
import { fill, schema, seed } from './schema.mjs';
import { plantInDatabase } from './troubles.mjs';

/**
 * @typedef {object} Database
 * @property {(sql: string, values?: unknown[]) => Promise<any[]>} query rows of one statement
 * @property {() => { total: number, active: number, idle: number, waiting: number }} connections
 *   and how many statements wait for one
 * @property {(message: Uint8Array) => Promise<Uint8Array>} [say] a message of PostgreSQL's protocol; of PGlite alone
 * @property {() => Promise<void>} close
 */

/** Size of the pool: what the service in the report was given. */
const POOL = 15;

const STOCK = 1_000_000;

/** Records that one statement adds. */
const FILLED_AT_ONCE = 5000;

/**
 * Opens the database, creates what is missing in it and seeds it. Nothing that is there already is dropped.
 * @param {{ url?: string | undefined, password: string, pool?: number, rows?: number, accounts?: number, stock?: number,
 *   trouble?: string | null, isProbed?: boolean }} options url of a PostgreSQL, else PGlite; password of all accounts;
 *   connections to PostgreSQL; expenses that there are to be at least; accounts beside the demo's; pieces of each
 *   article, where there is no stock yet; what is wrong with it; whether PGlite counts its statements
 * @returns {Promise<Database>}
 */
export async function openDatabase(options) {
  const { url, password, pool = POOL, rows = 0, accounts = 0, stock = STOCK, trouble = null } = options;
  const database = url ? await openPool(url, pool) : await openEmbedded(options.isProbed ?? false);
  try {
    for (const statement of schema) await database.query(statement);
    for (const [statement, values] of await seed({ password, accounts, stock }))
      await database.query(statement, values);
    await fillExpenses(database, rows);
    for (const statement of plantInDatabase(trouble)) await database.query(statement);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function fillExpenses(database, rows) {
  const [{ count }] = await database.query(
    'select count(*)::integer as count from tailgate_preview.expenses',
  );
  for (let at = count; at < rows; at += FILLED_AT_ONCE) {
    const [statement, values] = fill(at, Math.min(rows, at + FILLED_AT_ONCE));
    await database.query(statement, values);
  }
  if (count < rows) await database.query('analyze tailgate_preview.expenses');
}

/**
 * @param {string} url
 * @param {number} max connections
 * @returns {Promise<Database>}
 */
async function openPool(url, max) {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max });
  // An idle connection that the server ends is replaced at the next statement; without a listener it ends the process.
  pool.on('error', () => {});
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    connections: () => ({
      total: pool.totalCount,
      active: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}
