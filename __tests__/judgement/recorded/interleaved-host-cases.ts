/** Against a base: what the surroundings do, from hosts and stalls to the load generator. */
import type { RunCase } from './case.ts';
import {
  ALL,
  AWAY,
  at,
  CANCELLED,
  ERRORS,
  HOSTS,
  LIMITS,
  LOST,
  ONLY_LIMITS,
  P99,
  run,
  SHORT,
  THIRD,
  TIGHT,
  times,
} from './interleaved-parts.ts';
import { config } from './texts.ts';

export const LIVE_HOST_CASES: readonly RunCase[] = [
  run('hosts of their own', ALL, AWAY, { address: '198.51.100.8' }, HOSTS),
  run(
    'hosts of their own, 11 % slower',
    ALL,
    { ...AWAY, p99Ms: 92.5, noise: 0.005 },
    {
      address: '198.51.100.8',
      noise: 0.005,
    },
    HOSTS,
  ),
  run('hosts of their own, 30 % slower', ALL, { ...AWAY, p99Ms: 108 }, { address: '198.51.100.8' }, HOSTS),
  run('hosts of their own, errors alone', ERRORS, AWAY, { address: '198.51.100.8' }, HOSTS),
  run(
    'hosts of their own, an allowance',
    `${ALL}\nenvironment-allowance: 4 %`,
    AWAY,
    {
      address: '198.51.100.8',
    },
    HOSTS,
  ),
  run('one address, two names', ALL, AWAY, AWAY, HOSTS),
  run('an address that nobody knows', ALL, { address: null }, {}),
  run('an address that moved', ALL, at([4], { address: '127.0.0.2' }), {}),
  run('stalls of the target', ALL, at(THIRD, { p99Ms: 200 })),
  run('stalls of the target, noticed', P99, at([0, 2, 5, 8, 11, 14, 17], { p99Ms: 140 }), {}),
  run(
    'stalls of both',
    ALL,
    at(THIRD, { p99Ms: 200 }),
    at(
      THIRD.map((i) => i + 1),
      { p99Ms: 200 },
    ),
  ),
  run(
    'stalls of the target, and once of the base',
    P99,
    at([0, 2, 4, 5, 7, 9, 12, 14, 16, 18], { p99Ms: 180 }),
    at([1], {
      p99Ms: 180,
    }),
  ),
  run('stalls of the base', ALL, {}, at(THIRD, { p99Ms: 200 })),
  run('a saturated round', ALL, at([2], { generator: { cpuShare: 0.95 } })),
  run('a saturated round on the base', LIMITS, {}, at([2], { generator: { loopDelayP99Ms: 200 } })),
  run('two saturated rounds and limits', LIMITS, at([2, 4], { generator: { cpuShare: 0.95 }, p99Ms: 500 })),
  run('many saturated rounds', ALL, at([0, 1, 2, 5], { generator: { cpuShare: 0.95 } })),
  run('saturated throughout', ALL, { generator: { cpuShare: 0.95 } }, { generator: { cpuShare: 0.95 } }),
  run(
    'saturated late in the run',
    `${ALL}\n${SHORT}`,
    at([3, 6, 7, 8, 9, 10, 11], { generator: { cpuShare: 0.99 }, noise: 0.5 }),
    {
      noise: 0.5,
    },
  ),
  run('saturated, limits alone, over', ONLY_LIMITS, { p99Ms: 130, generator: { cpuShare: 0.95 } }),
  run(
    'a saturated first round, limits alone, within',
    ONLY_LIMITS,
    at([0], { generator: { cpuShare: 0.95 } }),
  ),
  run(
    'two saturated blocks are all there is, over its limit',
    `${LIMITS}\n${TIGHT}`,
    {
      p99Ms: 180,
      drainMs: 30_000,
      generator: { cpuShare: 0.95 },
    },
    { p99Ms: 180, drainMs: 30_000 },
  ),
  run(
    'two saturated blocks are all there is',
    `${LIMITS}\n${TIGHT}`,
    {
      drainMs: 30_000,
      generator: { cpuShare: 0.95 },
    },
    { drainMs: 30_000 },
  ),
  run('one block is all there is', `${P99}\n${TIGHT}`, { drainMs: 40_000 }, { drainMs: 40_000 }),
  run(
    'one block is all there is, slow',
    `${LIMITS}\n${TIGHT}`,
    { drainMs: 40_000, p99Ms: 150 },
    {
      drainMs: 40_000,
    },
  ),
  run(
    'slower only after it passed',
    LIMITS,
    {
      noise: 0.005,
      spells: [{ rounds: times(45).slice(6), p99Ms: 99 }],
    },
    { noise: 0.005 },
  ),
  run(
    'slower only after P99 passed, and errors not',
    ALL,
    {
      noise: 0.005,
      spells: [{ rounds: times(45).slice(8), p99Ms: 100 }],
      errors: { 500: 0.004 },
    },
    { noise: 0.005 },
  ),
  run(
    'the base is broken in many ways',
    ALL,
    {},
    {
      errors: { 500: 0.08, 404: 0.08, timeout: 0.01, socket: 0.08, unanswered: 0.08, check: 0, body: 0.08 },
    },
  ),
  run(
    'nothing of the base before the target is lost',
    ALL,
    at([0], { ended: LOST }),
    {},
    { onlyTarget: true },
  ),
  run(
    'nothing of the base before it is cancelled',
    ALL,
    at([0], { ended: CANCELLED }),
    {},
    { onlyTarget: true },
  ),
  run(
    'nothing of the base, and no request',
    ALL,
    { perSecond: 0, ...at([0], { ended: LOST }) },
    {},
    {
      onlyTarget: true,
    },
  ),
  run(
    'one request of the base fails in each round',
    ERRORS,
    { perSecond: 1 },
    { perSecond: 1, errors: { 500: 0.34 } },
  ),
  run(
    'open, the same',
    'p99: { regression: 10 % }\nerrors: { regression: 0.5 pp }',
    {},
    {},
    {
      config: config({
        gate: 'p99: { max: 100 ms, regression: 10 % }\nerrors: { regression: 0.5 pp }',
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 300/s }',
      }),
    },
  ),
  run(
    'open, sent late',
    P99,
    { generator: { lateShare: 0.2 } },
    {},
    {
      config: config({
        gate: P99,
        load: '{ connections: 50, duration: 20s, warmup: 2s, rate: 300/s }',
      }),
    },
  ),
  run('limits over, regressions not', LIMITS, { p99Ms: 140 }, { p99Ms: 140 }),
  run('limits over by a hair, decided by as many blocks again', LIMITS, { p99Ms: 101 }, { p99Ms: 101 }),
  run('limits over by a hair, alone', ONLY_LIMITS, { p99Ms: 101 }, { p99Ms: 101 }),
  run(
    'limits over by a hair, a short budget',
    `${LIMITS}\n${SHORT}`,
    { p99Ms: 100.3, noise: 0.005 },
    {
      p99Ms: 100.3,
      noise: 0.005,
    },
  ),
  run('an error limit over on both', LIMITS, { errors: { 500: 0.03 } }, { errors: { 500: 0.03 } }),
];
