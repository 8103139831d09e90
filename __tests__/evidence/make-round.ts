/** Rounds for tests of what they come to: steady by default, with stretches in which nothing is answered. */
import type { Batch, RequestStats, Round, Silence } from '../../src/engine/round.ts';
import { IN_TIME } from '../generator-health.ts';

interface Shape {
  readonly seconds?: number;
  /** Requests a second, all answered after `latencyMs` but in the silence. */
  readonly perSecond?: number;
  readonly latencyMs?: number;
  /** In seconds since the start. */
  readonly silence?: readonly [from: number, to: number];
  /** Of each connection one, at the end of the silence. */
  readonly hung?: number;
  /** Request names and their parts of the load. */
  readonly names?: Readonly<Record<string, number>>;
  readonly round?: Partial<Round>;
}

const BATCHES = 10;

export function makeSteadyRound(shape: Shape = {}): Round {
  const { seconds = 20, silence = null, names = { list: 1 }, round } = shape;
  return {
    side: 'target',
    stage: 0,
    startedAt: '2026-11-29T12:00:00.000Z',
    measuredMs: seconds * 1000,
    plannedMs: seconds * 1000,
    elapsedMs: seconds * 1000,
    connections: 10,
    silences: silence ? [silenceOf(silence, seconds)] : [],
    seed: 'steady',
    address: null,
    requests: Object.entries(names).map(([name, part]) => statsOf(name, part, shape)),
    ended: { how: 'complete' },
    generator: IN_TIME,
    ...round,
  };
}

function silenceOf([from, to]: readonly [number, number], seconds: number): Silence {
  const insideMs = (Math.min(to, seconds) - from) * 1000;
  return { fromMs: from * 1000, insideMs, beyondMs: (to - from) * 1000 - insideMs };
}

function statsOf(name: string, part: number, shape: Shape): RequestStats {
  const { seconds = 20, hung = 0, silence } = shape;
  const length = seconds / BATCHES;
  const batches = Array.from({ length: BATCHES }, (_, i) => batchOf(i * length, length, part, shape));
  const success = batches.reduce((sum, { completedSuccesses }) => sum + completedSuccesses, 0);
  const timeout = silence ? Math.round(hung * part) : 0;
  return {
    name,
    sent: success + timeout,
    resent: 0,
    outcomes: { success, status: 0, check: 0, body: 0, timeout, socket: 0, unanswered: 0 },
    inFlight: 0,
    statuses: {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: [],
    batches,
  };
}

function batchOf(from: number, length: number, part: number, shape: Shape): Batch {
  const { perSecond = 1000, latencyMs = 10, silence = [0, 0], hung = 0 } = shape;
  const silent = Math.max(0, Math.min(from + length, silence[1]) - Math.max(from, silence[0]));
  const answered = Math.round(perSecond * part * (length - silent));
  const ends = silence[1] > from && silence[1] <= from + length ? Math.round(hung * part) : 0;
  const waited = (silence[1] - silence[0]) * 1e6;
  return {
    seconds: length,
    requests: answered + ends,
    errors: ends,
    busyMs: answered * latencyMs + (ends * waited) / 1000,
    completedSuccesses: answered,
    completedResponses: answered,
    latency: [...(answered ? [latencyMs * 1000, answered] : []), ...(ends ? [waited, ends] : [])],
    latencyOfErrors: [],
    service: [],
  };
}
