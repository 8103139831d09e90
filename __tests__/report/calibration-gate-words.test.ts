import type { GateAdvice } from '../../src/judgement/calibration/calibration.ts';
import type { GateShortfall } from '../../src/judgement/calibration/causes.ts';
import { describeShortfall } from '../../src/report/calibration/gate-words.ts';

const GATE: GateAdvice = {
  metric: 'p99',
  endpoint: null,
  declared: 0.1,
  declaredHolds: false,
  declaredReach: { passes: 0.893, failsWrongly: 0, showsTwice: 0.99, blocks: 40 },
  tolerance: 0.13,
  reach: null,
  shown: null,
  spread: 0.14,
  offset: null,
  responses: 300,
  advice: null,
};

type GateCase = readonly [Partial<GateAdvice>, GateShortfall, string];
const NOISY = { code: 'too-noisy', wanted: 0.1, blocks: 45, spreadWanted: 0.1077 } as const;
const NO_QUIETER = { ...NOISY, spreadWanted: null } as const;
const DRAWN =
  'the same code passed in 89 % of the simulated sessions, and a change twice as large failed in 99 %';

const SHORTFALLS: Readonly<Record<GateShortfall['code'], readonly GateCase[]>> = {
  'no-responses': [
    [
      { tolerance: null },
      { code: 'no-responses' },
      'No block has a response on both sides: check whether these requests are answered at all.',
    ],
  ],
  'within-allowance': [
    [
      {},
      { code: 'within-allowance', wanted: 0.1, allowance: 0.055 },
      'P99: the two environments may differ by 5.5 % by themselves, and a tolerance has to be more than twice that, so 10 % does not hold; 13 % does. Let both run on one host, or calibrate for longer.',
    ],
    [
      { tolerance: null, metric: 'throughput' },
      { code: 'within-allowance', wanted: 0.1, allowance: 0.055 },
      'Throughput: the two environments may differ by 5.5 % by themselves, and a tolerance has to be more than twice that, so 10 % does not hold. Let both run on one host, or calibrate for longer.',
    ],
  ],
  'too-noisy': [
    [
      {},
      NOISY,
      `P99: a tolerance of 10 % does not hold (${DRAWN}); 13 % does. It would, if blocks differed by 11 % instead of 14 %: check what else runs next to the service, or give it more load.`,
    ],
    [
      { tolerance: null },
      NO_QUIETER,
      `P99: a tolerance of 10 % does not hold (${DRAWN}); none of those tried does. A quieter environment or more load would help.`,
    ],
    [
      { declared: null, declaredReach: null, tolerance: null },
      NO_QUIETER,
      'P99: a tolerance of 10 % does not hold (45 blocks are too few for so much noise); none of those tried does. A quieter environment or more load would help.',
    ],
    [
      { metric: 'errors', declared: 0.005, tolerance: 0.02 },
      { ...NO_QUIETER, wanted: 0.005 },
      `Error rate: a tolerance of 0.5 pp does not hold (${DRAWN}); 2 pp does. A quieter environment or more load would help.`,
    ],
  ],
};

test.each(
  Object.entries(SHORTFALLS).flatMap(([code, cases]) => cases.map((one) => [code, ...one] as const)),
)('shortfall %s of %j', (_, gate, advice, words) => {
  expect(describeShortfall({ ...GATE, ...gate, advice })).toBe(words);
});

test('a gate with nothing wrong has no sentence', () => {
  expect(describeShortfall(GATE)).toBeNull();
});
