/** Runs with a base whose figures are set by hand: 2 × 3 s a block at about 300 /s on either side. */
import { METRICS } from '../../src/config/metrics.ts';
import type { InterleavedGate, InterleavedSummary } from '../../src/evidence/result/interleaved.ts';
import type { Report } from '../../src/report/report.ts';
import {
  type MeasurementShape,
  makeMeasurement,
  makePlan,
  makeReport,
  makeRun,
  makeVerdict,
} from './make-report.ts';

const BASE = 'http://127.0.0.1:8081';
const ORDER = 'TB BT BT TB TB BT TB BT BT BT TB TB BT TB';
const PER_BLOCK = 900;

export function makeGate(
  overrides: Partial<InterleavedGate> & Pick<InterleavedGate, 'metric'>,
): InterleavedGate {
  const { usualTolerance } = METRICS[overrides.metric];
  return {
    endpoint: null,
    state: 'passed',
    decidedAt: 12,
    change: 0,
    interval: [-0.04, 0.04],
    tolerance: usualTolerance,
    detectable: overrides.metric === 'errors' ? 0.003 : 0.06,
    blocksMore: null,
    changes: waver(overrides.change ?? 0, usualTolerance / 2, 14),
    ...overrides,
  };
}

/** Made-up changes of the blocks: about the middle, to and fro by up to `spread`. */
function waver(middle: number, spread: number, blocks: number): number[] {
  return Array.from({ length: blocks }, (_, i) => middle + spread * Math.sin(2.4 * i));
}

export function makeSummary(overrides: Partial<InterleavedSummary> = {}): InterleavedSummary {
  const { blocks = 14 } = overrides;
  return {
    blocks,
    budgetBlocks: 45,
    roundSeconds: 3,
    measuredSeconds: blocks * 6,
    requests: { target: blocks * PER_BLOCK, base: blocks * PER_BLOCK },
    p99Ms: { target: 84.9, base: 83.2 },
    stalledRounds: { target: 0, base: 0 },
    allowance: 0,
    sharedHost: true,
    seed: 'c0ffee42aa17',
    order: ORDER.split(' ').slice(0, blocks).join(' '),
    gates: [makeGate({ metric: 'p99' }), makeGate({ metric: 'throughput' }), makeGate({ metric: 'errors' })],
    ...overrides,
  };
}

interface LiveShape {
  readonly target?: MeasurementShape;
  readonly base?: MeasurementShape;
  readonly report?: Partial<Report>;
}

export function makeInterleavedReport({ target, base, report }: LiveShape = {}): Report {
  const verdict = report?.verdict ?? makeVerdict({ interleaved: makeSummary() });
  const { interleaved } = verdict;
  const rounds = interleaved?.blocks ?? 14;
  const seconds = rounds * 3;
  const shape = { requests: rounds * PER_BLOCK, rounds, seconds, measuredSeconds: seconds };
  return makeReport({
    plan: makePlan({ base: { origin: BASE } }),
    baseline: null,
    measurement: makeMeasurement({ ...shape, ...target }),
    interleaved: {
      base: makeMeasurement({ ...shape, ...base }),
      blocks: [],
      budgetBlocks: interleaved?.budgetBlocks ?? 45,
      budgetSpent: false,
      sliced: false,
      sharedHost: interleaved?.sharedHost ?? true,
      seed: interleaved?.seed ?? '',
    },
    run: makeRun({
      command: `tailgate run --config examples/tailgate.yml --target-url http://127.0.0.1:8080 --base-url ${BASE}`,
    }),
    ...report,
    verdict,
  });
}
