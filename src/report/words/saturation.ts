/** Whether a service was saturated, in words. */

import { TAIL } from '../../config/metrics.ts';
import type { Saturation } from '../../evidence/result/trends.ts';
import { formatChangeSize, formatFactor, formatMs, formatPerSecond } from './format.ts';

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
  const latencies = `on average ${formatMs(meanMs.full)}, ${formatMs(meanMs.half)} with ${half}`;
  switch (finding) {
    case 'saturated':
      return `Saturated: ${full} connections bring no more than ${half} (${rates}), so ${now} is the capacity of the service under this mix, and latency is the wait in a queue (${latencies})`;
    case 'growing':
      return `Not saturated: ${full} connections bring ${formatFactor(1 + growth)} what ${half} do (${rates}), so ${now} is not the capacity of the service`;
    case 'unclear':
      return `Whether ${now} is the capacity of the service is not known: ${full} connections bring ${growth < 0 ? 'less' : 'more'} than ${half} by ${formatChangeSize(TAIL, growth)}, and it may be up to ${formatChangeSize(TAIL, interval[1])} (${rates})`;
  }
}
