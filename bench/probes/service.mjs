// The service that is probed, in a process of its own: each request waits for 5 ms and works for a fifth of one.
import { createServer } from 'node:http';

const WAIT_MS = 5;
const WORK_MS = 0.2;
let served = 0;

const metrics = () => {
  const { user, system } = process.cpuUsage();
  const noise = Array.from({ length: 400 }, (_, i) => `bench_filler{number="${i}"} ${i * served}\n`).join('');
  return [
    `# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total ${(user + system) / 1e6}\n`,
    `# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes ${process.memoryUsage.rss()}\n`,
    `# TYPE http_requests_total counter\nhttp_requests_total ${served}\n`,
    noise,
  ].join('');
};

const server = createServer((request, response) => {
  if (request.url === '/metrics') {
    response.end(metrics());
    return;
  }
  setTimeout(() => {
    const from = performance.now();
    while (performance.now() - from < WORK_MS);
    served += 1;
    response.end('ok');
  }, WAIT_MS);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
