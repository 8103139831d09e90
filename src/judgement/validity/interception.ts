import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { Interception } from '../../evidence/result/figures.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';

type Guard = CauseOf<'intercepted'>['guards'][number];
type Side = 'target' | 'base';

/** From this share of all requests on, the figures are those of whoever stands in the way. */
const TOO_MANY = 0.01;

/** A limiter that turned nearly everything away ended the run. @param side null where there is only one */
export function findLimited({ ended }: Measurement, side: Side | null): CauseOf<'rate-limited'> | null {
  if (ended.how !== 'rate-limited') return null;
  const { afterSeconds, share, seconds, retryAfterSeconds } = ended;
  return { code: 'rate-limited', side, afterSeconds, share, seconds, retryAfterSeconds };
}

/** Each that is there below the share that spoils the run, as a warning. @param side null where there is only one */
export function warnOfInterception(
  intercepted: Interception,
  side: Side | null,
): RemarkOf<'few-intercepted'>[] {
  return guardsIn(intercepted).map((guard) => ({ code: 'few-intercepted', side, guard }));
}

/** Whether the responses are the service's own. */
export function findInterception(
  intercepted: Interception,
  side: Side | null = null,
): CauseOf<'intercepted'> | null {
  const guards = guardsIn(intercepted);
  const total = guards.reduce((sum, { share }) => sum + share, 0);
  return total < TOO_MANY - 1e-12 ? null : { code: 'intercepted', side, guards };
}

/** Who answered instead of the service, the most frequent first. */
function guardsIn({ rateLimited, loginRedirects, challenges, retryAfterSeconds }: Interception): Guard[] {
  const guards: Guard[] = [
    { by: 'rate-limiter', share: rateLimited, retryAfterSeconds },
    { by: 'login-page', share: loginRedirects, retryAfterSeconds: null },
    { by: 'challenge', share: challenges, retryAfterSeconds: null },
  ];
  return guards.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}
