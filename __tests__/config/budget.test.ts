import { fewestBlocks } from '../../src/config/gate/fewest-blocks.ts';
import { splitAlpha } from '../../src/config/gate/split-alpha.ts';
import { totalDurationMs } from '../../src/config/load/whole-load.ts';
import type { MetricBounds } from '../../src/config/plan.ts';
import { computePlan, firstAnalysis } from '../../src/judgement/statistics/spending-plan.ts';
import { type Given, parse } from './example.ts';

const REGRESSION = { limit: null, regression: 0.1 };
const WHOLE = { p99: REGRESSION, throughput: REGRESSION, errors: REGRESSION };
const many = (count: number): Record<string, MetricBounds> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`request ${i}`, WHOLE]));

describe('the fewest blocks in which every gate can fail', () => {
  test.each<[string, MetricBounds, number, number]>([
    ['nothing but limits', { p99: { limit: 100, regression: null } }, 0, 0],
    ['P99 alone', { p99: REGRESSION }, 0, 7],
    ['errors alone', { errors: REGRESSION }, 0, 8],
    ['the three figures of the whole', WHOLE, 0, 8],
    ['and five requests', WHOLE, 5, 11],
    ['and forty', WHOLE, 40, 14],
  ])('%s', (_, whole, requests, fewest) => {
    expect(fewestBlocks({ whole, endpoints: many(requests) })).toBe(fewest);
  });

  test.each([0, 1, 5, 40])('is where the sequential plan has its first look: %i requests', (requests) => {
    const gate = { whole: WHOLE, endpoints: many(requests) };
    const fewest = fewestBlocks(gate);
    const tightest = Math.min(
      ...splitAlpha(
        Array.from({ length: requests + 1 }).flatMap(() => ['p99', 'throughput', 'errors'] as const),
      ),
    );
    expect(computePlan(fewest, tightest).at(-1)).toBeGreaterThan(0);
    expect(computePlan(fewest - 1, tightest).every((level) => level === 0)).toBe(true);
    expect(firstAnalysis(fewest - 1, tightest)).toBe(fewest);
    expect(firstAnalysis(fewest, tightest)).toBe(fewest);
  });
});

describe('a budget of too few blocks', () => {
  const file = (rounds: string, endpoints = '') => `scenario:
  requests:
    - { name: read, get: /a }
gate:
  p99: { regression: 10 % }
  throughput: { regression: 10 % }
  errors: { regression: 0.5 pp }
${endpoints}${rounds === '' ? '' : `  rounds: { ${rounds} }\n`}`;
  const withBase = (over: Given['inputs'] = {}) => ({
    inputs: { baseUrl: 'http://127.0.0.1:3001', ...over },
  });

  test.each([
    [
      'budget: 55s',
      '',
      "tailgate.yml:8 gate.rounds.budget: 55 s are enough for 7 blocks of 3.5 s on each side, and the gate can't fail in fewer than 8: write at least 56s",
    ],
    [
      'measure: 10s, discard: 333ms, budget: 30s',
      '',
      "tailgate.yml:8 gate.rounds.budget: 30 s are enough for 1 block of 10.333 s on each side, and the gate can't fail in fewer than 8: write at least 166s",
    ],
    [
      'budget: 60s',
      '  endpoints: { read: { p99: { regression: 10 % }, errors: { regression: 1 pp } } }\n',
      "tailgate.yml:9 gate.rounds.budget: 60 s are enough for 8 blocks of 3.5 s on each side, and the gate can't fail in fewer than 9: write at least 63s",
    ],
  ])('%s %s', (rounds, endpoints, message) => {
    expect(() => parse(file(rounds, endpoints), withBase())).toThrow(message);
  });

  test('that just does is taken', () => {
    expect(parse(file('budget: 56s'), withBase()).gate.interleaved.budgetMs).toBe(56_000);
  });

  test('where the default is too short for the rounds', () => {
    expect(() => parse(file('measure: 5m'), withBase())).toThrow(
      /gate\.rounds\.budget: 360 s are enough for 0 blocks of 300\.5 s on each side, .*: write at least 4808s$/,
    );
    expect(() => parse(file('measure: 5m, discard: 1m, budget: 2h'), withBase())).not.toThrow();
  });

  test('--duration in its place has the same minimum, and is named', () => {
    const inputs = (durationMs: number) => withBase({ door: 'terminal', durationMs });
    expect(() => parse(file(''), inputs(20_000))).toThrow(
      /^--duration: 20 s are enough for 2 blocks .* can't fail in fewer than 8: write at least 56s$/,
    );
    expect(parse(file(''), inputs(56_000)).gate.interleaved.budgetMs).toBe(56_000);
  });

  test('does not matter without a base', () => {
    const limits = file('budget: 30s').replace('p99: {', 'p99: { max: 100 ms,');
    expect(parse(limits).gate.interleaved.budgetMs).toBe(30_000);
    expect(totalDurationMs(parse(limits, { inputs: { durationMs: 2000 } }).load)).toBe(2000);
  });
});
