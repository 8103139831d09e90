import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runProgram } from './run-program.mjs';

const client = fileURLToPath(new URL('../clients/autocannon.mjs', import.meta.url));

export const autocannon = {
  name: 'autocannon',
  version: () => createRequire(import.meta.url)('autocannon/package.json').version,
  async measure(order) {
    return JSON.parse(await runProgram(process.execPath, [client, JSON.stringify(order)], order));
  },
};
