import type { SelftestSession } from '../../src/judgement/selftest.ts';
import type { Comparison, Outcome, Verdict } from '../../src/judgement/verdict.ts';

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
    note: null,
  };
  const verdict: Verdict = {
    outcome,
    reason: `It was a ${outcome}.`,
    comparisons: [row],
    warnings: [],
    advice: outcome === 'inconclusive' ? 'Raise gate.rounds.budget.' : null,
    suspects: [],
    live: null,
    ...overrides,
  };
  return { verdict, busyShare };
}
