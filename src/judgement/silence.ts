/** Time in which nobody was answered: of the target that fails, whatever the figures say. */
import type { Measurement, Outage } from '../evidence/measurement.ts';
import type { Cause, CauseOf } from '../evidence/result/causes.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/** So far apart, in blocks, two silences may still be one. */
const NEAR_BLOCKS = 2;
const FEWEST_ASKED = 10;
/** Share of a base's load. Ranks of blocks withstand a tenth that is spoilt; beyond it their centre moves. */
const OFTEN_SILENT = 0.1;

type Stretch = Pick<Outage, 'fromSeconds' | 'toSeconds'>;

/** The target's silence; null where it answered to the end. */
export function findSilence({ outage }: Measurement): CauseOf<'silence'> | null {
  return outage && { code: 'silence', ...outage };
}

/**
 * One of both sides at about the same time may be that of what they share, so that neither a pass nor a fail can be
 * told from it. Null where both answered, or one alone was silent. /
 */
export function findSilenceOfBoth(target: Measurement, base: Measurement): Cause | null {
  const { outage } = target;
  const beside = outage && silenceBeside(base);
  if (!outage || !beside) return null;
  // Each side's clock is that of its own load, and they take turns.
  const passes = Math.max(1, target.rounds / Math.max(1, target.stages.length));
  const slack = NEAR_BLOCKS * (target.measuredSeconds / passes);
  const apart =
    beside.toSeconds + slack < outage.fromSeconds || outage.toSeconds + slack < beside.fromSeconds;
  return apart ? null : { code: 'silence-of-both', target: stretchOf(outage), base: beside };
}

/** One that never succeeded has no usual rate by which it could be called silent. */
function silenceBeside(base: Measurement): Stretch | null {
  if (base.outage !== null) return stretchOf(base.outage);
  const { requests, successes } = base.whole;
  return requests >= FEWEST_ASKED && successes === 0
    ? { fromSeconds: 0, toSeconds: base.measuredSeconds }
    : null;
}

/** A base that was silent for a while beside a target that wasn't. */
export function warnOfSilentBase(target: Measurement, base: Measurement): RemarkOf<'base-silent'>[] {
  if (base.outage === null || target.outage !== null) return [];
  return [{ code: 'base-silent', ...stretchOf(base.outage), ...silencesOf(base.outage) }];
}

/** So much of it that any target looks sound beside it; null where blocks enough are left to go by. */
export function findOftenSilent({
  outage,
  measuredSeconds,
}: Measurement): CauseOf<'base-often-silent'> | null {
  if (outage === null || outage.silentSeconds < OFTEN_SILENT * measuredSeconds) return null;
  return { code: 'base-often-silent', ...silencesOf(outage), measuredSeconds };
}

function silencesOf({ stretches, silentSeconds }: Outage): Pick<Outage, 'stretches' | 'silentSeconds'> {
  return { stretches, silentSeconds };
}

function stretchOf({ fromSeconds, toSeconds }: Stretch): Stretch {
  return { fromSeconds, toSeconds };
}
