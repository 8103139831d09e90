import type { Round } from '../../src/engine/round.ts';
import { gather } from '../../src/evidence/gather.ts';
import { summarise } from '../../src/evidence/summarise.ts';
import { makePlan } from '../judgement/make.ts';
import { makePassRounds, makeStagedPlan } from '../judgement/make-stages.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: '2 cores' };
const plan = makeStagedPlan();
const of = (rounds: readonly Round[]) => summarise(rounds, plan, MACHINE);

describe('figures of stages', () => {
  test('a load of one stage has none: they are those of the whole', () => {
    const one = makePlan();
    const [round] = makePassRounds(plan);
    expect(summarise(round ? [round] : [], one, MACHINE).stages).toEqual([]);
  });

  test('each stage has the figures of its own rounds, over all passes', () => {
    const target = (stage: number, pass: number) => ({
      perSecond: [100, 200, 300][stage] ?? 0,
      p99Ms: [40, 160, 60][stage] ?? 0,
      errors: stage === 1 ? 0.1 * (pass + 1) : 0,
    });
    const { stages, whole } = of(makePassRounds(plan, { passes: 2, target, noise: 0 }));
    expect(stages.map(({ index, name }) => [index, name])).toEqual([
      [0, 'calm'],
      [1, 'spike'],
      [2, null],
    ]);
    const seconds = 2 * 60;
    expect(stages.map(({ figures }) => figures.requests)).toEqual([100, 200, 300].map((n) => n * seconds));
    expect(stages.map(({ figures }) => figures.errorRate)).toEqual([0, expect.closeTo(0.15, 6), 0]);
    // Of successes: a tenth and two tenths of the spike's failed.
    expect(stages.map(({ figures }) => figures.throughputPerSecond)).toEqual([
      100,
      expect.closeTo(170, 6),
      300,
    ]);
    // Drawn at 400 levels, of which the 397th is the first above the 99th percentile.
    for (const [i, p99Ms] of [40, 160, 60].entries())
      expect(Math.abs((stages[i]?.figures.latencyMs?.p99 ?? 0) / p99Ms - 1)).toBeLessThan(0.07);
    // Ten batches of each of two rounds.
    expect(stages.map(({ figures }) => figures.batchesOfRounds)).toEqual([
      [10, 10],
      [10, 10],
      [10, 10],
    ]);
    const all = stages.reduce((sum, { figures }) => sum + figures.requests, 0);
    expect(whole.requests).toBe(all);
  });

  test('a stage that was not reached has no request', () => {
    const { stages } = of(makePassRounds(plan).slice(0, 1));
    expect(stages.map(({ figures }) => figures.requests)).toEqual([18_000, 0, 0]);
    expect(stages[1]?.figures).toMatchObject({ errorRate: null, latencyMs: null, throughputPerSecond: 0 });
  });
});

describe('a silence', () => {
  /** From 18 s to 30 s of the spike nothing is answered, and nothing is sent. */
  const silent = (round: Round): Round =>
    round.stage === 1
      ? {
          ...round,
          silences: [{ fromMs: 18_000, insideMs: 12_000, beyondMs: 0 }],
          requests: round.requests.map((stats) => {
            const lost = [3, 4].reduce((sum, i) => sum + (stats.batches[i]?.requests ?? 0), 0);
            return {
              ...stats,
              sent: stats.sent - lost,
              outcomes: { ...stats.outcomes, success: stats.outcomes.success - lost },
              batches: stats.batches.map((batch, i) =>
                i === 3 || i === 4
                  ? { ...batch, requests: 0, completedSuccesses: 0, completedResponses: 0, latency: [] }
                  : batch,
              ),
            };
          }),
        }
      : round;
  const rates = [100, 1000, 100];
  const target = (stage: number) => ({ perSecond: rates[stage] ?? 0, p99Ms: 20 });
  const rounds = makePassRounds(plan, { target, noise: 0, change: silent });

  test('counts those who would have come in the stage in which it was, at the rate of that stage', () => {
    const { outage, stages } = of(rounds);
    // 1,000 a second in the other eight tenths of the stage; the whole has 360 a second.
    expect(outage).toMatchObject({ counted: true, fromSeconds: 78, toSeconds: 90 });
    expect(outage?.missed).toBeCloseTo(12_000, -2);
    const [calm, spike, after] = stages.map(({ figures }) => figures.latency);
    // They come evenly, and wait until its end.
    expect((spike?.shareAboveMs(6000).above ?? 0) / 6000).toBeCloseTo(1, 1);
    expect(calm?.shareAboveMs(1000).above).toBe(0);
    expect(after?.shareAboveMs(1000).above).toBe(0);
  });

  test('of a stage with few requests is none, whatever the others have', () => {
    const slow = (stage: number) => ({ perSecond: stage === 1 ? 2 : 1000, p99Ms: 20 });
    const pause = (round: Round): Round =>
      round.stage === 1 ? { ...round, silences: [{ fromMs: 20_000, insideMs: 2500, beyondMs: 0 }] } : round;
    expect(of(makePassRounds(plan, { target: slow, noise: 0, change: pause })).outage).toBeNull();
  });
});

describe('passes beside a base', () => {
  const beside = makeStagedPlan({ base: { origin: 'http://127.0.0.1:8081' } });
  const run = { machine: MACHINE, seed: 's', budgetBlocks: 2, budgetSpent: false };
  const rounds = makePassRounds(beside, {
    passes: 2,
    noise: 0,
    target: (stage) => ({ perSecond: stage === 1 ? 500 : 100 }),
    base: () => ({ perSecond: 200 }),
  });

  test('are paired, whichever side was first, and keep their stages apart', () => {
    const { interleaved } = gather(rounds, beside, run);
    expect(interleaved?.blocks.map(({ order }) => order)).toEqual([
      ['target', 'base'],
      ['base', 'target'],
    ]);
    const [block] = interleaved?.blocks ?? [];
    expect(block?.target).toMatchObject({ measuredSeconds: 180 });
    expect(block?.target.whole.requests).toBe((100 + 500 + 100) * 60);
    expect(block?.target.whole.throughputPerSecond).toBeCloseTo(700 / 3, 3);
    expect(block?.passes?.target.stages.map(({ requests }) => requests)).toEqual([6000, 30_000, 6000]);
    expect(block?.passes?.base.stages.map(({ requests }) => requests)).toEqual([12_000, 12_000, 12_000]);
    expect(block?.passes?.target.whole.requests).toBe(42_000);
    expect(block?.passes?.target.endpoints['list buildings']?.requests).toBe(0.8 * 42_000);
    expect(interleaved?.base.stages.map(({ figures }) => figures.requests)).toEqual([24_000, 24_000, 24_000]);
  });

  test('one that broke off is in no pair, nor the one beside it', () => {
    const cut = rounds.slice(0, -1);
    const lost = { how: 'target-lost', afterMs: 900, why: 'ECONNREFUSED' } as const;
    const broken = [...cut.slice(0, -1), ...cut.slice(-1).map((round) => ({ ...round, ended: lost }))];
    expect(gather(broken, beside, run).interleaved?.blocks).toHaveLength(1);
    expect(gather(broken, beside, run).measurement.ended).toMatchObject({ how: 'target-lost' });
  });
});
