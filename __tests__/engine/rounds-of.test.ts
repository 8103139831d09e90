/** What worker threads tell of a load, put together to a round for each stage. */
import type { Stage } from '../../src/config/plan.ts';
import type { RoundEnd, RoundOrder, Stretch } from '../../src/engine/round.ts';
import { roundsOf } from '../../src/engine/rounds-of.ts';
import type { StageResult, WorkerResult } from '../../src/engine/worker/messages.ts';

const STAGES: RoundOrder['stages'] = [
  { name: 'calm', connections: 2, durationMs: 1000, arrivals: null },
  { name: 'climb', connections: 2, fromConnections: 9, durationMs: 500, arrivals: null } satisfies Stage,
];
const ORDER: RoundOrder = { side: 'target', sequence: 0, stage: 0, stages: STAGES, warmupMs: 0, seed: 's' };

const health = {
  cpuShare: 0,
  waitShare: null,
  utilisation: 0,
  loopDelay: [],
  loopDelayP99Ms: 0,
  paced: 0,
  late: 0,
  worstLagMs: 0,
};

const seen = (sent: number, measuredMs: number, over: Partial<StageResult> = {}): StageResult => ({
  measuredMs,
  pausedMs: 0,
  sent,
  writes: 0,
  firstMs: [],
  silences: [],
  ticks: [],
  requests: [
    {
      sent,
      resent: 0,
      inFlight: 0,
      outcomes: { success: sent, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
      statuses: {},
      codes: {},
      intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
      samples: [],
      batches: [],
    },
  ],
  flows: [],
  generator: health,
  ...over,
});

const begun = (elapsedMs: number, logins = 0) => ({
  startedAt: `${elapsedMs}`,
  elapsedMs,
  logins,
  machineShare: 0.5,
});

const make = (
  workers: readonly WorkerResult['stages'][],
  ended: RoundEnd = { how: 'complete' },
  of = [begun(1100), begun(600)],
) =>
  roundsOf(
    ORDER,
    { results: workers.map((stages) => ({ stages })), ended, begun: of },
    { names: ['ask'], flows: [], address: null, redact: (text) => text },
  );

test('a round for each stage, of all workers together', () => {
  const rounds = make([
    [seen(10, 1000), seen(7, 500)],
    [seen(11, 1000), seen(5, 500)],
  ]);
  expect(rounds).toMatchObject([
    {
      stage: 0,
      connections: 2,
      plannedMs: 1000,
      measuredMs: 1000,
      elapsedMs: 1100,
      sent: 21,
      startedAt: '1100',
    },
    { stage: 1, connections: 9, plannedMs: 500, measuredMs: 500, elapsedMs: 600, sent: 12, startedAt: '600' },
  ]);
  expect(rounds.map(({ requests }) => requests[0]?.sent)).toEqual([21, 12]);
  expect(rounds.map(({ generator }) => generator.workers)).toEqual([2, 2]);
});

test('only the last of those that were begun was cut short, by a moment of its own', () => {
  const lost = { how: 'target-lost', afterMs: 1200, why: 'ECONNREFUSED' } as const;
  expect(make([[seen(1, 1000), seen(1, 200)]], lost).map(({ ended }) => ended)).toEqual([
    { how: 'complete' },
    { ...lost, afterMs: 200 },
  ]);
  expect(make([[seen(1, 1000)]], { ...lost, afterMs: 900 }, [begun(1000)]).map(({ ended }) => ended)).toEqual(
    [{ ...lost, afterMs: 900 }],
  );
});

test('a stage that one worker alone had begun is a round of what that one saw', () => {
  const rounds = make([[seen(5, 1000)], [seen(6, 1000), seen(1, 3)]], { how: 'cancelled' });
  expect(rounds.map(({ sent, measuredMs, ended }) => [sent, measuredMs, ended.how])).toEqual([
    [11, 1000, 'complete'],
    [1, 3, 'cancelled'],
  ]);
});

test('a silence belongs to a stage where all workers have it', () => {
  const silent = (...silences: Stretch[]) => ({ silences });
  const rounds = make([
    [seen(1, 1000, silent({ fromMs: 600, toMs: 1000 })), seen(1, 500, silent({ fromMs: 0, toMs: 900 }))],
    [seen(1, 1000, silent({ fromMs: 700, toMs: 1000 })), seen(1, 500, silent({ fromMs: 0, toMs: 700 }))],
  ]);
  expect(rounds.map(({ silences }) => silences)).toEqual([
    [{ fromMs: 700, insideMs: 300, beyondMs: 0 }],
    [{ fromMs: 0, insideMs: 500, beyondMs: 200 }],
  ]);
});

test('a login that is awaited over a boundary is told in both stages', () => {
  const paused = (pausedMs: number) => ({ pausedMs });
  const rounds = make([[seen(1, 1000, paused(300)), seen(1, 500, paused(50))]], undefined, [
    begun(1, 1),
    begun(2),
  ]);
  expect(rounds.map(({ renewals }) => renewals)).toEqual([
    { logins: 1, pausedMs: 300 },
    { logins: 0, pausedMs: 50 },
  ]);
  expect(make([[seen(1, 1000), seen(1, 500)]]).some((round) => 'renewals' in round)).toBe(false);
});
