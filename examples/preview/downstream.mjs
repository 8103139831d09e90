/** A service behind this one: it is told of each new meeting, and takes its time. */
import http from 'node:http';

/**
 * @param {number} delayMs until it answers
 * @returns {Promise<{ ask: () => Promise<void>, close: () => Promise<void> }>} on a free port of loopback
 */
export async function startDownstream(delayMs) {
  const server = http.createServer((request, response) => {
    request.resume();
    setTimeout(() => response.end('{}'), delayMs);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const agent = new http.Agent({ keepAlive: true });
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        http
          .get({ host: '127.0.0.1', port, agent }, (response) => {
            response.resume();
            response.once('end', resolve);
          })
          .once('error', reject);
      }),
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}
