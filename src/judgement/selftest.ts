/** What two sessions on the user's own target say of the gate: one must fail, the other one must pass. */
import { TAIL } from '../config/metrics.ts';
import { findScope, WHOLE } from '../config/scope.ts';
import type { RegressionResult } from '../evidence/result/comparison.ts';
import type { Outcome, Verdict } from './verdict.ts';

/** Of one core: from here on, responses wait for the proxies, and what is measured is the proxies. */
const BUSIEST_SHARE = 0.75;

export interface SelftestSession {
  readonly verdict: Verdict;
  /** Share of a core that the proxies took in a typical round, 0…1; 0 where no round was measured. */
  readonly busyShare: number;
}

/** `slowed`: every response of the target takes longer. `same`: nothing is slowed. */
export type SelftestSide = 'slowed' | 'same';

/** A session of each kind; the second is null where it wasn't run. */
export interface SelftestSides<T> {
  readonly slowed: T;
  readonly same: T | null;
}

export interface SelftestRule {
  /** Share of a response's own time that was added to it when slowed. */
  readonly slowdown: number;
  /** Of the gate, relative. */
  readonly tolerance: number;
}

export interface Selftest {
  readonly outcome: Outcome;
  readonly cause: SelftestCause & SelftestRule;
}

/** Why it came out so. Of the session that is named, the verdict has its own reason and advice. */
export type SelftestCause =
  /** It failed when slowed and passed when not. */
  | {
      readonly code: 'gate-works';
      /** What the gate found in P99 when slowed, where it was not this that failed; null where it was. */
      readonly unprovedP99: Exclude<RegressionResult['finding'], 'regressed'> | null;
    }
  /** The slowed session passed. */
  | { readonly code: 'gate-blind'; readonly session: 'slowed' }
  /** Nothing was slowed, and the gate failed. */
  | { readonly code: 'fails-unchanged'; readonly session: 'same' }
  /** Undecided when the budget was spent. */
  | { readonly code: 'too-noisy'; readonly session: SelftestSide }
  /** The session failed, and not because of its speed: the slowed one, or either one where the target went silent. */
  | { readonly code: 'fails-otherwise'; readonly session: SelftestSide }
  /** The target behind the proxy of the base went silent, so that nothing that was held against it tells anything. */
  | { readonly code: 'base-silent'; readonly session: SelftestSide }
  /** The session is invalid. */
  | { readonly code: 'not-believed'; readonly session: SelftestSide }
  /** Responses waited for the proxies. */
  | {
      readonly code: 'proxies-busy';
      readonly session: SelftestSide;
      /** Share of a core that the proxies took, 0…1. */
      readonly busyShare: number;
    };

/**
 * A session with the target slowed comes first; where it did not end as it must, the other one isn't run.
 *
 * @param slowed target's every response takes longer by `slowdown`
 * @param same nothing is slowed; null where it wasn't run
 */
export function judgeSelftest(
  slowed: SelftestSession,
  same: SelftestSession | null,
  rule: SelftestRule,
): Selftest {
  const { outcome, cause } = decide(slowed, same);
  return { outcome, cause: { ...cause, ...rule } };
}

interface Decision {
  readonly outcome: Outcome;
  readonly cause: SelftestCause;
}

function decide(slowed: SelftestSession, same: SelftestSession | null): Decision {
  const invalid = findInvalid(slowed, 'slowed') ?? (same && findInvalid(same, 'same'));
  if (invalid) return { outcome: 'invalid', cause: invalid };
  const { verdict } = slowed;
  if (verdict.outcome === 'pass')
    return { outcome: 'fail', cause: { code: 'gate-blind', session: 'slowed' } };
  if (verdict.outcome === 'inconclusive') return tooNoisy('slowed');
  if (!found(verdict)) return { outcome: 'invalid', cause: { code: 'fails-otherwise', session: 'slowed' } };
  // A slowed session that failed is followed by one that isn't slowed.
  if (same === null) throw new RangeError('no session');
  if (same.verdict.outcome === 'inconclusive') return tooNoisy('same');
  if (same.verdict.outcome === 'fail')
    return { outcome: 'fail', cause: { code: 'fails-unchanged', session: 'same' } };
  return { outcome: 'pass', cause: { code: 'gate-works', unprovedP99: findUnprovedP99(verdict) } };
}

function findUnprovedP99({ comparisons }: Verdict): Exclude<RegressionResult['finding'], 'regressed'> | null {
  const finding = findScope(comparisons, TAIL, WHOLE)?.regression?.finding;
  return finding === undefined || finding === 'regressed' ? null : finding;
}

/** Whether a regression against the base failed it, and not errors or a target that went away. */
function found({ comparisons }: Verdict): boolean {
  return comparisons.some(({ regression }) => regression?.finding === 'regressed');
}

function findInvalid({ verdict, busyShare }: SelftestSession, session: SelftestSide): SelftestCause | null {
  if (verdict.outcome === 'invalid') return { code: 'not-believed', session };
  if (verdict.causes.some(({ code }) => code === 'silence')) return { code: 'fails-otherwise', session };
  if (verdict.warnings.some(({ code }) => code === 'base-silent')) return { code: 'base-silent', session };
  return busyShare < BUSIEST_SHARE ? null : { code: 'proxies-busy', session, busyShare };
}

function tooNoisy(session: SelftestSide): Decision {
  return { outcome: 'inconclusive', cause: { code: 'too-noisy', session } };
}
