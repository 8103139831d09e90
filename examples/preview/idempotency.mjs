/**
 * What was answered to requests with an Idempotency-Key, so that one that comes twice is done once, by the rules of
 * draft-ietf-httpapi-idempotency-key-header-07.
 */
import { createHash } from 'node:crypto';

/** Keys that are remembered, in memory: the oldest is forgotten first. */
const MOST_KEYS = 20_000;

/** A String of structured fields (RFC 8941, 3.3.3), which stands in quotes. */
const STRING = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/;

/**
 * @typedef {{ status: number, body: unknown }} Answer
 * @returns {(handle: (request: import('fastify').FastifyRequest) => Promise<Answer>) =>
 *   import('fastify').RouteHandlerMethod} what answers a repetition in the handler's place
 */
export function createIdempotency() {
  /** @type {Map<string, { fingerprint: string, answer: Answer | null, told: boolean }>} */
  const known = new Map();

  const refuse = (status, error, message) => ({ status, body: { error, message } });

  /** @returns {Promise<Answer>} */
  async function answer(handle, request, reply) {
    const header = request.headers['idempotency-key'];
    if (header === undefined) return handle(request);
    if (!STRING.test(header))
      return refuse(400, 'invalid', 'the Idempotency-Key is no string in quotes, such as "8e03978e-…"');
    const id = `${request.user.organization_id} ${header}`;
    const fingerprint = createHash('sha256')
      .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
      .digest('base64');
    const before = known.get(id);
    if (before === undefined) return first(id, fingerprint, handle, request, reply);
    if (before.fingerprint !== fingerprint)
      return refuse(422, 'key reused', 'the Idempotency-Key was used for another request');
    if (before.answer === null || !before.told)
      return refuse(
        409,
        'in progress',
        'the first request with this Idempotency-Key is still being answered',
      );
    const { status, body } = before.answer;
    return { status: status === 201 ? 200 : status, body };
  }

  async function first(id, fingerprint, handle, request, reply) {
    const entry = { fingerprint, answer: null, told: false };
    known.set(id, entry);
    if (known.size > MOST_KEYS) known.delete(known.keys().next().value);
    // It is under way until its answer has left, or nobody is there any more to take it.
    reply.raw.once('close', () => {
      entry.told = true;
    });
    try {
      entry.answer = await handle(request);
    } catch (error) {
      known.delete(id);
      throw error;
    }
    return entry.answer;
  }

  return (handle) => async (request, reply) => {
    const { status, body } = await answer(handle, request, reply);
    return reply.code(status).send(body);
  };
}
