import type {
  CalibrationRefusal,
  CalibrationUnknown,
  CalibrationWarning,
} from '../../src/judgement/calibration/causes.ts';
import { calibrationProgress } from '../../src/judgement/calibration/progress.ts';
import { describeRefusal } from '../../src/report/calibration/refusal-words.ts';
import { describeProgress, describeUnknown, describeWarning } from '../../src/report/calibration/words.ts';

/** A case for each code, or the types don't hold. */
type Each<Cause extends { readonly code: string }> = {
  readonly [Code in Cause['code']]: readonly (readonly [Extract<Cause, { code: Code }>, string])[];
};
function list<Cause extends { readonly code: string }>(each: Each<Cause>): [string, Cause, string][] {
  const cases = Object.values(each) as (readonly [Cause, string])[][];
  return cases.flat().map(([cause, words]) => [cause.code, cause, words]);
}

test('progress has a spread once there are blocks to learn one from', () => {
  expect(describeProgress(calibrationProgress(1, 0, 230))).toBe('block 1; 3 min 50 s left');
  expect(describeProgress(calibrationProgress(2, 0.01, 0))).toBe('block 2');
  expect(describeProgress(calibrationProgress(3, 0.031, 60))).toBe(
    'block 3: single blocks differ by ±3.1 % in P99; 60 s left',
  );
});

const WARNINGS: Each<CalibrationWarning> = {
  'cut-short': [
    [
      { code: 'cut-short', blocks: 9, spreadFactor: 1.51 },
      'It was cut short: 9 blocks determine the spread to within a factor of 1.5, which the recommendation allows for.',
    ],
  ],
  'few-blocks': [
    [
      { code: 'few-blocks', blocks: 14, spreadFactor: 1.36 },
      '14 blocks determine the spread to within a factor of 1.4, which the recommendation allows for: a longer --duration would allow a tighter one.',
    ],
  ],
  'allowance-uncertain': [
    [
      { code: 'allowance-uncertain', allowance: 0.085, estimate: 0.021 },
      'The allowance is large because little is known, not because the environments differ so much (2.1 %): a longer --duration would narrow it.',
    ],
  ],
  'shared-host-differs': [
    [
      { code: 'shared-host-differs', estimate: 0.05 },
      'The two share a host, and still differ by 5 %: is it the same code, with the same data?',
    ],
  ],
  'beyond-allowance': [
    [
      {
        code: 'beyond-allowance',
        metric: 'throughput',
        endpoint: null,
        allowance: 0.02,
        interval: [-0.2, -0.1],
      },
      'Throughput differs by more between the two environments than the allowance: with the same code it may fail.',
    ],
    [
      { code: 'beyond-allowance', metric: 'p99', endpoint: 'list', allowance: 0.02, interval: [0.1, 0.2] },
      'P99 of list differs by more between the two environments than the allowance: with the same code it may fail.',
    ],
  ],
  'stalled-rounds': [
    [
      { code: 'stalled-rounds', stalled: 17, rounds: 100 },
      "17 of 100 rounds stalled (their P99 was more than 1.5 times the usual): find out what stops the service now and then, because the gate looks at typical rounds and won't.",
    ],
  ],
  'second-round-differs': [
    [
      { code: 'second-round-differs', change: 0.058 },
      'The second round of a block had a P99 +5.8 % relative to the first: one round affects the next. A longer gate.rounds.discard would let it settle.',
    ],
  ],
  'blocks-correlated': [
    [
      { code: 'blocks-correlated', correlation: 0.614 },
      'Neighbouring blocks are alike (correlation 0.61): they say less than independent ones, so the recommendation is less certain.',
    ],
    [
      { code: 'blocks-correlated', correlation: -0.5 },
      'Neighbouring blocks are opposed (correlation -0.50): they say less than independent ones, so the recommendation is less certain.',
    ],
  ],
  'requests-failed': [
    [
      { code: 'requests-failed', errorRate: 0.0213 },
      '2.13 % of the requests failed: calibrate a service that works, because failures are not as fast as successes.',
    ],
  ],
};

test.each(list<CalibrationWarning>(WARNINGS))('warning %s', (_, warning, words) => {
  expect(describeWarning(warning)).toBe(words);
});

const UNKNOWN: Each<CalibrationUnknown> = {
  'hosts-not-compared': [
    [
      { code: 'hosts-not-compared', allowance: 0.02 },
      'How two hosts differ: both sides were one address. Without an environment-allowance, 2 % is allowed if target and base do not share a host, and this is included here; measure it with --base-url and the same code.',
    ],
  ],
  'other-hosts': [
    [
      { code: 'other-hosts' },
      'How other hosts differ: the allowance is for these two, as they were today. If each run gets new ones, calibrate on several.',
    ],
  ],
  'between-runs': [
    [
      { code: 'between-runs' },
      'How one run differs from the next: gate.spread, for comparisons with a stored number, stays as it is.',
    ],
  ],
  'other-conditions': [[{ code: 'other-conditions' }, 'Other times, neighbours and loads.']],
};

test.each(list<CalibrationUnknown>(UNKNOWN))('unknown: %s', (_, unknown, words) => {
  expect(describeUnknown(unknown)).toBe(words);
});

const LOST = {
  code: 'target-lost',
  side: 'target',
  afterSeconds: 7,
  detail: 'it refused every connection',
} as const;
const GUARD = { by: 'rate-limiter', share: 0.2, retryAfterSeconds: 30 } as const;

const REFUSALS: Each<CalibrationRefusal> = {
  unmeasurable: [
    [
      { code: 'unmeasurable', because: { code: 'dns', detail: 'there is no host main.example.' } },
      'there is no host main.example | Check the host name in the URL, and whether it resolves on this machine.',
    ],
  ],
  'not-believed': [
    [
      { code: 'not-believed', because: { code: 'unaccounted', requests: 3 } },
      "3 requests are not accounted for, which is a bug in Tailgate, so its figures can't be trusted | Please report it with the log of this run; another run may be fine.",
    ],
  ],
  'target-lost': [
    [
      { code: 'target-lost', because: LOST },
      'The target became unreachable after 7.0 s: it refused every connection | Find out what happened to the target, and calibrate again.',
    ],
  ],
  'target-intercepted': [
    [
      { code: 'target-intercepted', because: { code: 'turned-away', guards: [GUARD] } },
      "20.0 % of the requests were rejected by a rate limiter (429, Retry-After up to 30 s), and fewer than 0.1 % of the base's were | Make both environments alike, and calibrate again.",
    ],
  ],
  'side-silent': [
    [
      { code: 'side-silent', side: 'base', fromSeconds: 3, toSeconds: 8.25 },
      'Nothing succeeded on the base from 3.0 s to 8.3 s of its load: an outage, which no tolerance should include | Check what it depends on, such as its database, and calibrate again.',
    ],
  ],
  'side-fails': [
    [
      {
        code: 'side-fails',
        side: 'base',
        errorRate: 0.0512,
        main: {
          errors: 50,
          kinds: [{ kind: 'status', status: '500', count: 40, endpoints: [{ name: 'list', count: 40 }] }],
        },
      },
      "5.12 % of the base's requests failed, mostly 500 responses to list: failures have a different speed from successes | Fix that first, and calibrate again.",
    ],
    [
      { code: 'side-fails', side: 'target', errorRate: 0.5, main: null },
      "50.0 % of the target's requests failed: failures have a different speed from successes | Fix that first, and calibrate again.",
    ],
  ],
  'cut-short': [
    [
      { code: 'cut-short', blocks: 1, blocksWanted: 8 },
      'It was cut short after 1 block, and a recommendation needs at least 8 | Let it run to its end.',
    ],
  ],
  'few-blocks': [
    [
      { code: 'few-blocks', blocks: 5, blocksWanted: 8 },
      'Only 5 blocks can be used, and a recommendation needs at least 8 | Use a longer --duration, or more load.',
    ],
  ],
};

test.each(list<CalibrationRefusal>(REFUSALS))('refusal %s', (_, refusal, words) => {
  const { reason, advice } = describeRefusal(refusal);
  expect(`${reason} | ${advice}`).toBe(words);
});
