import type { Measurement } from '../../evidence/measurement.ts';
import { MORE_ERRORS } from '../../evidence/too-many-errors.ts';
import { type FailingFast, judgeFailingFast } from '../failing-fast.ts';
import { formatShare } from '../format.ts';
import { brokenAt } from '../statistics/errors-gate.ts';
import { seriesOf } from './series.ts';
import type { LiveStanding } from './standing.ts';

/** Two blocks in which the target's error rate is at least 20 points above the base's, one after the other. */
export function isBroken({ blocks }: LiveStanding): boolean {
  return brokenAt(seriesOf('errors', blocks)) !== null;
}

/** Failing fast never wins, whatever is declared; but one bad round is not the service. */
export function judgeFailingFastLive(measurement: Measurement, live: LiveStanding): FailingFast {
  const { base } = live.evidence;
  const rate = base.whole.errorRate ?? 0;
  if (isBroken(live)) {
    const now = formatShare(measurement.whole.errorRate ?? 0);
    return {
      fails: `In two blocks running, at least 20 % more of the target's requests failed than of the base's (${now} in all, base ${formatShare(rate)})`,
    };
  }
  const judged = judgeFailingFast(measurement, { rate, name: 'base' });
  if (!judged || 'open' in judged) return judged;
  const bad = seriesOf('errors', live.blocks).filter((rise) => rise !== null && rise >= MORE_ERRORS);
  if (bad.length > 1) return judged;
  return {
    open: {
      why: `${formatShare(measurement.whole.errorRate ?? 0)} of the requests failed, nearly all in one round`,
      note: 'nearly all errors fell into one round',
      secondsMore: null,
      advice: 'Run it again: one bad round is not enough to fail, and too much to pass.',
      beyondLimit: true,
    },
  };
}
