/** What callers have made, found by a tag that its texts hold: counted, and cleared away. */

/** Table → column that a caller's own text goes to. */
const TEXTS = {
  carts: 'reference',
  orders: 'reference',
  documents: 'reference',
  notes: 'reference',
  units: 'unit_number',
  owners: 'email',
  expenses: 'invoice_number',
};

const tagged = {
  type: 'object',
  // A shorter one may be in texts that have nothing to do with it.
  properties: { tag: { type: 'string', minLength: 6, maxLength: 100 } },
};

/**
 * @param {import('../database.mjs').Database} database
 * @param {string} tag
 * @returns {Promise<Record<string, number>>} rows by table
 */
export async function countTagged(database, tag) {
  const counts = Object.entries(TEXTS).map(
    ([table, column]) =>
      `'${table}', (select count(*) from tailgate_preview.${table} where strpos(${column}, $1) > 0)`,
  );
  const [{ found }] = await database.query(`select json_build_object(${counts.join(', ')})::text as found`, [
    tag,
  ]);
  return JSON.parse(found);
}

/**
 * For an administrator: all that carries a tag goes, whosever it is. What orders took from the stock stays taken.
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('../database.mjs').Database} parts.database
 */
export function addLeftoverRoutes(app, { database }) {
  app.delete('/api/v1/leftovers/:tag', { schema: { params: tagged } }, async (request, reply) => {
    if (request.user.role !== 'admin')
      return reply.code(403).send({ error: 'forbidden', message: 'an administrator is needed' });
    const deleted = {};
    for (const [table, column] of Object.entries(TEXTS)) {
      const [{ count }] = await database.query(
        `with gone as (delete from tailgate_preview.${table} where strpos(${column}, $1) > 0 returning true)
          select count(*)::integer as count from gone`,
        [request.params.tag],
      );
      deleted[table] = count;
    }
    return { deleted };
  });
}
