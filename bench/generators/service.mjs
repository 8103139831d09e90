// node service.mjs MS: answers after MS ms on average, three quarters of it fixed and a quarter exponential. Says its port.
import { createServer } from 'node:http';

const ms = Number(process.argv[2]);
const server = createServer((_, response) => {
  const wait = ms * (0.75 - 0.25 * Math.log(1 - Math.random()));
  setTimeout(() => response.end('{"ok":true}'), wait);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
