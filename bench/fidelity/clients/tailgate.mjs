/**
 * One round of Tailgate's engine against a server of the bench, in a process of its own (the authority that it trusts
 * is an environment variable). Order as JSON in the first argument; figures as JSON on standard output.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../../../lib/engine/engine.js';
import { summarise } from '../../../lib/evidence/summarise.js';
import { VERSION } from '../../../lib/version.js';

const WARM_UP_MS = 1000;

const order = JSON.parse(process.argv[2]);
const plan = {
  name: 'fidelity',
  configFile: 'bench/fidelity',
  target: { origin: order.origin, ready: '/ready', identity: null, headers: [] },
  base: null,
  load: {
    profile: null,
    stages: [
      {
        name: null,
        connections: order.connections,
        durationMs: order.seconds * 1000,
        arrivals: order.perSecond ? { perSecond: order.perSecond, kind: 'constant' } : null,
      },
    ],
    warmupMs: 0,
    timeoutMs: order.timeoutMs,
  },
  scenario: {
    login: null,
    requests: [
      {
        name: 'request',
        method: 'GET',
        weight: 1,
        path: ['/'],
        headers: Object.entries(order.headers).map(([name, value]) => [name, [value]]),
        body: null,
        expect: null,
      },
    ],
  },
  gate: { whole: {}, endpoints: {}, stages: {} },
  baseline: null,
  secrets: [],
  notices: [],
};
const engine = createEngine({
  workerFile: fileURLToPath(new URL('../../../dist/worker/index.js', import.meta.url)),
  version: VERSION,
  signal: new AbortController().signal,
  onProgress() {},
  onSecret() {},
});
const common = { stage: 0, side: 'target', warmupMs: 0, seed: 'fidelity' };
await engine.prepare(plan);
// The warm-up is a round of its own, on the same connections and drained to its end: so the server can start its log
// between the two, and each request that it reads from there on is one that the round counts.
await engine.measure(plan, { ...common, sequence: 0, measureMs: WARM_UP_MS });
process.send('warm');
await once(process, 'message');
process.disconnect();
const round = await engine.measure(plan, {
  ...common,
  sequence: 1,
  measureMs: plan.load.stages[0].durationMs,
});
await engine.close();
const measurement = summarise([round], plan, engine.machine);
const { whole } = measurement;
const [tally] = round.requests;
const latency = whole.latencyAllMs;
console.log(
  JSON.stringify({
    p50Ms: latency?.p50 ?? null,
    p99Ms: latency?.p99 ?? null,
    p99_9Ms: latency?.p99_9 ?? null,
    responsesPerSecond: whole.responsesPerSecond,
    errors: tally.sent - tally.outcomes.success,
    // By the round's own sum: `unaccounted` of the measurement is what is sent and neither ended nor in flight.
    counted: tally.sent - measurement.unaccounted,
    outcomes: tally.outcomes,
    ended: round.ended.how,
    generator: round.generator,
  }),
);
