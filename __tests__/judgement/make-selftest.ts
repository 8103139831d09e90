import type { Cause } from '../../src/evidence/result/causes.ts';
import type { Comparison } from '../../src/evidence/result/comparison.ts';
import type { SelftestSession } from '../../src/judgement/selftest.ts';
import type { Outcome, Verdict } from '../../src/judgement/verdict.ts';

/** A session with P99 alone, which a fail finds 20.3 % slower and everything else 0.4 %. */
export function session(
  outcome: Outcome,
  overrides: Partial<Verdict> = {},
  busyShare = 0.1,
): SelftestSession {
  const finding = outcome === 'fail' ? 'regressed' : 'within';
  const row: Comparison = {
    metric: 'p99',
    endpoint: null,
    target: 24,
    against: 'base',
    baseline: 20,
    compared: 24,
    basis: 'successes',
    change: outcome === 'fail' ? 0.203 : 0.004,
    interval: null,
    limit: null,
    regression: { tolerance: 0.1, finding, detectable: null, gates: true, secondsMore: null },
    finding,
    notes: [],
  };
  const verdict: Verdict = {
    outcome,
    causes: causesOf(outcome),
    comparisons: [row],
    warnings: [],
    suspects: [],
    interleaved: null,
    ...overrides,
  };
  return { verdict, busyShare };
}

const P99 = { metric: 'p99', endpoint: null } as const;

/** Each by one: of a fail the regression that its row shows, of what can't be believed a bug of ours. */
function causesOf(outcome: Outcome): readonly Cause[] {
  switch (outcome) {
    case 'pass':
      return [];
    case 'fail': {
      const compared = { against: 'base', before: 20, figure: 24, change: 0.203, tolerance: 0.1 } as const;
      return [{ code: 'regressed', ...P99, ...compared, main: null }];
    }
    case 'inconclusive': {
      const budget = { blocks: 9, budgetBlocks: 9, budgetSeconds: 72, blocksMore: 0, tooShort: null };
      return [
        {
          code: 'undecided',
          scopes: [P99],
          beyond: [],
          ...budget,
          detectable: [],
          aboutSpeed: true,
          thin: [],
        },
      ];
    }
    case 'invalid':
      return [{ code: 'unaccounted', requests: 3 }];
  }
}
