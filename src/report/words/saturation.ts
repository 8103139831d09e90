/** Whether a service was saturated, in words. */

import { TAIL } from '../../config/metrics.ts';
import type { Saturation } from '../../evidence/result/trends.ts';
import { formatChange, formatFactor, formatInterval, formatMs, formatPerSecond } from './format.ts';

/** A whole sentence, without its full stop. */
export function describeSaturation({
  finding,
  connections,
  throughputPerSecond,
  meanMs,
  growth,
  interval,
}: Saturation): string {
  const { half, full } = connections;
  const now = formatPerSecond(throughputPerSecond.full);
  const rates = `${now}, ${formatPerSecond(throughputPerSecond.half)} with ${half}`;
  switch (finding) {
    case 'saturated': {
      // Where more connections bring less, they only get into each other's way.
      const most = formatPerSecond(Math.max(throughputPerSecond.half, throughputPerSecond.full));
      const waits = `${formatMs(meanMs.full)} on average, ${formatMs(meanMs.half)} with ${half}`;
      return `${full} connections bring no more than ${half} (${rates}): the service is saturated, ${most} is its capacity under this mix, and latency is time spent in a queue (${waits})`;
    }
    case 'growing':
      return `${full} connections bring ${formatFactor(1 + growth)} what ${half} do (${rates}): ${now} is what they generate, and the capacity of the service is at least that`;
    case 'unclear':
      return `${full} connections bring ${formatChange(TAIL, growth)} compared with ${half} (90 %: ${formatInterval(TAIL, interval)}; ${rates}), which does not show whether ${now} is the capacity of the service`;
  }
}
