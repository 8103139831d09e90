import type { CauseOf } from '../../../src/evidence/result/causes.ts';
import { adviseUndecided, describeUndecided } from '../../../src/report/words/undecided.ts';

const P99 = { metric: 'p99', endpoint: null } as const;
const THROUGHPUT = { metric: 'throughput', endpoint: null } as const;
const ERRORS = { metric: 'errors', endpoint: null } as const;

const undecided = (more: Partial<CauseOf<'undecided'>>): CauseOf<'undecided'> => ({
  code: 'undecided',
  scopes: [P99],
  beyond: [],
  blocks: 45,
  budgetBlocks: 45,
  budgetSeconds: 360,
  detectable: [],
  blocksMore: 0,
  tooShort: null,
  aboutSpeed: true,
  thin: [],
  ...more,
});

test('which gates are, and after how many blocks', () => {
  expect(describeUndecided(undecided({}))).toBe('P99 is undecided after 45 blocks');
  expect(describeUndecided(undecided({ scopes: [P99, ERRORS], blocks: 1 }))).toBe(
    'P99 and error rate are undecided after 1 block',
  );
});

test('beyond the tolerance, and why that is not enough', () => {
  expect(describeUndecided(undecided({ beyond: [P99], blocks: 9 }))).toBe(
    'P99 is undecided after 9 blocks: it is beyond its tolerance at 95 %, but a fail needs 99 % or more',
  );
  expect(describeUndecided(undecided({ scopes: [P99, THROUGHPUT, ERRORS], beyond: [P99, ERRORS] }))).toBe(
    'P99, throughput and error rate are undecided after 45 blocks: P99 and error rate are beyond their tolerances at 95 %, but a fail needs 99 % or more',
  );
});

test.each<[Partial<CauseOf<'undecided'>>, string]>([
  [
    { budgetBlocks: 4, tooShort: { passes: 6, fails: 8, scopes: [P99, THROUGHPUT, ERRORS] } },
    "The budget allows 4 blocks, but nothing can be decided in fewer than 6, and a regression of P99, throughput and error rate can't be shown in fewer than 8: raise gate.rounds.budget to at least 12 min.",
  ],
  [
    { budgetBlocks: 6, tooShort: { passes: 6, fails: 7, scopes: [P99] } },
    "The budget allows 6 blocks, but a regression of P99 can't be shown in fewer than 7: raise gate.rounds.budget to at least 7 min.",
  ],
  [
    { budgetBlocks: 1, budgetSeconds: 8, tooShort: { passes: 6, fails: 7, scopes: [P99] } },
    "The budget allows 1 block, but nothing can be decided in fewer than 6, and a regression of P99 can't be shown in fewer than 7: raise gate.rounds.budget to at least 56 s.",
  ],
])('a budget in which no gate could have come to its end: %j', (more, advice) => {
  expect(adviseUndecided(undecided(more))).toBe(advice);
});
