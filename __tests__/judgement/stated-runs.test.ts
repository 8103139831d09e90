/** What is decided of results of somebody else's load generator: limits, a stored number, and both sides in turn. */
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import type { StatedLatency } from '../../src/engine/stated.ts';
import type { Baseline } from '../../src/evidence/baseline.ts';
import { gather } from '../../src/evidence/gather.ts';
import { roundOfRun, type StatedRun } from '../../src/evidence/stated/read-run.ts';
import { judge } from '../../src/judgement/judge.ts';
import { areRunsAbove, spreadOfRuns } from '../../src/judgement/statistics/spread-of-runs.ts';
import { run as runPipeline } from '../../src/pipeline.ts';
import { toResult } from '../../src/report/result.ts';
import type { World } from '../../src/world.ts';
import { drawn, testPart } from '../part.ts';

const LOAD = {
  tool: 'k6',
  model: undefined,
  connections: 10,
  ratePerSecond: undefined,
  seconds: 30,
} as const;

const runOf = (latencyMs: StatedLatency, more: Partial<StatedRun> = {}): StatedRun => ({
  format: 'k6',
  load: LOAD,
  startedAt: null,
  requests: 10_000,
  failed: 0,
  unanswered: 0,
  seconds: LOAD.seconds,
  latencyMs,
  doubts: [],
  ...more,
});

const planOf = (gate: string, more = ''): Plan =>
  parseConfig(`name: own\n${more}\ngate: ${gate}\n`, 'tailgate.yml', {
    inputs: { door: 'terminal' },
    env: {},
    results: { kind: 'results', files: ['a.json'], load: LOAD },
  });

const MACHINE = { machine: { tool: 't', machine: 'm' }, seed: 's', budgetBlocks: 1, budgetSpent: false };

function judged(gate: string, runs: readonly StatedRun[], baseline: Baseline | null = null) {
  const plan = planOf(gate, baseline === null ? '' : 'baseline: then.json');
  const at = { side: 'target', startedAt: '2026-10-01T00:00:00.000Z', seed: 's' } as const;
  const { measurement } = gather(
    runs.map((one) => roundOfRun(one, at)),
    plan,
    MACHINE,
  );
  const { verdict, wantsMore } = judge(plan, measurement, baseline);
  expect(wantsMore).toBe(false);
  return verdict;
}

const P99 = '{ p99: { max: 100 ms } }';

describe('a limit of P99 by percentiles alone', () => {
  test.each([
    ['P99 within', [{ p95: 60, p99: 100, max: 900 }], 'pass', []],
    ['P95 beyond', [{ p95: 101, p99: 150, max: 900 }], 'fail', ['over-limit']],
    ['only P99 beyond', [{ p95: 90, p99: 300, max: 900 }], 'inconclusive', ['limit-undecided']],
    ['P99 not told', [{ p95: 90, max: 900 }], 'inconclusive', ['no-figure']],
    ['P99 not told, P95 beyond', [{ p95: 101, max: 900 }], 'fail', ['over-limit']],
    ['P99 not told, no request as slow', [{ p95: 60, max: 100 }], 'pass', []],
    ['two runs that agree', [{ p99: 150 }, { p99: 151 }], 'inconclusive', ['limit-undecided']],
    ['three runs that agree', [{ p99: 150 }, { p99: 155 }, { p99: 145 }], 'fail', ['over-limit']],
    [
      'three runs that do not',
      [{ p99: 103 }, { p99: 160 }, { p99: 80 }],
      'inconclusive',
      ['limit-undecided'],
    ],
  ])('%s', (_, latencies, outcome, codes) => {
    const { outcome: found, causes } = judged(
      P99,
      latencies.map((one) => runOf(one)),
    );
    expect([found, causes.map(({ code }) => code)]).toEqual([outcome, codes]);
  });

  test('fewer responses than a P99 takes decide nothing but a fail', () => {
    const few = { requests: 150 };
    expect(judged(P99, [runOf({ p95: 60, p99: 70, max: 80 }, few)]).causes).toMatchObject([
      { code: 'too-few-responses' },
    ]);
    expect(judged(P99, [runOf({ p50: 160, p95: 170, p99: 170, max: 180 }, few)]).outcome).toBe('fail');
  });

  test('what would decide it is more runs', () => {
    const { causes } = judged(P99, [runOf({ p99: 150 }), runOf({ p99: 151 })]);
    expect(causes).toMatchObject([{ secondsMore: null, runs: 2 }]);
  });
});

test.each([
  [300, 'fail'],
  [100, 'pass'],
  [110, 'inconclusive'],
])('a limit of errors: %i of 10,000 requests, and 1 % are allowed', (failed, outcome) => {
  expect(judged('{ errors: { max: 1 % } }', [runOf({ p99: 50 }, { failed })]).outcome).toBe(outcome);
});

test('a floor of throughput is judged by several runs, and never by one', () => {
  const gate = '{ throughput: { min: 400 /s } }';
  const at = (requests: number) => runOf({ p99: 50 }, { requests });
  expect(judged(gate, [at(9000)]).outcome).toBe('inconclusive');
  expect(judged(gate, [at(9000), at(9030), at(8970)]).outcome).toBe('fail');
  expect(judged(gate, [at(12_000)]).outcome).toBe('pass');
});

describe('against one stored number', () => {
  const before: Baseline = {
    source: 'then.json',
    format: 'k6',
    title: 'k6 run',
    date: null,
    whole: {
      requests: 10_000,
      responsesPerSecond: 333,
      throughputPerSecond: 333,
      errorRate: 0,
      latencyAllMs: { p99: 100 },
    },
    endpoints: {},
    conditions: { tool: 'k6', stages: [{ connections: 10, durationSeconds: 30 }] },
  };
  const gate = '{ p99: { regression: 10 % } }';
  const against = (...p99s: number[]) =>
    judged(
      gate,
      p99s.map((p99) => runOf({ p99 })),
      before,
    );

  test('one run: the spread is assumed, 10 % of each of the two', () => {
    // z(0.99) · 0.1 · √2 on the log scale is +39 %.
    expect(against(138).outcome).toBe('pass');
    expect(against(140).outcome).toBe('fail');
  });

  test('three runs tell their own: t(0.99, 2) · s · √(1/3 + 1)', () => {
    const s = Math.log(1.02);
    const reach = 6.9646 * s * Math.sqrt(1 / 3 + 1);
    const [just, short] = [100 * Math.exp(reach + 0.005), 100 * Math.exp(reach - 0.005)];
    expect(against(just, just * 1.02, just / 1.02).outcome).toBe('fail');
    expect(against(short, short * 1.02, short / 1.02).outcome).toBe('pass');
  });

  test('runs that repeat themselves to the last digit are not believed to', () => {
    expect(spreadOfRuns([12, 12, 12], 0.1)).toMatchObject({ logSpread: 0.01, runs: 3 });
    expect(spreadOfRuns([12, 13], 0.1)).toMatchObject({ logSpread: 0.1, runs: 2 });
    expect(areRunsAbove([12, 13], 1)).toBe(false);
  });

  test('another number of connections is refused', () => {
    const other = { ...before, conditions: { tool: 'k6', stages: [{ connections: 50 }] } };
    expect(judged(gate, [runOf({ p99: 100 })], other).causes).toMatchObject([{ code: 'conditions-differ' }]);
  });

  test('a result of Tailgate with a mix is compared, since nobody tells the mix of the runs', () => {
    const other = {
      ...before,
      conditions: {
        tool: 'tailgate 1',
        mix: [{ name: 'a', method: 'GET', path: '/', share: 1 }],
        timeoutSeconds: 10,
      },
    };
    const { outcome, warnings } = judged(gate, [runOf({ p99: 100 })], other);
    expect(outcome).toBe('pass');
    expect(warnings).toContainEqual({
      code: 'condition-differs',
      difference: { condition: 'tool', before: 'tailgate 1', now: 'k6' },
    });
  });
});

/** How often a pair of services would fail, with so many runs against a stored one: by simulation. */
test('against a stored run, no change fails at most as often as 1 in 100 by itself', () => {
  const random = seededRandom('stored-runs');
  const [tries, s] = [4000, 0.06];
  let shown = 0;
  for (let i = 0; i < tries; i++) {
    const values = [normal(random, s), normal(random, s), normal(random, s)].map(Math.exp);
    const now = values.reduce((sum, value) => sum + Math.log(value), 0) / 3;
    const { logSpread, reach } = spreadOfRuns(values, 0.1);
    if (now - normal(random, s) > reach(0.99) * logSpread * Math.sqrt(1 / 3 + 1)) shown++;
  }
  expect(shown / tries).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / tries));
  expect(shown / tries).toBeGreaterThan(0.004);
});

function normal(random: ReturnType<typeof seededRandom>, s: number): number {
  return s * Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit());
}

describe('in turn', () => {
  const plan = parseConfig(
    'name: own\nload: { command: "k6 {{out}}", reads: k6 }\ngate: { p99: { regression: 10 % }, throughput: { regression: 10 % }, errors: { regression: 0.5 pp } }\n',
    'tailgate.yml',
    { inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1', baseUrl: 'http://127.0.0.1:2' }, env: {} },
  );

  /** @param slower factor on the target's latencies @param s of P99, log scale, from run to run */
  function worldOf(seed: string, slower: number, s: number): World {
    const random = seededRandom(seed);
    return {
      readBaseline: async () => null,
      prepare: async () => {},
      async measure(_, { side, seed: own }) {
        const factor = side === 'target' ? slower : 1;
        const mean = 25 * factor * Math.exp(normal(random, s / 4));
        const p99 = 60 * factor * Math.exp(normal(random, s));
        const requests = Math.round((10 / mean) * 1000 * LOAD.seconds);
        const one = runOf({ mean, p50: 0.9 * mean, p95: 0.8 * p99, p99, max: 3 * p99 }, { requests });
        return [{ ...roundOfRun(one, { side, startedAt: '', seed: own }), address: '127.0.0.1' }];
      },
      confirm: async () => [],
      findAcceptance: async () => null,
      tell: () => {},
      close: async () => {},
      machine: { tool: 't', machine: 'm' },
      seed,
      describe: () => ({
        version: '0',
        now: '2026-10-01T00:00:00.000Z',
        headSha: null,
        runUrl: null,
        command: '',
        resultFile: null,
      }),
      publish: async (report) => void toResult(report),
    };
  }

  const sessions = drawn(1000, 40);
  const SPREADS: [number][] = [[0.03], [0.06], [0.1]];
  const count = async (slower: number, s: number) => {
    let [passes, fails] = [0, 0];
    for (let i = 0; i < sessions; i++) {
      const { outcome } = await runPipeline(plan, worldOf(`${slower}/${s}/${i}`, slower, s));
      if (outcome === 'pass') passes++;
      if (outcome === 'fail') fails++;
    }
    return { passes: passes / sessions, fails: fails / sessions };
  };

  testPart(SPREADS)(
    'with a spread of %f from run to run, an equal service fails at most 1 in 100',
    async (s) => {
      const { fails } = await count(1, s);
      expect(fails).toBeLessThanOrEqual(0.01 + 2.4 * Math.sqrt((0.01 * 0.99) / sessions));
    },
  );

  testPart(SPREADS)('and with +20 %% at least 9 of 10 fail', async (s) => {
    const { fails } = await count(1.2, s);
    expect(fails).toBeGreaterThanOrEqual(0.9);
  });

  test('the order of the sides is a coin', async () => {
    const orders: string[] = [];
    const world = worldOf('coin', 1, 0.06);
    const measure = async (own: Plan, order: Parameters<World['measure']>[1]) => {
      orders.push(order.side);
      return world.measure(own, order);
    };
    await runPipeline(plan, { ...world, measure });
    const firsts = orders.filter((_, i) => i % 2 === 0);
    expect(new Set(firsts)).toEqual(new Set(['target', 'base']));
    expect(orders.filter((side) => side === 'base')).toHaveLength(orders.length / 2);
  });
});
