/** What the workflow caps is held during the run: by what would come next, and by each round. */
import type { LoadCaps, Plan } from '../../src/config/plan.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { cappedBy, isBudgetSpent } from '../../src/engine/schedule.ts';
import { warnOfCap } from '../../src/judgement/capped.ts';
import { measureNext } from '../../src/measure-next.ts';
import { makeSteadyRound } from '../evidence/make-round.ts';
import { makePlan } from '../judgement/make.ts';

const NONE = Number.POSITIVE_INFINITY;

function plan(caps: Partial<LoadCaps>, over: Partial<Plan> = {}): Plan {
  const made = makePlan();
  return {
    ...made,
    base: null,
    load: {
      ...made.load,
      warmupMs: 5000,
      stages: [{ name: null, connections: 10, durationMs: 20_000, arrivals: null }],
    },
    caps: { durationMs: NONE, requests: NONE, ...caps },
    ...over,
  };
}

const atRate = (perSecond: number): Plan['load']['stages'] => [
  { name: null, connections: 10, durationMs: 20_000, arrivals: { perSecond, kind: 'constant' } },
];

const done = (over: Partial<Round> = {}): Round => makeSteadyRound({ round: { elapsedMs: 25_100, ...over } });

describe('a second round', () => {
  // Its own warm-up is 1 s.
  test.each([
    [46_100, null],
    [46_000, 'max-duration'],
    [25_000, 'max-duration'],
    [NONE, null],
  ] as const)('of a load that may take %d ms: %s', (durationMs, by) => {
    expect(cappedBy(plan({ durationMs }), [done()])).toBe(by);
  });

  test('has to fit into the requests of a rate as well', () => {
    const open = (requests: number) => {
      const closed = plan({ requests });
      return cappedBy({ ...closed, load: { ...closed.load, stages: atRate(100) } }, [done()]);
    };
    expect(open(4610)).toBeNull();
    expect(open(4600)).toBe('max-requests');
  });

  test('is nothing that a terminal caps', () => {
    const { caps: _, ...uncapped } = plan({});
    expect(cappedBy(uncapped, [done()])).toBeNull();
  });
});

test('a comparison has spent its budget where another block would not fit', () => {
  const compared = (durationMs: number) => plan({ durationMs }, { base: { origin: 'http://127.0.0.1:2' } });
  const { measureMs, discardMs } = compared(NONE).gate.interleaved;
  const blockMs = 2 * (measureMs + discardMs);
  const block = (['target', 'base'] as const).map((side) => done({ side, elapsedMs: blockMs / 2 }));
  expect(isBudgetSpent(compared(2 * blockMs), block)).toBe(false);
  expect(isBudgetSpent(compared(2 * blockMs - 1), block)).toBe(true);
});

describe('each round', () => {
  async function measured(capped: Plan, elapsedMs: number, ended: Round['ended'] = { how: 'complete' }) {
    const orders: RoundOrder[] = [];
    const rounds: Round[] = [];
    await measureNext(capped, rounds, {
      seed: 's',
      measure: async (_, order) => {
        orders.push(order);
        return done({ side: order.side, elapsedMs, ended });
      },
    });
    return { orders, rounds };
  }
  const sides = (durationMs: number) => plan({ durationMs }, { base: { origin: 'http://127.0.0.1:2' } });

  test('is told what is left for it, its last responses included', async () => {
    const { orders } = await measured(sides(60_000), 20_000);
    expect(orders.map(({ mostMs }) => mostMs)).toEqual([60_000, 40_000]);
  });

  test('has no cap where there is none', async () => {
    const { orders } = await measured(sides(NONE), 20_000);
    expect(orders.map((order) => 'mostMs' in order)).toEqual([false, false]);
  });

  test('of a block that has no time left for its other side ends there', async () => {
    const { orders, rounds } = await measured(sides(20_000), 19_900);
    expect(orders).toHaveLength(1);
    expect(rounds.map(({ ended }) => ended)).toEqual([{ how: 'capped', by: 'max-duration' }]);
    expect(cappedBy(sides(20_000), rounds)).toBe('max-duration');
  });
});

describe('what is told', () => {
  const cut = done({
    ended: { how: 'capped', by: 'max-duration' },
    requests: makeSteadyRound().requests.map((stats) => ({ ...stats, inFlight: 8 })),
  });

  test('that requests were unanswered at the end, or that there was no room for more', () => {
    const told = { code: 'capped', by: 'max-duration' };
    expect(warnOfCap([cut], 'max-duration', false)).toEqual([{ ...told, waiting: 8, wantedMore: false }]);
    expect(warnOfCap([done()], 'max-duration', true)).toEqual([{ ...told, waiting: 0, wantedMore: true }]);
  });

  test('is nothing where it kept nothing', () => {
    expect(warnOfCap([done()], 'max-duration', false)).toEqual([]);
    expect(warnOfCap([done()], null, true)).toEqual([]);
  });
});
