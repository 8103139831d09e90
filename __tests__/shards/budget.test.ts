import { checkSharedBudget } from '../../src/config/check-shared-budget.ts';
import { fewestBlocks } from '../../src/config/gate/fewest-blocks.ts';
import type { Plan } from '../../src/config/plan.ts';
import { blocksOfBudget } from '../../src/engine/schedule.ts';
import { makePlan } from '../judgement/make.ts';

const OF = 4;
const regression = { limit: null, regression: 0.1 };
const plain = makePlan({
  base: { origin: 'http://127.0.0.1:9' },
  whole: { p99: regression, throughput: regression, errors: regression },
});
const [stage] = plain.load.stages;

/** Rounds of 3 s after 0.5 s, and a budget. */
const planOf = (budgetMs: number, over: Partial<Plan> = {}): Plan => ({
  ...plain,
  gate: {
    ...plain.gate,
    interleaved: { ...plain.gate.interleaved, measureMs: 3000, discardMs: 500, budgetMs },
  },
  ...over,
});
const check = (plan: Plan) => () => checkSharedBudget(plan, '--shard');

test('60 s hold 8 blocks of one machine and 5 of several, in which nothing could fail', () => {
  expect(check(planOf(60_000))).toThrow(
    '--shard: beside a base, shards wait 2.5 s after each round for the last responses, so 60 s are enough for 5 blocks of 6 s on each side, and no regression can be shown in fewer than 8: raise gate.rounds.budget, or the duration if one is given, to at least 96s, or leave shard out',
  );
  expect(check(planOf(96_000))).not.toThrow();
  expect(check(planOf(60_000, { base: null }))).not.toThrow();
  // One that is alone waits as well.
  expect(() => checkSharedBudget(planOf(60_000), '--shard')).toThrow('5 blocks of 6 s');
});

test('it asks for as many blocks as will be measured', () => {
  for (let budgetMs = 30_000; budgetMs < 130_000; budgetMs += 1700) {
    const plan = planOf(budgetMs);
    const blocks = blocksOfBudget({ ...plan, shards: OF }, []);
    const held = expect(check(plan));
    if (blocks < fewestBlocks(plan.gate)) held.toThrow(`${blocks} block`);
    else held.not.toThrow();
  }
});

test('a load that changes on its way is run as a whole twice on either side', () => {
  const load = { ...plain.load, stages: [stage, { ...stage, name: 'busy' }] as const };
  const passMs = 2 * stage.durationMs + 500 + 2500;
  expect(check(planOf(4 * passMs, { load }))).not.toThrow();
  expect(check(planOf(4 * passMs - 1, { load }))).toThrow('are enough for 1 block of');
});

test('where no budget would do, rounds are to be shorter', () => {
  const plan = planOf(7_200_000);
  const { interleaved } = plan.gate;
  const gate = { ...plan.gate, interleaved: { ...interleaved, measureMs: 3_600_000 / 4 } };
  expect(check({ ...plan, gate })).toThrow(/3 blocks of .*: shorten gate.rounds.measure, or leave shard out/);
});
