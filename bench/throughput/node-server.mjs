// Stands in for nginx where there is none: any path, any method, a small JSON. Tells its port over IPC.
import { createServer } from 'node:http';

const [token] = process.argv.slice(2);
let requests = 0;

const server = createServer((request, response) => {
  request.resume();
  if (request.url === '/requests') return response.end(String(requests));
  requests++;
  const body = request.url === '/api/v1/auth/login' ? JSON.stringify({ token }) : '{"status":"ok"}';
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
