/** Files of shards as they are in the field: 50 endpoints, two minutes at 375 /s each, log-normal latencies. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../lib/engine/random.js';
import { Histogram } from '../../lib/evidence/histogram.js';
import { packRounds } from '../../lib/shards/pack-rounds.js';

export const ENDPOINTS = 50;
const BATCHES = 10;
const SECONDS = 120;
const PER_SECOND = 375;

/** tailgate.yml of that load. */
export const CONFIG = `name: many shards
target: { ready: /ready }
load: { connections: 2560, rate: 96000/s, duration: ${SECONDS}s }
scenario:
  requests:
${Array.from({ length: ENDPOINTS }, (_, i) => `    - { name: resource ${i}, get: /resource-${i} }`).join('\n')}
gate: { p99: { max: 1s } }
`;

/** @param {{ hash: string, of: number, folder: string, version: string }} what */
export async function makeFiles({ hash, of, folder, version }) {
  await mkdir(folder, { recursive: true });
  let bytes = 0;
  for (let index = 1; index <= of; index++) {
    const text = JSON.stringify(fileOf(index, of, hash, version));
    bytes = Math.max(bytes, text.length);
    await writeFile(join(folder, `shard-${index}-of-${of}.json`), text);
  }
  return bytes;
}

function fileOf(index, of, hash, version) {
  return {
    format: 'tailgate-shard/1',
    version,
    shard: { index, of },
    plan: hash,
    run: 'bench',
    seed: 'bench',
    target: 'http://127.0.0.1:9',
    base: null,
    clock: { offsetMs: 0, uncertaintyMs: 0, source: 'own' },
    machine: { tool: `tailgate ${version}`, machine: 'bench' },
    commits: { target: null, base: null },
    cleanup: [],
    trouble: null,
    rounds: packRounds([roundOf(index)]),
  };
}

function roundOf(index) {
  const { unit } = seededRandom(`shard ${index}`);
  const draw = (count) => {
    const values = Array.from({ length: count }, () => {
      const normal = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
      return [Math.round(20_000 * (unit() < 0.01 ? 20 : 1) * Math.exp(0.5 * normal)), 1];
    });
    return Histogram.of(values.flat()).buckets;
  };
  const perBatch = (PER_SECOND * SECONDS) / ENDPOINTS / BATCHES;
  const none = { status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 };
  return {
    side: 'target',
    stage: 0,
    startedAt: '2026-11-29T12:00:00.000Z',
    measuredMs: 1000 * SECONDS,
    plannedMs: 1000 * SECONDS,
    elapsedMs: 1000 * SECONDS,
    connections: 2560,
    sent: PER_SECOND * SECONDS,
    writes: 0,
    firstMs: [],
    silences: [],
    ticks: Array.from({ length: 2 * SECONDS }, (_, i) => ({
      fromMs: 500 * i,
      ms: 500,
      requests: Math.round(PER_SECOND / 2),
      errors: 0,
      successes: Math.round(PER_SECOND / 2),
      responses: Math.round(PER_SECOND / 2),
      latency: draw(Math.round(PER_SECOND / 2)),
    })),
    seed: 'bench/0',
    address: '127.0.0.1',
    requests: Array.from({ length: ENDPOINTS }, (_, i) => ({
      name: `resource ${i}`,
      sent: BATCHES * perBatch,
      resent: 0,
      outcomes: { success: BATCHES * perBatch, ...none },
      inFlight: 0,
      statuses: {},
      codes: {},
      intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
      samples: [],
      batches: Array.from({ length: BATCHES }, () => {
        const latency = draw(perBatch);
        return {
          seconds: SECONDS / BATCHES,
          requests: perBatch,
          errors: 0,
          busyMs: 25 * perBatch,
          completedSuccesses: perBatch,
          completedResponses: perBatch,
          latency,
          latencyOfErrors: [],
          service: latency,
        };
      }),
    })),
    ended: { how: 'complete' },
    generator: {
      workers: 1,
      cpuShare: 0.1,
      waitShare: 0,
      utilisation: 0.1,
      machineShare: 0.5,
      loopDelay: [],
      loopDelayP99Ms: 0.2,
      lateShare: 0,
      worstLagMs: 0,
    },
  };
}
