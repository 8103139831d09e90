/** `npm run demo -- --why`: what there is of base and head, whose only difference is that the head lacks an index. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { hasPostgres, startPostgres } from '../bench/servers/postgres.mjs';
import { varyWhy } from './variants.mjs';

/** Expenses on either side. */
const ROWS = 20_000;
/** Longest load, both sides together; what is as clear as this is decided sooner. */
export const WHY_DURATION = '60s';
const SIDES = ['base', 'head'];

/**
 * @param {{ embedded: boolean, startPreview: (flags: string[], databaseUrl: string) => Promise<{ listening: string, database?: string }> }} how
 * @returns {Promise<{ urls: Record<string, string>, databases: Record<string, string>, close: () => Promise<void> }>}
 */
export async function openSides({ embedded, startPreview }) {
  const postgres = !embedded && hasPostgres() ? await openPostgres() : null;
  console.log(`Starting base and head of the preview on ${postgres ? 'PostgreSQL' : 'PGlite, embedded'} …`);
  const [urls, databases] = [{}, {}];
  try {
    for (const side of SIDES) {
      const own = ['--delay', 'none', '--rows', String(ROWS), '--database-port', '0'];
      const flags = side === 'head' ? [...own, '--trouble', 'missing-index'] : own;
      const url = postgres?.urlOf(side) ?? '';
      const { listening, database } = await startPreview(flags, url);
      [urls[side], databases[side]] = [listening, database ?? url];
    }
  } catch (error) {
    await postgres?.close();
    throw error;
  }
  return { urls, databases, close: async () => postgres?.close() };
}

/** @param {string} root folder of the repository */
export function whyConfig(root) {
  return varyWhy(readFileSync(`${root}examples/tailgate.yml`, 'utf8'));
}

async function openPostgres() {
  const postgres = await startPostgres(SIDES, ['shared_preload_libraries=pg_stat_statements']);
  for (const side of SIDES) {
    const client = new pg.Client({ connectionString: postgres.urlOf(side) });
    await client.connect();
    await client.query('create extension pg_stat_statements');
    await client.end();
  }
  return postgres;
}
