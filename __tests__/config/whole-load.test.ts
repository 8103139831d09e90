import { type Caps, checkCaps } from '../../src/config/load/caps.ts';
import {
  arrivalKinds,
  fewestConnections,
  firstPerSecond,
  highestPerSecond,
  isConstant,
  modelOf,
  mostConnections,
  offeredPerSecond,
  offeredRequests,
  totalDurationMs,
  withDuration,
} from '../../src/config/load/whole-load.ts';
import type { Arrivals, Load, Stage } from '../../src/config/plan.ts';

const stage = (connections: number, seconds: number, arrivals: Arrivals | null = null): Stage => ({
  name: null,
  connections,
  durationMs: seconds * 1000,
  arrivals,
});
const at = (perSecond: number, kind: Arrivals['kind'] = 'constant'): Arrivals => ({ perSecond, kind });
const load = (...stages: [Stage, ...Stage[]]): Load => ({
  profile: null,
  stages,
  warmupMs: 10_000,
  timeoutMs: 5000,
});

const closed = load(stage(10, 60), stage(50, 20), stage(10, 60));
const open = load(stage(10, 30, at(100)), stage(40, 10, at(500, 'poisson')), stage(10, 60, at(100)));

describe('a load of several stages', () => {
  test('has the connections of its busiest stage, and the time of all of them', () => {
    expect([mostConnections(closed), totalDurationMs(closed)]).toEqual([50, 140_000]);
  });

  test('is open where a stage has a schedule, and offers what all of them do', () => {
    expect([modelOf(closed), offeredPerSecond(closed), offeredRequests(closed)]).toEqual(['closed', null, 0]);
    expect([highestPerSecond(closed), arrivalKinds(closed)]).toEqual([0, []]);
    expect([modelOf(open), offeredRequests(open), offeredPerSecond(open)]).toEqual(['open', 14_000, 140]);
    expect([highestPerSecond(open), arrivalKinds(open)]).toEqual([500, ['constant', 'poisson']]);
  });

  test('keeps its proportions in another time', () => {
    expect(withDuration(closed, 14_000).stages.map(({ durationMs }) => durationMs)).toEqual([
      6000, 2000, 6000,
    ]);
    expect(withDuration(open, 50_000).stages[1]).toEqual({ ...open.stages[1], durationMs: 5000 });
  });

  test('counts a ramp by its ends, its rate by the mean, and begins with its first', () => {
    const ramp = load({ ...stage(10, 30), fromConnections: 80 }, { ...stage(40, 10), fromConnections: 3 });
    expect([mostConnections(ramp), fewestConnections(ramp)]).toEqual([80, 3]);
    const rates = load(
      stage(10, 30, { ...at(100), fromPerSecond: 500 }),
      stage(10, 10, { ...at(200), fromPerSecond: 100 }),
    );
    expect([highestPerSecond(rates), firstPerSecond(rates), offeredRequests(rates)]).toEqual([
      500, 500, 10_500,
    ]);
    expect(offeredPerSecond(rates)).toBe(262.5);
    expect(withDuration(ramp, 4000).stages[0]).toEqual({ ...ramp.stages[0], durationMs: 3000 });
  });

  test('stays as it is where it is one stage and no ramp', () => {
    expect(isConstant(load(stage(10, 60)))).toBe(true);
    expect(isConstant(load(stage(10, 60, at(5))))).toBe(true);
    expect(isConstant(closed)).toBe(false);
    expect(isConstant(load({ ...stage(10, 60), fromConnections: 9 }))).toBe(false);
    expect(isConstant(load(stage(10, 60, { ...at(5), fromPerSecond: 6 })))).toBe(false);
  });

  test.each([10_000, 25_000, 61_000, 7])('comes to %i ms in all, however its parts are rounded', (ms) => {
    const spike = load(stage(10, 30), stage(50, 30), stage(200, 60), stage(50, 30), stage(10, 30));
    expect(totalDurationMs(withDuration(spike, ms))).toBe(ms);
  });

  test('of one stage has that one’s figures to the last digit', () => {
    const one = load(stage(7, 90.1, at(0.3)));
    expect(offeredPerSecond(one)).toBe(0.3);
    expect(withDuration(one, 12_345).stages).toEqual([{ ...one.stages[0], durationMs: 12_345 }]);
  });
});

describe('caps', () => {
  const roomy: Caps = { maxConnections: 50, maxDurationMs: 150_000, maxRequests: 15_000 };
  const places = { connections: { key: 'c' }, duration: { key: 'd' }, rate: { key: 'r' } };
  const check = (of: Load, caps: Partial<Caps> = {}, budgetMs: number | null = null) =>
    checkCaps(of, budgetMs, { ...roomy, ...caps }, places);

  test('count the busiest stage, the time of all, and the requests of all with the warm-up', () => {
    expect(() => check(closed)).not.toThrow();
    expect(() => check(closed, { maxConnections: 49 })).toThrow('c: 50 connections');
    expect(() => check(closed, { maxDurationMs: 149_999 })).toThrow('d: 150 s of load');
    expect(() => check(open)).not.toThrow();
    expect(() => check(open, { maxRequests: 14_999 })).toThrow(
      'r: 100, 500, 100 /s for 110 s are 15000 requests',
    );
  });

  test('with a budget, the busiest stage may fill it, after a warm-up on either side', () => {
    expect(() => check(open, {}, 26_000)).not.toThrow();
    expect(() => check(open, {}, 27_000)).toThrow('for 47 s are 15500 requests');
  });
});
