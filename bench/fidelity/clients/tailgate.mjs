/**
 * One go of Tailgate's engine through a load against a server of the bench, in a process of its own (the authority that it trusts
 * is an environment variable). Order as JSON in the first argument; figures as JSON on standard output.
 */
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../../lib/config/parse-config.js';
import { createEngine } from '../../../lib/engine/engine.js';
import { summarise } from '../../../lib/evidence/summarise.js';
import { VERSION } from '../../../lib/version.js';

const WARM_UP_MS = 1000;

const order = JSON.parse(process.argv[2]);
// By the product's own parser: a plan that is written here would lack what plans get later.
const config = `target: { ready: /ready }
load: { connections: 1, duration: 1s }
scenario: ${JSON.stringify({ headers: order.headers, requests: [{ name: 'request', get: '/' }] })}
gate: { errors: { max: 1 % } }
`;
const given = parseConfig(config, 'bench/fidelity', {
  inputs: { door: 'terminal', targetUrl: order.origin },
  env: {},
});
const plan = {
  ...given,
  load: { ...given.load, stages: stagesOf(order), warmupMs: 0, timeoutMs: order.timeoutMs },
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
const [stage] = plan.load.stages;
await engine.measure(plan, { ...common, sequence: 0, stages: [{ ...stage, durationMs: WARM_UP_MS }] });
process.send('warm');
await once(process, 'message');
process.disconnect();
const rounds = await engine.measure(plan, { ...common, sequence: 1, stages: plan.load.stages });
await engine.close();
const measurement = summarise(rounds, plan, engine.machine);
const { whole } = measurement;
const tallies = rounds.map(({ requests: [tally] }) => tally);
const sum = (value) => tallies.reduce((total, tally) => total + value(tally), 0);
const latency = whole.latencyAllMs;
console.log(
  JSON.stringify({
    p50Ms: latency?.p50 ?? null,
    p99Ms: latency?.p99 ?? null,
    p99_9Ms: latency?.p99_9 ?? null,
    responsesPerSecond: whole.responsesPerSecond,
    errors: sum(({ sent, outcomes }) => sent - outcomes.success),
    // By the rounds' own sum: `unaccounted` of the measurement is what is sent and neither ended nor in flight.
    counted: sum(({ sent }) => sent) - measurement.unaccounted,
    outcomes: Object.fromEntries(
      Object.keys(tallies[0].outcomes).map((kind) => [kind, sum(({ outcomes }) => outcomes[kind])]),
    ),
    ended: rounds.at(-1).ended.how,
    generator: measurement.generator,
    stages: rounds.map((round) => ({
      sent: round.requests[0].sent,
      p99Ms: summarise([round], plan, engine.machine).whole.latencyAllMs?.p99 ?? null,
    })),
  }),
);

/** The load that stays as it is, or as many stages of equal length. */
function stagesOf({ connections, seconds, perSecond = null, stages = [{ connections, perSecond }] }) {
  return stages.map((stage) => {
    const { connections: to, fromConnections = to, perSecond: rate, fromPerSecond = rate } = stage;
    const ramp = fromPerSecond === rate ? {} : { fromPerSecond };
    return {
      name: null,
      connections: to,
      ...(fromConnections !== to && { fromConnections }),
      durationMs: (seconds * 1000) / stages.length,
      arrivals: rate ? { perSecond: rate, ...ramp, kind: 'constant' } : null,
    };
  });
}
