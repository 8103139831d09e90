/** Commands without a report say what their clean-up left behind. A setup that fails spares them the load. */
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { GATE, openNoiseShell, SCENARIO } from './noise.ts';

const BESIDE = 'setup: [ { post: /seed } ], cleanup: [ { delete: /seed }, { get: /items } ], requests:';

test.each(['calibrate', 'selftest'])('%s', async (name) => {
  const shell = await openNoiseShell();
  await writeFile(join(shell.folder, 'tailgate.yml'), SCENARIO.replace('requests:', BESIDE) + GATE);
  const server = createServer((request, response) => {
    response.writeHead({ POST: 404, DELETE: 403 }[request.method ?? ''] ?? 200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const { exitCode, err } = await shell.tailgate([name, '--target-url', url]);
    expect(err.match(/^tailgate: .*clean-up.*$/gm)).toEqual([
      'tailgate: The clean-up after the load failed, and what the run created may still be there: 1 of 2 requests failed; DELETE /seed was answered 403.',
    ]);
    expect(exitCode).toBe(4);
  } finally {
    server.closeAllConnections();
    server.close();
    await shell.remove();
  }
});
