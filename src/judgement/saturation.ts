import { TAIL } from '../config/metrics.ts';
import type { GeneratorHealth } from '../engine/round.ts';
import { figureOf } from '../evidence/figure-of.ts';
import type { RoundFigures } from '../evidence/live.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Conditions } from '../evidence/result/conditions.ts';
import type { Disbelief } from './disbelief.ts';
import { formatMs, formatShare } from './format.ts';
import { enumerate, formatBeside } from './wording.ts';

/** Of one core: from here on, answers wait for the generator to look at them. */
const BUSIEST_CPU_SHARE = 0.85;
/** A delay of the event loop that matters: this much at least, and this share of the P99 that is reported. */
const SMALLEST_DELAY_MS = 2;
const DELAY_SHARE = 0.5;
/** Of the requests that had a free connection when they were due. */
const MOST_LATE_SHARE = 0.01;

const ASK_LESS = { closed: 'fewer connections', open: 'a lower rate' } as const;

/**
 * Whether the generator itself was what was slow. It looks only at the generator, so that a slow or a busy target can't
 * be taken for it. The limits told the two apart in fresh runs; docs/measuring.md shows them.
 */
export function disbelieveGenerator({ generator, whole, conditions }: Measurement): Disbelief | null {
  // No figure comes of it: what is told then is that nothing answered.
  if (whole.answers === 0) return null;
  return disbelieveHealth(generator, whole.latencyAllMs?.p99 ?? 0, conditions.model);
}

/** The same for one round of a live comparison. */
export function disbelieveRound(
  { generator, whole }: RoundFigures,
  model: Conditions['model'],
): Disbelief | null {
  return disbelieveHealth(generator, figureOf(TAIL, whole) ?? 0, model);
}

function disbelieveHealth(
  { cpuShare, loopDelayP99Ms, lateShare }: GeneratorHealth,
  p99Ms: number,
  model: Conditions['model'],
): Disbelief | null {
  const why: string[] = [];
  if (cpuShare >= BUSIEST_CPU_SHARE) {
    why.push(
      `its busiest thread used ${formatShare(cpuShare)} of a core (limit ${formatShare(BUSIEST_CPU_SHARE)})`,
    );
  }
  const delayLimitMs = Math.max(SMALLEST_DELAY_MS, DELAY_SHARE * p99Ms);
  if (loopDelayP99Ms > delayLimitMs) {
    const limit = formatMs(delayLimitMs);
    const delay = formatBeside('p99', loopDelayP99Ms, limit);
    why.push(`its event loop came round ${delay} late (P99; limit ${limit})`);
  }
  if (lateShare !== null && lateShare > MOST_LATE_SHARE) {
    const limit = formatShare(MOST_LATE_SHARE);
    const late = formatBeside('errors', lateShare, limit);
    why.push(
      `it sent ${late} of the requests more than 1 ms after they were due though a connection was free (limit ${limit})`,
    );
  }
  if (why.length === 0) return null;
  return {
    reason: `The load generator was saturated: ${enumerate(why)}`,
    advice: `Ask less of the generator (${ASK_LESS[model]}), give the runner more cores, or move what else is busy on it elsewhere.`,
  };
}
