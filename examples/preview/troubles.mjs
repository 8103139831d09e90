/**
 * What makes services slower, one at a time and in one place each, so that whoever looks for the reason can be held to
 * it. Everything else of the preview stays as it is.
 */

/** How long the loop of `cpu-loop` keeps the thread, and how long `lock` holds its lock. */
const LOOP_MS = 6;
const HELD_MS = 8;
/** Of `garbage`: objects that a request leaves, and requests whose objects are still there. */
const OBJECTS = 20_000;
const KEPT = 60;
const LOCK = 4077;

export const TROUBLES = ['missing-index', 'n-plus-one', 'cpu-loop', 'lock', 'garbage'];

/**
 * @param {string | null} name one of TROUBLES; null: nothing is wrong
 * @param {import('./database.mjs').Database} database
 */
export function createTrouble(name, database) {
  const kept = [];
  return {
    /** Before a list of the table is read. */
    async list(table) {
      if (name === 'cpu-loop' && table === 'owners') keepThread(LOOP_MS);
      if (name === 'garbage' && table === 'meetings') {
        kept.push(Array.from({ length: OBJECTS }, (_, i) => ({ i, text: `${table} ${i}` })));
        if (kept.length > KEPT) kept.shift();
      }
    },

    /** Once it was read. */
    async listed(table, records) {
      if (name !== 'n-plus-one' || table !== 'expenses') return;
      for (const { building_id } of JSON.parse(records))
        await database.query('select name from tailgate_preview.buildings where id = $1', [building_id]);
    },

    /** The statement that creates a record: with a lock that all of its kind take in turn, and hold for a while. */
    creating(table, insert) {
      if (name !== 'lock' || table !== 'expenses') return insert;
      return `with taken as materialized (select pg_advisory_xact_lock(${LOCK})),
        held as materialized (select pg_sleep(${HELD_MS / 1000}) from taken),
        made as (${insert}) select made.* from made, held`;
    },
  };
}

/** Statements after which the trouble is in the database. */
export function plantInDatabase(name) {
  return name === 'missing-index' ? ['drop index if exists tailgate_preview.expenses_newest'] : [];
}

function keepThread(ms) {
  const endMs = performance.now() + ms;
  let hash = 0;
  while (performance.now() < endMs) for (let i = 0; i < 1000; i++) hash = (hash * 31 + i) | 0;
  return hash;
}
