import type { RequestStats } from '../../src/engine/round.ts';
import { figuresOf } from '../../src/evidence/figures.ts';
import { makeSteadyRound } from './make-round.ts';

const retries: NonNullable<RequestStats['retries']> = {
  repeated: 500,
  recovered: 300,
  givenUp: 7,
  statuses: { 429: 100, 503: 350 },
  ends: { timeout: 40, socket: 8, unanswered: 2 },
};

/** 1,000 requests a second for a second: three quarters read, the others write. Its own batches each time. */
function makeStats(over: Partial<RequestStats> = {}): readonly [read: RequestStats, write: RequestStats] {
  const { requests } = makeSteadyRound({ seconds: 1, names: { read: 0.75, write: 0.25 } });
  const [read, write] = requests as readonly [RequestStats, RequestStats];
  return [read, { ...write, ...over }];
}

function makeRepeated(): readonly [read: RequestStats, write: RequestStats] {
  const [read, write] = makeStats({ retries });
  return [read, { ...write, batches: write.batches.map((batch) => ({ ...batch, retried: 50 })) }];
}

test('attempts are requests and repetitions, of all requests for the whole', () => {
  const whole = figuresOf([makeRepeated(), makeRepeated()]);
  expect(whole.requests).toBe(2000);
  expect(whole.attemptsPerRequest).toBe(1.5);
  expect(whole.retries).toEqual({
    attempts: 3000,
    repeated: 1000,
    recovered: 600,
    givenUp: 14,
    after: { status: { 429: 200, 503: 700 }, timeout: 80, socket: 16, unanswered: 4 },
  });
  expect(figuresOf([makeRepeated().slice(1)]).attemptsPerRequest).toBe(3);
});

test('no error, no response and no success is counted of them', () => {
  const { retries: _, attemptsPerRequest: __, ...others } = figuresOf([makeRepeated()]);
  const { batches, ...figures } = others;
  const { batches: without, ...plain } = figuresOf([makeStats()]);
  expect(figures).toEqual(plain);
  expect(batches.map(({ retried }) => retried)).toEqual(Array(10).fill(50));
  expect(without.map(({ retried }) => retried)).toEqual(Array(10).fill(0));
});

test('where nothing may be sent again there is no such figure; where nothing had to be, it is 1', () => {
  expect(figuresOf([makeStats()])).not.toHaveProperty('retries');
  expect(figuresOf([makeStats()])).not.toHaveProperty('attemptsPerRequest');
  const none = { ...retries, repeated: 0, recovered: 0, givenUp: 0, statuses: {} };
  expect(figuresOf([makeStats({ retries: none })]).attemptsPerRequest).toBe(1);
  expect(figuresOf([makeStats({ sent: 0, retries: none }).slice(1)])).not.toHaveProperty(
    'attemptsPerRequest',
  );
});
