/**
 * One way to ask either database: PGlite, embedded and in memory, or a PostgreSQL server. Either is loaded only when
 * asked for; PGlite takes some seconds to start.
 */
import { openEmbedded } from './embedded.mjs';
import { dropIndex, fillUp, schema, seed } from './schema.mjs';

/**
 * @typedef {object} Database
 * @property {(sql: string, values?: unknown[]) => Promise<any[]>} query rows of one statement
 * @property {() => { total: number, active: number, idle: number }} connections
 * @property {() => Promise<void>} close
 */

/** Size of the pool: what the service in the report was given. */
const POOL = 15;

/**
 * Opens the database, creates what is missing in it and seeds it. Nothing that is there already is dropped.
 * @param {{ url?: string | undefined, password: string, oldRecords?: number | undefined, missingIndex?: string | undefined }}
 *   options url of a PostgreSQL, else PGlite; password of the demo account; how many old expenses there are besides; the
 *   table whose lists have no index
 * @returns {Promise<Database>}
 */
export async function openDatabase({ url, password, oldRecords = 0, missingIndex }) {
  const database = url ? await openPool(url) : await openEmbedded();
  try {
    for (const statement of schema) await database.query(statement);
    if (oldRecords > 0)
      for (const [statement, values] of fillUp(oldRecords)) await database.query(statement, values);
    for (const [statement, values] of await seed(password)) await database.query(statement, values);
    if (missingIndex !== undefined) await database.query(dropIndex(missingIndex));
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/**
 * @param {string} url
 * @returns {Promise<Database>}
 */
async function openPool(url) {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({ connectionString: url, max: POOL });
  // An idle connection that the server ends is replaced at the next statement; without a listener it ends the process.
  pool.on('error', () => {});
  return {
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    connections: () => ({
      total: pool.totalCount,
      active: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
    }),
    close: () => pool.end(),
  };
}
