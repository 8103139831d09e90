import { seededRandom } from '../../src/engine/random.ts';
import type { BaselineFigures } from '../../src/evidence/baseline.ts';
import type { Figures } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { judgeAttemptsLimit } from '../../src/judgement/limits/attempts.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { IN_TIME } from '../generator-health.ts';
import { drawn } from '../part.ts';
import { makeBaseline, makeFigures, makeFullPlan, makeMeasurement, makePlan, type Shape } from './make.ts';

const LIMIT = { metric: 'attempts', endpoint: null, limit: 1.2 } as const;
const bounds = { attempts: { limit: 1.2, regression: null } };

const verdictOn = (shape: Shape): Verdict =>
  judge(makePlan({ whole: bounds }), makeMeasurement({ whole: shape }), null).verdict;
const rowOf = ({ comparisons }: Verdict) => comparisons.find(({ metric }) => metric === 'attempts');

test('at or below its limit it passes, and nothing is compared', () => {
  const verdict = verdictOn({ requests: 1000, repeated: 200 });
  expect(verdict.outcome).toBe('pass');
  expect(rowOf(verdict)).toMatchObject({ target: 1.2, finding: 'within', against: null, regression: null });
});

test('a baseline is nothing to hold it against, even one that gives it', () => {
  const plan = makeFullPlan({ whole: { ...bounds, p99: { limit: null, regression: 0.1 } } });
  const whole = { ...(makeFigures() as BaselineFigures), attemptsPerRequest: 1 };
  const before = makeBaseline({ whole });
  const { verdict } = judge(
    plan,
    makeMeasurement({ whole: { requests: 1000, repeated: 100 } }, plan),
    before,
  );
  expect(rowOf(verdict)).toMatchObject({
    finding: 'within',
    against: null,
    baseline: null,
    change: null,
    regression: null,
    notes: [],
  });
});

test('a storm fails, with figure and limit', () => {
  const verdict = verdictOn({ requests: 1000, repeated: 500 });
  expect(verdict).toMatchObject({
    outcome: 'fail',
    causes: [{ code: 'over-limit', metric: 'attempts', figure: 1.5, bound: 'max', limit: 1.2 }],
  });
});

test('a little above it by chance perhaps: one more round, then inconclusive with the load that would show it', () => {
  const plan = makePlan({ whole: bounds });
  const look = (rounds: number) =>
    judge(plan, makeMeasurement({ whole: { requests: 1000, repeated: 210, rounds }, rounds }, plan), null);
  expect(look(1)).toMatchObject({ wantsMore: true, verdict: { outcome: 'inconclusive' } });
  expect(look(2)).toMatchObject({
    wantsMore: false,
    verdict: { causes: [{ code: 'limit-undecided', metric: 'attempts', figure: 1.21, limit: 1.2 }] },
  });
  const { secondsMore } = judgeAttemptsLimit(LIMIT, {
    figures: makeFigures({ requests: 1000, repeated: 210 }),
    seconds: 20,
    stages: 1,
  }).result;
  const times = (20 + (secondsMore ?? 0)) / 20;
  const after = (share: number) =>
    judgeAttemptsLimit(LIMIT, {
      figures: makeFigures({
        requests: Math.round(1000 * times * share),
        repeated: Math.round(210 * times * share),
      }),
      seconds: 20 * times * share,
      stages: 1,
    }).result.finding;
  expect(after(1.01)).toBe('over-limit');
  expect(after(0.8)).toBe('undecided');
});

test('what clumps in one stretch is a single witness', () => {
  expect(verdictOn({ requests: 1000, repeated: 260 }).outcome).toBe('fail');
  expect(verdictOn({ requests: 1000, repeated: 260, burst: 1 }).outcome).toBe('inconclusive');
});

test('with none allowed, one is too many where two show it', () => {
  const none = { figures: makeFigures({ requests: 100, repeated: 2 }), seconds: 20, stages: 1 };
  expect(judgeAttemptsLimit({ ...LIMIT, limit: 1 }, none).result.finding).toBe('over-limit');
});

test('without a figure it is open', () => {
  expect(rowOf(verdictOn({ requests: 1000 }))).toMatchObject({ target: null, finding: 'undecided' });
});

describe('where the generator stood still for longer than half a timeout', () => {
  const generator = {
    ...IN_TIME,
    cpuShare: 0.9,
    utilisation: 0.9,
    loopDelay: [6_000_000, 20],
    loopDelayP99Ms: 6000,
  };
  const judged = (after: Partial<NonNullable<Figures['retries']>['after']>) => {
    const seen = makeMeasurement({ whole: { requests: 1000, repeated: 500 }, generator });
    const retries = seen.whole.retries as NonNullable<Figures['retries']>;
    const whole = {
      ...seen.whole,
      retries: { ...retries, after: { ...retries.after, status: {}, ...after } },
    };
    return judge(makePlan({ whole: bounds }), { ...seen, whole }, null).verdict;
  };

  test('attempts after timeouts may be its doing', () => {
    const { outcome, causes } = judged({ timeout: 500 });
    expect([outcome, causes[0]?.code]).toEqual(['invalid', 'generator-late']);
  });

  test('and those after a 503 are not', () => {
    expect(judged({ status: { 503: 500 } }).outcome).toBe('fail');
  });
});

test('a row that nobody declared is not there', () => {
  const { verdict } = judge(makePlan(), makeMeasurement({ whole: { repeated: 500 } }), null);
  expect(rowOf(verdict)).toBeUndefined();
});

test('of services at their limit about one in a hundred fails', () => {
  const { unit } = seededRandom('attempts at their limit');
  const draws = drawn(4000, 500);
  let failed = 0;
  for (let draw = 0; draw < draws; draw++) {
    // 1 − 1/1.2 of the attempts go on, in each of ten stretches of 120 attempts.
    const batches = Array.from({ length: 10 }, () => {
      let retried = 0;
      for (let i = 0; i < 120; i++) if (unit() < 1 - 1 / 1.2) retried++;
      return { ...EMPTY, requests: 120 - retried, retried };
    });
    const retried = batches.reduce((sum, batch) => sum + batch.retried, 0);
    const requests = 1200 - retried;
    const figures = {
      ...makeFigures({ batches: 1 }),
      requests,
      attemptsPerRequest: 1200 / requests,
      batches,
    };
    if (judgeAttemptsLimit(LIMIT, { figures, seconds: 20, stages: 1 }).result.finding === 'over-limit')
      failed++;
  }
  expect(failed / draws).toBeLessThan(drawn(0.015, 0.03));
  expect(failed / draws).toBeGreaterThan(0.001);
});

const [EMPTY] = makeFigures({ requests: 0, batches: 1 }).batches as [
  ReturnType<typeof makeFigures>['batches'][number],
];
