// One load, described by the first argument in JSON; tells over IPC what the generator said of itself.
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../../lib/config/parse-config.js';
import { createEngine } from '../../lib/engine/engine.js';
import { nextRounds } from '../../lib/engine/schedule.js';
import { summarise } from '../../lib/evidence/summarise.js';
import { findLateGenerator } from '../../lib/judgement/validity/generator.js';

const { origin, connections, seconds, perSecond } = JSON.parse(process.argv[2]);

const rate = perSecond === undefined ? '' : `, rate: ${perSecond}/s`;
const config = `
load: { connections: ${connections}, duration: ${seconds}s, warmup: 1s, timeout: 5s${rate} }
scenario: { requests: [ { get: / } ] }
gate: { errors: { max: 1 % } }
`;
const plan = parseConfig(config, 'tailgate.yml', {
  inputs: { door: 'terminal', targetUrl: origin },
  env: {},
});
const engine = createEngine({
  workerFile: fileURLToPath(new URL('../../dist/worker/index.js', import.meta.url)),
  version: 'bench',
  signal: new AbortController().signal,
  onProgress() {},
  onSecret() {},
});
await engine.prepare(plan);
const rounds = [];
for (const order of nextRounds(plan, rounds, 'bench')) rounds.push(...(await engine.measure(plan, order)));
await engine.close();
const measurement = summarise(rounds, plan, engine.machine);
process.send({
  ...measurement.generator,
  p99Ms: measurement.whole.latencyAllMs?.p99 ?? 0,
  perSecond: measurement.whole.throughputPerSecond,
  late: findLateGenerator(measurement) !== null,
});
process.disconnect();
