/** Which way figures go over a load: what is told of it, what it fails, and how often it cries wolf. */
import { drawSoak, type SoakKind, timelineOf } from '../../bench/trend/soaks.mjs';
import { windowMsOf } from '../../src/config/load/trend-stage.ts';
import type { Load, MetricBounds, Stage } from '../../src/config/plan.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import type { Timeline } from '../../src/evidence/timeline.ts';
import { accept } from '../../src/judgement/acceptance.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findTrends } from '../../src/judgement/trends/judge-trends.ts';
import { writeAdvice, writeReason } from '../../src/report/words/reason.ts';
import { writeWarnings } from '../../src/report/words/remarks.ts';
import { describeTrends } from '../../src/report/words/trends.ts';
import { IN_TIME } from '../generator-health.ts';
import { drawn } from '../part.ts';
import { makeMeasurement, makePlan } from './make.ts';

const HALF_AN_HOUR = 1800;
const QUIET: SoakKind = { spread: 0.03, rho: 0.3 };

/** Most tests look at one of a few. */
const SOAKS = new Map<string, Timeline>();

function soak(kind: SoakKind, { seconds = HALF_AN_HOUR, seed = 'a soak' } = {}): Timeline {
  const key = JSON.stringify([kind, seconds, seed]);
  const known = SOAKS.get(key);
  if (known) return known;
  const windowSeconds = windowMsOf(1000 * seconds) / 1000;
  const made = timelineOf(drawSoak(kind, { seconds, windowSeconds }, seededRandom(seed).unit), Histogram);
  SOAKS.set(key, made);
  return made;
}

function stageOf(seconds: number, over: Partial<Stage> = {}): Stage {
  return { name: null, connections: 25, durationMs: 1000 * seconds, arrivals: null, ...over };
}

function planOf(whole: MetricBounds = {}, stages: Load['stages'] = [stageOf(HALF_AN_HOUR)]) {
  const limit = { p99: { limit: 100, regression: null } };
  const load: Load = { profile: null, stages, warmupMs: 0, timeoutMs: 10_000 };
  return makePlan({ load, whole: Object.keys(whole).length > 0 ? whole : limit });
}

function measured(timelines: readonly Timeline[], over: Partial<Measurement> = {}): Measurement {
  return { ...makeMeasurement(), measuredSeconds: HALF_AN_HOUR, timelines, ...over };
}

const trendOf = (trend: number) => ({ limit: null, regression: null, trend });

test('a change that 90 % leave no room for is not called none, though it is not shown', () => {
  const told = (interval: [number, number]) =>
    describeTrends([
      {
        metric: 'throughput',
        change: -0.32,
        interval,
        shown: null,
        seconds: 300,
        first: 155,
        last: 112,
        endSeconds: 50,
        windows: 60,
        windowSeconds: 5,
        blockSeconds: 50,
      },
    ]);
  expect(told([-0.39, -0.24])).toBe(
    'Over 5 min throughput seems to have fallen by 32 % (90 %: −39.0 … −24.0 %; not shown for certain)',
  );
  expect(told([-0.5, 0.1])).toMatch(/^Over 5 min throughput shows no trend \(−32\.0 %/);
});

describe('without a gate', () => {
  test('a steady soak is told in a line, and warns of nothing', () => {
    const { verdict } = judge(planOf(), measured([soak(QUIET)]), null);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toEqual([]);
    expect(verdict.trends?.map(({ metric, shown }) => [metric, shown])).toEqual([
      ['p99', null],
      ['throughput', null],
      ['errors', null],
    ]);
    expect(verdict.trends?.[0]).toMatchObject({
      seconds: 1800,
      windows: 180,
      windowSeconds: 10,
      endSeconds: 300,
    });
    expect(describeTrends(verdict.trends ?? [])).toMatch(
      /^Over 30 min P99 is steady \([+−][\d.]+ %; 90 %: −[\d.]+ … \+[\d.]+ %\), throughput is steady \(.*\) and error rate is steady \(.* pp; 90 %: .* pp\)$/,
    );
  });

  test('a P99 that creeps by 20 % is a warning with its size, and with what wrote meanwhile', () => {
    const { verdict } = judge(planOf(), measured([soak({ ...QUIET, creep: 0.2 })], { writes: 4812 }), null);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.warnings).toMatchObject([
      { code: 'degrading', metric: 'p99', endpoint: null, writes: 4812 },
    ]);
    const [p99] = verdict.trends ?? [];
    expect(p99?.shown).toBe('worse');
    expect(p99?.change).toBeGreaterThan(0.17);
    expect(p99?.change).toBeLessThan(0.23);
    // The first five of thirty minutes and the last five are 25/30 of the creep apart.
    expect((p99?.last ?? 0) / (p99?.first ?? 1)).toBeGreaterThan(1.1);
    expect(writeWarnings(verdict.warnings)[0]).toMatch(
      /^P99 rose by \d\d % over 30 min of load \(90 %: \+\d\d\.\d … \+\d\d\.\d %\): [\d.]+ ms in the first 5 min, [\d.]+ ms in the last: it may continue\. Meanwhile 4,812 requests wrote, and what they leave behind may be what slows it\.$/,
    );
    expect(describeTrends(verdict.trends ?? [])).toMatch(/^Over 30 min P99 rose by \d\d % \(90 %: /);
  });

  test('what becomes better is told, and no warning', () => {
    const { verdict } = judge(planOf(), measured([soak({ ...QUIET, creep: -0.2 })]), null);
    expect([verdict.trends?.[0]?.shown, verdict.warnings]).toEqual(['better', []]);
  });

  test('throughput that falls, and errors that rise', () => {
    const { verdict } = judge(planOf(), measured([soak({ ...QUIET, fall: 0.1, rise: 0.02 })]), null);
    const [fall, rise] = verdict.warnings;
    expect(fall).toMatchObject({ code: 'degrading', metric: 'throughput' });
    expect(rise).toMatchObject({ code: 'degrading', metric: 'errors' });
    const [, throughput, errors] = verdict.trends ?? [];
    expect(throughput?.change).toBeCloseTo(-0.1, 1);
    expect(errors?.change).toBeGreaterThan(0.017);
    expect(errors?.change).toBeLessThan(0.023);
    expect(writeWarnings(verdict.warnings)[1]).toMatch(
      /^Error rate rose by [12]\.\d+ pp over 30 min of load/,
    );
  });

  test('a change that is certain and too small is not worth a word', () => {
    const { verdict } = judge(planOf(), measured([soak({ spread: 0.005, creep: 0.03 })]), null);
    expect(verdict.trends?.[0]?.interval[0]).toBeGreaterThan(0);
    expect([verdict.trends?.[0]?.shown, verdict.warnings]).toEqual([null, []]);
  });

  test('an outage is none', () => {
    const outage = {
      fromSeconds: 1700,
      toSeconds: 1790,
      stretches: 1,
      silentSeconds: 90,
      missed: 9000,
      counted: true,
    };
    const { verdict } = judge(planOf(), measured([soak({ ...QUIET, creep: 0.5 })], { outage }), null);
    expect(verdict.warnings.filter(({ code }) => code === 'degrading')).toEqual([]);
  });
});

describe('what is looked at', () => {
  const metricsIn = (stages: Load['stages'], timeline: Timeline) =>
    findTrends(planOf({}, stages), measured([timeline])).map(({ metric }) => metric);

  test('at a rate no throughput', () => {
    const arrivals = { perSecond: 250, kind: 'constant' as const };
    expect(metricsIn([stageOf(HALF_AN_HOUR, { arrivals })], soak(QUIET))).toEqual(['p99', 'errors']);
  });

  test('of several stages the longest alone', () => {
    const ramp = soak({ ...QUIET, creep: 2 }, { seconds: 600 }).map((moment) => ({ ...moment, stage: 0 }));
    const held = soak(QUIET).map((moment) => ({
      ...moment,
      stage: 1,
      fromSeconds: moment.fromSeconds + 600,
    }));
    const stages = [stageOf(600), stageOf(HALF_AN_HOUR)] as const;
    const found = findTrends(planOf({}, stages), measured([[...ramp, ...held]]));
    expect(found[0]?.told).toMatchObject({ shown: null, seconds: 1800, windows: 180 });
  });

  test.each<[string, Load['stages']]>([
    ['a ramp', [stageOf(HALF_AN_HOUR, { fromConnections: 5 })]],
    [
      'a rate that climbs',
      [stageOf(HALF_AN_HOUR, { arrivals: { perSecond: 9, fromPerSecond: 1, kind: 'poisson' } })],
    ],
    ['two stages as long as each other', [stageOf(HALF_AN_HOUR), stageOf(HALF_AN_HOUR)]],
  ])('not %s', (_, stages) => expect(metricsIn(stages, soak(QUIET))).toEqual([]));

  test('not what is too short, or was not recorded', () => {
    const short = findTrends(planOf(), measured([soak(QUIET, { seconds: 240 })]));
    expect(short.map(({ told }) => told)).toEqual([null, null, null]);
    expect(findTrends(planOf(), measured([]))).toEqual([]);
  });

  test('a second pass has a height of its own, and the same slope', () => {
    const passes = ['one', 'other'].map((seed, i) =>
      soak({ ...QUIET, creep: 0.2 }, { seed }).map((moment) => ({
        ...moment,
        successes: Math.round(moment.successes * (i === 0 ? 1 : 2)),
      })),
    );
    const [p99, throughput] = findTrends(planOf(), measured(passes));
    expect(p99?.told?.change).toBeGreaterThan(0.17);
    expect(throughput?.told).toMatchObject({ shown: null, seconds: 1800 });
  });
});

describe('with a gate', () => {
  const gate = { p99: trendOf(0.1) };
  const creeping = measured([soak({ ...QUIET, creep: 0.25 })]);

  test('more than is tolerated fails, and says by how much', () => {
    const { verdict, wantsMore } = judge(planOf(gate), creeping, null);
    expect([verdict.outcome, wantsMore]).toEqual(['fail', false]);
    expect(verdict.causes).toMatchObject([{ code: 'degraded', metric: 'p99', tolerance: 0.1 }]);
    expect(verdict.comparisons[0]).toMatchObject({
      finding: 'degraded',
      trend: { tolerance: 0.1, finding: 'degraded', secondsMore: null },
    });
    expect(verdict.warnings).toEqual([]);
    expect(writeReason(verdict, null)).toMatch(
      /^P99 rose by 2\d % over 30 min of load \(90 %: .* %; tolerance 10 %\): 8\d\.\d ms in the first 5 min, \d+(\.\d)? ms in the last$/,
    );
  });

  test('beside a limit that fails as well it is told after it', () => {
    const plan = planOf({ p99: { limit: 40, regression: null, trend: 0.1 } });
    const { verdict } = judge(plan, creeping, null);
    expect(verdict.causes.map(({ code }) => code)).toEqual(['over-limit', 'degraded']);
    expect(verdict.comparisons[0]?.finding).toBe('over-limit');
    expect(writeReason(verdict, null)).toMatch(/; P99 fails too$/);
  });

  test('it is nothing that a reviewer accepts by a label', () => {
    const { verdict } = judge(planOf(gate), creeping, null);
    const accepted = accept(verdict, { by: 'somebody', at: '2026-11-30T12:00:00Z' });
    expect(accepted.outcome).toBe('fail');
    expect(writeWarnings(accepted.warnings)[0]).toMatch(/which only accepts regressions: P99 rose by 2\d %/);
  });

  test('less passes, and says what was judged', () => {
    const { verdict } = judge(planOf(gate), measured([soak(QUIET)]), null);
    expect(verdict.outcome).toBe('pass');
    expect(verdict.comparisons[0]).toMatchObject({ finding: 'within', trend: { finding: 'within' } });
    expect(writeReason(verdict, null)).toBe('The trend of P99 over the load is within tolerance');
  });

  test('a change below the tolerance that is shown passes with a warning', () => {
    const { verdict } = judge(
      planOf({ p99: trendOf(0.3) }),
      measured([soak({ ...QUIET, creep: 0.15 })]),
      null,
    );
    expect([verdict.outcome, verdict.warnings]).toMatchObject(['pass', [{ code: 'degrading' }]]);
  });

  test('noise that hides what is asked leaves it open, and says how much more would do', () => {
    const { verdict, wantsMore } = judge(
      planOf(gate),
      measured([soak({ spread: 0.25, rho: 0.5 })], { measuredSeconds: HALF_AN_HOUR }),
      null,
    );
    expect([verdict.outcome, wantsMore]).toEqual(['inconclusive', false]);
    const [cause] = verdict.causes;
    expect(cause).toMatchObject({ code: 'trend-undecided', metric: 'p99', tolerance: 0.1, seconds: 1800 });
    expect(writeReason(verdict, null)).toMatch(
      /^Whether the trend of P99 exceeds 10 % is undecided after 30 min of load \(/,
    );
    expect(writeAdvice(verdict, HALF_AN_HOUR)).toMatch(
      /Raise the duration of the load|The noise from window/,
    );
  });

  test('an estimate beyond the tolerance that chance explains fails nothing', () => {
    const soaks = Array.from({ length: drawn(16, 6) }, (_, i) => {
      const run = measured([soak({ spread: 0.25, rho: 0.5 }, { seed: `noise ${i}` })]);
      return judge(planOf(gate), run, null).verdict;
    });
    expect(soaks.some(({ trends = [] }) => (trends[0]?.change ?? 0) > 0.1)).toBe(true);
    // 1 % of them may; where chance were not looked at, one in five would.
    expect(soaks.filter(({ outcome }) => outcome === 'fail').length).toBeLessThanOrEqual(1);
  });

  test('a load that was cut short has no trend, and says what is missing', () => {
    const cut = soak(QUIET, { seconds: 400 });
    const { verdict } = judge(planOf(gate), measured([cut], { measuredSeconds: 400 }), null);
    expect(verdict.outcome).toBe('pass');
    const shorter = judge(planOf(gate), measured([soak(QUIET).slice(0, 20)], { measuredSeconds: 200 }), null);
    expect(shorter.verdict.causes).toEqual([
      {
        code: 'too-short-for-trend',
        metric: 'p99',
        endpoint: null,
        windows: 20,
        needed: 60,
        secondsMore: 200,
      },
    ]);
    expect(writeAdvice(shorter.verdict, 200)).toMatch(
      /^About 3 min 20 s of additional load would decide it: 6 min 40 s in all/,
    );
  });

  test('a P99 takes 200 responses a window, and where they come seldom a longer load', () => {
    const seldom = soak(QUIET).map((moment) => ({ ...moment, latency: Histogram.of([80_000, 20]) }));
    const { verdict } = judge(planOf({ p99: trendOf(0.1), errors: trendOf(0.01) }), measured([seldom]), null);
    // 2 a second take 100 s for a window, and 60 of them 6,000 s.
    expect(verdict.causes).toMatchObject([{ code: 'too-short-for-trend', metric: 'p99', windows: 18 }]);
    const [cause] = verdict.causes;
    expect((cause as { secondsMore: number }).secondsMore).toBeGreaterThan(4100);
    expect((cause as { secondsMore: number }).secondsMore).toBeLessThan(4300);
  });

  test('a late generator may have made it, but not its errors', () => {
    const late = { generator: { ...IN_TIME, cpuShare: 0.97 } };
    const run = measured([soak({ ...QUIET, creep: 0.25, rise: 0.02 })], late);
    expect(judge(planOf(gate), run, null).verdict.outcome).toBe('invalid');
    const { verdict } = judge(planOf({ errors: trendOf(0.005) }), run, null);
    expect([verdict.outcome, verdict.causes[0]?.code]).toEqual(['fail', 'degraded']);
  });
});

describe('simulated', () => {
  const STABLE: readonly [string, SoakKind][] = [
    ['independent windows', { spread: 0.1 }],
    ['ρ .3', { spread: 0.1, rho: 0.3 }],
    ['ρ .6', { spread: 0.1, rho: 0.6 }],
    ['a pause each minute', { spread: 0.05, rho: 0.3, gc: { everySeconds: 60, times: 3 } }],
    ['a slow beginning', { spread: 0.05, rho: 0.3, warm: { seconds: 30, times: 1.5 } }],
    ['up and down', { spread: 0.05, rho: 0.3, swing: { by: 0.1, times: 3 } }],
    ['stalls', { spread: 0.05, rho: 0.3, stalls: { share: 0.05, times: 5 } }],
  ];
  const toldOf = (kind: SoakKind, seconds: number, seed: string) =>
    findTrends(planOf({}, [stageOf(seconds)]), measured([soak(kind, { seconds, seed })])).map(
      ({ told }) => told,
    );

  test('hardly ever is a trend told of a stable soak', () => {
    const soaks = drawn(15, 5);
    const cried = STABLE.flatMap(([name, kind]) =>
      Array.from({ length: soaks }, (_, i) =>
        toldOf(kind, 300, `${name} ${i}`).some((told) => told?.shown === 'worse'),
      ),
    ).filter(Boolean).length;
    // 1 % of 105 or of 35, and three standard deviations; bench/trend has the rate itself.
    expect(cried).toBeLessThanOrEqual(drawn(4, 2));
  });

  test('a P99 that creeps by 20 % in half an hour is found, and its size', () => {
    const kinds = STABLE.filter(([name]) => name !== 'up and down').map(
      ([name, kind]) => [name, { ...kind, spread: 0.05, creep: 0.2 }] as const,
    );
    const soaks = drawn(4, 2);
    const found = kinds.flatMap(([name, kind]) =>
      Array.from({ length: soaks }, (_, i) => toldOf(kind, HALF_AN_HOUR, `${name} ${i}`)[0]),
    );
    expect(found.filter((told) => told?.shown === 'worse').length).toBeGreaterThanOrEqual(drawn(21, 10));
    const near = found.filter((told) => Math.abs((told?.change ?? 0) - 0.2) <= 0.1);
    expect(near.length).toBeGreaterThanOrEqual(drawn(22, 11));
  });
});
