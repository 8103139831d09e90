/** The orders of a search's steps: within what was planned for, and within the caps of the workflow. */
import { mostConnections } from '../../src/config/load/whole-load.ts';
import type { RoundOrder } from '../../src/engine/round.ts';
import { capOf } from '../../src/engine/search-orders.ts';
import { makeRequest } from '../judgement/make.ts';
import { searchAndJudge, searchPlan } from '../search/simulated-world.ts';

const EIGHT = { slots: 8, serviceMs: 20, connections: 200 } as const;

test.each([
  'rate',
  'connections',
] as const)('no step of a search by %s has more connections than planned', async (of) => {
  const plan = searchPlan(of);
  const { orders } = await searchAndJudge(plan, { target: EIGHT });
  const most = Math.max(...orders.map(({ stages }) => stages[0].connections));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(mostConnections(plan.load));
  expect(new Set(orders.map(({ seed }) => seed)).size).toBe(orders.length);
});

test('only the first step of a search has the whole warm-up, and a later one of that side a short one', async () => {
  const plan = searchPlan('connections', {
    base: { origin: 'http://127.0.0.1:8081' },
    whole: { p99: { limit: 100, regression: null }, capacity: { limit: null, regression: 0.1 } },
  });
  const { orders } = await searchAndJudge(plan, { target: EIGHT });
  for (const { stage, sequence, warmupMs } of orders)
    expect(warmupMs).toBe(stage > 0 ? 0 : sequence === 0 ? 2000 : 1000);
});

describe('a cap of the workflow', () => {
  test('of requests ends it before the step that would be too much', async () => {
    const plan = searchPlan('rate');
    const { rounds, verdict, seen } = await searchAndJudge(
      { ...plan, load: { ...plan.load, maxRequests: 1500 } },
      { target: EIGHT },
    );
    const sent = rounds.reduce((sum, round) => sum + (round.sent ?? 0), 0);
    expect(sent).toBeLessThanOrEqual(1500);
    expect(rounds.at(-1)?.ended).toEqual({ how: 'capped', by: 'max-requests' });
    expect(seen.measurement?.search?.searches[0]?.end).toBe('interrupted');
    // 350 /s were asked for, and nobody has tried them.
    expect(verdict).toMatchObject({
      outcome: 'inconclusive',
      causes: [{ code: 'capacity-beyond', limit: 350 }],
    });
  });

  test('of requests counts each step of a flow', () => {
    const flows = [{ name: 'both', weight: 1, steps: [{ request: 1 }, { request: 2 }] }];
    const steps = ['one', 'two'].map((name) => makeRequest({ name, flow: 0 }));
    const scenario = { logins: [], requests: [makeRequest({ name: 'work' }), ...steps], flows };
    const plan = searchPlan('rate', { scenario });
    const [first] = plan.load.stages;
    const arrivals = { perSecond: 10, kind: 'constant' } as const;
    const stages: RoundOrder['stages'] = [{ ...first, durationMs: 8000, arrivals }];
    const order: RoundOrder = { side: 'target', sequence: 0, stage: 0, stages, warmupMs: 2000, seed: '' };
    // 100 arrivals, of which every second one walks through two steps.
    const capped = (maxRequests: number) =>
      capOf({ ...plan, load: { ...plan.load, maxRequests } }, [], order);
    expect(capped(150)).toBeNull();
    expect(capped(149)).toBe('max-requests');
  });

  test('of time does so too', async () => {
    const { rounds } = await searchAndJudge(
      { ...searchPlan('rate'), caps: { durationMs: 10_000 } },
      { target: EIGHT },
    );
    expect(rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)).toBeLessThanOrEqual(10_000);
    expect(rounds.at(-1)?.ended).toEqual({ how: 'capped', by: 'max-duration' });
  });
});
