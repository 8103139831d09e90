import { once } from 'node:events';
import { createServer } from 'node:http';

const SERVICE_MS = 5;

/** A service that notes when it was first asked and when it last answered, on this process's clock. */
export async function startClockedServer() {
  let marks = {};
  const server = createServer((request, response) => {
    marks.firstRequestMs ??= performance.now();
    if (request.url !== '/ready') marks.firstLoadMs ??= performance.now();
    setTimeout(() => {
      response.end('{}');
      marks.lastResponseMs = performance.now();
    }, SERVICE_MS);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    /** Forgets what it noted until now. */
    startAnew() {
      marks = {};
    },
    marks: () => marks,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
