import type { Measurement, Outage } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { findSilenceOfBoth } from '../../src/judgement/silence.ts';
import { makeMeasurement, makePlan } from './make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from './make-interleaved.ts';

const plan = makePlan();
const OUTAGE: Outage = {
  fromSeconds: 8,
  toSeconds: 12.5,
  stretches: 1,
  silentSeconds: 4.5,
  missed: 1400,
  counted: true,
};

test('an outage fails, whatever the figures say', () => {
  const { verdict, wantsMore } = judge(plan, makeMeasurement({ outage: OUTAGE }), null);
  expect(verdict.outcome).toBe('fail');
  expect(verdict.causes).toEqual([{ code: 'silence', ...OUTAGE }]);
  expect(wantsMore).toBe(false);
});

test('what broke off since nothing came back is told as that; what was refused as lost', () => {
  const lost = { how: 'target-lost', side: 'target', afterSeconds: 20, detail: 'no response came' } as const;
  const judged = (ended: typeof lost & { hung?: true }, outage: Outage | null) =>
    judge(plan, makeMeasurement({ ended, outage }), null).verdict;
  const codes = (...of: Parameters<typeof judged>) => judged(...of).causes.map(({ code }) => code);
  expect(judged({ ...lost, hung: true }, OUTAGE).outcome).toBe('fail');
  expect(codes({ ...lost, hung: true }, OUTAGE)).toEqual(['silence']);
  expect(codes({ ...lost, hung: true }, null)).toEqual(['target-lost']);
  expect(codes(lost, OUTAGE)).toEqual(['target-lost']);
});

describe('beside a base', () => {
  const live = makeInterleavedPlan();
  const judged = (target: Outage | null, base: Outage | null, blocks?: number) => {
    const evidence = makeInterleaved({ blocks: blocks ?? 20 });
    return judge(live, { ...makeTarget(evidence), outage: target }, null, {
      ...evidence,
      base: { ...evidence.base, outage: base },
    });
  };

  test('the target’s alone fails at once', () => {
    const { verdict, wantsMore } = judged(OUTAGE, null, 1);
    expect([verdict.outcome, verdict.causes[0]?.code, wantsMore]).toEqual(['fail', 'silence', false]);
  });

  test('the base’s alone is said, and decides nothing', () => {
    const without = judged(null, null).verdict;
    const { verdict } = judged(null, OUTAGE);
    expect(verdict.outcome).toBe(without.outcome);
    expect(verdict.warnings).toContainEqual({
      code: 'base-silent',
      fromSeconds: 8,
      toSeconds: 12.5,
      stretches: 1,
      silentSeconds: 4.5,
    });
  });

  test('a base that is silent for a tenth of its load: nothing sound can be told from it, but a fail stands', () => {
    const often = (of: Partial<Measurement>) => {
      const evidence = makeInterleaved({ blocks: 20 });
      const base = { ...evidence.base, outage: { ...OUTAGE, stretches: 3, silentSeconds: 12 } };
      const measured = { ...evidence, base: { ...base, measuredSeconds: 120 } };
      return judge(live, { ...makeTarget(evidence), ...of }, null, measured).verdict;
    };
    const { outcome, causes } = often({});
    expect([outcome, causes]).toEqual([
      'invalid',
      [{ code: 'base-often-silent', stretches: 3, silentSeconds: 12, measuredSeconds: 120 }],
    ]);
    const lost = { how: 'target-lost', side: 'target', afterSeconds: 20, detail: 'refused' } as const;
    expect(often({ ended: lost }).outcome).toBe('fail');
  });

  test('of several stages, near is as near as passes are, which take turns, and not as stages', () => {
    const stages = [1, 2, 3].map((number) => ({ name: `s${number}` }));
    const side = (outage: Outage): Measurement => ({
      ...makeTarget(makeInterleaved({ blocks: 20 })),
      ...({ stages } as unknown as Pick<Measurement, 'stages'>),
      measuredSeconds: 360,
      rounds: 6,
      outage,
    });
    const [late, early] = [
      { ...OUTAGE, fromSeconds: 170, toSeconds: 180 },
      { ...OUTAGE, fromSeconds: 0, toSeconds: 10 },
    ];
    expect(findSilenceOfBoth(side(late), side(early))).toMatchObject({ code: 'silence-of-both' });
    const far = { ...OUTAGE, fromSeconds: 900, toSeconds: 910 };
    expect(findSilenceOfBoth(side(far), side(early))).toBeNull();
  });

  test('of both: neither a pass nor a fail can be told', () => {
    const { verdict, wantsMore } = judged(OUTAGE, { ...OUTAGE, fromSeconds: 7 }, 1);
    expect([verdict.outcome, wantsMore]).toEqual(['invalid', false]);
    expect(verdict.causes).toEqual([
      {
        code: 'silence-of-both',
        target: { fromSeconds: 8, toSeconds: 12.5 },
        base: { fromSeconds: 7, toSeconds: 12.5 },
      },
    ]);
  });
});
