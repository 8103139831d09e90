/**
 * One round of Tailgate's engine, its bundled worker, all accounting on. Order as JSON in the first argument; figures
 * as JSON on standard output.
 */
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../../lib/engine/engine.js';
import { summarise } from '../../../lib/evidence/summarise.js';
import { planOf } from '../mix.mjs';

const order = JSON.parse(process.argv[2]);
const given = planOf(order.scenario, order.origin);
const plan = {
  ...given,
  load: {
    profile: null,
    stages: [
      { name: null, connections: order.connections, durationMs: order.seconds * 1000, arrivals: null },
    ],
    warmupMs: order.warmupSeconds * 1000,
    timeoutMs: 10_000,
  },
};
const engine = createEngine({
  workerFile: fileURLToPath(new URL('../../../dist/worker/index.js', import.meta.url)),
  version: 'bench',
  signal: new AbortController().signal,
  onProgress() {},
  onSecret() {},
});
await engine.prepare(plan);
const { warmupMs, stages } = plan.load;
const [round] = await engine.measure(plan, {
  side: 'target',
  sequence: 0,
  stage: 0,
  warmupMs,
  stages,
  seed: 'bench',
});
await engine.close();
const { whole, unaccounted } = summarise([round], plan, engine.machine);
const failed = round.requests.reduce((sum, { sent, outcomes }) => sum + sent - outcomes.success, 0);
console.log(JSON.stringify({ perSecond: whole.responsesPerSecond, errors: failed + unaccounted }));
