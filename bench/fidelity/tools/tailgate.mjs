import { fileURLToPath } from 'node:url';
import { VERSION } from '../../../lib/version.js';
import { runProgram } from './run-program.mjs';

const client = fileURLToPath(new URL('../clients/tailgate.mjs', import.meta.url));

export const tailgate = {
  name: 'Tailgate',
  version: () => VERSION,
  /** The only one with a warm-up by default: `onWarm` is awaited between the two. */
  warmsUp: true,
  async measure(order, onWarm) {
    const env = order.caFile ? { NODE_EXTRA_CA_CERTS: order.caFile } : {};
    return JSON.parse(
      await runProgram(process.execPath, [client, JSON.stringify(order)], { ...order, env, onWarm }),
    );
  },
};
