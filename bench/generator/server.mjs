// A service that waits (--wait MS) or keeps its core busy (--burn MS) for each response. Tells its port over IPC.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { wait: { type: 'string' }, burn: { type: 'string' } } });

const server = createServer((request, response) => {
  request.resume();
  if (values.burn) {
    const endMs = performance.now() + Number(values.burn);
    while (performance.now() < endMs);
    response.end('{}');
  } else setTimeout(() => response.end('{}'), Number(values.wait ?? 0));
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.once('disconnect', () => process.exit());
