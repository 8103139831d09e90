import type { BaselineConditions } from '../../src/evidence/baseline.ts';
import { compareConditions } from '../../src/evidence/comparability.ts';
import type { Conditions, StageConditions } from '../../src/evidence/result/conditions.ts';
import type { Difference } from '../../src/evidence/result/differences.ts';

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

  test.each<[string, BaselineConditions, Difference]>([
    [
      'connections',
      { ...same, stages: [{ ...stage, connections: 50 }] },
      { condition: 'connections', stage: null, before: 50, now: 10 },
    ],
    ['model', { ...same, model: 'open' }, { condition: 'model', before: 'open', now: 'closed' }],
    [
      'methods',
      { stages: [{ connections: 10 }], methods: { GET: 1 } },
      {
        condition: 'mix',
        parts: [
          { name: 'GET', before: 1, now: 0.8 },
          { name: 'POST', before: 0, now: 0.2 },
        ],
        more: 0,
      },
    ],
    [
      'mix by name',
      { ...same, mix: [{ name: 'list', method: 'GET', path: '/list', share: 1 }] },
      {
        condition: 'mix',
        parts: [
          { name: 'list', before: 1, now: 0.8 },
          { name: 'create', before: 0, now: 0.2 },
        ],
        more: 0,
      },
    ],
  ])('refuses other %s', (_name, then, difference) => {
    expect(compareConditions(now, then).refused).toEqual([difference]);
  });

  test('notes what is sent again on one side only', () => {
    const sending = (...names: readonly string[]) => ({
      mix: now.mix.map((one) => (names.includes(one.name) ? { ...one, retried: true as const } : one)),
    });
    const noted = (here: Partial<Conditions>, then: BaselineConditions) =>
      compareConditions({ ...now, ...here }, { ...same, ...then });
    expect(noted(sending('create'), sending('create'))).toEqual({ refused: [], noted: [] });
    expect(noted(sending('create'), sending('list'))).toEqual({
      refused: [],
      noted: [{ condition: 'retry', before: ['list'], now: ['create'] }],
    });
    const { mix: _mix, ...unsaid } = same;
    expect(compareConditions({ ...now, ...sending('create') }, unsaid).noted).toContainEqual({
      condition: 'retry',
      before: [],
      now: ['create'],
    });
  });

  test('of a mix that differs in many requests three are told, and how many more there are', () => {
    const mix = ['a', 'b', 'c', 'd'].map((name) => ({ name, method: 'GET', path: '/', share: 0.25 }));
    expect(compareConditions(now, { ...same, mix }).refused).toEqual([
      {
        condition: 'mix',
        parts: ['a', 'b', 'c'].map((name) => ({ name, before: 0.25, now: 0 })),
        more: 3,
      },
    ]);
  });

  test.each<[string, Conditions, BaselineConditions, Difference]>([
    ['closed against open', open, now, { condition: 'model', before: 'closed', now: 'open' }],
    ['open against closed', now, open, { condition: 'model', before: 'open', now: 'closed' }],
    [
      'rates',
      open,
      { ...open, stages: [{ ...offered, ratePerSecond: 302 }] },
      { condition: 'rate', stage: null, before: 302, now: 300 },
    ],
    [
      'arrivals',
      open,
      { ...open, stages: [{ ...offered, arrivals: 'poisson' }] },
      { condition: 'arrivals', stage: null, before: 'poisson', now: 'constant' },
    ],
  ])('refuses an open model: %s', (_name, here, then, difference) => {
    expect(compareConditions(here, then)).toEqual({ refused: [difference], noted: [] });
  });

  test('compares at one rate, and says so where the baseline has none', () => {
    const close = { ...open, stages: [{ ...offered, ratePerSecond: 301 }] };
    expect(compareConditions(open, close)).toEqual({ refused: [], noted: [] });
    const rateless = { ...open, stages: [{ connections: 10, durationSeconds: 120 }] };
    expect(compareConditions(open, rateless)).toEqual({
      refused: [],
      noted: [{ condition: 'unsaid', what: ['rate', 'arrivals'] }],
    });
    expect(compareConditions(now, rateless).noted).toEqual([]);
  });

  test('names decide before methods where both are there', () => {
    const mix = [
      { name: 'list', method: 'GET', path: '/list', share: 0.8 },
      { name: 'other', method: 'POST', path: '/other', share: 0.2 },
    ];
    const { refused } = compareConditions(now, { ...same, mix, methods: { GET: 0.8, POST: 0.2 } });
    expect(refused).toEqual([
      {
        condition: 'mix',
        parts: [
          { name: 'other', before: 0.2, now: 0 },
          { name: 'create', before: 0, now: 0.2 },
        ],
        more: 0,
      },
    ]);
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
      { condition: 'duration', stage: null, before: 30, now: 120 },
      { condition: 'tool', before: 'wrk', now: 'tailgate 0.1.0' },
      { condition: 'machine', before: '4 cores', now: '2 cores' },
      { condition: 'timeout', before: 2, now: 10 },
    ]);
  });

  test('durations within 2 % are the same', () => {
    const noted = (durationSeconds: number) =>
      compareConditions(now, { ...same, stages: [{ ...stage, durationSeconds }] }).noted;
    expect([118, 122].map(noted)).toEqual([[], []]);
    expect(noted(115)).toEqual([{ condition: 'duration', stage: null, before: 115, now: 120 }]);
    expect(noted(125)).toHaveLength(1);
  });

  test('what the file does not say is one difference', () => {
    const { refused, noted } = compareConditions(now, {
      stages: [{ connections: 10, durationSeconds: 120 }],
      methods: { GET: 0.8, POST: 0.2 },
    });
    expect(refused).toEqual([]);
    expect(noted).toEqual([{ condition: 'unsaid', what: ['model', 'tool', 'timeout', 'machine'] }]);
  });

  describe('of several stages', () => {
    const calm = { ...stage, name: 'calm' };
    const peak = { ...stage, name: 'peak', connections: 50 };
    const PEAK = { number: 2, name: 'peak' };
    const staged: Conditions = { ...now, stages: [calm, peak] };
    const against = (...stages: Partial<StageConditions>[]) =>
      compareConditions(staged, { ...staged, stages });

    test('finds nothing where all are alike, whatever they are called', () => {
      expect(against(calm, { ...peak, name: 'rush' })).toEqual({ refused: [], noted: [] });
    });

    test('refuses another number of them, and says no more of them', () => {
      expect(against({ ...stage, connections: 7 })).toEqual({
        refused: [{ condition: 'stages', before: 1, now: 2 }],
        noted: [],
      });
    });

    test('names the stage that differs', () => {
      expect(against(calm, { ...peak, connections: 40, durationSeconds: 60 })).toEqual({
        refused: [{ condition: 'connections', stage: PEAK, before: 40, now: 50 }],
        noted: [{ condition: 'duration', stage: PEAK, before: 60, now: 120 }],
      });
      expect(
        compareConditions(
          { ...now, stages: [stage, stage] },
          { ...now, stages: [stage, { ...stage, connections: 1 }] },
        ).refused,
      ).toEqual([{ condition: 'connections', stage: { number: 2, name: null }, before: 1, now: 10 }]);
    });

    test('refuses a schedule where there was none, also within an open model', () => {
      const paced: Conditions = { ...open, stages: [offered, { ...offered, name: 'peak' }] };
      const then = { ...open, stages: [offered, { ...stage, name: 'peak' }] };
      expect(compareConditions(paced, then).refused).toEqual([
        { condition: 'rate', stage: PEAK, before: null, now: 300 },
      ]);
    });

    test('refuses a ramp where there was none, or another one', () => {
      const ramp = { ...peak, fromConnections: 10 };
      const compared = (one: StageConditions, then: StageConditions) =>
        compareConditions({ ...now, stages: [calm, one] }, { ...now, stages: [calm, then] }).refused;
      expect(compared(ramp, ramp)).toEqual([]);
      expect(compared(ramp, peak)).toEqual([
        { condition: 'connections-at-start', stage: PEAK, before: 50, now: 10 },
      ]);
      expect(compared(peak, { ...peak, fromConnections: 49 })).toEqual([
        { condition: 'connections-at-start', stage: PEAK, before: 49, now: 50 },
      ]);
      // What differs at the end is said of that alone.
      expect(compared(ramp, { ...peak, connections: 51 })).toMatchObject([{ condition: 'connections' }]);
      const rising = { ...offered, fromRatePerSecond: 50 };
      const offeredThen = (then: StageConditions) =>
        compareConditions({ ...open, stages: [rising] }, { ...open, stages: [then] }).refused;
      expect(offeredThen(rising)).toEqual([]);
      expect(offeredThen(offered)).toEqual([
        { condition: 'rate-at-start', stage: null, before: 300, now: 50 },
      ]);
    });

    test('says what one of them leaves unsaid', () => {
      const { connections: _, ...silent } = peak;
      expect(against(calm, silent).noted).toEqual([{ condition: 'unsaid', what: ['connections'] }]);
    });
  });
});
