// Stands in for nginx where there is none: any path, any method, a small JSON. Tells its port over IPC.
import { createServer } from 'node:http';

const [token, large] = process.argv.slice(2);
const BODIES = {
  '/api/v1/auth/login': JSON.stringify({ token }),
  '/carts': '{"id":"c1","total":0}',
  '/carts/c1/items': '{"id":"c1","total":1}',
  '/carts/c1': '{"id":"c1","total":1}',
  '/large.json': large,
};
let requests = 0;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/requests') return response.end(String(requests));
  requests++;
  if (request.method === 'DELETE') return response.writeHead(204).end();
  const body = BODIES[request.url] ?? '{"status":"ok"}';
  const length = Buffer.byteLength(body);
  response.writeHead(request.method === 'POST' ? 201 : 200, {
    'content-type': 'application/json',
    'content-length': length,
  });
  response.end(body);
});
server.maxRequestsPerSocket = 0;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
