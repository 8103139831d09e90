/** Records for tests: one run a night from 1 October 2025 on, plausible by default, overridden where a test cares. */

import type { HistoryRecord, RecordFigures } from '../../src/evidence/history/record.ts';
import type { StageConditions } from '../../src/evidence/result/conditions.ts';
import { generator } from '../judgement/generator.ts';
import { quantilesOf } from './quantiles.ts';

const FIRST = Date.parse('2025-10-01T02:00:00.000Z');
const DAY_MS = 86_400_000;
/** What `makeMeasurement()` comes to. */
export const P99_MS = 86.975;

/** As a run of `makePlan()` in judgement/make.ts is recorded. */
const CONDITIONS: HistoryRecord['conditions'] = {
  tool: 'tailgate 0.1.0',
  model: 'closed',
  stages: [makeStage()],
  timeoutSeconds: 10,
  machine: 'linux x64, 2 cores',
  mix: [
    { name: 'list buildings', method: 'GET', path: '/api/v1/buildings', share: 0.8 },
    { name: 'create owner', method: 'POST', path: '/api/v1/owners', share: 0.2 },
  ],
};

/** The stage of `makePlan()`, but for what a test cares about. */
export function makeStage(shape: Partial<StageConditions> = {}): StageConditions {
  return { name: null, connections: 10, ratePerSecond: null, arrivals: null, durationSeconds: 20, ...shape };
}

export interface RecordShape extends Partial<Omit<HistoryRecord, 'whole' | 'conditions'>> {
  /** Nights since the first one. */
  readonly night?: number;
  readonly p99Ms?: number | null;
  readonly throughputPerSecond?: number;
  readonly errorRate?: number;
  readonly requests?: number;
  readonly conditions?: Partial<HistoryRecord['conditions']>;
}

export function makeRecord(shape: RecordShape = {}): HistoryRecord {
  const { night = 0, conditions, p99Ms = P99_MS, throughputPerSecond = 311, errorRate = 0 } = shape;
  const { requests = 6220, ...rest } = shape;
  const { night: _, p99Ms: __, throughputPerSecond: ___, errorRate: ____, ...overrides } = rest;
  const whole: RecordFigures = {
    requests,
    latencyMs: p99Ms === null ? null : quantilesOf(p99Ms),
    throughputPerSecond,
    errorRate,
  };
  return {
    format: 'tailgate-history/1',
    suite: 'realistic-00000000',
    name: 'realistic',
    at: new Date(FIRST + night * DAY_MS).toISOString(),
    commit: (night + 1).toString(16).padStart(8, 'a').padEnd(40, '0'),
    ref: 'main',
    run: { id: String(1000 + night), attempt: 1 },
    event: 'schedule',
    policy: 'nightly',
    release: null,
    verdict: 'pass',
    excluded: null,
    endpoints: [
      { ...whole, name: 'list buildings', requests: Math.round(0.8 * requests) },
      { ...whole, name: 'create owner', requests: Math.round(0.2 * requests) },
    ],
    ...overrides,
    whole,
    conditions: { ...CONDITIONS, ...conditions },
  };
}

/**
 * So many nights, each as `of` says; figures waver about that by `spread` (a standard deviation on logs), always alike.
 */
export function makeNights(
  nights: number,
  of: (night: number) => RecordShape = () => ({}),
  { spread = 0.03, seed = 1 } = {},
): HistoryRecord[] {
  const { normal } = generator(seed);
  const [p99, rate] = [centred(nights, normal), centred(nights, normal)];
  return Array.from({ length: nights }, (_, night) => {
    const shape = of(night);
    return makeRecord({
      night,
      ...shape,
      p99Ms: (shape.p99Ms ?? P99_MS) * Math.exp(spread * (p99[night] ?? 0)),
      throughputPerSecond: (shape.throughputPerSecond ?? 311) * Math.exp((spread / 3) * (rate[night] ?? 0)),
    });
  });
}

/** Standard normal values whose mean is 0. */
function centred(count: number, normal: () => number): number[] {
  const values = Array.from({ length: count }, normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return values.map((value) => value - mean);
}
