import { type BatchCount, designEffect } from '../../evidence/design-effect.ts';
import type { BatchFigures } from '../../evidence/measurement.ts';
import type { JudgedLimit } from '../row.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { isOverInEach, passesOf } from './each-pass.ts';
import { beyond, decided, type Limited, type LimitScope, unknown } from './outcome.ts';

/**
 * Attempts per request, R, exceed a limit where the share of the attempts after which their request went on, 1 − 1/R,
 * exceeds that which the limit leaves: so it is shown as an error rate is, burstiness and all.
 */
export function judgeAttemptsLimit(limited: Limited, { figures, seconds, stages }: LimitScope): JudgedLimit {
  const { attemptsPerRequest: ratio, requests } = figures;
  const max = limited.limit;
  if (ratio === undefined) return unknown(limited, 'outcomes');
  if (ratio <= max) return decided(limited, 'within');

  const [share, allowed] = [goingOn(ratio), goingOn(max)];
  const attempts = ratio * requests;
  const burst = designEffect(countsOf(figures.batches));
  if (isShownAbove(share, attempts / burst, allowed)) return decided(limited, 'over-limit');
  if (isOverInEach(passesOf(figures, stages).map(countsOf), allowed)) return decided(limited, 'over-limit');
  const needed = requestsToShow(share, allowed);
  const toShow = needed === null ? null : (needed * burst - attempts) / (attempts / seconds);
  return beyond(limited, ratio, toShow);
}

/** Of the attempts, those that did not end their request. */
function goingOn(attemptsPerRequest: number): number {
  return 1 - 1 / attemptsPerRequest;
}

function countsOf(batches: readonly BatchFigures[]): BatchCount[] {
  return batches.map(({ requests, retried = 0 }) => ({ hits: retried, n: requests + retried }));
}
