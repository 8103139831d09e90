/** Its parts are those of start.mjs, which is what others call. */
export function createApp(parts: never): Promise<import('fastify').FastifyInstance>;
