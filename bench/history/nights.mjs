/**
 * Nights as they might have been, from a seed: what the example page and the bench of the history's page are made of.
 * Figures vary by the night as those of hosted runners do; some of them change for good at a commit.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DAY_MS = 86_400_000;
const QUANTILES = { p50: 0.34, p90: 0.62, p95: 0.75, p99: 1, p99_9: 1.9 };

/**
 * @param {string} folder a history's: `.tailgate/history`
 * @param {object} wanted
 * @param {string} wanted.name the scenario's
 * @param {number} wanted.nights
 * @param {readonly { name: string, method: string, path: string, p99Ms: number, share: number }[]} wanted.requests
 * @param {string} wanted.first day of the first night
 * @param {readonly { night: number, by: number, request?: string, errors?: number }[]} [wanted.changes]
 *   what becomes slower or faster, from which night on: 0.2 is a fifth slower
 * @param {ReadonlyMap<number, string>} [wanted.releases] tag of a run in the afternoon of that night
 * @param {number} [wanted.seed]
 */
export function writeNights(folder, wanted) {
  for (const record of makeNights(wanted)) {
    const { suite, at, run } = record;
    const file = join(folder, 'v1', suite, at.slice(0, 7), `${run.id}-${run.attempt}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(record, null, 1)}\n`);
  }
}

/** The records themselves, oldest first. */
export function makeNights({ name, nights, requests, first, changes = [], releases = new Map(), seed = 1 }) {
  const random = randomFrom(seed);
  const suite = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${hash(name).slice(0, 8)}`;
  const mix = requests.map(({ name: of, method, path, share }) => ({ name: of, method, path, share }));
  const records = [];
  let id = 7_000_000_000;
  let commit = 0;
  const measure = (night, hours, more) => {
    // A shared machine: all of a night is slow together, and now and then a night is bad.
    const common = Math.exp(0.022 * normal(random)) * (random() < 0.012 ? 1.35 : 1);
    const errorsOf = changes.filter((one) => one.errors && night >= one.night);
    const endpoints = requests.map((request) => {
      const moved = changes.filter(
        (one) => night >= one.night && (one.request ?? request.name) === request.name,
      );
      const by = moved.reduce((factor, one) => factor * (1 + one.by), 1);
      const p99 = request.p99Ms * by * common * Math.exp(0.028 * normal(random));
      const rate = errorsOf.reduce((sum, one) => sum + one.errors, 0.0004 * random());
      const count = Math.round(36_000 * request.share);
      return figures(count, p99, count / 120 / Math.sqrt(by), Math.round(rate * count) / count, random);
    });
    const all = endpoints.reduce((sum, one) => sum + one.requests, 0);
    const slowest = endpoints.reduce((sum, one) => sum + one.latencyMs.p99 * one.requests, 0) / all;
    const failed = endpoints.reduce((sum, one) => sum + one.errorRate * one.requests, 0);
    const perSecond = endpoints.reduce((sum, one) => sum + one.throughputPerSecond, 0) / common;
    if (random() < 0.8 || changes.some((one) => one.night === night)) commit += 1;
    id += 1 + Math.floor(random() * 40_000);
    records.push({
      format: 'tailgate-history/1',
      suite,
      name,
      at: new Date(Date.parse(first) + night * DAY_MS + (hours * 60 + random() * 20) * 60_000).toISOString(),
      commit: hash(`${name} ${commit}`).slice(0, 40),
      ref: 'main',
      run: { id: String(id), attempt: 1 },
      event: 'schedule',
      policy: 'nightly',
      release: null,
      verdict: 'pass',
      excluded: null,
      conditions: {
        tool: 'tailgate 1.4.0',
        model: 'closed',
        stages: [{ name: null, connections: 32, ratePerSecond: null, arrivals: null, durationSeconds: 120 }],
        timeoutSeconds: 10,
        machine: 'AMD EPYC 7763, 4 of 4 CPUs, linux x64, Node v24.11.0',
        mix,
      },
      whole: figures(all, slowest, perSecond, failed / all, random),
      endpoints: endpoints.map((one, i) => ({ ...one, name: requests[i].name })),
      ...more,
    });
  };
  for (let night = 0; night < nights; night++) {
    const changed = changes.some(
      (one) => night >= one.night && night < one.night + 3 && (one.by > 0.1 || one.errors),
    );
    const chance = random();
    measure(night, 2, {
      verdict: changed ? 'fail' : chance < 0.01 ? 'inconclusive' : 'pass',
      ...(chance > 0.99 && { verdict: 'invalid', excluded: 'its verdict is invalid' }),
    });
    const tag = releases.get(night);
    if (tag !== undefined)
      measure(night, 14, { release: tag, ref: tag, event: 'release', policy: 'release' });
  }
  return records;
}

function figures(requests, p99Ms, throughputPerSecond, errorRate, random) {
  const latencyMs = Object.fromEntries(
    Object.entries(QUANTILES).map(([name, share]) => [
      name,
      Number((p99Ms * share * (share === 1 ? 1 : Math.exp(0.02 * normal(random)))).toFixed(3)),
    ]),
  );
  return {
    requests,
    latencyMs,
    throughputPerSecond: Number(throughputPerSecond.toFixed(2)),
    errorRate: Number(errorRate.toFixed(6)),
  };
}

/** Mulberry32: the same figures from the same seed, on any machine. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Box and Muller. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function hash(text) {
  return createHash('sha256').update(text).digest('hex');
}
