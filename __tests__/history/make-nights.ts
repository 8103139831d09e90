import { HISTORY_FORMAT, type HistoryRecord } from '../../src/evidence/history/record.ts';
import { quantilesOf } from '../evidence/quantiles.ts';

export const SUITE = 'smoke-0a1b2c3d';

const DAY_MS = 86_400_000;
const FIRST_NIGHT_MS = Date.parse('2025-10-01T03:00:00.000Z');

type Figures = Partial<HistoryRecord['whole']> & { readonly p99Ms?: number };

export type Night = Partial<Omit<HistoryRecord, 'whole'>> & {
  readonly whole?: Figures;
  /** P99 in ms of `list` and `create`. */
  readonly requests?: Readonly<Record<string, number>>;
};

/** When the load of the nth night began, from 1. */
export function nightOf(n: number): string {
  return new Date(FIRST_NIGHT_MS + (n - 1) * DAY_MS).toISOString();
}

/** A commit of its own for each number. */
export function commitOf(n: number): string {
  return n.toString(16).padStart(40, 'c');
}

/** The record of the nth night, from 1: run id 100 + n. */
export function makeNight(n: number, { whole, requests = {}, ...more }: Night = {}): HistoryRecord {
  const { p99Ms = 100, ...own } = whole ?? {};
  const figures = {
    requests: 20_000,
    latencyMs: quantilesOf(p99Ms),
    throughputPerSecond: 300,
    errorRate: 0,
    ...own,
  };
  return {
    format: HISTORY_FORMAT,
    suite: SUITE,
    name: 'smoke',
    at: nightOf(n),
    commit: commitOf(n),
    ref: 'main',
    run: { id: String(100 + n), attempt: 1 },
    event: 'schedule',
    policy: 'nightly',
    release: null,
    verdict: 'pass',
    excluded: null,
    conditions: {
      tool: 'tailgate 0.1.0',
      model: 'closed',
      stages: [{ name: null, connections: 8, ratePerSecond: null, arrivals: null, durationSeconds: 60 }],
      timeoutSeconds: 10,
      machine: 'runner',
      mix: [{ name: 'list', method: 'GET', path: '/items', share: 1 }],
    },
    whole: figures,
    endpoints: Object.entries(requests).map(([name, p99Ms]) => ({
      ...figures,
      name,
      latencyMs: quantilesOf(p99Ms),
    })),
    ...more,
  };
}

/** Quiet figures that differ a little from night to night, always in the same way; between −1 and 1. */
export function waver(n: number): number {
  return Math.sin(n * 12.9898) * Math.cos(n * 4.1414);
}
