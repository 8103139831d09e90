import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause, CauseOf } from '../../evidence/result/causes.ts';
import type { Interception } from '../../evidence/result/figures.ts';
import { areTooMany, MORE_ERRORS } from '../../evidence/too-many-errors.ts';
import { findLost } from '../decision.ts';
import { areCertain } from '../error-floor.ts';
import { mainErrorsOf } from '../main-errors.ts';
import { findSilence, findSilenceOfBoth } from '../silence.ts';
import { brokenAt } from '../statistics/errors-gate.ts';
import { FIRST_BLOCK } from '../statistics/spending-plan.ts';
import { findBrokenCourse } from '../validity/course.ts';
import { findInterception, findLimited } from '../validity/interception.ts';
import { findOwnErrors } from '../validity/own-errors.ts';
import { findApart } from '../validity/shards.ts';
import { blocksOf, worseningsOf } from './series.ts';

/** A rate limiter or a login page that the base has in fewer than this share of its requests is the target's own. */
const NO_SUCH_ON_BASE = 0.001;

/**
 * Why neither side's figures can be believed, whatever the generator did, the decisive cause first; empty where they
 * can. In the order of a run without a base: who answers, then a base or a login that was lost, then errors.
 */
export function findBlockedInterleaved(
  target: Measurement,
  interleaved: InterleavedEvidence,
): readonly Cause[] {
  const { base } = interleaved;
  const ofBase = base.rounds > 0 ? findBrokenCourse(base) : null;
  const ofTarget = findBrokenCourse(target);
  const broken = findBrokenBase(target, interleaved);
  // What a limiter turned away is what broke the base.
  const ofBroken = broken === null ? null : findInterception(base.intercepted, 'base');
  const answering = ofBroken ?? findIntercepted(target, interleaved);
  const found = [
    ofBase?.counts ?? (target.rounds > 0 ? ofTarget.counts : null),
    findApart(target, base),
    answering,
    findLostBase(base),
    findSilenceOfBoth(target, base),
    ofBase?.login ?? ofTarget.login,
    answering === null ? broken : null,
  ].filter((cause) => cause !== null);
  // Whatever ended the base's first round left the target without one, which is nobody's cancelling.
  if (found.length === 0 && ofTarget.counts !== null) return [ofTarget.counts];
  if (answering === null) return found;
  const reference = { rate: base.whole.errorRate ?? 0, against: 'base', exempt: [] } as const;
  const besides = [findLost(target) ?? findSilence(target), findOwnErrors(target, reference)];
  return [...found, ...besides.filter((cause) => cause !== null)];
}

/** The rate limit, redirects or challenges that only the target has are its own doing: that fails. Null without. */
export function findTurnedAway(
  target: Measurement,
  interleaved: InterleavedEvidence,
): CauseOf<'turned-away'> | null {
  if (!areManyBlocks(interleaved)) return null;
  if (interleaved.base.ended.how === 'rate-limited') return null;
  const found = findInterception(only(target.intercepted, interleaved.base.intercepted));
  return found && { code: 'turned-away', guards: found.guards };
}

function findLostBase({ rounds, ended }: Measurement): Cause | null {
  if (rounds === 0 || ended.how !== 'target-lost') return null;
  const { side, afterSeconds, detail } = ended;
  return { code: 'base-lost', side, afterSeconds, detail };
}

/**
 * A base that fails so often is no measure of speed, and any target looks sound beside it. As with a target, one bad
 * round is not the service, and a few bad blocks at the start may stay the only ones.
 */
function findBrokenBase(target: Measurement, interleaved: InterleavedEvidence): Cause | null {
  const { errorRate: then, requests } = interleaved.base.whole;
  const now = target.whole.errorRate ?? 0;
  const ranOut = target.ended.how === 'complete' || target.ended.how === 'capped';
  if (!ranOut || then === null || !areTooMany(then, now)) return null;
  const falls = worseningsOf('errors', blocksOf(interleaved, null)).map((rise) =>
    rise === null ? null : -rise,
  );
  const bad = falls.filter((fall) => fall !== null && fall >= MORE_ERRORS);
  if (bad.length < 2 || !(areManyBlocks(interleaved) || brokenAt(falls) !== null)) return null;
  if (!areCertain(then, requests, now)) return null;
  return { code: 'base-broken', errorRate: then, targetErrorRate: now, main: mainErrorsOf(interleaved.base) };
}

/** On both sides, or on the base alone: then neither is the service's own speed. */
function findIntercepted(target: Measurement, interleaved: InterleavedEvidence): Cause | null {
  const { base } = interleaved;
  const turnedAway = findTurnedAway(target, interleaved) !== null;
  const limited = findLimited(base, 'base') ?? (turnedAway ? null : findLimited(target, 'target'));
  if (limited !== null || !areManyBlocks(interleaved)) return limited;
  const onBase = findInterception(base.intercepted, 'base');
  if (onBase) return onBase;
  return turnedAway ? null : findInterception(target.intercepted);
}

/** What only the first few blocks have seen may stay the only ones of their kind. */
function areManyBlocks({ blocks, budgetBlocks }: InterleavedEvidence): boolean {
  return blocks.length >= Math.max(1, Math.min(FIRST_BLOCK, budgetBlocks));
}

/** The target's shares of what the base has none of. */
function only(target: Interception, base: Interception): Interception {
  const own = (kind: 'rateLimited' | 'loginRedirects' | 'challenges'): number =>
    base[kind] < NO_SUCH_ON_BASE ? target[kind] : 0;
  return {
    rateLimited: own('rateLimited'),
    loginRedirects: own('loginRedirects'),
    challenges: own('challenges'),
    retryAfterSeconds: target.retryAfterSeconds,
  };
}
