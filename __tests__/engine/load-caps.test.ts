/** What the workflow caps is held during the run: by what would come next, and by each round. */
import type { Plan } from '../../src/config/plan.ts';
import type { Round, RoundOrder } from '../../src/engine/round.ts';
import { cappedBy, hasBudgetLeft, isBudgetSpent } from '../../src/engine/schedule.ts';
import { warnOfCap } from '../../src/judgement/capped.ts';
import { measureNext } from '../../src/measure-next.ts';
import { makeSteadyRound } from '../evidence/make-round.ts';
import { makePlan } from '../judgement/make.ts';

const NONE = Number.POSITIVE_INFINITY;

function plan(caps: NonNullable<Plan['caps']>, over: Partial<Plan> = {}): Plan {
  const made = makePlan();
  return {
    ...made,
    base: null,
    load: {
      ...made.load,
      warmupMs: 5000,
      stages: [{ name: null, connections: 10, durationMs: 20_000, arrivals: null }],
    },
    caps,
    ...over,
  };
}

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

  test('is nothing that a terminal caps', () => {
    const { caps: _, ...uncapped } = plan({ durationMs: NONE });
    expect(cappedBy(uncapped, [done()])).toBeNull();
  });
});

test('a comparison ends where another block would not fit, whatever its budget holds', () => {
  const compared = (durationMs: number) => plan({ durationMs }, { base: { origin: 'http://127.0.0.1:2' } });
  const { measureMs, discardMs } = compared(NONE).gate.interleaved;
  const blockMs = 2 * (measureMs + discardMs);
  const block = (['target', 'base'] as const).map((side) => done({ side, elapsedMs: blockMs / 2 }));
  expect(cappedBy(compared(2 * blockMs), block)).toBeNull();
  expect(cappedBy(compared(2 * blockMs - 1), block)).toBe('max-duration');
  const short = compared(2 * blockMs - 1);
  expect([isBudgetSpent(short, block), hasBudgetLeft(short, block)]).toEqual([false, true]);
  const ofOne = {
    ...short,
    gate: { ...short.gate, interleaved: { ...short.gate.interleaved, budgetMs: blockMs } },
  };
  expect(hasBudgetLeft(ofOne, block)).toBe(false);
});

describe('each round', () => {
  async function measured(capped: Plan, elapsedMs: number, ended: Round['ended'] = { how: 'complete' }) {
    const orders: RoundOrder[] = [];
    const rounds: Round[] = [];
    await measureNext(capped, rounds, {
      seed: 's',
      measure: async (_, order) => {
        orders.push(order);
        return [done({ side: order.side, elapsedMs, ended })];
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

  test('of a base that is looked at once more, after the target hung, is a moment of that stage, within the cap', async () => {
    const spike = [30_000, 60_000].map((durationMs, i) => ({
      name: `s${i}`,
      connections: 10 * (i + 1),
      durationMs,
      arrivals: null,
    })) as unknown as Plan['load']['stages'];
    const base = sides(130_000);
    const hung = { how: 'target-lost', afterMs: 9, why: 'hung', hung: true } as const;
    const orders: RoundOrder[] = [];
    await measureNext({ ...base, load: { ...base.load, stages: spike } }, [], {
      seed: 's',
      measure: async (_, order) => {
        orders.push(order);
        const ended = order.side === 'target' ? hung : ({ how: 'complete' } as const);
        return [done({ side: order.side, stage: 1, elapsedMs: 40_000, ended })];
      },
    });
    const again = orders.at(-1);
    expect(again).toMatchObject({ side: 'base', stage: 1, stages: [{ connections: 20, durationMs: 3000 }] });
    expect(again?.mostMs).toBe(130_000 - 40_000 * (orders.length - 1));
  });

  test('of a block that has no time left for its other side ends there', async () => {
    const { orders, rounds } = await measured(sides(20_000), 19_900);
    expect(orders).toHaveLength(1);
    expect(rounds.map(({ ended }) => ended)).toEqual([{ how: 'capped', by: 'max-duration' }]);
    expect(cappedBy(sides(20_000), rounds)).toBe('max-duration');
  });
});

describe('a go through several stages', () => {
  const [stage] = plan({ durationMs: NONE }).load.stages;
  const staged = (over: Partial<Plan> = {}): Plan => {
    const made = plan({ durationMs: NONE }, over);
    return { ...made, load: { ...made.load, stages: [stage, { ...stage, connections: 50 }] } };
  };
  async function measured(
    of: Plan,
    ends: readonly Round['ended'][],
  ): Promise<readonly [RoundOrder[], Round[]]> {
    const orders: RoundOrder[] = [];
    const rounds: Round[] = [];
    await measureNext(of, rounds, {
      seed: 's',
      measure: async (_, order) => {
        orders.push(order);
        return ends.map((ended, index) => done({ side: order.side, stage: index, ended }));
      },
    });
    return [orders, rounds];
  }
  const complete = { how: 'complete' } as const;

  test('is one order, and gives a round for each', async () => {
    const [orders, rounds] = await measured(staged(), [complete, complete]);
    expect(orders.map(({ stages }) => stages.length)).toEqual([2]);
    expect(rounds.map((round) => round.stage)).toEqual([0, 1]);
  });

  test.each([
    [[{ how: 'capped', by: 'max-duration' }]],
    [[complete, { how: 'cancelled' }]],
  ] as const)('that ended early by %j has nothing after it, on neither side', async (ends) => {
    const base = { origin: 'http://127.0.0.1:2' };
    const [orders, rounds] = await measured(staged({ base }), ends);
    expect(orders).toHaveLength(1);
    expect(rounds).toHaveLength(ends.length);
    expect(rounds.at(-1)?.ended).toEqual(ends.at(-1));
  });
});

describe('what is told', () => {
  const cut = done({
    ended: { how: 'capped', by: 'max-duration' },
    requests: makeSteadyRound().requests.map((stats) => ({ ...stats, inFlight: 8 })),
  });

  const of = plan({ durationMs: 46_000 });
  const spent = { ...of, load: { ...of.load, maxRequests: 5000 } };
  const by = 'max-duration';

  test('that requests were unanswered at the end, or that there was no room for more', () => {
    const told = { code: 'capped', by, sent: 2000, maxRequests: null };
    expect(warnOfCap(of, [cut], { by, sent: 2000, wantedMore: false })).toEqual([
      { ...told, waiting: 8, wantedMore: false },
    ]);
    expect(warnOfCap(of, [done()], { by, sent: 2000, wantedMore: true })).toEqual([
      { ...told, waiting: 0, wantedMore: true },
    ]);
  });

  test('how many requests were sent, and how many may be', () => {
    const cap = { by: 'max-requests', sent: 5000, wantedMore: true } as const;
    expect(warnOfCap(spent, [done()], cap)).toMatchObject([{ ...cap, maxRequests: 5000 }]);
  });

  test('is nothing where it kept nothing', () => {
    expect(warnOfCap(of, [done()], { by, sent: 2000, wantedMore: false })).toEqual([]);
  });
});
