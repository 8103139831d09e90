import { TAIL } from '../../config/metrics.ts';
import type { GeneratorHealth } from '../../engine/round.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import type { RoundFigures } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { Conditions } from '../../evidence/result/conditions.ts';

type Late = CauseOf<'generator-late'>;

/** Of one core: from here on, responses wait for the generator to look at them. */
const BUSIEST_CPU_SHARE = 0.85;
/** A delay of the event loop that matters: this much at least, and this share of the P99 that is reported. */
const SMALLEST_DELAY_MS = 2;
const DELAY_SHARE = 0.5;
/** Of the requests that had a free connection when they were due. */
const MOST_LATE_SHARE = 0.01;

/**
 * Whether the generator itself was what was slow. It looks only at the generator, so that a slow or a busy target can't
 * be taken for it. The limits told the two apart in fresh runs; docs/measuring.md shows them.
 */
export function findLateGenerator({ generator, whole, conditions }: Measurement): Late | null {
  // No figure comes of it: what is told then is that nothing answered.
  if (whole.responses === 0) return null;
  return judgeHealth(generator, whole.latencyAllMs?.p99 ?? 0, conditions.model);
}

/** The same for one round of an interleaved comparison. */
export function findLateRound({ generator, whole }: RoundFigures, model: Conditions['model']): Late | null {
  return judgeHealth(generator, figureOf(TAIL, whole) ?? 0, model);
}

function judgeHealth(
  { cpuShare, loopDelayP99Ms, lateShare }: GeneratorHealth,
  p99Ms: number,
  model: Conditions['model'],
): Late | null {
  const delayLimitMs = Math.max(SMALLEST_DELAY_MS, DELAY_SHARE * p99Ms);
  const seen = {
    cpuShare: cpuShare >= BUSIEST_CPU_SHARE ? { seen: cpuShare, limit: BUSIEST_CPU_SHARE } : null,
    delayMs: loopDelayP99Ms > delayLimitMs ? { seen: loopDelayP99Ms, limit: delayLimitMs } : null,
    lateShare:
      lateShare !== null && lateShare > MOST_LATE_SHARE ? { seen: lateShare, limit: MOST_LATE_SHARE } : null,
  };
  if (Object.values(seen).every((one) => one === null)) return null;
  return { code: 'generator-late', model, ...seen, blocks: null };
}
