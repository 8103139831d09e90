/** Carts: each belongs to the account that made it, and is answered to nobody else. */

const sku = { type: 'string', minLength: 1, maxLength: 100 };
const id = { type: 'object', properties: { id: { type: 'string', pattern: '^[1-9][0-9]{0,17}$' } } };
const newCart = { type: 'object', properties: { reference: { type: 'string', maxLength: 500 } } };
const newItem = {
  type: 'object',
  properties: { sku, quantity: { type: 'integer', minimum: 1, maximum: 1000 } },
  required: ['sku'],
};

/** Written by the database, so that an id keeps all of its digits. */
const asJson = `json_build_object('id', c.id, 'account', c.account, 'reference', c.reference, 'total', c.total,
  'items', (select coalesce(json_agg(json_build_object('sku', i.sku, 'quantity', i.quantity)), '[]')
    from tailgate_preview.cart_items i where i.cart_id = c.id))::text as body, c.id::text || '.' || c.version as tag`;

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('../database.mjs').Database} parts.database
 * @param {ReturnType<import('../truth.mjs').createTruth>} parts.truth
 */
export function addCartRoutes(app, { database, truth }) {
  const send = (reply, status, { body, tag }) =>
    reply
      .code(status)
      .header('etag', `"${tag}"`)
      .header('cache-control', 'private, no-cache')
      .type('application/json; charset=utf-8')
      .send(body);

  /** Why a statement found no cart of the caller's. */
  async function refuse(request, reply) {
    const sql = 'select account from tailgate_preview.carts where id = $1';
    const [cart] = await database.query(sql, [request.params.id]);
    if (!cart) return reply.code(404).send({ error: 'not found', message: 'there is no such cart' });
    truth.breach('carts');
    return reply.code(403).send({ error: 'forbidden', message: 'the cart is not yours' });
  }

  app.post('/api/v1/carts', { schema: { body: newCart } }, async (request, reply) => {
    const [cart] = await database.query(
      `insert into tailgate_preview.carts as c (account, reference) values ($1, $2) returning ${asJson}`,
      [request.user.sub, request.body.reference ?? null],
    );
    return send(reply, 201, cart);
  });

  app.get('/api/v1/carts/:id', { schema: { params: id } }, async (request, reply) => {
    const [cart] = await database.query(
      `select ${asJson} from tailgate_preview.carts c where id = $1 and account = $2`,
      [request.params.id, request.user.sub],
    );
    if (!cart) return refuse(request, reply);
    if (isCurrent(request.headers['if-none-match'], cart.tag))
      return reply.code(304).header('etag', `"${cart.tag}"`).send();
    return send(reply, 200, cart);
  });

  // One statement, so that carts with many connections at work keep their sums.
  app.post('/api/v1/carts/:id/items', { schema: { params: id, body: newItem } }, async (request, reply) => {
    const { sku, quantity = 1 } = request.body;
    const [cart] = await database.query(
      `with changed as (update tailgate_preview.carts set version = version + 1, total = total + $4
          where id = $1 and account = $2 returning *),
        added as (insert into tailgate_preview.cart_items (cart_id, sku, quantity) select id, $3, $4 from changed)
        select json_build_object('id', id, 'account', account, 'reference', reference, 'total', total,
          'added', json_build_object('sku', $3::text, 'quantity', $4::integer))::text as body,
          id::text || '.' || version as tag from changed`,
      [request.params.id, request.user.sub, sku, quantity],
    );
    return cart ? send(reply, 201, cart) : refuse(request, reply);
  });

  app.delete('/api/v1/carts/:id', { schema: { params: id } }, async (request, reply) => {
    const [gone] = await database.query(
      'delete from tailgate_preview.carts where id = $1 and account = $2 returning true as gone',
      [request.params.id, request.user.sub],
    );
    return gone ? reply.code(204).send() : refuse(request, reply);
  });
}

/** By If-None-Match (RFC 9110, 13.1.2), which compares weakly. */
function isCurrent(header, tag) {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(`"${tag}"`);
}
