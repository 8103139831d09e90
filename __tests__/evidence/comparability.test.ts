import type { BaselineConditions } from '../../src/evidence/baseline.ts';
import { compareConditions } from '../../src/evidence/comparability.ts';
import type { Conditions, StageConditions } from '../../src/evidence/result/conditions.ts';

const stage: StageConditions = {
  name: null,
  connections: 10,
  ratePerSecond: null,
  arrivals: null,
  durationSeconds: 120,
};

const now: Conditions = {
  tool: 'tailgate 0.1.0',
  model: 'closed',
  stages: [stage],
  warmupSeconds: 10,
  timeoutSeconds: 10,
  profile: 'realistic',
  mix: [
    { name: 'list', method: 'GET', path: '/list', share: 0.8 },
    { name: 'create', method: 'POST', path: '/create', share: 0.2 },
  ],
  machine: '2 cores',
};

const { warmupSeconds: _, profile: __, ...same } = now;
const offered: StageConditions = { ...stage, ratePerSecond: 300, arrivals: 'constant' };
const open: Conditions = { ...now, model: 'open', stages: [offered] };

describe('compareConditions', () => {
  test('finds nothing where all is alike', () => {
    expect(compareConditions(now, same)).toEqual({ refused: [], noted: [] });
  });

  test.each<[string, BaselineConditions, RegExp]>([
    [
      'connections',
      { ...same, stages: [{ ...stage, connections: 50 }] },
      /with 50 connections, this run with 10 connections/,
    ],
    ['model', { ...same, model: 'open' }, /open model .* closed model/],
    [
      'methods',
      { stages: [{ connections: 10 }], methods: { GET: 1 } },
      /another mix .*GET 100 % then, 80 % now; POST 0 % then, 20 % now/,
    ],
    [
      'mix by name',
      { ...same, mix: [{ name: 'list', method: 'GET', path: '/list', share: 1 }] },
      /list 100 % then, 80 % now/,
    ],
  ])('refuses other %s', (_name, then, sentence) => {
    const { refused } = compareConditions(now, then);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatch(sentence);
  });

  test.each<[string, Conditions, BaselineConditions, RegExp]>([
    ['closed against open', open, now, /used a closed model .* this run an open model/],
    ['open against closed', now, open, /used an open model .* this run a closed model/],
    [
      'rates',
      open,
      { ...open, stages: [{ ...offered, ratePerSecond: 302 }] },
      /was offered 302 requests per second, this run 300\./,
    ],
    [
      'arrivals',
      open,
      { ...open, stages: [{ ...offered, arrivals: 'poisson' }] },
      /by poisson arrivals, this run's by constant ones\./,
    ],
  ])('refuses an open model: %s', (_name, here, then, sentence) => {
    const { refused, noted } = compareConditions(here, then);
    expect(refused).toEqual([expect.stringMatching(sentence)]);
    expect(noted).toEqual([]);
  });

  test('compares at one rate, and says so where the baseline has none', () => {
    const close = { ...open, stages: [{ ...offered, ratePerSecond: 301 }] };
    expect(compareConditions(open, close)).toEqual({ refused: [], noted: [] });
    const rateless = { ...open, stages: [{ connections: 10, durationSeconds: 120 }] };
    expect(compareConditions(open, rateless)).toEqual({
      refused: [],
      noted: ['The baseline does not say its rate or its arrivals; these were taken to be alike.'],
    });
    expect(compareConditions(now, rateless).noted).toEqual([]);
  });

  test('names decide before methods where both are there', () => {
    const mix = [
      { name: 'list', method: 'GET', path: '/list', share: 0.8 },
      { name: 'other', method: 'POST', path: '/other', share: 0.2 },
    ];
    expect(compareConditions(now, { ...same, mix, methods: { GET: 0.8, POST: 0.2 } }).refused[0]).toMatch(
      /other 20 % then, 0 % now/,
    );
  });

  test('half a point of the mix is no other mix', () => {
    expect(compareConditions(now, { ...same, mix: [], methods: {} }).refused).toHaveLength(1);
    const { mix: _mix, ...rest } = same;
    expect(compareConditions(now, { ...rest, methods: { GET: 0.805, POST: 0.195 } }).refused).toEqual([]);
    expect(compareConditions(now, { ...rest, methods: { GET: 0.81, POST: 0.19 } }).refused).toHaveLength(1);
  });

  test('notes what leaves figures comparable with care', () => {
    const { refused, noted } = compareConditions(now, {
      ...same,
      stages: [{ ...stage, durationSeconds: 30 }],
      tool: 'wrk',
      machine: '4 cores',
      timeoutSeconds: 2,
    });
    expect(refused).toEqual([]);
    expect(noted).toEqual([
      'The baseline ran for 30 s, this run for 120 s.',
      'The baseline was measured by wrk, this run by tailgate 0.1.0.',
      "The load of the baseline came from another machine (4 cores) than this run's (2 cores).",
      "The baseline's requests timed out after 2 s, this run's after 10 s.",
    ]);
  });

  test('durations within 2 % are the same', () => {
    const noted = (durationSeconds: number) =>
      compareConditions(now, { ...same, stages: [{ ...stage, durationSeconds }] }).noted;
    expect([118, 122].map(noted)).toEqual([[], []]);
    expect(noted(115)).toEqual(['The baseline ran for 115 s, this run for 120 s.']);
    expect(noted(125)).toHaveLength(1);
  });

  test('what the file does not say is one sentence', () => {
    const { refused, noted } = compareConditions(now, {
      stages: [{ connections: 10, durationSeconds: 120 }],
      methods: { GET: 0.8, POST: 0.2 },
    });
    expect(refused).toEqual([]);
    expect(noted).toEqual([
      'The baseline does not say whether its load was closed or open, its tool, its time-out or its machine; these were taken to be alike.',
    ]);
  });

  describe('of several stages', () => {
    const calm = { ...stage, name: 'calm' };
    const peak = { ...stage, name: 'peak', connections: 50 };
    const staged: Conditions = { ...now, stages: [calm, peak] };
    const against = (...stages: Partial<StageConditions>[]) =>
      compareConditions(staged, { ...staged, stages });

    test('finds nothing where all are alike, whatever they are called', () => {
      expect(against(calm, { ...peak, name: 'rush' })).toEqual({ refused: [], noted: [] });
    });

    test('refuses another number of them, and says no more of them', () => {
      expect(against({ ...stage, connections: 7 })).toEqual({
        refused: ["The load of the baseline had 1 stage, this run's has 2 stages."],
        noted: [],
      });
    });

    test('names the stage that differs', () => {
      expect(against(calm, { ...peak, connections: 40, durationSeconds: 60 })).toEqual({
        refused: [
          'In the stage peak, the baseline was measured with 40 connections, this run with 50 connections.',
        ],
        noted: ['In the stage peak, the baseline ran for 60 s, this run for 120 s.'],
      });
      expect(
        compareConditions(
          { ...now, stages: [stage, stage] },
          { ...now, stages: [stage, { ...stage, connections: 1 }] },
        ).refused,
      ).toEqual(['In stage 2, the baseline was measured with 1 connection, this run with 10 connections.']);
    });

    test('refuses a schedule where there was none, also within an open model', () => {
      const paced: Conditions = { ...open, stages: [offered, { ...offered, name: 'peak' }] };
      const then = { ...open, stages: [offered, { ...stage, name: 'peak' }] };
      expect(compareConditions(paced, then).refused).toEqual([
        'In the stage peak, the baseline was offered as many requests as were answered, this run 300 requests per second.',
      ]);
    });

    test('says what one of them leaves unsaid', () => {
      const { connections: _, ...silent } = peak;
      expect(against(calm, silent).noted).toEqual([
        'The baseline does not say its connections; these were taken to be alike.',
      ]);
    });
  });
});
