/** What an environment's noise allows, measured with the same code on both sides. */
import type { CalibrationCase } from './case.ts';
import { config } from './texts.ts';
import type { Traffic } from './traffic.ts';

const GATE = `p99: { regression: 10 % }
throughput: { regression: 10 % }
errors: { regression: 0.5 pp }`;

function calibration(
  name: string,
  target: Traffic,
  base: Traffic,
  more: Partial<CalibrationCase> = {},
): CalibrationCase {
  return {
    name: `calibration: ${name}`,
    kind: 'calibration',
    config: config({ gate: GATE }),
    target,
    base,
    blocks: 24,
    ...more,
  };
}

const TWO = { baseUrl: 'http://127.0.0.1:8081' };
const HOSTS = { baseUrl: 'https://main.preview.example' };
const AWAY = { address: '198.51.100.7' };
const HERE = { address: '198.51.100.8' };
const EVEN = Array.from({ length: 30 }, (_, i) => 2 * i);

export const CALIBRATION_CASES: readonly CalibrationCase[] = [
  calibration('one URL, quiet', {}, {}),
  calibration('one URL, nothing declared', {}, {}, { config: config({ gate: 'p99: { max: 100 ms }' }) }),
  calibration(
    'one URL, nothing declared, open',
    {},
    {},
    {
      config: config({
        gate: 'p99: { max: 100 ms }',
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 400/s }',
      }),
    },
  ),
  calibration('one URL, few blocks', {}, {}, { blocks: 12 }),
  calibration('one URL, noisy', { noise: 0.15 }, { noise: 0.15 }),
  calibration('one URL, very noisy', { noise: 0.8 }, { noise: 0.8 }),
  calibration(
    'one URL, stalls',
    { spells: [{ rounds: [1, 4, 6, 9, 11], p99Ms: 300 }] },
    {
      spells: [{ rounds: [2, 5, 7, 13], p99Ms: 260 }],
    },
  ),
  calibration('one URL, drifting', { spells: [{ rounds: EVEN.slice(0, 6), p99Ms: 140 }] }, {}),
  calibration('one URL, some errors', { errors: { 500: 0.02 } }, { errors: { 500: 0.02 } }),
  calibration('one URL, errors in bursts', { spells: [{ rounds: EVEN, errors: { 500: 0.03 } }] }, {}),
  calibration('one URL, few answers', { perSecond: 60 }, { perSecond: 60 }),
  calibration('one URL, very few answers', { perSecond: 1 }, { perSecond: 1 }),
  calibration(
    'one URL, an endpoint',
    {},
    {},
    {
      config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }),
    },
  ),
  calibration(
    'one URL, an endpoint without an answer',
    { names: { 'create owner': { perSecond: 0 } } },
    {
      names: { 'create owner': { perSecond: 0 } },
    },
    { config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }) },
  ),
  calibration('one URL, a saturated round', { spells: [{ rounds: [3], generator: { cpuShare: 0.95 } }] }, {}),
  calibration('one URL, cut short', {}, {}, { blocks: 9, cutShort: true }),
  calibration('one URL, cut too short', {}, {}, { blocks: 3, cutShort: true }),
  calibration('one URL, too few blocks', {}, {}, { blocks: 1 }),
  calibration('one host, two URLs', {}, {}, TWO),
  calibration('one host, two URLs that differ', { p99Ms: 95 }, {}, TWO),
  calibration('two hosts', AWAY, HERE, HOSTS),
  calibration('two hosts that differ', { ...AWAY, p99Ms: 95 }, HERE, HOSTS),
  calibration('two hosts, noisy', { ...AWAY, noise: 0.3 }, { ...HERE, noise: 0.3 }, HOSTS),
  calibration(
    'one URL, neighbours alike',
    { spells: [{ rounds: EVEN.map((i) => i / 2).slice(0, 12), p99Ms: 120 }] },
    {},
  ),
  calibration('one URL, neighbours opposed', { spells: [{ rounds: EVEN, p99Ms: 130 }] }, {}),
  calibration(
    'one URL, an endpoint with few answers',
    { names: { 'create owner': { perSecond: 3 } } },
    {
      names: { 'create owner': { perSecond: 3 } },
    },
    { config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }) },
  ),
  calibration('two hosts, an endpoint differs', { ...AWAY, names: { 'create owner': { p99Ms: 55 } } }, HERE, {
    ...HOSTS,
    config: config({ gate: `${GATE}\nendpoints:\n  create owner: { p99: { regression: 20 % } }` }),
  }),
  calibration('two hosts that differ by much', { ...AWAY, p99Ms: 140, noise: 0.2 }, HERE, {
    ...HOSTS,
    config: config({ gate: 'p99: { regression: 5 % }\nthroughput: { regression: 5 % }' }),
  }),
  calibration('two hosts, open', AWAY, HERE, {
    ...HOSTS,
    config: config({
      gate: 'p99: { regression: 10 % }',
      load: '{ connections: 50, duration: 20s, rate: 400/s }',
    }),
  }),
  calibration('one URL, no answer', { perSecond: 0 }, { perSecond: 0 }),
  calibration(
    'the target is lost',
    {
      spells: [{ rounds: [5], ended: { how: 'target-lost', afterMs: 900, why: 'connect ECONNREFUSED' } }],
    },
    {},
  ),
  calibration('the target is rate limited', { path: { rateLimited: 0.2 } }, {}, TWO),
  calibration('both are rate limited', { path: { rateLimited: 0.2 } }, { path: { rateLimited: 0.2 } }),
  calibration('the target fails', { errors: { 500: 0.08 } }, { errors: { 500: 0.06 } }),
  calibration('the base fails', { errors: { 500: 0.04 } }, { errors: { 500: 0.06 } }, TWO),
];
