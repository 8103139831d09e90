/** Documents: uploaded as multipart/form-data, kept with size and hash, answered to whoever uploaded them. */
import { createHash } from 'node:crypto';

const LARGEST_BYTES = 5 * 2 ** 20;
const id = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } };

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('../database.mjs').Database} parts.database
 * @param {ReturnType<import('../truth.mjs').createTruth>} parts.truth
 */
export function addDocumentRoutes(app, { database, truth }) {
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: LARGEST_BYTES }, parseForm);

  app.post('/api/v1/documents', async (request, reply) => {
    const refuse = (field, message) => reply.code(400).send({ error: 'invalid', field, message });
    if (!(request.body instanceof FormData))
      return reply.code(415).send({ error: 'invalid', message: 'a multipart/form-data body is needed' });
    const title = request.body.get('title');
    const file = request.body.get('file');
    if (typeof title !== 'string' || title === '') return refuse('title', 'missing field `title`');
    if (!(file instanceof File)) return refuse('file', 'missing file `file`');
    const content = Buffer.from(await file.arrayBuffer());
    const sha256 = createHash('sha256').update(content).digest('hex');
    const [{ body }] = await database.query(
      `insert into tailgate_preview.documents (account, reference, name, media_type, size, sha256, content)
        values ($1, $2, $3, $4, $5, $6, $7) returning json_build_object('id', id, 'account', account,
          'title', reference, 'name', name, 'media_type', media_type, 'size', size, 'sha256', sha256)::text as body`,
      [request.user.sub, title, file.name, file.type, content.length, sha256, content],
    );
    return reply.code(201).type('application/json; charset=utf-8').send(body);
  });

  app.get('/api/v1/documents/:id/content', { schema: { params: id } }, async (request, reply) => {
    const [found] = await database.query(
      'select account, media_type, sha256, content from tailgate_preview.documents where id = $1',
      [request.params.id],
    );
    if (!found) return reply.code(404).send({ error: 'not found', message: 'there is no such document' });
    if (found.account !== request.user.sub) {
      truth.breach('documents');
      return reply.code(403).send({ error: 'forbidden', message: 'the document is not yours' });
    }
    return reply
      .header('etag', `"${found.sha256}"`)
      .header('content-disposition', 'attachment')
      .header('x-content-type-options', 'nosniff')
      .type(found.media_type || 'application/octet-stream')
      .send(Buffer.from(found.content));
  });
}

/** Node's own fetch reads such bodies, by RFC 7578. */
async function parseForm(request, body) {
  try {
    const headers = { 'content-type': request.headers['content-type'] };
    return await new Response(body, { headers }).formData();
  } catch {
    throw Object.assign(new Error('the body is no multipart/form-data'), { statusCode: 400 });
  }
}
