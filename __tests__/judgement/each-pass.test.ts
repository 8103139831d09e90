/** What is missed in one stretch of each of two runs, and what noise alone does in both. */
import { METRICS, type Metric } from '../../src/config/metrics.ts';
import type { Plan, Stage } from '../../src/config/plan.ts';
import { latencyOf } from '../../src/evidence/figures.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import type { BatchFigures, Figures, Measurement } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { passesOf } from '../../src/judgement/limits/each-pass.ts';
import type { Judgement } from '../../src/judgement/verdict.ts';
import { drawn, testPart } from '../part.ts';
import { generator } from './generator.ts';
import { makeMeasurement, makePlan } from './make.ts';
import { makeInterleaved, makeInterleavedPlan } from './make-interleaved.ts';

const SECONDS = 2;
const A_BATCH = 600;

/** A tenth of a round: 600 requests in 2 s, of which these are slow (30 ms, the others 10 ms) or failed. */
interface Stretch {
  readonly slow?: number;
  readonly failed?: number;
  /** Of all that would be served. */
  readonly served?: number;
  readonly requests?: number;
}

function batchOf({ slow = 0, failed = 0, served = 1, requests = A_BATCH }: Stretch): BatchFigures {
  const good = Math.round((requests - failed) * served);
  const late = Math.min(good, slow);
  const latency = Histogram.of(good > late ? [9984, good - late] : [], late > 0 ? [29_952, late] : []);
  return {
    seconds: SECONDS,
    requests: good + failed,
    errors: failed,
    throughputPerSecond: good / SECONDS,
    responsesPerSecond: (good + failed) / SECONDS,
    latency,
    latencyAll: latency,
  };
}

function figuresOf(rounds: readonly (readonly Stretch[])[]): Figures {
  const batches = rounds.flat().map(batchOf);
  const total = (of: (batch: BatchFigures) => number) => batches.reduce((sum, batch) => sum + of(batch), 0);
  const [requests, errors] = [total((one) => one.requests), total((one) => one.errors)];
  const latency = Histogram.merge(...batches.map((batch) => batch.latency));
  return {
    requests,
    responses: requests,
    responsesPerSecond: requests / (SECONDS * batches.length),
    errors: { status: { 500: errors }, timeout: 0, socket: 0, unanswered: 0, body: 0 },
    serviceMs: null,
    successes: requests - errors,
    throughputPerSecond: total((one) => one.throughputPerSecond * SECONDS) / (SECONDS * batches.length),
    errorRate: errors / requests,
    latencyMs: latencyOf(latency),
    latencyAllMs: latencyOf(latency),
    latency,
    batches,
    batchesOfRounds: rounds.map(({ length }) => length),
  };
}

function measure(rounds: readonly (readonly Stretch[])[]): Measurement {
  const measuredSeconds = SECONDS * rounds.flat().length;
  return { ...makeMeasurement({ rounds: rounds.length, measuredSeconds }), whole: figuresOf(rounds) };
}

const look = (plan: Plan, rounds: readonly (readonly Stretch[])[]): Judgement =>
  judge(plan, measure(rounds), null);

const limitOf = (metric: Metric, limit: number): Plan =>
  makePlan({ whole: { [metric]: { limit, regression: null } } });

/** Ten tenths of a round, the first so many of one kind, the others sound. */
const round = (bad: number, stretch: Stretch, others: Stretch = {}): Stretch[] =>
  Array.from({ length: 10 }, (_, i) => (i < bad ? stretch : others));

/** The whole way: a second round where the first one asks for it. */
function run(plan: Plan, rounds: readonly (readonly Stretch[])[]) {
  const first = look(plan, rounds.slice(0, 1));
  return first.wantsMore ? { looks: 2, ...look(plan, rounds) } : { looks: 1, ...first };
}

const P99 = limitOf('p99', 20);

describe('a P99 that is missed in one stretch', () => {
  const tenth = round(1, { slow: 600 });
  const twentieth = round(1, { slow: 300 });

  test.each([
    ['10 %', tenth],
    ['5 %', twentieth],
  ])('%s of all requests in each of both rounds: over the limit', (_, bad) => {
    const first = look(P99, [bad]);
    expect([first.verdict.outcome, first.wantsMore]).toEqual(['inconclusive', true]);
    const { verdict, wantsMore } = look(P99, [bad, bad]);
    expect([verdict.outcome, wantsMore]).toEqual(['fail', false]);
    expect(verdict.causes).toMatchObject([
      { code: 'over-limit', metric: 'p99', figure: expect.closeTo(30, 0), limit: 20 },
    ]);
  });

  test.each([
    ['4.9 % in the second', [tenth, round(1, { slow: 294 })]],
    ['none in the second', [tenth, round(0, {})]],
    ['none in the first', [round(0, {}), twentieth]],
    ['as much in one round alone', [tenth]],
  ])('%s: not shown', (_, rounds) => {
    expect(look(P99, rounds).verdict.outcome).not.toBe('fail');
  });

  test('within its limit it stays, however the requests lie', () => {
    const { verdict } = look(P99, [round(1, { slow: 60 }), round(1, { slow: 60 })]);
    expect(verdict).toMatchObject({ outcome: 'pass', causes: [] });
  });

  test('one stall of ten connections in each of two short rounds is no run of stalls', () => {
    // 199 responses a round, of which ten were held up at once.
    const short = (slow: number) => [{ slow, requests: 28 }, ...round(0, {}, { requests: 19 }).slice(1)];
    expect(figuresOf([short(10)]).requests).toBe(199);
    expect(run(P99, [short(10), short(10)])).toMatchObject({
      looks: 2,
      verdict: { outcome: 'inconclusive' },
    });
  });
});

/** Five times what is allowed, where that is no more than all of them; what is above half is shown by a round alone. */
test.each([
  ['p99.9', 0.005],
  ['p99', 0.05],
  ['p95', 0.25],
  ['p90', 0.5],
] as const)('%s: a share of %d in one stretch of each round is over the limit', (metric, share) => {
  const plan = limitOf(metric, 20);
  const slowOf = (wanted: number): Stretch[] => {
    let left = Math.round(wanted * 10 * A_BATCH);
    return Array.from({ length: 10 }, () => {
      const slow = Math.min(left, A_BATCH);
      left -= slow;
      return { slow };
    });
  };
  expect(run(plan, [slowOf(share), slowOf(share)]).verdict.outcome).toBe('fail');
  const row = METRICS[metric];
  const allowed = row.kind === 'latency' ? 1 - row.quantile : 0;
  expect(share / allowed).toBeCloseTo(5, 9);
});

describe('errors that come in one stretch', () => {
  const plan = limitOf('errors', 0.005);

  test('2.5 % in each of both rounds, at most .5 %: over the limit', () => {
    const bad = round(1, { failed: 150 });
    expect(look(plan, [bad])).toMatchObject({ verdict: { outcome: 'inconclusive' }, wantsMore: true });
    const { verdict } = look(plan, [bad, bad]);
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'errors', figure: 0.025 }]);
  });

  test('2.4 % in the second: not shown', () => {
    const rounds = [round(1, { failed: 150 }), round(1, { failed: 144 })];
    expect(look(plan, rounds).verdict.outcome).toBe('inconclusive');
  });
});

describe('throughput of 300 /s', () => {
  // All but gone: where nothing at all succeeded it would be an outage.
  const gone = round(2, { served: 0.01 }, {}).with(2, { served: 0.48 });

  test.each([
    [300, 'fail'],
    [260, 'fail'],
    [240, 'inconclusive'],
    [220, 'pass'],
  ])('that is gone for a quarter of each round, at least %d /s: %s', (min, outcome) => {
    const plan = limitOf('throughput', min);
    expect(figuresOf([gone]).throughputPerSecond).toBeCloseTo(225, 9);
    if (outcome !== 'pass') {
      expect(look(plan, [gone])).toMatchObject({ verdict: { outcome: 'inconclusive' }, wantsMore: true });
    }
    expect(run(plan, [gone, gone]).verdict.outcome).toBe(outcome);
  });

  test('that is gone in one of two rounds is not shown to be too low', () => {
    const plan = limitOf('throughput', 290);
    expect(run(plan, [gone, round(0, {})])).toMatchObject({ looks: 2, verdict: { outcome: 'inconclusive' } });
  });
});

/** Whether a run fails only because both of its rounds miss the limit: the same batches of one round would not. */
function failsByBoth(plan: Plan, rounds: readonly (readonly Stretch[])[]): boolean {
  const { looks, verdict } = run(plan, rounds);
  if (looks === 1 || verdict.outcome !== 'fail') return false;
  return judge(plan, { ...measure([rounds.flat()]), rounds: 2 }, null).verdict.outcome !== 'fail';
}

const RUNS = drawn(1500, 500);
const share = (isSo: () => boolean): number =>
  Array.from({ length: RUNS }, isSo).filter(Boolean).length / RUNS;

/** Noise of a rate: from tenth to tenth of a round by `noise`, from round to round by `apart`. */
testPart(
  [
    [1, 0.2, 0, 0.001],
    [1, 0.3, 0, 0.02],
    [1.05, 0.3, 0, 0.01],
    [1.05, 0.3, 0.1, 0.01],
    [1.1, 0.4, 0.1, 0.01],
  ],
  ([, , apart]) => apart > 0,
)(
  'a rate of %d times its limit, with a noise of %d in each tenth and %d in each round: %d more fail at most',
  (mean, noise, apart, most) => {
    const { normal } = generator(7);
    const plan = limitOf('throughput', 300 / mean);
    const draw = (sd: number) => Math.exp(sd * normal() - (sd * sd) / 2);
    const drawRound = () => {
      const own = draw(apart);
      return Array.from({ length: 10 }, () => ({ served: own * draw(noise) }));
    };
    expect(share(() => failsByBoth(plan, [drawRound(), drawRound()]))).toBeLessThanOrEqual(most);
  },
);

/** Stalls that hit a service at random; on average so many of its requests are slow. Markov's bound is 1 in 25 at 1 %. */
testPart(
  [
    [20, 0.01, 0.001],
    [60, 0.01, 0.005],
    [300, 0.01, 0.04],
    [600, 0.01, 0.02],
    [300, 0.005, 0.012],
  ],
  ([, average]) => average,
)('stalls of %d requests, a share of %d of all on average: %d more fail at most', (size, average, most) => {
  const { even } = generator(11);
  const chance = (average * A_BATCH) / size;
  const drawRound = () => Array.from({ length: 10 }, () => ({ slow: even() < chance ? size : 0 }));
  expect(share(() => failsByBoth(P99, [drawRound(), drawRound()]))).toBeLessThanOrEqual(most);
});

describe('a load of two stages', () => {
  const one: Stage = { name: 'low', connections: 10, durationMs: 20_000, arrivals: null };
  const plan: Plan = { ...P99, load: { ...P99.load, stages: [one, { ...one, name: 'high' }] } };
  // Of all requests of both stages 5 %, all of them in the second.
  const [low, high] = [round(0, {}), round(1, { slow: 600 })];

  test('is measured once more as a whole, and then it fails', () => {
    expect(look(plan, [low, high])).toMatchObject({ verdict: { outcome: 'inconclusive' }, wantsMore: true });
    const { verdict, wantsMore } = look(plan, [low, high, low, high]);
    expect([verdict.outcome, wantsMore]).toEqual(['fail', false]);
  });

  test('its rounds are told apart by passes, an unfinished one with the one before', () => {
    const batches = (count: number) => Array.from({ length: count }, () => [{}]);
    const passes = (rounds: number, stages: number) =>
      passesOf(figuresOf(batches(rounds)), stages).map(({ length }) => length);
    expect(passes(4, 2)).toEqual([2, 2]);
    expect(passes(5, 2)).toEqual([2, 3]);
    expect(passes(1, 2)).toEqual([1]);
    expect(passes(3, 1)).toEqual([1, 1, 1]);
  });
});

describe('against a base, whose target has many rounds', () => {
  const plan = makeInterleavedPlan({
    whole: { p99: { limit: 20, regression: null }, errors: { limit: null, regression: 0.5 } },
  });
  const session = (rounds: readonly (readonly Stretch[])[]) => {
    const evidence = makeInterleaved({ blocks: rounds.length, budgetBlocks: rounds.length }, plan);
    return judge(plan, measure(rounds), null, evidence).verdict;
  };

  test('a stretch of each of them is over the limit', () => {
    const verdict = session(Array.from({ length: 8 }, () => round(1, { slow: 300 })));
    expect(verdict.causes).toMatchObject([{ code: 'over-limit', metric: 'p99' }]);
  });

  test('one round alone is not, though it has 10 %', () => {
    const verdict = session([round(1, { slow: 600 })]);
    expect(verdict.causes).toMatchObject([{ code: 'limit-undecided', metric: 'p99' }, {}]);
  });
});
