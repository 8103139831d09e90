/** Orders: each takes from the stock that all share, and answers what is left of it. */

const newOrder = {
  type: 'object',
  properties: {
    sku: { type: 'string', minLength: 1, maxLength: 100 },
    quantity: { type: 'integer', minimum: 1, maximum: 1000 },
    reference: { type: 'string', maxLength: 500 },
  },
  required: ['sku'],
};

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('../database.mjs').Database} parts.database
 */
export function addOrderRoutes(app, { database }) {
  app.get('/api/v1/stock', async (_request, reply) => {
    const [{ body }] = await database.query(
      `select json_build_object('data', json_agg(json_build_object(
        'sku', sku, 'price', price, 'available', available) order by sku))::text as body from tailgate_preview.stock`,
    );
    return reply.type('application/json; charset=utf-8').send(body);
  });

  // The row of the stock is locked from the update to the statement's end: two orders never take the same piece.
  app.post('/api/v1/orders', { schema: { body: newOrder } }, async (request, reply) => {
    const { sku, quantity = 1, reference = null } = request.body;
    const [order] = await database.query(
      `with taken as (update tailgate_preview.stock set available = available - $2
          where sku = $1 and available >= $2 returning price, available),
        made as (insert into tailgate_preview.orders (account, reference, sku, quantity)
          select $3, $4, $1, $2 from taken returning id)
        select json_build_object('id', made.id, 'account', $3::text, 'reference', $4::text, 'sku', $1::text,
          'quantity', $2::integer, 'price', price, 'stock', available)::text as body from made, taken`,
      [sku, quantity, request.user.sub, reference],
    );
    if (order) return reply.code(201).type('application/json; charset=utf-8').send(order.body);
    const [known] = await database.query('select true as known from tailgate_preview.stock where sku = $1', [
      sku,
    ]);
    return known
      ? reply.code(409).send({ error: 'sold out', message: 'there is not so much of it left' })
      : reply.code(400).send({ error: 'invalid', field: 'sku', message: 'there is no such article' });
  });
}
