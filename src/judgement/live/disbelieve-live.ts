import type { LiveEvidence } from '../../evidence/live.ts';
import type { Interception, Measurement } from '../../evidence/measurement.ts';
import { areTooMany, MORE_ERRORS } from '../../evidence/too-many-errors.ts';
import { type Disbelief, disbelieveCourse, disbelievePath } from '../disbelief.ts';
import { areCertain } from '../failing-fast.ts';
import { formatShare } from '../format.ts';
import { disbelieveRound } from '../saturation.ts';
import { brokenAt } from '../statistics/errors-gate.ts';
import { FIRST_BLOCK } from '../statistics/spending-plan.ts';
import { dropFullStop, nameMainErrors } from '../wording.ts';
import { blocksOf, seriesOf } from './series.ts';

/** Single rounds in which the generator stuttered are set aside; from here on it is the run that can't be believed. */
const MOST_SET_ASIDE = 0.25;
/** So few may always be set aside, or the first one would end the run. */
const ALWAYS_SET_ASIDE = 2;

/** A rate limiter or a login page that the base has in fewer than this share of its requests is the target's own. */
const NO_SUCH_ON_BASE = 0.001;

/** Null where both sides' figures can be believed. */
export function disbelieveLive(target: Measurement, live: LiveEvidence): Disbelief | null {
  const { base } = live;
  const baseCourse = base.rounds > 0 ? disbelieveCourse(base) : null;
  return (
    lostBase(base) ??
    baseCourse ??
    disbelieveCourse(target) ??
    disbelieveRounds(live) ??
    pathInvalid(target, live) ??
    disbelieveBase(target, live)
  );
}

/** The rate limit, redirects or challenges that only the target has are its own doing: that fails. Null without. */
export function failByPath(target: Measurement, live: LiveEvidence): string | null {
  if (!areManyBlocks(live)) return null;
  const found = disbelievePath(only(target.intercepted, live.base.intercepted));
  return found && `${found.reason.replace(/, so these are not.*$/, '')}, and the base's were not`;
}

function lostBase({ rounds, ended }: Measurement): Disbelief | null {
  if (rounds === 0 || ended.how !== 'target-lost') return null;
  return {
    reason: dropFullStop(ended.why),
    advice: 'See what became of the base environment, and run it again: without it nothing can be compared.',
  };
}

function disbelieveRounds({ blocks, base }: LiveEvidence): Disbelief | null {
  const { model } = base.conditions;
  const saturated = blocks.flatMap((block) => {
    const found = disbelieveRound(block.target, model) ?? disbelieveRound(block.base, model);
    return found ? [found] : [];
  });
  const [first] = saturated;
  if (!first || saturated.length <= Math.max(ALWAYS_SET_ASIDE, MOST_SET_ASIDE * blocks.length)) return null;
  const where = `in ${saturated.length} of ${blocks.length} blocks`;
  return { ...first, reason: first.reason.replace('was saturated:', `was saturated ${where}:`) };
}

/**
 * A base that fails so often is no measure of speed, and any target looks sound beside it. As with a target, one bad
 * round is not the service, and a few bad blocks at the start may stay the only ones.
 */
function disbelieveBase(target: Measurement, live: LiveEvidence): Disbelief | null {
  const { errorRate: then, requests } = live.base.whole;
  const now = target.whole.errorRate ?? 0;
  if (target.ended.how !== 'complete' || then === null || !areTooMany(then, now)) return null;
  const falls = seriesOf('errors', blocksOf(live, null)).map((rise) => (rise === null ? null : -rise));
  const bad = falls.filter((fall) => fall !== null && fall >= MORE_ERRORS);
  if (bad.length < 2 || !(areManyBlocks(live) || brokenAt(falls) !== null)) return null;
  if (!areCertain(then, requests, now)) return null;
  const main = nameMainErrors(live.base);
  return {
    reason: `The base is broken: ${formatShare(then)} of its requests failed${main ? `, ${main}` : ''} (target ${formatShare(now)}), so nothing can be compared`,
    advice:
      'See why the base fails, and run it again; to judge the target by its limits alone, leave the base out.',
  };
}

/** On both sides, or on the base alone: then neither is the service's own speed. */
function pathInvalid(target: Measurement, live: LiveEvidence): Disbelief | null {
  if (!areManyBlocks(live)) return null;
  const onBase = disbelievePath(live.base.intercepted);
  if (onBase) return { ...onBase, reason: `on the base, ${onBase.reason}` };
  return failByPath(target, live) === null ? disbelievePath(target.intercepted) : null;
}

/** What only the first few blocks have seen may stay the only ones of their kind. */
function areManyBlocks({ blocks, budgetBlocks }: LiveEvidence): boolean {
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
