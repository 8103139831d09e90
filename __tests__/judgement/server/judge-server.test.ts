/** Bounds of the server's side, from readings to the verdict. */
import type { Plan } from '../../../src/config/plan.ts';
import type { PlannedProbe, ServerBounds } from '../../../src/config/probes/probe.ts';
import { seededRandom } from '../../../src/engine/random.ts';
import type { HistoryPoint } from '../../../src/evidence/history/basis.ts';
import type { ServerFigures } from '../../../src/evidence/server/server-figures.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { judgeServer, type ServerOpponent } from '../../../src/judgement/server/judge-server.ts';
import { drawn } from '../../part.ts';
import { makeMeasurement, makePlan } from '../make.ts';
import { makeSeries, makeServer } from './make-series.ts';

const MIB = 2 ** 20;
const NO_BOUNDS = { max: null, min: null, drift: null, regression: null };
const bounds = (more: Partial<ServerBounds>): ServerBounds => ({
  series: 'memory',
  unit: 'bytes',
  ...NO_BOUNDS,
  ...more,
});
const PROBE: PlannedProbe = {
  kind: 'process',
  key: 'probes[0].process',
  everyMs: 2000,
  target: { reads: 'process', which: { by: 'own' } },
  base: null,
  isShared: false,
  series: [{ key: 'memory', name: 'memory', unit: 'bytes', isCounter: false }],
};
const planOf = (server: readonly ServerBounds[], more: Partial<Plan> = {}): Plan =>
  makePlan({ ...more, probes: [PROBE], gate: { server } });
const steady = (value: number, count = 20) => makeServer([makeSeries('memory', Array(count).fill(value))]);
const NOTHING: ServerOpponent = { baseline: null };
const judged = (
  one: Partial<ServerBounds>,
  server: ServerFigures | null,
  opponent: ServerOpponent = NOTHING,
  more: Partial<Plan> = {},
) => judgeServer(planOf([bounds(one)], more), { server }, opponent);

describe('of a stage', () => {
  const stage = { key: 'busy', index: 1 };
  const memory = makeSeries('memory', [...Array(10).fill(100 * MIB), ...Array(10).fill(400 * MIB)]);
  const staged = makeServer([
    { ...memory, points: memory.points.map((point, i) => ({ ...point, stage: i < 10 ? 0 : 1 })) },
  ]);

  test('only its own readings count', () => {
    const calm = judged({ stage: { key: 'calm', index: 0 }, max: 300 * MIB }, staged);
    expect(calm).toMatchObject({ causes: [], open: [], gates: [{ stage: 'calm', mean: 100 * MIB }] });
    const busy = judged({ stage, max: 300 * MIB }, staged);
    expect(busy.causes).toMatchObject([
      { code: 'server-over-limit', stage: 'busy', readings: 10, beyond: 10 },
    ]);
    expect(busy.gates).toMatchObject([{ stage: 'busy', mean: 400 * MIB, finding: 'over-limit' }]);
  });

  test('without a reading of it nothing is decided', () => {
    const { causes, open } = judged({ stage: { key: 'last', index: 2 }, max: 300 * MIB }, staged);
    expect([causes, open.map(({ cause }) => cause)]).toMatchObject([
      [],
      [{ code: 'server-no-readings', stage: 'last', readings: 0 }],
    ]);
  });
});

describe('in the verdict', () => {
  const verdictOf = (server: ServerFigures | null, one: Partial<ServerBounds> = { max: 300 * MIB }) =>
    judge(planOf([bounds(one)]), makeMeasurement({ server }), null).verdict;

  test('what holds passes', () => {
    expect(verdictOf(steady(100 * MIB))).toMatchObject({ outcome: 'pass', causes: [] });
  });

  test('what is missed fails, behind what fails besides', () => {
    expect(verdictOf(steady(400 * MIB))).toMatchObject({
      outcome: 'fail',
      causes: [{ code: 'server-over-limit' }],
    });
    const plan = planOf([bounds({ max: 300 * MIB })]);
    const slow = makeMeasurement({ server: steady(400 * MIB), whole: { p99Ms: 400 } });
    expect(judge(plan, slow, null).verdict.causes.map(({ code }) => code)).toEqual([
      'over-limit',
      'server-over-limit',
    ]);
  });

  test('what was not read is inconclusive, with why', () => {
    const problem = {
      key: PROBE.key,
      probe: 'process',
      code: 'gone',
      detail: 'process 7',
      count: 3,
    } as const;
    expect(verdictOf(makeServer([], { problems: [problem] }))).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'server-no-readings', series: 'memory', readings: 0, trouble: 'gone' }],
    });
    expect(verdictOf(null)).toMatchObject({ causes: [{ code: 'server-no-readings', trouble: null }] });
  });

  test('a probe that fails without a bound is a warning and nothing else', () => {
    const problem = {
      key: 'probes[1].docker',
      probe: 'docker',
      code: 'unreachable',
      detail: '',
      count: 3,
    } as const;
    const verdict = verdictOf(
      makeServer([makeSeries('memory', Array(9).fill(MIB))], { problems: [problem] }),
    );
    expect(verdict).toMatchObject({
      outcome: 'pass',
      warnings: [{ code: 'probe-failed', place: 'probes[1].docker', trouble: 'unreachable', count: 3 }],
    });
  });

  test('bounds of the server’s side alone are something that was judged', () => {
    const plan = { ...planOf([bounds({ max: 300 * MIB })]) };
    const alone = { ...plan, gate: { ...plan.gate, whole: {} } };
    expect(judge(alone, makeMeasurement({ server: steady(MIB) }), null).verdict.outcome).toBe('pass');
  });
});

test('a single reading beyond its limit is a warning', () => {
  const values = Array(20).fill(100 * MIB);
  values[7] = 400 * MIB;
  const { causes, warnings, gates } = judged({ max: 300 * MIB }, makeServer([makeSeries('memory', values)]));
  expect([causes, gates[0]?.finding]).toEqual([[], 'within']);
  expect(warnings).toMatchObject([{ code: 'server-peak', figure: 400 * MIB, atSeconds: 14 }]);
});

test('one reading tells no limit', () => {
  expect(judged({ max: 300 * MIB }, steady(MIB, 1)).open.map(({ cause }) => cause)).toMatchObject([
    { code: 'server-no-readings', readings: 1, needed: 2 },
  ]);
});

test('what a request costs is held as it is', () => {
  const server = makeServer([], { cpuPerRequest: { seconds: 0.004, of: ['cpu'] } });
  const cost = { series: 'cpu-per-request', unit: 'seconds' } as const;
  expect(judged({ ...cost, max: 0.005 }, server).gates[0]).toMatchObject({ finding: 'within', value: 0.004 });
  expect(judged({ ...cost, max: 0.003 }, server).causes).toMatchObject([
    { code: 'server-over-limit', figure: 0.004 },
  ]);
});

describe('drift', () => {
  const LOAD: Partial<Plan> = {
    load: {
      profile: 'soak',
      stages: [{ name: null, connections: 25, durationMs: 600_000, arrivals: null }],
      warmupMs: 0,
      timeoutMs: 1000,
    },
  };
  const leaking = (perSecond: number, noise = MIB) => {
    const { unit } = seededRandom('drift');
    return makeServer([
      makeSeries(
        'memory',
        Array.from({ length: 300 }, (_, i) => 100 * MIB + 2 * i * perSecond + noise * (unit() - 0.5)),
      ),
    ]);
  };
  const driftOf = (server: ServerFigures) => judged({ drift: 5 * MIB }, server, NOTHING, LOAD);

  test('a leak fails, with its size and interval', () => {
    const { causes } = driftOf(leaking(0.1 * MIB));
    expect(causes).toMatchObject([{ code: 'server-drifted', seconds: 540, tolerance: 5 * MIB }]);
    const [cause] = causes;
    if (cause?.code !== 'server-drifted') throw new Error('it is none');
    expect(cause.growth / MIB).toBeCloseTo(54, 0);
    expect(cause.interval[0]).toBeLessThan(cause.growth);
  });

  test('a growth below it passes', () => {
    expect(driftOf(leaking(0.002 * MIB)).gates[0]?.finding).toBe('within');
  });

  test('what is neither shown nor ruled out is open, with the load that would tell', () => {
    const { open } = driftOf(leaking(0.0093 * MIB, 30 * MIB));
    expect(open.map(({ cause }) => cause)).toMatchObject([
      { code: 'server-drift-undecided', secondsMore: expect.any(Number) },
    ]);
  });

  test('too few readings are told', () => {
    const short = judged({ drift: 5 * MIB }, steady(MIB, 20), NOTHING, LOAD);
    expect(short.open.map(({ cause }) => cause)).toMatchObject([
      { code: 'server-too-short', windows: 0, needed: 30 },
    ]);
  });
});

describe('regression', () => {
  /** So many rounds of three readings each. */
  const side = (mean: number, seed: string, spread = 0.02, rounds = 10) => {
    const { unit } = seededRandom(seed);
    const values = Array.from({ length: 3 * rounds }, () => mean * (1 + spread * (2 * unit() - 1)));
    return makeServer([makeSeries('memory', values, { rounds })]);
  };
  const against = (target: ServerFigures, base: ServerFigures | null) =>
    judged({ regression: 0.1 }, target, { base, baseline: null });

  test('against the base it fails where it is larger than tolerated, and passes where it is not', () => {
    expect(against(side(130, 'a'), side(100, 'b')).causes).toMatchObject([
      { code: 'server-regressed', against: 'base', tolerance: 0.1, change: expect.closeTo(0.3, 1) },
    ]);
    expect(against(side(104, 'a'), side(100, 'b'))).toMatchObject({
      causes: [],
      gates: [{ finding: 'within' }],
    });
    expect(against(side(60, 'a'), side(100, 'b')).gates[0]?.finding).toBe('improved');
  });

  test('the same on both sides regresses in fewer than one of a hundred runs', () => {
    const runs = drawn(1000, 300);
    const failed = Array.from(
      { length: runs },
      (_, i) => against(side(100, `t${i}`, 0.3), side(100, `b${i}`, 0.3)).causes.length > 0,
    );
    expect(failed.filter(Boolean).length).toBeLessThanOrEqual(0.01 * runs);
  });

  test('a third more is found in nearly all of them', () => {
    const runs = drawn(300, 100);
    const found = Array.from(
      { length: runs },
      (_, i) => against(side(133, `t${i}`, 0.2), side(100, `b${i}`, 0.2)).causes.length > 0,
    );
    expect(found.filter(Boolean).length).toBeGreaterThanOrEqual(0.95 * runs);
  });

  test('what a request costs is compared part by part', () => {
    const costly = (cores: number) =>
      makeServer([makeSeries('cpu', Array(30).fill(cores), { unit: 'cores', rounds: 10 })], {
        cpuPerRequest: { seconds: cores / 100, of: ['cpu'] },
      });
    const cost = { series: 'cpu-per-request', unit: 'seconds', regression: 0.1 } as const;
    const { causes } = judged(cost, costly(0.9), { base: costly(0.6), baseline: null });
    expect(causes).toMatchObject([{ code: 'server-regressed', change: expect.closeTo(0.5, 6) }]);
  });

  test.each([
    [null, 'before'],
    [makeServer([]), 'before'],
    [side(100, 'b', 0, 1), 'spread'],
  ] as const)('what the base does not tell leaves it open: %#', (base, missing) => {
    const { open } = against(side(100, 'a'), base);
    expect(open.map(({ cause }) => cause)).toMatchObject([
      { code: 'server-not-compared', against: 'base', missing },
    ]);
  });

  const baseline = (server: Record<string, number> | undefined, points?: readonly HistoryPoint[]) =>
    ({
      source: 'before.json',
      format: 'tailgate',
      title: null,
      date: null,
      whole: {},
      endpoints: {},
      conditions: {},
      ...(server && { server }),
      ...(points && { history: { server: { memory: { points, unsettled: [], earlier: 0 } } } }),
    }) as unknown as NonNullable<ServerOpponent['baseline']>;

  test('against one stored number it takes more than two runs may differ by', () => {
    const stored = (now: number) =>
      judged({ regression: 0.1 }, side(now, 'a', 0), { baseline: baseline({ memory: 100 }) });
    expect(stored(150).causes).toMatchObject([
      { code: 'server-regressed', against: 'baseline', before: 100 },
    ]);
    expect(stored(120).causes).toEqual([]);
    const missing = judged({ regression: 0.1 }, side(150, 'a'), { baseline: baseline(undefined) });
    expect(missing.open.map(({ cause }) => cause)).toMatchObject([{ missing: 'before' }]);
  });

  test('stored: warn only warns', () => {
    const plan = makePlan({
      probes: [PROBE],
      gate: { server: [bounds({ regression: 0.1 })], stored: 'warn' },
    });
    const { causes, warnings } = judgeServer(
      plan,
      { server: side(200, 'a', 0) },
      { baseline: baseline({ memory: 100 }) },
    );
    expect([causes, warnings]).toMatchObject([[], [{ code: 'server-regressed' }]]);
  });

  test('against a history it takes twelve runs', () => {
    const points = (count: number): HistoryPoint[] =>
      Array.from({ length: count }, (_, i) => ({
        value: 100 + (i % 3),
        requests: 1000,
        at: '2026-11-01T00:00:00.000Z',
        commit: null,
        machine: 'm',
      }));
    const held = (now: number, count: number) =>
      judged({ regression: 0.1 }, side(now, 'a', 0), { baseline: baseline({ memory: 101 }, points(count)) });
    expect(held(120, 12).causes).toMatchObject([{ code: 'server-regressed', against: 'baseline' }]);
    expect(held(103, 12)).toMatchObject({ causes: [], open: [] });
    expect(held(120, 11).open.map(({ cause }) => cause)).toMatchObject([
      { code: 'server-not-compared', missing: 'runs' },
    ]);
  });
});
