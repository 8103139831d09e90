/**
 * As much of GraphQL as shows its way with errors: whatever is wrong with a query, the status is 200 and the answer
 * holds `errors`.
 */

const body = { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] };
const QUERY = /^\s*(?:query(?:\s+\w+)?\s*)?\{\s*account\s*\{([\w\s,]*)\}\s*\}\s*$/;

/** Field → column of the statement. */
const FIELDS = {
  email: 'a.email',
  role: 'a.role',
  carts: '(select count(*)::integer from tailgate_preview.carts where account = a.email)',
  orders: '(select count(*)::integer from tailgate_preview.orders where account = a.email)',
};

/**
 * `{ account { email role carts orders } }`, of whoever asks; another field is an error.
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('./database.mjs').Database} parts.database
 * @param {ReturnType<import('./truth.mjs').createTruth>} parts.truth
 */
export function addGraphql(app, { database, truth }) {
  const fail = (message) => {
    truth.graphqlError();
    return { data: null, errors: [{ message, path: ['account'] }] };
  };
  app.post('/graphql', { schema: { body } }, async (request) => {
    const names = QUERY.exec(request.body.query)?.[1]
      .split(/[\s,]+/)
      .filter(Boolean);
    if (!names || names.length === 0) return fail('Syntax Error: expected { account { … } }');
    const unknown = names.find((name) => !Object.hasOwn(FIELDS, name));
    if (unknown) return fail(`Cannot query field "${unknown}" on type "Account".`);
    const [account] = await database.query(
      `select ${names.map((name) => `${FIELDS[name]} as ${name}`).join(', ')}
        from tailgate_preview.accounts a where email = $1`,
      [request.user.sub],
    );
    return { data: { account } };
  });
}
