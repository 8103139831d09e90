import { MOST_NAMES, SLOWEST } from '../../src/config/why.ts';
import type { Round } from '../../src/engine/round.ts';
import { TimingCounter } from '../../src/engine/worker/timing-counter.ts';
import { compareConditions } from '../../src/evidence/comparability.ts';
import { gather } from '../../src/evidence/gather.ts';
import { once } from '../../src/evidence/once.ts';
import { readTailgateResult } from '../../src/evidence/readers/tailgate-result.ts';
import { addTimings, timeOfSlowest } from '../../src/evidence/server-timing.ts';
import { summarise } from '../../src/evidence/summarise.ts';
import fc from '../fast-check.ts';
import { drawn } from '../part.ts';
import { FLOWS, makeFlowPlan, type Shop, Users } from './make-flows.ts';
import { writeResult } from './write-result.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };
const plan = makeFlowPlan();
const shaky: Shop = { fails: { 'add item': { check: 0.1, 500: 0.05 }, 'sign up': { 500: 0.2 } } };

function measured(shop: Shop, seconds: readonly number[], over: (i: number) => Partial<Round> = () => ({})) {
  const users = new Users('target', shop);
  const rounds = seconds.map((length, i) => users.round(length, over(i)));
  return { rounds, truth: users.truth, measurement: summarise(rounds, plan, MACHINE) };
}

/** Looked at by several tests, and made once. */
const measuredShaky = once(() => measured(shaky, [20]));

test('a flow has the figures of its walks: the time of their requests, without thinking', () => {
  const { truth, measurement } = measuredShaky();
  expect(measurement.flows?.map(({ name, steps }) => [name, steps])).toEqual([
    ['order', ['create cart', 'add item', 'read back', 'clean up']],
    ['welcome', ['sign up', 'see profile']],
  ]);
  for (const { name, walks, figures } of measurement.flows ?? []) {
    const walked = truth.walks.get(name) ?? [];
    const good = walked.filter(({ kind }) => kind === 'success').map(({ latencyMs }) => latencyMs);
    good.sort((a, b) => a - b);
    expect(walked.length).toBeGreaterThan(200);
    expect(figures.requests).toBe(walked.length);
    expect(figures.errorRate).toBeCloseTo(1 - good.length / walked.length, 9);
    expect(walks).toMatchObject({ completed: good.length, failed: walked.length - good.length });
    expect(walks.started).toBe(walks.completed + walks.failed + walks.notFinished);
    expect(figures.throughputPerSecond).toBeCloseTo(good.length / 20, 9);
    for (const [field, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const at = good[Math.ceil(share * good.length) - 1] as number;
      expect(figures.latencyMs?.[field]).toBeGreaterThan(at * 0.998);
      expect(figures.latencyMs?.[field]).toBeLessThan(at * 1.002);
    }
  }
});

test('of its time each step took a part, of the slowest tenth of the walks and of all', () => {
  const { truth, measurement } = measuredShaky();
  const written = writeResult({ plan, measurement });
  for (const { name, steps, times } of measurement.flows ?? []) {
    const good = (truth.walks.get(name) ?? []).filter(({ kind }) => kind === 'success');
    if (!times) throw new Error('walks took no time');
    expect(times.names).toEqual(steps);
    for (const share of [1, SLOWEST]) {
      const { responses, latencyMs, byName } = timeOfSlowest(times, share);
      expect(responses).toBeCloseTo(share * good.length, 6);
      expect([...byName.values()].reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(latencyMs, 6);
    }
    const { byName } = timeOfSlowest(times, 1);
    steps.forEach((step, i) => {
      const all = good.reduce((sum, { stepsMs = [] }) => sum + (stepsMs[i] ?? 0), 0);
      expect(byName.get(step)).toBeCloseTo(all / good.length, 6);
    });
    const slowest = timeOfSlowest(times, SLOWEST);
    const { stepTimes } = written.flows?.find((one) => one.name === name) ?? {};
    expect(stepTimes).toMatchObject({ walks: good.length, slowest: { latencyMs: slowest.latencyMs } });
    expect(stepTimes?.steps).toEqual(
      steps.map((step) => ({
        name: step,
        meanMs: byName.get(step),
        slowestMs: slowest.byName.get(step),
      })),
    );
  }
});

test('of more steps than a service may tell durations by name, none is left out', () => {
  const names = Array.from({ length: MOST_NAMES + 4 }, (_, i) => `step ${i}`);
  const parts = [1, 2].map((times) => {
    const counter = new TimingCounter(names.length);
    counter.recordParts(
      times * names.length,
      names,
      names.map(() => times),
    );
    return counter.timings;
  });
  const all = addTimings(parts, names.length);
  expect(all).toMatchObject({ names, more: false });
  expect(all && [...timeOfSlowest(all, 1).byName.values()]).toEqual(names.map(() => 1.5));
});

test('a walk fails as the first of its steps that does', () => {
  const { truth, measurement } = measuredShaky();
  const kinds = (name: string, kind: string) =>
    (truth.walks.get(name) ?? []).filter((walk) => walk.kind === kind).length;
  const [order] = measurement.flows ?? [];
  expect(order?.figures.errors).toMatchObject({
    check: kinds('order', 'check'),
    status: { 500: kinds('order', 'status') },
  });
  expect(kinds('order', 'check')).toBeGreaterThan(0);
});

test('no figure of the whole counts a walk', () => {
  const { truth, measurement } = measuredShaky();
  const sent = [...truth.requests.values()].reduce((sum, ended) => sum + ended.length, 0);
  expect(measurement.whole.requests).toBe(sent);
  expect(measurement.sent).toBe(sent);
  expect(measurement.endpoints.reduce((sum, { figures }) => sum + figures.requests, 0)).toBe(sent);
});

test('of each walk every step is sent, not reached or not finished', () => {
  const { measurement } = measuredShaky();
  for (const { name, walks, steps } of measurement.flows ?? []) {
    for (const step of steps) {
      const { flow, walks: at, figures } = measurement.endpoints.find((one) => one.name === step) ?? {};
      expect(flow).toBe(name);
      expect((figures?.requests ?? 0) + (at?.notReached ?? 0) + (at?.notFinished ?? 0)).toBe(walks.started);
    }
  }
  const at = (name: string) => measurement.endpoints.find((one) => one.name === name)?.walks;
  expect(at('read back')?.notReached).toBeGreaterThan(50);
  // It is sent after a failed step, too.
  expect(at('clean up')?.notReached).toBe(0);
  expect(at('list')).toBeUndefined();
  expect(measurement.unaccounted).toBe(0);
});

test('a walk that goes on in the next stage is one, and one that goes on in the next slice', () => {
  const whole = measured(shaky, [6]).measurement;
  const staged = measured(shaky, [2, 2, 2], (stage) => ({ stage })).measurement;
  const sliced = measured(shaky, [2, 2, 2], (i) => ({ slices: [2 * i] })).measurement;
  for (const { flows = [], unaccounted } of [whole, staged, sliced]) {
    expect(unaccounted).toBe(0);
    for (const { walks } of flows) {
      expect(walks.started).toBe(walks.completed + walks.failed + walks.notFinished);
      // Ten users are in the midst of no more than ten walks.
      expect(walks.notFinished).toBeLessThanOrEqual(10);
    }
  }
  // Rounds by themselves cut what is under way at their ends.
  const cut = measured(shaky, [2, 2, 2]).measurement.flows?.[0]?.walks.notFinished ?? 0;
  expect(cut).toBeGreaterThan(staged.flows?.[0]?.walks.notFinished ?? 0);
});

test('a walk that goes on in the next round beside a base is one, and so is each of its steps', () => {
  const of = makeFlowPlan({ base: { origin: 'http://127.0.0.1:8081' } });
  const users = new Users('target', shaky);
  const rounds = [2, 2, 2].map((seconds) => users.round(seconds));
  const { flows = [], endpoints } = summarise(rounds, of, MACHINE);
  for (const { name, walks, steps } of flows) {
    const ended = users.truth.walks.get(name) ?? [];
    expect(walks.completed + walks.failed).toBe(ended.length);
    const open = rounds.at(-1)?.flows?.find((flow) => flow.name === name)?.carriedOut ?? 0;
    expect(walks.notFinished).toBe(open);
    expect(walks.started).toBe(ended.length + open);
    for (const step of steps) {
      const { walks: at, figures } = endpoints.find((one) => one.name === step) ?? {};
      expect((figures?.requests ?? 0) + (at?.notReached ?? 0) + (at?.notFinished ?? 0)).toBe(walks.started);
    }
  }
  const carried = rounds.slice(0, -1).flatMap((round) => round.flows?.map(({ carriedOut }) => carriedOut));
  expect(Math.max(...carried.map((count) => count ?? 0))).toBeGreaterThan(0);
});

describe('accounting', () => {
  const [round] = measured(shaky, [5]).rounds as [Round];
  const unaccounted = (over: Partial<Round>) => summarise([{ ...round, ...over }], plan, MACHINE).unaccounted;
  const [order, welcome] = round.flows as NonNullable<Round['flows']>;
  const changed = (flow: object) => ({
    flows: [{ ...order, ...flow }, welcome] as NonNullable<Round['flows']>,
  });

  test('holds of what was seen', () => {
    expect(unaccounted({})).toBe(0);
  });

  test.each(['started', 'carriedIn', 'carriedOut'] as const)('a walk that is not in %s is missed', (key) => {
    expect(unaccounted(changed({ [key]: (order?.[key] ?? 0) + 1 }))).toBeGreaterThan(0);
  });

  test('a walk without an outcome is missed', () => {
    const sent = (order?.sent ?? 0) + 1;
    expect(unaccounted(changed({ sent, started: (order?.started ?? 0) + 1 }))).toBeGreaterThan(0);
  });

  test.each([
    'notReached',
    'carriedIn',
    'carriedOut',
  ] as const)('a step that is not in %s is missed', (key) => {
    const requests = round.requests.map((stats) =>
      stats.name === 'read back' && stats.walks
        ? { ...stats, walks: { ...stats.walks, [key]: stats.walks[key] + 1 } }
        : stats,
    );
    expect(unaccounted({ requests })).toBe(1);
  });

  test('one too many of a step does not make up for one too few of another', () => {
    const by: Readonly<Record<string, number>> = { 'add item': 1, 'read back': -1 };
    const requests = round.requests.map((stats) =>
      stats.walks
        ? { ...stats, walks: { ...stats.walks, notReached: stats.walks.notReached + (by[stats.name] ?? 0) } }
        : stats,
    );
    expect(unaccounted({ requests })).toBe(2);
  });

  test('holds however often steps fail, and wherever rounds end', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const shop = fc.record({
      add: share,
      create: share,
      sign: share,
      seconds: fc.array(fc.double({ min: 0.05, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(shop, ({ add, create, sign, seconds }) => {
        const fails = {
          'add item': { check: add },
          'create cart': { 500: create },
          'sign up': { 500: sign },
        };
        const { measurement } = measured({ fails, users: 4 }, seconds, (i) => ({ slices: [i] }));
        expect(measurement.unaccounted).toBe(0);
        for (const { walks } of measurement.flows ?? [])
          expect(walks.started).toBe(walks.completed + walks.failed + walks.notFinished);
      }),
      { numRuns: drawn(40, 10) },
    );
  });
});

describe('conditions', () => {
  const { conditions } = measured({}, [2]).measurement;

  test('tell flows with their steps, their thinking and their share of what users start', () => {
    expect(conditions.flows).toEqual([
      {
        name: 'order',
        share: 0.25,
        steps: [
          { name: 'create cart' },
          { name: 'add item', thinkSeconds: [0.02, 0.06] },
          { name: 'read back' },
          { name: 'clean up', always: true },
        ],
      },
      { name: 'welcome', share: 0.125, steps: [{ name: 'sign up' }, { name: 'see profile' }] },
    ]);
    expect(conditions.mix.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test('another flow, other steps and another time of thinking are other conditions', () => {
    expect(compareConditions(conditions, conditions).refused).toEqual([]);
    const [order, welcome] = conditions.flows ?? [];
    if (!order || !welcome) throw new Error('there are two flows');
    const before = [
      { ...order, steps: order.steps.map(({ name, always }) => ({ name, ...(always && { always }) })) },
      { ...welcome, name: 'farewell' },
    ];
    expect(compareConditions(conditions, { ...conditions, flows: before }).refused).toEqual([
      {
        condition: 'flows',
        parts: [
          { name: 'order', what: 'think' },
          { name: 'farewell', what: 'gone' },
          { name: 'welcome', what: 'new' },
        ],
      },
    ]);
    const shorter = [{ ...order, steps: order.steps.slice(1) }, welcome];
    expect(compareConditions(conditions, { ...conditions, flows: shorter }).refused).toEqual([
      { condition: 'flows', parts: [{ name: 'order', what: 'steps' }] },
    ]);
  });

  test('what is thought behind the last step tells two loads apart, too', () => {
    const thinking = (thinkAfter?: { readonly fromMs: number; readonly toMs: number }) => {
      const [order, ...others] = FLOWS;
      if (!order) throw new Error('there are two flows');
      const flows = [{ ...order, ...(thinkAfter && { thinkAfter }) }, ...others];
      const { scenario } = plan;
      return summarise([], makeFlowPlan({ scenario: { ...scenario, flows } }), MACHINE).conditions;
    };
    const now = thinking({ fromMs: 1000, toMs: 3000 });
    expect(now.flows?.[0]).toMatchObject({ name: 'order', thinkAfterSeconds: [1, 3] });
    expect(compareConditions(now, now).refused).toEqual([]);
    for (const other of [thinking(), thinking({ fromMs: 1000, toMs: 30_000 })])
      expect(compareConditions(now, other).refused).toEqual([
        { condition: 'flows', parts: [{ name: 'order', what: 'think' }] },
      ]);
  });

  test('another weight is another mix', () => {
    const heavier = weighing(2);
    const now = summarise([], makeFlowPlan({ scenario: heavier }), MACHINE).conditions;
    expect(compareConditions(now, conditions).refused).toMatchObject([{ condition: 'mix' }]);
  });

  test('of a baseline by another tool nobody expects flows', () => {
    const { flows: _, mix: __, ...others } = conditions;
    expect(compareConditions(conditions, others).refused).toEqual([]);
  });
});

/** The scenario with flows of so many times the weight. */
function weighing(times: number) {
  const { requests } = plan.scenario;
  return {
    logins: [],
    requests: requests.map((one) => (one.flow === undefined ? one : { ...one, weight: times * one.weight })),
    flows: FLOWS.map((flow) => ({ ...flow, weight: times * flow.weight })),
  };
}

test('both sides of a block have figures of flows, beside those of requests', () => {
  const of = makeFlowPlan({ base: { origin: 'http://127.0.0.1:8081' } });
  const [base, target] = [new Users('base'), new Users('target')];
  const { interleaved } = gather([base.round(3), target.round(3)], of, {
    machine: MACHINE,
    seed: 'flows',
    budgetBlocks: 9,
    budgetSpent: false,
  });
  const [block] = interleaved?.blocks ?? [];
  for (const [side, users] of [
    ['base', base],
    ['target', target],
  ] as const) {
    expect(Object.keys(block?.[side].flows ?? {})).toEqual(['order', 'welcome']);
    expect(block?.[side].flows?.order?.requests).toBe(users.truth.walks.get('order')?.length);
    expect(Object.keys(block?.[side].endpoints ?? {})).not.toContain('order');
  }
  expect(interleaved?.base.flows).toHaveLength(2);
});

test('a stored result gives the figures of its flows by their names', () => {
  const { measurement } = measuredShaky();
  const result = writeResult({ plan, measurement, baseline: null });
  const [run] = readTailgateResult(JSON.stringify(result), 'result.json').runs;
  expect(run?.endpoints?.order?.latencyMs?.p99).toBe(measurement.flows?.[0]?.figures.latencyMs?.p99);
  expect(run?.endpoints?.['add item']?.latencyMs?.p99).toBeDefined();
  expect(run?.conditions.flows).toEqual(measurement.conditions.flows);
});
