/** Runs with a base whose texts are kept as golden files: 2 × 3 s a block at about 311 /s on either side. */
import { METRICS } from '../../src/config/metrics.ts';
import type { Comparison, LiveGate, LiveSummary } from '../../src/judgement/verdict.ts';
import type { Report } from '../../src/report/report.ts';
import {
  type MeasurementShape,
  makeComparison,
  makeMeasurement,
  makePlan,
  makeReport,
  makeRun,
  makeVerdict,
} from './make-report.ts';

const BASE = 'http://127.0.0.1:8081';
const ORDER = 'TB BT BT TB TB BT TB BT BT BT TB TB BT TB';
const PER_BLOCK = 900;

/** Made-up changes of the blocks: about the middle, to and fro by up to `spread`. */
function waver(middle: number, spread: number, blocks: number): number[] {
  return Array.from({ length: blocks }, (_, i) => middle + spread * Math.sin(2.4 * i));
}

export function makeGate(overrides: Partial<LiveGate> & Pick<LiveGate, 'metric'>): LiveGate {
  return {
    endpoint: null,
    state: 'passed',
    decidedAt: 12,
    change: 0,
    interval: [-0.04, 0.04],
    tolerance: METRICS[overrides.metric].usualTolerance,
    detectable: overrides.metric === 'errors' ? 0.003 : 0.06,
    blocksMore: null,
    changes: waver(overrides.change ?? 0, METRICS[overrides.metric].usualTolerance / 2, 14),
    ...overrides,
  };
}

export function makeSummary(overrides: Partial<LiveSummary> = {}): LiveSummary {
  const { blocks = 14 } = overrides;
  return {
    blocks,
    budgetBlocks: 45,
    setAside: 0,
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

/** A row as its gate has it. */
function rowOf(gate: LiveGate, base: number, target: number, more: Partial<Comparison> = {}): Comparison {
  const { metric, endpoint, change, interval, tolerance, detectable, state } = gate;
  const finding = state === 'failed' ? 'regressed' : state === 'passed' ? 'within' : 'undecided';
  return makeComparison({
    metric,
    endpoint,
    against: 'base',
    baseline: base,
    target,
    compared: target,
    basis: metric === 'errors' ? null : 'successes',
    change,
    interval,
    regression: { tolerance, finding, detectable, gates: true, secondsMore: null },
    finding,
    ...more,
  });
}

interface LiveShape {
  readonly target?: MeasurementShape;
  readonly base?: MeasurementShape;
  readonly report?: Partial<Report>;
}

export function makeLiveReport({ target, base, report }: LiveShape): Report {
  const live = report?.verdict?.live ?? null;
  const rounds = live?.blocks ?? 14;
  const seconds = rounds * 3;
  const shape = { requests: rounds * PER_BLOCK, rounds, seconds, measuredSeconds: seconds };
  return makeReport({
    plan: makePlan({ base: { origin: BASE } }),
    baseline: null,
    measurement: makeMeasurement({ ...shape, ...target }),
    live: {
      base: makeMeasurement({ ...shape, ...base }),
      blocks: [],
      budgetBlocks: live?.budgetBlocks ?? 45,
      budgetSpent: false,
      sharedHost: live?.sharedHost ?? true,
      seed: live?.seed ?? '',
    },
    run: makeRun({
      command: `tailgate run --config examples/tailgate.yml --target-url http://127.0.0.1:8080 --base-url ${BASE}`,
    }),
    ...report,
  });
}

const errorsGate = makeGate({ metric: 'errors', change: 0.0001, interval: [-0.0012, 0.0016], decidedAt: 10 });
const throughputGate = makeGate({
  metric: 'throughput',
  change: -0.006,
  interval: [-0.034, 0.018],
  decidedAt: 9,
  detectable: 0.04,
});
const max100 = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;

const steady = makeGate({ metric: 'p99', change: 0.012, interval: [-0.028, 0.055], decidedAt: 14 });

export const livePass: Report = makeLiveReport({
  target: { retried: 12 },
  report: {
    verdict: makeVerdict({
      reason:
        'P99 +1.2 %, throughput −0.6 % and errors +0.01 pp against the base are within their tolerances, and P99 84.3 ms is within its limit of 100 ms',
      comparisons: [
        rowOf(steady, 83.3, 84.3, { target: 84.9, limit: max100 }),
        rowOf(throughputGate, 312.1, 310.9),
        rowOf(errorsGate, 0, 0.0001),
      ],
      live: makeSummary({ gates: [steady, throughputGate, errorsGate] }),
    }),
  },
});

const slower = makeGate({
  metric: 'p99',
  state: 'failed',
  change: 0.212,
  interval: [0.148, 0.281],
  decidedAt: 10,
  changes: waver(0.21, 0.06, 10),
});
const fewer = makeGate({
  metric: 'throughput',
  state: 'undecided',
  change: -0.093,
  interval: [-0.122, -0.061],
  decidedAt: null,
  blocksMore: 9,
  changes: waver(-0.093, 0.03, 10),
});
const owner = makeGate({
  metric: 'p99',
  endpoint: 'create owner',
  state: 'failed',
  change: 0.83,
  interval: [0.52, 1.21],
  decidedAt: 9,
  changes: waver(0.8, 0.4, 10),
});

export const liveFail: Report = makeLiveReport({
  target: { slower: 1.21, endpoints: { 'create owner': { p99Ms: 161 } } },
  report: {
    verdict: makeVerdict({
      outcome: 'fail',
      reason:
        'P99 is 21.2 % above the base (tolerance 10 %), shown after 10 blocks; so is P99 of create owner by 83.0 %',
      comparisons: [
        rowOf(slower, 83.3, 101, {
          target: 100.6,
          limit: { ...max100, finding: 'undecided', secondsMore: 60 },
          finding: 'regressed',
        }),
        rowOf(fewer, 312.1, 283, {
          note: 'undecided after 10 blocks; a change of 6 % would probably have shown',
        }),
        rowOf(errorsGate, 0, 0.0001),
        rowOf(owner, 88, 161),
      ],
      suspects: [
        { endpoint: 'list expenses', change: 0.31, p: 0.00098 },
        { endpoint: 'create apartment', change: 0.19, p: 0.0137 },
      ],
      live: makeSummary({
        blocks: 10,
        gates: [slower, fewer, { ...errorsGate, changes: errorsGate.changes.slice(0, 10) }, owner],
        p99Ms: { target: 100.6, base: 83.2 },
        stalledRounds: { target: 1, base: 0 },
      }),
    }),
  },
});

const unclear = makeGate({
  metric: 'p99',
  state: 'undecided',
  change: 0.064,
  interval: [-0.19, 0.37],
  decidedAt: null,
  detectable: 0.31,
  blocksMore: 120,
  changes: waver(0.06, 0.55, 14),
});

export const liveInconclusive: Report = makeLiveReport({
  base: { p99Ms: 131 },
  report: {
    verdict: makeVerdict({
      outcome: 'inconclusive',
      reason: 'P99 is undecided after 14 blocks',
      advice:
        'A worsening by 31 % of P99 would probably have been shown. About 120 more blocks would decide it: raise gate.rounds.budget to hold 134 blocks; a quieter environment, a wider tolerance or more load would need fewer.',
      comparisons: [
        rowOf(unclear, 92.4, 97.1, {
          note: 'undecided after 14 blocks; a change of 31 % would probably have shown',
        }),
        rowOf(throughputGate, 304, 302),
        rowOf(errorsGate, 0, 0.0001),
      ],
      warnings: [
        'The base stalled in 4 of its 14 rounds, the target in none: the base’s environment is noisy.',
      ],
      live: makeSummary({
        budgetBlocks: 14,
        gates: [unclear, throughputGate, errorsGate],
        p99Ms: { target: 97.4, base: 131.2 },
        stalledRounds: { target: 0, base: 4 },
      }),
    }),
  },
});

const slightly = makeGate({ metric: 'p99', change: 0.051, interval: [0.029, 0.074], decidedAt: 11 });

export const liveWarning: Report = makeLiveReport({
  target: { slower: 1.05 },
  report: {
    verdict: makeVerdict({
      reason:
        'P99 +5.1 %, throughput −0.6 % and errors +0.01 pp against the base are within their tolerances',
      comparisons: [
        rowOf(slightly, 83.3, 87.5, { note: 'real, but below the tolerance of 10 %' }),
        rowOf(throughputGate, 312.1, 310.9),
        rowOf(errorsGate, 0, 0.0001),
      ],
      live: makeSummary({ gates: [slightly, throughputGate, errorsGate] }),
    }),
  },
});

export const liveHosts: Report = makeLiveReport({
  report: {
    plan: makePlan({
      target: { origin: 'https://pr-7.preview.example', ready: null, identity: null, headers: [] },
      base: { origin: 'https://main.preview.example' },
    }),
    run: makeRun({
      command:
        'tailgate run --config examples/tailgate.yml --target-url https://pr-7.preview.example --base-url https://main.preview.example',
    }),
    verdict: makeVerdict({
      reason:
        'P99 +1.2 %, throughput −0.6 % and errors +0.01 pp against the base are within their tolerances',
      comparisons: [
        rowOf(steady, 83.3, 84.3),
        rowOf(throughputGate, 312.1, 310.9),
        rowOf(errorsGate, 0, 0.0001),
      ],
      warnings: [
        'Base and target answer at different addresses: a host that is slower by itself can’t be told from slower code; 2 % are allowed for it.',
      ],
      live: makeSummary({
        gates: [steady, throughputGate, errorsGate],
        allowance: 0.02,
        sharedHost: false,
        setAside: 1,
      }),
    }),
  },
});
