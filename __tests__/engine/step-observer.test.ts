/** What is seen of a step while it is under way, and what comes of it at its end. */
import { jest } from '@jest/globals';
import type { Stage } from '../../src/config/plan.ts';
import type { Round } from '../../src/engine/round.ts';
import { StepObserver } from '../../src/engine/step-observer.ts';
import type { SecondStats } from '../../src/engine/worker/messages.ts';
import { makeSteadyRound } from '../evidence/make-round.ts';
import { IN_TIME } from '../generator-health.ts';
import { makePlan } from '../judgement/make.ts';

const PLAN = makePlan({
  whole: { p99: { limit: 100, regression: null }, errors: { limit: 0.01, regression: null } },
});
const CLOSED: Stage = { name: null, connections: 10, durationMs: 4000, arrivals: null };
const OPEN: Stage = { ...CLOSED, arrivals: { perSecond: 100, kind: 'constant' } };
const step = (load: number) => ({ phase: 'climb', load, ms: 4000 }) as const;

let nowMs = 0;
beforeEach(() => {
  nowMs = 5000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => jest.restoreAllMocks());

const second = (requests: number, latencyMs: number, errors = 0): SecondStats => ({
  completedSuccesses: requests,
  completedResponses: requests + errors,
  errors,
  latency: [1000 * latencyMs, requests],
});

function look(observer: StepObserver, seconds: readonly SecondStats[], sent: number): void {
  nowMs += 250;
  observer.look(seconds, sent);
}

test('several workers count together, and it is broken as soon as they are', () => {
  const observer = new StepObserver(step(100), PLAN, OPEN);
  observer.measuring();
  look(observer, [second(12, 20), second(13, 20)], 25);
  expect(observer.isBroken).toBe(false);
  // Of 400 requests four may be slower.
  look(observer, [second(10, 20), second(3, 300)], 50);
  expect(observer.isBroken).toBe(false);
  look(observer, [second(10, 20), second(2, 300)], 75);
  expect(observer.isBroken).toBe(true);
  expect(observer.seen(makeSteadyRound())).toMatchObject({
    phase: 'climb',
    load: 100,
    broke: { what: 'limit', metric: 'p99' },
    cut: true,
  });
});

test('nothing counts before its measured time, nor what is only waited for after its end', () => {
  const observer = new StepObserver(step(100), PLAN, OPEN);
  look(observer, [second(0, 20, 90)], 90);
  observer.measuring();
  nowMs += 4100;
  look(observer, [second(0, 20, 90)], 400);
  expect(observer.isBroken).toBe(false);
});

test.each<[string, Partial<Round>, object | null]>([
  ['went to its end', {}, { broke: null, cut: false }],
  [
    'lost the target',
    { ended: { how: 'target-lost', afterMs: 900, why: 'refused' } },
    { broke: { what: 'silence' }, cut: true },
  ],
  [
    'met a rate limiter',
    { ended: { how: 'rate-limited', afterMs: 900, share: 1, seconds: 1, retryAfterSeconds: null } },
    { broke: { what: 'limiter' }, cut: true },
  ],
  ['was cancelled, which says nothing', { ended: { how: 'cancelled' } }, null],
])('of one that %s', (_, round, seen) => {
  const observer = new StepObserver(step(10), PLAN, CLOSED);
  observer.measuring();
  const found = observer.seen(makeSteadyRound({ seconds: 4, perSecond: 500, round }));
  expect(found).toEqual(seen === null ? null : expect.objectContaining(seen));
});

describe('throughput', () => {
  const round = (generator = IN_TIME) =>
    makeSteadyRound({ seconds: 4, perSecond: 500, latencyMs: 10, round: { connections: 10, generator } });

  test('of connections is what they ask for, by the time that their requests took', () => {
    const observer = new StepObserver(step(10), PLAN, CLOSED);
    // 2,000 requests of 10 ms on ten connections are 2 s of each: it is not how long the step was that counts.
    expect(observer.seen(round())?.throughputPerSecond).toBeCloseTo(1000, 6);
  });

  test('of a rate is what came in', () => {
    const observer = new StepObserver(step(500), PLAN, OPEN);
    expect(observer.seen(round())?.throughputPerSecond).toBeCloseTo(500, 6);
  });

  test('of a busy generator is nobody’s but its own; a rate was sent all the same', () => {
    const busy = { ...IN_TIME, cpuShare: 0.97 };
    expect(new StepObserver(step(10), PLAN, CLOSED).seen(round(busy))?.broke).toEqual({ what: 'generator' });
    expect(new StepObserver(step(500), PLAN, OPEN).seen(round(busy))?.broke).toBeNull();
  });
});
