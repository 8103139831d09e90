/** Time in which nobody was answered: of the target that fails, whatever the figures say. */
import type { Measurement } from '../evidence/measurement.ts';
import type { Cause, CauseOf } from '../evidence/result/causes.ts';
import type { RemarkOf } from '../evidence/result/remarks.ts';

/** The target's silence; null where it answered to the end. */
export function findSilence({ outage }: Measurement): CauseOf<'silence'> | null {
  return outage && { code: 'silence', ...outage };
}

/**
 * A silence of the base makes any target look sound, one of both may be their host's: no pass can be told from it, and
 * no fail. Null where both answered, or one alone was silent.
 */
export function findSilenceOfBoth(target: Measurement, base: Measurement): Cause | null {
  if (target.outage === null || base.outage === null) return null;
  return { code: 'silence-of-both', target: stretchOf(target.outage), base: stretchOf(base.outage) };
}

/** A base that was silent for a while beside a target that wasn't. The sign of a block's difference is all it moves. */
export function warnOfSilentBase(target: Measurement, base: Measurement): RemarkOf<'base-silent'>[] {
  if (base.outage === null || target.outage !== null) return [];
  return [{ code: 'base-silent', ...stretchOf(base.outage) }];
}

function stretchOf({ fromSeconds, toSeconds }: NonNullable<Measurement['outage']>) {
  return { fromSeconds, toSeconds };
}
