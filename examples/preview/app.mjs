/** The service: order of the hooks, login, probes, and what an error looks like to the caller. */
import { setTimeout as sleep } from 'node:timers/promises';
import jwt from '@fastify/jwt';
import fastify from 'fastify';
import { createFloor } from './delays.mjs';
import { addGraphql } from './graphql.mjs';
import { addPages, PAGES } from './pages.mjs';
import { createVerifier } from './password.mjs';
import { addRecordRoutes } from './records.mjs';
import { addServerTiming, writeServerTiming } from './server-timing.mjs';
import { addCartRoutes } from './shop/carts.mjs';
import { addDocumentRoutes } from './shop/documents.mjs';
import { addLeftoverRoutes } from './shop/leftovers.mjs';
import { addOrderRoutes } from './shop/orders.mjs';
import { createTruth } from './truth.mjs';

const OPEN = ['/api/v1/health', '/api/v1/version', '/api/v1/auth/login', '/metrics', '/truth', ...PAGES];
/** How long after an answer that is lost its connection is closed. */
const LOST_AFTER_MS = 50;
const UNDELAYED = ['/api/v1/version', '/metrics', '/truth'];

/**
 * @param {object} parts
 * @param {import('./database.mjs').Database} parts.database
 * @param {ReturnType<import('./metrics.mjs').createMetrics>} parts.metrics
 * @param {ReturnType<import('./access-log.mjs').createAccessLog>['add']} parts.log
 * @param {ReturnType<import('./faults.mjs').createFaults>} parts.fault
 * @param {ReturnType<import('./faults.mjs').createLoss>} parts.losesAnswer
 * @param {() => number} parts.nextDelayMs
 * @param {string} parts.secret signs the tokens
 * @param {number} parts.tokenLifetimeMs
 * @param {ReturnType<import('./troubles.mjs').createTrouble>} parts.trouble
 * @param {Awaited<ReturnType<import('./downstream.mjs').startDownstream>> | null} parts.downstream
 * @param {number} parts.closeAfter requests on one connection before it is closed; 0 keeps it
 * @param {string} parts.commit
 * @param {boolean} parts.tellsTruth whether it answers what it counted
 * @returns {Promise<import('fastify').FastifyInstance>}
 */
export async function createApp(parts) {
  const { database, metrics } = parts;
  const truth = createTruth();
  const findAccount = createAccounts(database);
  const app = fastify({
    maxRequestsPerSocket: parts.closeAfter,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  await app.register(jwt, { secret: parts.secret });
  const floor = createFloor();
  app.decorateRequest('arrivedMs', 0);
  app.decorateRequest('floorMs', 0);

  addServerTiming(app);
  app.addHook('onRequest', async (request, reply) => {
    request.arrivedMs = performance.now();
    metrics.begin();
    // 'close' comes after a whole response as well as instead of one.
    reply.raw.once('close', () => reply.raw.writableFinished || metrics.abandon());
    const path = request.routeOptions.url ?? '';
    const refusal = parts.fault(path);
    if (refusal) {
      if (refusal.delayed) request.floorMs = parts.nextDelayMs();
      if (refusal.retryAfterSeconds) reply.header('retry-after', refusal.retryAfterSeconds);
      return reply.code(refusal.status).send({ error: 'refused', message: refusal.message });
    }
    if (!OPEN.includes(path)) {
      try {
        await request.jwtVerify();
      } catch (error) {
        const expired = error.code === 'FST_JWT_AUTHORIZATION_TOKEN_EXPIRED';
        const message = expired ? 'the token has expired' : 'a valid bearer token is needed';
        return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'unauthorized', message });
      }
      truth.asks(reply.raw, request.user.sub);
      if (!truth.speaksAs(request, request.user.sub))
        return reply.code(403).send({ error: 'forbidden', message: "the token is another account's" });
    }
    if (!UNDELAYED.includes(path)) request.floorMs = parts.nextDelayMs();
  });

  // The delay is a floor that the database's time is part of: while the machine keeps up, it alone says how long
  // a response takes. Whoever is turned away at the door (401, 429, starting) is turned away at once, as in life.
  app.addHook('onSend', async (request, reply) => {
    reply.header('server-timing', writeServerTiming(request.arrivedMs));
    if (request.floorMs > 0) await floor(request.arrivedMs, request.floorMs);
    if (!parts.losesAnswer(request.method, request.routeOptions.url ?? '')) return;
    // Later than a close that crosses a request on its way, which clients take for no answer to it.
    await sleep(LOST_AFTER_MS);
    reply.raw.destroy();
  });

  app.addHook('onResponse', async (request, reply) => {
    if (!reply.raw.writableFinished) return;
    const { method, routeOptions } = request;
    const answer = { method, route: routeOptions.url ?? 'unknown', status: reply.statusCode };
    truth.answered(answer);
    parts.log(request, reply);
    metrics.end({ ...answer, seconds: (performance.now() - request.arrivedMs) / 1000 });
  });

  app.setErrorHandler((error, _request, reply) => {
    const status = error.validation ? 400 : (error.statusCode ?? 500);
    if (status >= 500) console.error(error);
    return reply.code(status).send(describe(error, status));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: 'not found', message: 'there is no such route' }),
  );

  app.get('/api/v1/health', async () => ({ status: 'ok' }));
  app.get('/api/v1/version', async () => ({ commit: parts.commit }));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.write(database.connections())),
  );
  app.post('/api/v1/auth/login', { schema: { body: credentials } }, async (request, reply) => {
    const { email, password } = request.body;
    const account = await findAccount(email, password);
    if (!account)
      return reply.code(401).send({ error: 'unauthorized', message: 'e-mail or password is wrong' });
    truth.loggedIn(email);
    const claims = { sub: email, organization_id: account.organization_id, role: account.role };
    const token = app.jwt.sign(claims, { expiresIn: `${parts.tokenLifetimeMs}ms` });
    return { token, expires_in: parts.tokenLifetimeMs / 1000 };
  });
  if (parts.tellsTruth) app.get('/truth', async ({ query }) => truth.tell(database, query.tag));
  addRecordRoutes(app, parts);
  for (const add of [addCartRoutes, addOrderRoutes, addDocumentRoutes, addLeftoverRoutes, addGraphql])
    add(app, { database, truth });
  addPages(app, { database, truth, findAccount, tokenLifetimeMs: parts.tokenLifetimeMs });
  return app;
}

/** @returns {(email: string, password: string) => Promise<{ organization_id: string, role: string } | null>} */
function createAccounts(database) {
  const matchesPassword = createVerifier();
  return async (email, password) => {
    const [account] = await database.query(
      'select password_hash, organization_id::text, role from tailgate_preview.accounts where email = $1',
      [email],
    );
    return account && (await matchesPassword(password, account.password_hash)) ? account : null;
  };
}

const credentials = {
  type: 'object',
  properties: { email: { type: 'string' }, password: { type: 'string' } },
  required: ['email', 'password'],
};

function describe(error, status) {
  const [first] = error.validation ?? [];
  if (first?.keyword === 'required') {
    const field = first.params.missingProperty;
    return { error: 'invalid', field, message: `missing field \`${field}\`` };
  }
  if (first) {
    const field = first.instancePath.slice(1);
    return { error: 'invalid', field, message: `\`${field || error.validationContext}\` ${first.message}` };
  }
  return {
    error: status >= 500 ? 'internal' : 'invalid',
    message: status >= 500 ? 'internal error' : error.message,
  };
}
