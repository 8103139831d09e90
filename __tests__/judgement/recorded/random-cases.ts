/** Cases that nobody thought of: drawn by a seed from what the others are made of. */
import { generator } from '../generator.ts';
import type { RunCase } from './case.ts';
import { config, report, result } from './texts.ts';
import type { Spell, Traffic } from './traffic.ts';

const ALONE = 50;
const STORED = 35;
const HISTORIES = 25;
const LIVE = 35;

type Draw = ReturnType<typeof drawing>;

function drawing(seed: number) {
  const { even } = generator(seed);
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(even() * items.length)] as T;
  const between = (from: number, to: number): number => Number((from + even() * (to - from)).toPrecision(4));
  return { pick, between, chance: (share: number): boolean => even() < share };
}

/** As a gate may be written: some figures with a limit, a tolerance, or both. */
function gateOf({ pick, chance }: Draw, limits: boolean, regressions: boolean): string {
  const part = (name: string, limit: string, tolerance: string): string[] => {
    const bounds = [
      ...(limits && chance(0.7) ? [limit] : []),
      ...(regressions && chance(0.7) ? [`regression: ${tolerance}`] : []),
    ];
    return bounds.length > 0 ? [`${name}: { ${bounds.join(', ')} }`] : [];
  };
  const lines = (): string[] => [
    ...part('p99', `max: ${pick('90 ms', '100 ms', '120 ms', '1 s')}`, pick('10 %', '20 %')),
    ...part('throughput', `min: ${pick('100 /s', '300 /s', '312 /s')}`, pick('10 %', '15 %')),
    ...part('errors', `max: ${pick('0.5 %', '1 %', '5 %')}`, pick('0.5 pp', '1 pp')),
  ];
  const own = chance(0.4) ? lines() : [];
  const whole = [
    ...lines(),
    // Something has to be declared that the run can be held against.
    ...(regressions ? [] : ['']),
  ].filter(Boolean);
  const needed = regressions ? 'errors: { regression: 2 pp }' : 'errors: { max: 3 % }';
  const first = whole.some((line) => line.startsWith('errors'))
    ? whole.filter((line) => !line.startsWith('errors'))
    : whole;
  const endpoints =
    own.length > 0 ? [`endpoints:\n  create owner:\n${own.map((line) => `    ${line}`).join('\n')}`] : [];
  return [...first, needed, ...endpoints].join('\n');
}

function spellOf({ pick, between, chance }: Draw): Spell {
  const failing = chance(0.4)
    ? {
        errors: {
          [pick('500', '404', 'timeout', 'socket', 'unanswered', 'body')]: pick(
            0.001,
            0.006,
            0.012,
            0.03,
            0.08,
            0.4,
          ),
        },
      }
    : {};
  return {
    p99Ms: chance(0.5) ? 83 : between(60, 140),
    perSecond: chance(0.6) ? 400 : between(10, 450),
    noise: pick(0.01, 0.02, 0.05, 0.2),
    wobble: pick(0.01, 0.03, 0.1),
    ...failing,
    ...(chance(0.15) && { burst: 2 }),
    ...(chance(0.1) && { resent: 0.02 }),
    ...(chance(0.1) && {
      path: { [pick('rateLimited', 'loginRedirects', 'challenges')]: pick(0.002, 0.05) },
    }),
    ...(chance(0.07) && { generator: { cpuShare: 0.9 } }),
  };
}

function trafficOf(draw: Draw): Traffic {
  const { chance, pick, between } = draw;
  return {
    ...spellOf(draw),
    ...(chance(0.3) && {
      names: {
        'create owner': { p99Ms: between(60, 250), ...(chance(0.3) && { errors: { 500: pick(0.02, 1) } }) },
      },
    }),
    ...(chance(0.3) && { spells: [{ rounds: [pick(0, 1, 2), pick(3, 6, 9)], p99Ms: between(100, 300) }] }),
  };
}

function numbered(count: number, make: (draw: Draw, n: number) => RunCase, from: number): RunCase[] {
  return Array.from({ length: count }, (_, n) => make(drawing(from + n), n));
}

export const RANDOM_CASES: readonly RunCase[] = [
  ...numbered(
    ALONE,
    (draw, n) => ({
      name: `random: limits ${n}`,
      kind: 'run',
      config: config({ gate: gateOf(draw, true, false) }),
      target: trafficOf(draw),
    }),
    1000,
  ),
  ...numbered(
    STORED,
    (draw, n) => ({
      name: `random: stored ${n}`,
      kind: 'run',
      config: config({
        gate: `${gateOf(draw, draw.chance(0.5), true)}${draw.chance(0.3) ? '\nstored: warn' : ''}`,
        baseline: 'baseline',
      }),
      file: draw.chance(0.5)
        ? report({
            p99Ms: draw.between(50, 110),
            perSecond: draw.between(150, 500),
            errors: draw.pick(null, 0, 1, 4),
          })
        : result({
            p99Ms: draw.between(50, 110),
            perSecond: draw.between(150, 500),
            errorRate: draw.pick(0, 0.01, 0.04),
            owner: { p99Ms: draw.between(50, 110), perSecond: 62, errorRate: 0 },
          }),
      target: trafficOf(draw),
    }),
    2000,
  ),
  ...numbered(
    HISTORIES,
    (draw, n) => ({
      name: `random: history ${n}`,
      kind: 'run',
      config: config({ gate: gateOf(draw, draw.chance(0.5), true), baseline: 'history' }),
      history: {
        count: draw.pick(4, 9, 12, 20, 40),
        spread: draw.pick(0.01, 0.03, 0.1),
        seed: n + 1,
        forRelease: draw.chance(0.3),
        are: [
          { from: 0, throughputPerSecond: 400, errorRate: draw.pick(0, 0.002, 0.01) },
          ...(draw.chance(0.4) ? [{ from: draw.pick(3, 8, 20), p99Ms: draw.between(60, 160) }] : []),
        ],
      },
      target: trafficOf(draw),
    }),
    3000,
  ),
  ...numbered(
    LIVE,
    (draw, n) => ({
      name: `random: live ${n}`,
      kind: 'run',
      config: config({
        gate: `${gateOf(draw, draw.chance(0.5), true)}\nrounds: { budget: ${draw.pick('84s', '2m')} }`,
      }),
      target: trafficOf(draw),
      base: draw.chance(0.6) ? {} : trafficOf(draw),
    }),
    4000,
  ),
];
